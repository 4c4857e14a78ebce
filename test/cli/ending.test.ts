/** How the commands end: by a signal, and not because somebody stopped listening to them. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TlsSocket } from '../../runtime/node/index.ts';
import { closeAll, dialTcp, readAll, serve, serveByHand, serveTcp } from '../node/network.ts';
import { type CredentialFiles, writePki } from '../support/certificates.ts';
import { ServerState } from '../support/states.ts';
import { cleanUp, run, start, startServer } from './run.ts';

let folder: string;
let ca: string;
let leaf: CredentialFiles;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tlschart-ending-'));
  const files = await writePki(folder);
  ca = files.ca.certificate;
  leaf = files.leaf;
});
afterAll(async () => {
  await cleanUp();
  await closeAll();
  rmSync(folder, { recursive: true, force: true });
});

const echo = (socket: TlsSocket) => socket.pipe(socket);

describe('the server', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s: says goodbye to its clients and exits 0, whoever else is silent',
    async (signal) => {
      const server = await startServer(leaf, '--echo');
      const client = start('client', `localhost:${server.port}`, '--ca', ca);
      await client.seen(/verdict/);
      client.child.stdin?.write('hello');
      await client.seen(/hello/);
      // One that never says anything costs the server its patience, not its end.
      if (signal === 'SIGTERM') dialTcp(server.port);
      server.child.kill(signal);
      expect(await client.ended).toMatchObject({ code: 0, stdout: 'hello' });
      expect((await server.ended).code).toBe(0);
    },
  );

  test('SIGTERM: a client in the handshake hears that it was given up', async () => {
    const server = await startServer(leaf, '--echo', '--trace');
    const visitor = dialTcp(server.port);
    const words = readAll(visitor);
    visitor.write(Buffer.of(0x16, 3, 3));
    await server.seen(new RegExp(ServerState.START));
    server.child.kill('SIGTERM');
    // user_canceled and close_notify.
    expect((await words).toString('hex')).toBe('1503030002015a15030300020100');
    visitor.end();
    expect((await server.ended).code).toBe(0);
  });

  test('nobody reads what it tells: it serves on', async () => {
    const server = await startServer(leaf, '--echo', '--trace');
    server.child.stdout?.destroy();
    server.child.stderr?.destroy();
    for (const text of ['first', 'second']) {
      const args = ['client', `localhost:${server.port}`, '--ca', ca];
      expect(await run(args, text)).toMatchObject({ code: 0, stdout: text });
    }
    server.child.kill();
    expect((await server.ended).code).toBe(0);
  });
});

describe('the client', () => {
  test('SIGINT: closes its half and exits 0 when the server has closed the other', async () => {
    const { port } = await serve(echo, { allowHalfOpen: true });
    const client = start('client', `127.0.0.1:${port}`, '--ca', ca);
    await client.seen(/verdict/);
    client.child.kill('SIGINT');
    expect((await client.ended).code).toBe(0);
  });

  test('a second signal does not wait for anybody', async () => {
    const { port } = await serveByHand(() => {});
    const client = start('client', `127.0.0.1:${port}`, '--ca', ca);
    await client.seen(/verdict/);
    client.child.kill('SIGINT');
    client.child.kill('SIGTERM');
    expect([130, 143]).toContain((await client.ended).code);
  });

  test('a signal before the handshake is complete: exits 1 at once and says so', async () => {
    const { server, port } = await serveTcp(() => {});
    const client = start('client', `127.0.0.1:${port}`);
    const [socket] = (await once(server, 'connection')) as [Socket];
    await once(socket, 'data');
    client.child.kill('SIGTERM');
    const { code, stderr } = await client.ended;
    expect(code).toBe(1);
    expect(stderr).toBe('tlschart: stopped before the handshake was complete\n');
  });

  test('nobody reads its output: exits 1 and says so', async () => {
    const { port } = await serve(echo, { allowHalfOpen: true });
    const client = start('client', `127.0.0.1:${port}`, '--ca', ca);
    client.child.stdout?.destroy();
    client.child.stdin?.write('hello');
    const { code, stderr } = await client.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^tlschart: standard output: write EPIPE$/m);
  });

  test('the server says goodbye first: it does not wait for its own input', async () => {
    const { port } = await serveByHand(({ engine, send }) => {
      send(engine.write(new TextEncoder().encode('goodbye')));
      send(engine.end());
    });
    const client = start('client', `127.0.0.1:${port}`, '--ca', ca);
    expect(await client.ended).toMatchObject({ code: 0, stdout: 'goodbye' });
  });
});

test('a refused client: both sides tell why, in the trace as at the end', async () => {
  const server = await startServer(leaf, '--client-auth', 'require', '--ca', ca, '--trace');
  const args = ['client', `localhost:${server.port}`, '--ca', ca, '--trace'];
  const { code, stderr } = await run(args);
  expect(code).toBe(1);
  const [, inTrace] = /^client +failed: (.*)$/m.exec(stderr) ?? [];
  const [, atTheEnd] = /^tlschart: (.*)$/m.exec(stderr) ?? [];
  expect(inTrace).toBe(atTheEnd);
  expect(atTheEnd).toMatch(
    /^the server refused us after the handshake with the alert certificate_required, in connected\(\w+, \w+\) \(ERR_TLS_REFUSED_AFTER_HANDSHAKE, RFC 9846, 6\.2; the peer's alert: certificate_required, 116\); .*; the server asked for a certificate by CN=.*; we have none$/,
  );
  const [, theirs] = await server.seen(/failed: (the client showed no certificate.*)\n/);
  expect(theirs).toMatch(/ERR_TLS_CERTIFICATE_REQUIRED, .*; our alert: certificate_required, 116/);
});
