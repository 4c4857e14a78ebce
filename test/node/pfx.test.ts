/** The option `pfx`: PKCS#12 (RFC 7292) of whoever writes it, and what is refused. */
import { once } from 'node:events';
import * as tls from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import {
  connect,
  createSecureContext,
  type SecureContextOptions,
} from '../../runtime/node/index.ts';
import { readStore } from '../../runtime/node/pkcs12/store.ts';
import { parseCertificate, printSubject } from '../../runtime/x509/certificate.ts';
import { makeTestPki } from '../support/certificates.ts';
import { der, integer, octetString, oid, sequence } from '../x509/make.ts';
import { closeAll, readAll, serve } from './network.ts';
import { indefinite, partsOf, storeFile, withPbmac1 } from './stores.ts';

afterEach(closeAll);

const passphrase = 'secret';
const openssl3 = storeFile('openssl3.p12');
const quick = storeFile('quick.p12');

/** Of each chain: its subjects, and the kind of its key. */
function chainsOf(options: SecureContextOptions) {
  return createSecureContext(options).credentials.map(({ certificates, privateKey }) => [
    ...certificates.map((one) => printSubject(parseCertificate(one))),
    privateKey?.kind,
  ]);
}

const chain = ['CN=localhost', 'CN=Store CA'];

describe('stores', () => {
  test.each([
    ['openssl3.p12', [[...chain, 'ec-p256']]],
    ['openssl-legacy.p12', [[...chain, 'rsa']]],
    ['rc2-128.p12', [['CN=localhost', 'ec-p256']]],
    ['plain.p12', [['CN=localhost', 'ec-p256']]],
    [
      'java.p12',
      [
        [...chain, 'ec-p256'],
        [...chain, 'rsa'],
      ],
    ],
  ])('%s: each key with its chain, without the root', (name, expected) => {
    expect(chainsOf({ pfx: storeFile(name), passphrase })).toEqual(expected);
  });

  test('a passphrase beyond ASCII, which one part takes in UTF-8 and the other in UTF-16', () => {
    const pfx = storeFile('umlauts.p12');
    expect(chainsOf({ pfx, passphrase: 'pässwörd €' })).toEqual([['CN=localhost', 'ec-p256']]);
  });

  test.each([
    ['', ''],
    ['none', undefined],
  ])('the empty passphrase, given as %j', (_name, empty) => {
    const pfx = storeFile('empty.p12');
    expect(chainsOf({ pfx, passphrase: empty })).toEqual([['CN=localhost', 'ec-p256']]);
  });

  test('BER with indefinite lengths and strings in pieces (RFC 7292 4)', () => {
    expect(readStore(indefinite(openssl3), passphrase)).toEqual(readStore(openssl3, passphrase));
  });

  test('PBMAC1 (RFC 9579)', () => {
    const store = withPbmac1(openssl3, passphrase);
    expect(readStore(store, passphrase)).toEqual(readStore(openssl3, passphrase));
    expect(() => readStore(store, 'guess')).toThrow(/^does not verify: the passphrase is wrong/);
  });
});

describe('forms of the option, as node:tls has them', () => {
  test.each<[string, SecureContextOptions]>([
    ['bytes', { pfx: openssl3, passphrase }],
    ['a string, a character a byte', { pfx: openssl3.toString('latin1'), passphrase }],
    ['a list', { pfx: [openssl3], passphrase }],
    ['its own passphrase', { pfx: [{ buf: openssl3, passphrase }], passphrase: 'another' }],
    ['the common passphrase', { pfx: { buf: openssl3 }, passphrase }],
  ])('%s', (_name, options) => {
    expect(chainsOf(options)).toEqual([[...chain, 'ec-p256']]);
  });

  test('several, and beside cert and key, which come first', async () => {
    const { leaf } = await makeTestPki();
    const legacy = storeFile('openssl-legacy.p12');
    const own = { cert: leaf.certificatePem, key: leaf.privateKeyPem };
    const found = chainsOf({ ...own, pfx: [openssl3, legacy], passphrase });
    expect(found.map((one) => one.at(-1))).toEqual(['ec-p256', 'ec-p256', 'rsa']);
    expect(found[0]).toHaveLength(2);
  });
});

