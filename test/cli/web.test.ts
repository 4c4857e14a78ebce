/** The pages of `tlschart server`: what HTTP clients of all kinds get. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWebServer } from '../../tools/cli/web.ts';
import { closeAll, dial, readAll, serve } from '../node/network.ts';

let port: number;

beforeAll(async () => {
  const web = createWebServer();
  ({ port } = await serve((socket) => web.emit('connection', socket), {
    ALPNProtocols: ['http/1.1'],
    allowHalfOpen: true,
  }));
});
afterAll(closeAll);

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

/** The answers to requests on one connection. */
async function ask(requests: string): Promise<string> {
  const options = { servername: 'localhost', ALPNProtocols: ['http/1.1'], allowHalfOpen: true };
  const socket = await dial(port, options);
  socket.end(requests);
  return (await readAll(socket)).toString();
}

test('the page tells about the connection', async () => {
  const answer = await ask(get('/'));
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\ncontent-type: text\/html; charset=utf-8\r\n/);
  expect(answer).toContain('<h1>Hello over TLSv1.3</h1>');
  expect(answer).toContain('<tr><th>cipher suite<td>TLS_AES_128_GCM_SHA256\n');
  expect(answer).toContain('<tr><th>group<td>X25519MLKEM768\n');
  expect(answer).toContain('<tr><th>signature scheme<td>ecdsa_secp256r1_sha256\n');
  expect(answer).toContain('<tr><th>ALPN<td>http/1.1\n');
  expect(answer).toContain('<tr><th>server name<td>localhost\n');
  expect(answer).toContain('<tr><th>request<td>GET /\n');
});

test.each(['GET / HTTP/1.1', 'GET / HTTP/1.0', 'GET /'])(
  'as little as "%s" and an empty line is a request',
  async (line) => {
    const answer = await ask(`${line}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toContain('<tr><th>request<td>GET /\n');
  },
);

test('pipelined requests are answered in order, HEAD without a body', async () => {
  const answers = await ask(get('/1') + get('/2').replace('GET', 'HEAD') + get('/3'));
  expect(answers.match(/^HTTP\/1\.1 200 OK/gm)).toHaveLength(3);
  expect(answers.match(/<td>GET \/[13]\n/g)).toEqual(['<td>GET /1\n', '<td>GET /3\n']);
  expect(answers).not.toContain('HEAD /2');
});

test('takes a body and goes on; writes nothing into the page that is no text', async () => {
  const post = 'POST /<script> HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n12345';
  const answers = await ask(post + get('/after'));
  expect(answers).toContain('<td>POST /&#60;script&#62;');
  expect(answers).toContain('<td>GET /after');
});

test('what asks for no page is refused, and the server goes on', async () => {
  expect(await ask('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(await ask(`GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}`)).toMatch(/^HTTP\/1\.1 431 /);
  const tunnel = 'CONNECT other.example:1 HTTP/1.1\r\n\r\n';
  expect(await ask(tunnel)).toMatch(/^HTTP\/1\.1 405 Method Not Allowed\r\nallow: GET, HEAD\r\n/);
  expect(await ask('')).toBe('');
  expect(await ask(get('/next'))).toContain('<td>GET /next');
});
