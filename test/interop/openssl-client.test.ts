/** Our server and a client that nobody here wrote: `openssl s_client`. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type Effect, noble, TlsServer } from '../../runtime/index.ts';
import { type ServerTlsOptions, TlsSocket } from '../../runtime/node/index.ts';
import { closeAll, serve, serveTcp, sha256 } from '../node/network.ts';
import { makeTestPki, writePki } from '../support/certificates.ts';
import { dummiesIn, startClient } from '../support/openssl.ts';
import { chainName, writeChain } from '../support/openssl-chain.ts';
import { describeNeeding } from '../support/skips.ts';
import { killAll, noise, type ToolProcess } from '../support/tool-process.ts';
import { Steps, taken } from './watching.ts';

const folder = mkdtempSync(join(tmpdir(), 'tlschart-'));
const files = await writePki(folder);
const chain = writeChain(folder);
const trusting = ['-CAfile', files.ca.certificate, '-verify_return_error'];

afterEach(async () => {
  await closeAll();
  await killAll();
});
afterAll(() => rmSync(folder, { recursive: true }));

describeNeeding('openssl', 'our server and openssl s_client', () => {
  test('1 MiB each way, by hash, and an orderly close that we begin', async () => {
    const { openssl, socket } = await meet(trusting);
    const [up, down] = [noise(1024 * 1024, 1), noise(1024 * 1024, 2)];
    openssl.types(up);
    expect(sha256(await taken(socket, up.length))).toBe(sha256(up));
    socket.end(down);
    expect(sha256(await openssl.receives(down.length))).toBe(sha256(down));
    await Promise.all([once(socket.resume(), 'end'), once(socket, 'close')]);
    expect(await openssl.exits()).toBe(0);
    expect(openssl.words).toContain('New, TLSv1.3, Cipher is TLS_AES_128_GCM_SHA256');
    expect(openssl.words).toContain('Peer signing digest: SHA256');
    expect(openssl.words).toContain('Peer signature type: ECDSA');
    expect(openssl.words).toContain('Server Temp Key: X25519');
    expect(openssl.words).toContain('Verification: OK');
    expect(socket.getPeerX509Certificate()).toBeUndefined();
  });

  test('an orderly close that the client begins', async () => {
    const { openssl, socket } = await meet(trusting);
    openssl.types(noise(100));
    await taken(socket, 100);
    openssl.stopsTyping();
    await Promise.all([once(socket.resume(), 'end'), once(socket, 'close')]);
    expect(await openssl.exits()).toBe(0);
  });

  test('a client that is cut off: truncated, never a clean end', async () => {
    const { openssl, socket } = await meet(trusting);
    socket.on('end', () => expect.unreachable('this is no end'));
    const failed = once(socket.resume(), 'error');
    await openssl.kill();
    const [error] = await failed;
    expect(error.code).toMatch(/^ERR_TLS_(TRUNCATED|TRANSPORT)$/);
  });

  test.each([
    { ours: ['h2', 'http/1.1'], theirs: ['http/1.1', 'h2'], chosen: 'h2' },
    { ours: ['http/1.1'], theirs: ['h2', 'http/1.1'], chosen: 'http/1.1' },
    { ours: ['h2'], theirs: [], chosen: false },
    { ours: undefined, theirs: ['h2'], chosen: false },
  ])('ALPN: we have $ours, the client offers $theirs: $chosen', async (row) => {
    const offer = row.theirs.length === 0 ? [] : ['-alpn', row.theirs.join(',')];
    const { openssl, socket } = await meet([...trusting, ...offer], { ALPNProtocols: row.ours });
    expect(socket.alpnProtocol).toBe(row.chosen);
    socket.end();
    expect(await openssl.exits()).toBe(0);
    const told = row.chosen === false ? 'No ALPN negotiated' : `ALPN protocol: ${row.chosen}`;
    expect(openssl.words).toContain(told);
  });

  test.each([
    ['-servername', 'localhost', 'localhost'],
    ['-noservername', undefined, false],
  ])('SNI: %s %s', async (option, name, told) => {
    const args = name === undefined ? [option] : [option, name];
    const { openssl, socket } = await meet([...trusting, ...args]);
    expect(socket.servername).toBe(told);
    socket.end();
    expect(await openssl.exits()).toBe(0);
  });

  test.each([
    { theyAre: true, changeCipherSpecs: 1 },
    { theyAre: false, changeCipherSpecs: 0 },
  ])('middlebox compatibility of the client: $theyAre', async (row) => {
    const steps = new Steps();
    const args = row.theyAre ? ['-msg'] : ['-msg', '-no_middlebox'];
    const { openssl, socket } = await meet([...trusting, ...args], { trace: steps.note });
    expect(steps.count('ccs')).toBe(row.changeCipherSpecs);
    socket.end();
    expect(await openssl.exits()).toBe(0);
    expect(dummiesIn(openssl.words, '<<<')).toBe(row.changeCipherSpecs);
  });

  test('a chain with an intermediate CA, and the name checked', async () => {
    const cert = readFileSync(chain.leafAndIntermediate);
    const key = readFileSync(chain.leaf.privateKey);
    const args = ['-CAfile', chain.root, '-verify_return_error', '-verify_hostname', chainName];
    const { openssl, socket } = await meet(args, { cert, key });
    socket.end();
    expect(await openssl.exits()).toBe(0);
    expect(openssl.words).toContain('Verification: OK');
    expect(openssl.words).toContain(`Verified peername: ${chainName}`);
  });

  test('a client with every cipher suite, group and signature scheme of OpenSSL', async () => {
    const args = ['-curves', 'X25519:P-256:X448:P-521:P-384', '-alpn', 'a,b,c', '-status'];
    const { openssl, socket } = await meet([...trusting, ...args]);
    socket.end();
    expect(await openssl.exits()).toBe(0);
  });

  test.each([
    ['k', 'notRequested', 0],
    ['K', 'requested', 1],
  ])('KeyUpdate by the client, %s: %s, answered %d times', async (command, facet, answers) => {
    const steps = new Steps();
    const { openssl, socket } = await meet([...trusting, '-msg'], { trace: steps.note });
    await openssl.says(/Verification: OK/);
    openssl.types(`${command}\n`);
    await openssl.says(/>>> TLS 1\.3, Handshake .*KeyUpdate/);
    openssl.types(noise(1000));
    expect(sha256(await taken(socket, 1000))).toBe(sha256(noise(1000)));
    expect(steps.facetsOf('hs.keyUpdate')).toEqual([facet]);
    socket.end(noise(1000, 2));
    expect(sha256(await openssl.receives(1000))).toBe(sha256(noise(1000, 2)));
    expect(await openssl.exits()).toBe(0);
    expect(openssl.words.match(/<<< TLS 1\.3, Handshake .*KeyUpdate/g) ?? []).toHaveLength(answers);
  });

  test('KeyUpdate by us, before each of three writes: the client follows and answers', async () => {
    const steps = new Steps();
    const { leaf } = await makeTestPki();
    const privateKey = noble.importPrivateKey(leaf.privateKey);
    const credentials = [{ certificates: [leaf.certificate], privateKey }];
    const accepted: TlsSocket[] = [];
    const { port } = await serveTcp((tcp) => {
      const engine = new RekeyingServer({ credentials, trace: steps.note });
      accepted.push(new TlsSocket(tcp, engine));
    });
    const openssl = startClient(port, trusting);
    await openssl.says(/Verification: OK/);
    const [socket] = accepted;
    if (socket === undefined) throw new Error('nobody came');
    for (const seed of [1, 2, 3]) {
      socket.write(noise(1000, seed));
      await openssl.receives(1000 * seed);
      openssl.types(noise(1000, seed));
      expect(sha256(await taken(socket, 1000))).toBe(sha256(noise(1000, seed)));
    }
    expect(steps.facetsOf('hs.keyUpdate')).toEqual(Array(3).fill('notRequested'));
    socket.end();
    expect(await openssl.exits()).toBe(0);
    expect(sha256(openssl.data.subarray(2000))).toBe(sha256(noise(1000, 3)));
  });
});

/** Our server and an s_client with these arguments, once the handshake is complete. */
async function meet(
  args: readonly string[],
  options: Partial<ServerTlsOptions> = {},
): Promise<{ readonly openssl: ToolProcess; readonly socket: TlsSocket }> {
  const { server, port } = await serve(() => {}, options);
  const connected = once(server, 'secureConnection');
  const openssl = startClient(port, args);
  const [socket] = await connected;
  return { openssl, socket };
}

class RekeyingServer extends TlsServer {
  override write(data: Uint8Array): readonly Effect[] {
    return [...this.rekey(), ...super.write(data)];
  }
}
