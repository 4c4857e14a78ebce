/** `tlschart client` against `tlschart server`, each in a process of its own. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  closeAll,
  dial,
  errorOf,
  pattern,
  serveByHand,
  serveTcp,
  sha256,
} from '../node/network.ts';
import { type CredentialFiles, writePki } from '../support/certificates.ts';
import { killAll, type Running, run, start, startServer } from './run.ts';

let folder: string;
let ca: string;
let leaf: CredentialFiles;
let echo: Running & { readonly port: number };
let web: Running & { readonly port: number };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tlschart-cli-'));
  const files = await writePki(folder);
  ca = files.ca.certificate;
  leaf = files.leaf;
  const identity = ['--cert', leaf.certificate, '--key', leaf.privateKey];
  const keylog = join(folder, 'server.keys');
  [echo, web] = await Promise.all([
    startServer(...identity, '--echo', '--alpn', 'b,a', '--keylog', keylog, '--trace'),
    startServer(...identity, '--alpn', 'http/1.1'),
  ]);
});
afterAll(async () => {
  await killAll();
  await closeAll();
  rmSync(folder, { recursive: true, force: true });
});

describe('echo', () => {
  test('1 MiB there and back, the summary on standard error', async () => {
    const sent = pattern(1024 * 1024);
    const args = ['client', `localhost:${echo.port}`, '--ca', ca, '--alpn', 'a,c'];
    const { code, stdout, stderr } = await run(args, sent);
    expect(code).toBe(0);
    expect(sha256(Buffer.from(stdout, 'latin1'))).toBe(sha256(sent));
    expect(stderr).toMatch(/protocol +TLSv1\.3\n/);
    expect(stderr).toMatch(/cipher suite +TLS_AES_128_GCM_SHA256\n/);
    expect(stderr).toMatch(/group +x25519\n/);
    expect(stderr).toMatch(/signature scheme +ecdsa_secp256r1_sha256\n/);
    expect(stderr).toMatch(/ALPN +a\n/);
    expect(stderr).toMatch(/server name +localhost\n/);
    expect(stderr).toMatch(/subject +CN=localhost\n/);
    expect(stderr).toMatch(/issuer +CN=tlschart test CA\n/);
    expect(stderr).toMatch(/valid +2\d{3}-\S+Z to 2\d{3}-\S+Z\n/);
    expect(stderr).toMatch(/verdict +verified\n/);
  });

  test('--keylog: both sides write the same lines, for the owner only', async () => {
    const path = join(folder, 'client.keys');
    const args = ['client', `localhost:${echo.port}`, '--ca', ca, '--keylog', path];
    expect((await run(args, 'x')).code).toBe(0);
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(4);
    const atServer = readFileSync(join(folder, 'server.keys'), 'utf8');
    for (const line of lines) expect(atServer).toContain(`${line}\n`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('--trace: one line a step on both sides', async () => {
    const args = ['client', `127.0.0.1:${echo.port}`, '--ca', ca, '--trace'];
    const { stderr } = await run(args, 'x');
    const step = stderr.split('\n').find((line) => line.includes('hs.serverHello'));
    expect(step).toContain('(v13)');
    expect(step).toContain('waitServerHello -> waitEncryptedExtensions');
    expect(step).toContain('keys handshake/handshake');
    expect(step).toContain('RFC 9846, 4.2.3');
    expect(step).toContain('deriveHandshakeSecrets, installReadKeys(handshake');
    await echo.seen(/127\.0\.0\.1:\d+ +hs\.finished \(good\) +waitFinished -> connected/);
  });
});

describe('the client says what went wrong, in one line, and exits 1', () => {
  test('no trust', async () => {
    const { code, stderr } = await run(['client', `localhost:${echo.port}`]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^tlschart: .*UNABLE_TO_VERIFY_LEAF_SIGNATURE.*unknown_ca.*--ca.*\n$/);
    await echo.seen(/127\.0\.0\.1:\d+ failed: the peer sent the alert unknown_ca/);
  });

  test('the wrong name; but --insecure goes on and tells', async () => {
    const args = ['client', `localhost:${echo.port}`, '--ca', ca, '--servername', 'other.example'];
    const refused = await run(args);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^tlschart: .*not for other\.example.*bad_certificate.*\n$/);
    const insecure = await run([...args, '--insecure'], 'through');
    expect(insecure).toMatchObject({ code: 0, stdout: 'through' });
    expect(insecure.stderr).toMatch(/verdict +NOT verified: .*ERR_TLS_CERT_ALTNAME_INVALID/);
  });

  test('no protocol in common: the alert came from the peer', async () => {
    const args = ['client', `localhost:${echo.port}`, '--ca', ca, '--alpn', 'z'];
    const { code, stderr } = await run(args);
    expect(code).toBe(1);
    expect(stderr).toMatch(/the peer sent the alert no_application_protocol, in waitServerHello/);
  });

  test('something that is no TLS: what came, what was expected, the state, the alert', async () => {
    const { port } = await serveTcp((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const { code, stderr } = await run(['client', `127.0.0.1:${port}`, '--insecure']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /HTTP.*in waitServerHello \(ERR_TLS_UNKNOWN_RECORD_TYPE, RFC 9846, 5; our alert: unexpected_message, 10\)\n$/,
    );
  });

  test('a stream that is cut: what came before it is there, and the exit code tells', async () => {
    const { port } = await serveByHand(({ socket, engine, send }) => {
      send(engine.write(new TextEncoder().encode('half of it')));
      socket.end();
    });
    const { code, stdout, stderr } = await run(['client', `127.0.0.1:${port}`, '--ca', ca]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'half of it' });
    expect(stderr).toContain('ERR_TLS_TRUNCATED');
  });

  test('nobody there', async () => {
    const { code, stderr } = await run(['client', '127.0.0.1:1']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^tlschart: the transport failed: connect ECONNREFUSED 127\.0\.0\.1:1.*\n$/,
    );
  });
});

describe('--http', () => {
  const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

  async function ask(requests: string): Promise<string> {
    const args = ['client', `localhost:${web.port}`, '--ca', ca, '--alpn', 'http/1.1'];
    const { code, stdout } = await run(args, requests);
    expect(code).toBe(0);
    return stdout;
  }

  test('answers pipelined requests in order, on one connection; HEAD without a body', async () => {
    const answers = await ask(get('/1') + get('/2').replace('GET', 'HEAD') + get('/3'));
    expect(answers.match(/^HTTP\/1\.1 200 OK/gm)).toHaveLength(3);
    expect(answers.match(/<td>GET \/[13]\n/g)).toEqual(['<td>GET /1\n', '<td>GET /3\n']);
    expect(answers).not.toContain('HEAD /2');
    expect(answers).toContain('<tr><th>cipher suite<td>TLS_AES_128_GCM_SHA256');
    expect(answers).toContain('<tr><th>ALPN<td>http/1.1');
  });

  test('takes a body and goes on; writes nothing into the page that is no text', async () => {
    const post = 'POST /<script> HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n12345';
    const answers = await ask(post + get('/after'));
    expect(answers).toContain('<td>POST /&#60;script&#62;');
    expect(answers).toContain('<td>GET /after');
  });

  test('what is no HTTP gets 400, and the server goes on', async () => {
    expect(await ask('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(await ask(get('/next'))).toContain('<td>GET /next');
  });
});

describe('signals', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s: the server says goodbye to its clients and exits 0',
    async (signal) => {
      const identity = ['--cert', leaf.certificate, '--key', leaf.privateKey];
      const server = await startServer(...identity, '--echo', '--host', '::1');
      const client = start('client', `[::1]:${server.port}`, '--ca', ca);
      await client.seen(/verdict/);
      client.child.stdin?.write('hello');
      await client.seen(/hello/);
      server.child.kill(signal);
      expect((await server.ended).code).toBe(0);
      expect(await client.ended).toMatchObject({ code: 0, stdout: 'hello' });
    },
  );

  test('SIGINT: the client closes its half and exits 0 when the server has closed the other', async () => {
    const client = start('client', `localhost:${echo.port}`, '--ca', ca);
    await client.seen(/verdict/);
    client.child.kill('SIGINT');
    expect((await client.ended).code).toBe(0);
  });

  test('a second signal does not wait for anybody', async () => {
    const { port } = await serveByHand(() => {});
    const client = start('client', `127.0.0.1:${port}`, '--ca', ca);
    await client.seen(/verdict/);
    client.child.kill('SIGINT');
    client.child.stdin?.on('close', () => client.child.kill('SIGINT'));
    client.child.kill('SIGTERM');
    expect([130, 143]).toContain((await client.ended).code);
  });
});

test('after all this the servers are still there', async () => {
  const trusting = { servername: 'localhost' };
  const client = await dial(echo.port, trusting);
  client.end('still there');
  client.setEncoding('utf8');
  const [text] = await Promise.all([client.toArray(), client.closed]);
  expect(text.join('')).toBe('still there');
  const distrusting = await dial(web.port, { ...trusting, ca: undefined });
  expect((await errorOf(distrusting)).code).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
});
