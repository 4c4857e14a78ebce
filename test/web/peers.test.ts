/** `startTls` over TCP: against our own Node server and client, and against OpenSSL. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  closeAll as closeNode,
  dial,
  pattern,
  readAll as readNode,
  serve,
  sha256,
} from '../node/network.ts';
import { type CredentialFiles, writePki } from '../support/certificates.ts';
import {
  startClient as startOpensslClient,
  startServer as startOpensslServer,
} from '../support/openssl.ts';
import { describeNeeding } from '../support/skips.ts';
import { killAll, noise } from '../support/tool-process.ts';
import {
  closeAll,
  dialTcp,
  readAll,
  serveTcp,
  startClient,
  startServer,
  writeAll,
} from './streams.ts';

afterEach(async () => {
  await Promise.all([closeAll(), closeNode(), killAll()]);
});

describe('our own Node adapter', () => {
  test('a web client, a Node server: 1 MiB there and back, both say goodbye', async () => {
    const { port } = await serve((socket) => void pipeline(socket, socket).catch(() => {}), {
      allowHalfOpen: true,
      ALPNProtocols: ['echo'],
    });
    const client = await startClient(dialTcp(port), { alpnProtocols: ['echo'] });
    const sent = pattern(1024 * 1024);
    const [received] = await Promise.all([readAll(client), writeAll(client, sent, 50_000)]);
    expect(sha256(received)).toBe(sha256(sent));
    expect((await client.opened).alpn).toBe('echo');
    await client.closed;
  });

  test('a Node client, a web server', async () => {
    const port = await serveTcp((tcp) => {
      void startServer(tcp).then(({ readable, writable }) => readable.pipeTo(writable));
    });
    const client = await dial(port, { allowHalfOpen: true });
    const sent = pattern(1024 * 1024);
    client.end(sent);
    expect(sha256(await readNode(client))).toBe(sha256(sent));
    await once(client, 'close');
  });

  test('a refused client hears why, although it is busy writing', async () => {
    const { server, port } = await serve();
    const failure = once(server, 'tlsClientError');
    const client = await startClient(dialTcp(port), { serverName: 'other.example' });
    await expect(client.opened).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect((await failure)[0]).toMatchObject({ alert: 'bad_certificate', origin: 'peer' });
  });

  test('nobody listens on the port', async () => {
    const { server, port } = await serve();
    server.close();
    await once(server, 'close');
    const client = await startClient(dialTcp(port));
    await expect(client.closed).rejects.toMatchObject({ code: 'ERR_TLS_TRANSPORT' });
    server.listen(0);
  });
});

describeNeeding('openssl', 'OpenSSL', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tlschart-web-'));
  let ca: CredentialFiles;
  let leaf: CredentialFiles;

  beforeAll(async () => {
    ({ ca, leaf } = await writePki(directory));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test('a web client and s_server', async () => {
    const { openssl, port } = await startOpensslServer(leaf);
    const client = await startClient(dialTcp(port));
    await client.opened;
    const up = noise(100_000);
    await writeAll(client, up);
    expect(sha256(await openssl.receives(up.length))).toBe(sha256(up));
  });

  test('s_client and a web server', async () => {
    const down = noise(100_000);
    const ends: Promise<unknown>[] = [];
    const port = await serveTcp((tcp) => {
      void startServer(tcp).then((server) => {
        ends.push(server.closed, writeAll(server, down), readAll(server));
      });
    });
    const openssl = startOpensslClient(port, ['-quiet', '-CAfile', ca.certificate]);
    expect(sha256(await openssl.receives(down.length))).toBe(sha256(down));
    openssl.stopsTyping();
    await openssl.exits();
    await Promise.all(ends);
  });
});