describe('refused, by name and with the cause', () => {
  const { version, authSafe, macData = new Uint8Array() } = partsOf(quick);
  const signed = sequence(oid('1.2.840.113549.1.7.2'), der(0xa0, octetString(new Uint8Array())));
  const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'), der(0x05));
  const digest = sequence(sha256, octetString(new Uint8Array(32)));
  const endless = sequence(digest, octetString(new Uint8Array(8)), integer(0x7f, 0xff, 0xff, 0xff));

  test.each<[string, SecureContextOptions, RegExp]>([
    ['the wrong passphrase', { pfx: openssl3, passphrase: 'guess' }, /the passphrase is wrong/],
    ['no passphrase', { pfx: openssl3 }, /is encrypted, and there is no passphrase/],
    ['no MAC', { pfx: storeFile('no-mac.p12'), passphrase }, /has no MAC/],
    ['no key', { pfx: storeFile('no-key.p12'), passphrase }, /has no private key/],
    ['an empty list', { pfx: [] }, /is an empty list/],
    ['a number', { pfx: 5 as unknown as string }, /must be PKCS#12, in bytes/],
    ['a file that was read as text', { pfx: openssl3.toString() }, /was read as text/],
    ['PEM', { pfx: '-----BEGIN CERTIFICATE-----\n' }, /is no PKCS#12/],
    ['data after it', { pfx: Buffer.concat([quick, quick]), passphrase }, /data after the last/],
    ['too many iterations', { pfx: sequence(version, authSafe, endless) }, /needs more than/],
    ['a signature', { pfx: sequence(version, signed, macData), passphrase }, /is signed in place/],
    ['version 4', { pfx: sequence(integer(4), authSafe, macData) }, /unknown version, 4/],
    [
      'PBMAC1 without a length',
      { pfx: withPbmac1(quick, passphrase, 'absent'), passphrase },
      /how long its key is/,
    ],
    ['PBMAC1 with a short key', { pfx: withPbmac1(quick, passphrase, 8) }, /a key of 8 bytes/],
    ['sign as well', { pfx: quick, sign: () => new Uint8Array() }, /^sign: and pfx are both given/],
  ])('%s', (_name, options, message) => {
    expect(() => createSecureContext(options)).toThrow(message);
    expect(() => createSecureContext(options)).toThrow(
      expect.objectContaining({
        code: 'ERR_TLS_INVALID_ARGUMENT',
        message: expect.stringMatching(/^(pfx|sign): /),
      }),
    );
  });

  test('at each byte where it may be cut off', () => {
    for (let length = 0; length < quick.length; length++) {
      expect(() => readStore(quick.subarray(0, length), passphrase)).toThrow(/^is no PKCS#12: /);
    }
  });

  test('with each bit changed: refused, or what was read is the same', () => {
    const right = readStore(quick, passphrase);
    let refusals = 0;
    for (let bit = 0; bit < quick.length * 8; bit += 3) {
      const changed = Uint8Array.from(quick);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      try {
        expect(readStore(changed, passphrase)).toEqual(right);
      } catch (error) {
        expect(String(error)).toMatch(/^Error: /);
        refusals++;
      }
    }
    expect(refusals).toBeGreaterThan(quick.length * 2);
  });

  test('elements within elements without end', () => {
    const deep = Buffer.alloc(100_000, Uint8Array.of(0x30, 0x80));
    expect(() => readStore(deep, passphrase)).toThrow(/nested more than 32 deep/);
  });
});

describe('connections', () => {
  const ca = storeFile('root.pem');

  test('a server, and a client that it asks, show what is in their stores', async () => {
    const options = { pfx: openssl3, passphrase, ca, requestCert: true };
    const { port } = await serve((socket) => socket.end('x'), {
      ...options,
      cert: null,
      key: null,
    });
    const client = connect({ port, host: '127.0.0.1', servername: 'localhost', ...options });
    expect(String(await readAll(client))).toBe('x');
  });

  test('a client of node:tls that has read the same store is known', async () => {
    const own = { pfx: openssl3, passphrase, ca, requestCert: true, cert: null, key: null };
    const { server, port } = await serve((socket) => socket.end('x'), own);
    const seen = once(server, 'secureConnection');
    const foreign = tls.connect({ port, servername: 'localhost', pfx: openssl3, passphrase, ca });
    const [socket] = await seen;
    expect(socket.getPeerCertificate().subject.CN).toBe('localhost');
    foreign.destroy();
  });

  test('what is in a store beside our chain is not trusted', async () => {
    const { port } = await serve(() => {}, { pfx: openssl3, passphrase, cert: null, key: null });
    const client = connect({ port, host: 'localhost', pfx: openssl3, passphrase });
    const [error] = await once(client, 'error');
    expect(error).toMatchObject({ code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' });
  });
});
