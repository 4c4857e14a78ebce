/** `legacy` in the words of node:tls: by OpenSSL's names, with PEM; and what it refuses. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { connect, createSecureContext, createServer } from '../../runtime/node/index.ts';
import { legacy } from '../../runtime/node/legacy.ts';
import { cipherSuitesOf, opensslCipher } from '../../runtime/node/names.ts';
import { decryptingPair, rsaCertificate, signingPair } from '../legacy/identities.ts';
import { makeCa } from '../x509/make.ts';

const cert = rsaCertificate(decryptingPair, 'keyEncipherment');
const key = decryptingPair.pkcs8;
const ca = makeCa('Root', 'Root');
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

it('knows the suites by the names of OpenSSL', () => {
  expect(legacy.cipherSuites.map(({ name }) => opensslCipher(name))).toEqual([
    ...['ECDHE-ECDSA-AES128-SHA256', 'ECDHE-ECDSA-AES256-SHA384'],
    ...['ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA'],
    ...['ECDHE-RSA-AES128-SHA256', 'ECDHE-RSA-AES256-SHA384'],
    ...['ECDHE-RSA-AES128-SHA', 'ECDHE-RSA-AES256-SHA'],
    ...['AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'AES128-SHA256', 'AES256-SHA256'],
    ...['AES128-SHA', 'AES256-SHA'],
  ]);
  expect(cipherSuitesOf('AES128-SHA', legacy)).toEqual(['TLS_RSA_WITH_AES_128_CBC_SHA']);
  expect(() => cipherSuitesOf('AES128-SHA')).toThrow(/no cipher suite that is known here/);
});

it('connects by static RSA, with the key of a certificate that is for nothing else', async () => {
  const server = createServer({ cert, key, legacy }, (socket) => socket.end('old'));
  ends.push(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  const where = { port, host: '127.0.0.1', servername: 'host.example', ca };
  const socket = connect({ ...where, legacy, ciphers: 'AES256-SHA256', maxVersion: 'TLSv1.2' });
  ends.push(() => socket.destroy());
  const heard: Buffer[] = [];
  for await (const chunk of socket) heard.push(chunk);
  expect(Buffer.concat(heard).toString()).toBe('old');
  expect(socket.getCipher()).toEqual({
    name: 'AES256-SHA256',
    standardName: 'TLS_RSA_WITH_AES_256_CBC_SHA256',
    version: 'TLSv1.2',
  });
  expect(socket.getEphemeralKeyInfo()).toEqual({});
  const modern = connect(where);
  ends.push(() => modern.destroy());
  const [error] = await once(modern, 'error');
  expect(error).toMatchObject({ alert: 'handshake_failure' });
});

it('is not to be had besides a secureContext, which has it or not', () => {
  const secureContext = createSecureContext();
  expect(() => connect({ port: 1, secureContext, legacy })).toThrow(/^legacy: cannot be given/);
});

it('takes no key that signs for another name (RFC 9846 F.10)', async () => {
  const signing = rsaCertificate(decryptingPair, 'digitalSignature');
  const server = createServer({ cert, key, legacy });
  expect(() => server.addContext('a.example', { cert: signing, key })).toThrow(/also signs/);
  const other = createServer({ cert: signing, key });
  expect(() => other.addContext('a.example', { cert, key, legacy })).toThrow(/also signs/);
  expect(() => other.setSecureContext({ cert, key, legacy })).not.toThrow();
});

it('takes no name of static RSA without a key for it', () => {
  const signing = rsaCertificate(signingPair, 'digitalSignature');
  const own = { cert: signing, key: signingPair.pkcs8, legacy };
  expect(() => createServer({ ...own, cipherSuites: ['TLS_RSA_WITH_AES_128_CBC_SHA'] })).toThrow(
    /needs a credential that decrypts/,
  );
  expect(() => createServer(own)).not.toThrow();
});

it('without it such a key is none', () => {
  expect(() => createServer({ cert, key })).toThrow(/lacks digitalSignature/);
});
