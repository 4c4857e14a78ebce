/** Our client and a server that nobody here wrote: `openssl s_server`. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type Effect, parseCertificate, TlsClient } from '../../runtime/index.ts';
import { TlsSocket } from '../../runtime/node/index.ts';
import { closeAll, dial, readAll, sha256 } from '../node/network.ts';
import { makeTestPki, writePki } from '../support/certificates.ts';
import { dummiesIn, startServer } from '../support/openssl.ts';
import { chainName, writeChain } from '../support/openssl-chain.ts';
import { describeNeeding } from '../support/skips.ts';
import { killAll, noise } from '../support/tool-process.ts';
import { Steps, taken } from './watching.ts';

const folder = mkdtempSync(join(tmpdir(), 'tlschart-'));
const files = await writePki(folder);
const chain = writeChain(folder);

afterEach(async () => {
  await closeAll();
  await killAll();
});
afterAll(() => rmSync(folder, { recursive: true }));

describeNeeding('openssl', 'our client and openssl s_server', () => {
  test('1 MiB each way, by hash, and an orderly close that we begin', async () => {
    const { openssl, port } = await startServer(files.leaf);
    const client = await dial(port);
    const [up, down] = [noise(1024 * 1024, 1), noise(1024 * 1024, 2)];
    client.write(up);
    expect(sha256(await openssl.receives(up.length))).toBe(sha256(up));
    openssl.types(down);
    expect(sha256(await taken(client, down.length))).toBe(sha256(down));

    client.end();
    await once(client.resume(), 'close');
    expect(await openssl.exits()).toBe(0);
    expect(openssl.words).toContain('CIPHER is TLS_AES_128_GCM_SHA256');
    expect(openssl.words).toContain('CONNECTION CLOSED');
    expect(openssl.words).not.toContain('error');
    expect(client.connection).toMatchObject({
      protocol: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      group: 'x25519',
      signatureScheme: 'ecdsa_secp256r1_sha256',
      authorized: true,
    });
  });

  test('an orderly close that the server begins', async () => {
    const { openssl, port } = await startServer(files.leaf, ['-rev']);
    const client = await dial(port, { allowHalfOpen: true });
    client.write('abc\n');
    expect((await taken(client, 4)).toString()).toBe('cba\n');
    client.write('CLOSE\n');
    expect((await readAll(client)).toString()).toBe('');
    client.end();
    await once(client, 'close');
    expect(openssl.words).toContain('CONNECTION CLOSED');
  });

  test('a HelloRetryRequest with a cookie and nothing else: the key share stays', async () => {
    const steps = new Steps();
    const { openssl, port } = await startServer(files.leaf, ['-stateless', '-msg']);
    // A server that forgets its hello takes no dummy change_cipher_spec, not even s_client's.
    const client = await dial(port, { trace: steps.note, middleboxCompatibility: false });
    client.write(noise(100));
    expect(await openssl.receives(100)).toEqual(noise(100));
    client.end();
    await once(client.resume(), 'close');
    expect(steps.facetsOf('hs.serverHello')).toHaveLength(2);
    expect(openssl.words.match(/<<< TLS 1\.3, Handshake .*ClientHello/g)).toHaveLength(2);
  });

  test('a server that goes without a word: truncated, never a clean end', async () => {
    const { openssl, port } = await startServer(files.leaf);
    const client = await dial(port);
    client.on('end', () => expect.unreachable('this is no end'));
    await once(client.resume(), 'secureConnect');
    await openssl.says(/CIPHER is/);
    openssl.types('Q\n');
    const [error] = await once(client, 'error');
    expect(error).toMatchObject({ code: 'ERR_TLS_TRUNCATED', origin: 'local', alert: undefined });
  });

  test.each([
    { ours: ['h2', 'http/1.1'], theirs: 'http/1.1,h2', chosen: 'http/1.1' },
    { ours: ['h2'], theirs: undefined, chosen: false },
    { ours: undefined, theirs: 'h2', chosen: false },
  ])('ALPN: we offer $ours, the server has $theirs: $chosen', async ({ ours, theirs, chosen }) => {
    const args = theirs === undefined ? [] : ['-alpn', theirs];
    const { openssl, port } = await startServer(files.leaf, args);
    const client = await dial(port, { ALPNProtocols: ours });
    await once(client, 'secureConnect');
    expect(client.alpnProtocol).toBe(chosen);
    client.end();
    expect(await openssl.exits()).toBe(0);
    if (chosen === false) expect(openssl.words).not.toContain('ALPN protocols selected');
    else expect(openssl.words).toContain(`ALPN protocols selected: ${chosen}`);
  });

  test.each([
    ['other.example', 'CN=other.example'],
    ['localhost', 'CN=localhost'],
  ])('SNI: the server has two certificates and shows that of %s', async (servername, subject) => {
    const { certificate, privateKey } = files.otherName;
    const second = ['-servername', 'other.example', '-cert2', certificate, '-key2', privateKey];
    const { openssl, port } = await startServer(files.leaf, second);
    const client = await dial(port, { servername });
    await once(client, 'secureConnect');
    expect(client.getPeerX509Certificate()?.subject).toBe(subject);
    expect(client.authorized).toBe(true);
    client.end();
    expect(await openssl.exits()).toBe(0);
    expect(openssl.words).toContain(`Hostname in TLS extension: "${servername}"`);
  });

  // s_server sends its own also to a client that is not in that mode, as RFC 9846 E.4 allows.
  test.each([
    { weAre: true, theyAre: true, sent: 1, got: 1 },
    { weAre: true, theyAre: false, sent: 1, got: 0 },
    { weAre: false, theyAre: true, sent: 0, got: 1 },
    { weAre: false, theyAre: false, sent: 0, got: 0 },
  ])('middlebox compatibility: ours $weAre, theirs $theyAre', async (row) => {
    const steps = new Steps();
    const args = row.theyAre ? ['-msg'] : ['-msg', '-no_middlebox'];
    const { openssl, port } = await startServer(files.leaf, args);
    const client = await dial(port, {
      middleboxCompatibility: row.weAre,
      trace: steps.note,
    });
    client.write(noise(10));
    await openssl.receives(10);
    client.end();
    expect(await openssl.exits()).toBe(0);
    expect(steps.count('ccs')).toBe(row.got);
    expect(dummiesIn(openssl.words, '<<<')).toBe(row.sent);
  });

  test('a chain with an intermediate CA', async () => {
    const args = ['-cert_chain', chain.intermediate];
    const { openssl, port } = await startServer(chain.leaf, args);
    const client = await dial(port, { ca: readFileSync(chain.root), servername: chainName });
    await once(client, 'secureConnect');
    expect(client.connection?.peerCertificates).toHaveLength(2);
    client.end();
    expect(await openssl.exits()).toBe(0);
  });

  test('NewSessionTickets are read and put aside', async () => {
    const steps = new Steps();
    const { openssl, port } = await startServer(files.leaf, ['-num_tickets', '3']);
    const client = await dial(port, { trace: steps.note });
    await once(client, 'secureConnect');
    await openssl.says(/CIPHER is/);
    openssl.types(noise(10));
    await taken(client, 10);
    expect(steps.count('hs.newSessionTicket')).toBe(3);
    client.end();
    expect(await openssl.exits()).toBe(0);
  });

  test('a server that would like a certificate gets the empty one and goes on', async () => {
    const steps = new Steps();
    const { openssl, port } = await startServer(files.leaf, ['-verify', '1']);
    const client = await dial(port, { trace: steps.note });
    client.write(noise(10));
    await openssl.receives(10);
    expect(steps.count('hs.certificateRequest')).toBe(1);
    client.end();
    expect(await openssl.exits()).toBe(0);
  });

  test('a server that must have a certificate refuses, after our handshake is complete', async () => {
    const { openssl, port } = await startServer(files.leaf, ['-Verify', '1']);
    const client = await dial(port);
    const connected = once(client.resume(), 'secureConnect');
    const [error] = await once(client, 'error');
    await connected;
    expect(error).toMatchObject({
      code: 'ERR_TLS_REFUSED_AFTER_HANDSHAKE',
      alert: 'certificate_required',
      alertCode: 116,
      origin: 'peer',
      message: 'the server refused us after the handshake with the alert certificate_required',
      hint: expect.stringMatching(
        /showed none; the server asked for a certificate.*; we have none$/,
      ),
    });
    await openssl.says(/peer did not return a certificate/);
  });

  test.each([
    ['k', 'notRequested', 0],
    ['K', 'requested', 1],
  ])('KeyUpdate by the server, %s: %s, answered %d times', async (command, facet, answers) => {
    const steps = new Steps();
    const { openssl, port } = await startServer(files.leaf, ['-msg']);
    const client = await dial(port, { trace: steps.note });
    await once(client, 'secureConnect');
    await openssl.says(/CIPHER is/);
    openssl.types(`${command}\n`);
    await openssl.says(/>>> TLS 1\.3, Handshake .*KeyUpdate/);
    openssl.types(noise(1000));
    await taken(client, 1000);
    expect(steps.facetsOf('hs.keyUpdate')).toEqual([facet]);

    client.write(noise(1000, 2));
    expect(sha256(await openssl.receives(1000))).toBe(sha256(noise(1000, 2)));
    client.end();
    expect(await openssl.exits()).toBe(0);
    expect(openssl.words.match(/<<< TLS 1\.3, Handshake .*KeyUpdate/g) ?? []).toHaveLength(answers);
  });

  test('KeyUpdate by us, before each of three writes: the server follows and answers', async () => {
    const steps = new Steps();
    const { openssl, port } = await startServer(files.leaf, ['-msg']);
    const tcp = connectTcp({ port, host: '127.0.0.1', allowHalfOpen: true });
    const anchors = [parseCertificate((await makeTestPki()).ca.certificate)];
    const options = { anchors, serverName: 'localhost', trace: steps.note };
    const client = new TlsSocket(tcp, new RekeyingClient(options));
    await once(client, 'secure');
    for (const seed of [1, 2, 3]) {
      client.write(noise(1000, seed));
      await openssl.receives(1000 * seed);
      openssl.types(noise(1000, seed));
      expect(sha256(await taken(client, 1000))).toBe(sha256(noise(1000, seed)));
    }
    expect(steps.facetsOf('hs.keyUpdate')).toEqual(Array(3).fill('notRequested'));
    client.end();
    await once(client.resume(), 'close');
    expect(await openssl.exits()).toBe(0);
    expect(sha256(openssl.data.subarray(2000))).toBe(sha256(noise(1000, 3)));
  });
});

class RekeyingClient extends TlsClient {
  override write(data: Uint8Array): readonly Effect[] {
    return [...this.rekey(), ...super.write(data)];
  }
}
