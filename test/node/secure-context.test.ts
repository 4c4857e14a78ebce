/** Certificates, keys and algorithms in every form that node:tls takes, and what is refused. */
import '../../tools/demo/reflect-metadata.ts';
import { createPrivateKey, webcrypto } from 'node:crypto';
import { once } from 'node:events';
import * as tls from 'node:tls';
import { BasicConstraintsExtension, X509CertificateGenerator } from '@peculiar/x509';
import { afterEach, describe, expect, test } from 'vitest';
import { noble } from '../../runtime/index.ts';
import {
  type ConnectOptions,
  connect,
  createSecureContext,
  createServer,
  type SecureContextOptions,
} from '../../runtime/node/index.ts';
import { makeTestPki } from '../support/certificates.ts';
import { makeCa } from '../x509/make.ts';
import { closeAll, dial, listening, readAll, serve } from './network.ts';

afterEach(closeAll);

const { ca, leaf, otherName } = await makeTestPki();
const cert = leaf.certificatePem;
const key = leaf.privateKeyPem;
const keyObject = createPrivateKey(key);
const locked = { cipher: 'aes-256-cbc', passphrase: 'secret' } as const;

describe('key', () => {
  const forms: [string, SecureContextOptions][] = [
    ['PKCS#8, PEM', { key }],
    ['PKCS#8, DER', { key: leaf.privateKey }],
    ['SEC 1, PEM', { key: keyObject.export({ type: 'sec1', format: 'pem' }) }],
    ['SEC 1, DER', { key: keyObject.export({ type: 'sec1', format: 'der' }) }],
    [
      'encrypted PKCS#8, PEM',
      { key: keyObject.export({ type: 'pkcs8', format: 'pem', ...locked }), passphrase: 'secret' },
    ],
    [
      'encrypted PKCS#8, DER',
      { key: keyObject.export({ type: 'pkcs8', format: 'der', ...locked }), passphrase: 'secret' },
    ],
    [
      'encrypted in the old way, PEM',
      { key: keyObject.export({ type: 'sec1', format: 'pem', ...locked }), passphrase: 'secret' },
    ],
    [
      'with a passphrase of its own',
      {
        key: [
          {
            pem: keyObject.export({ type: 'pkcs8', format: 'pem', ...locked }),
            passphrase: 'secret',
          },
        ],
        passphrase: 'another one',
      },
    ],
  ];
  test.each(forms)('%s', (_name, options) => {
    const [credential] = createSecureContext({ cert, ...options }).credentials;
    expect(credential?.certificates).toEqual([leaf.certificate]);
  });

  const encrypted = keyObject.export({ type: 'pkcs8', format: 'pem', ...locked });
  test.each([
    ['no passphrase', { key: encrypted }, /^key: is encrypted, and there is no passphrase/],
    ['the wrong passphrase', { key: encrypted, passphrase: 'guess' }, /^key: /],
    ['an empty list', { key: [] }, /^key: is an empty list/],
    ['two keys in one text', { key: key + key }, /^key: .*more than one private key/],
    ['DER that is no key', { key: leaf.certificate }, /^key: /],
    ['a key besides sign', { key, sign: () => new Uint8Array() }, /^sign: and key are both/],
    ['no certificate', { cert: null, key }, /^cert: is missing/],
  ])('%s', (_name, options: SecureContextOptions, message) => {
    expect(() => createSecureContext({ cert, ...options })).toThrow(message);
  });
});

/** A self-signed certificate with an RSA key, and the key as PKCS#1. */
async function selfSignedRsa(): Promise<{ cert: string; key: string }> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: Uint8Array.of(1, 0, 1),
    modulusLength: 2048,
  };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=rsa.example',
    keys,
    signingAlgorithm: algorithm,
    extensions: [new BasicConstraintsExtension(false)],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const keyObject = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  return {
    cert: certificate.toString('pem'),
    key: keyObject.export({ type: 'pkcs1', format: 'pem' }).toString(),
  };
}

describe('cert', () => {
  const other = { cert: otherName.certificatePem, key: otherName.privateKeyPem };

  test('DER, and a chain of DER', () => {
    const context = createSecureContext({ cert: [leaf.certificate, ca.certificate], key });
    expect(context.credentials[0]?.certificates).toEqual([leaf.certificate, ca.certificate]);
  });

  test('several chains with their keys, in any order', async () => {
    const certs = [cert, ca.certificatePem, other.cert];
    const { credentials } = createSecureContext({ cert: certs, key: [other.key, key] });
    expect(credentials.map(({ certificates }) => certificates.length)).toEqual([2, 1]);
    const { port } = await serve((socket) => socket.end('x'), {
      cert: certs,
      key: [other.key, key],
    });
    expect(String(await readAll(await dial(port)))).toBe('x');
  });

  test('two kinds of keys: the client decides which one it sees; an RSA key in PKCS#1', async () => {
    const rsa = await selfSignedRsa();
    const server = createServer({ cert: [cert, rsa.cert], key: [rsa.key, key] }, (socket) => {
      socket.resume();
    });
    const { port } = await listening(server);
    const shownFor = async (sigalgs: string) => {
      const options = { port, host: '127.0.0.1', sigalgs, rejectUnauthorized: false };
      const client = tls.connect({ ...options, ca: ca.certificatePem });
      await once(client, 'secureConnect');
      const name = client.getPeerCertificate().subject.CN;
      client.end();
      await once(client.resume(), 'close');
      return name;
    };
    expect(await shownFor('RSA-PSS+SHA256:RSA+SHA256')).toBe('rsa.example');
    expect(await shownFor('ECDSA+SHA256')).toBe('localhost');
  });

  test('a key that belongs to no certificate', () => {
    expect(() => createSecureContext({ cert, key: [key, other.key] })).toThrow(
      /^key: has a private key that belongs to no certificate/,
    );
  });

  test('ca in DER, in lists, in bundles', async () => {
    const { port } = await serve((socket) => socket.end('x'));
    const bundle = `a comment\n${otherName.certificatePem}\n${ca.certificatePem}`;
    for (const one of [ca.certificate, [Buffer.from(ca.certificatePem)], bundle]) {
      expect(String(await readAll(await dial(port, { ca: one })))).toBe('x');
    }
  });
});

/** A provider that says of itself what not all of them can do. */
const withRsa = { ...noble, signatureSchemes: [0x0403, 0x0804] };
const without = { ...noble, cipherSuites: [], groups: [], signatureSchemes: [] };

test('ca leads on from cert by what is no root in it', () => {
  const byNewRoot = makeCa('Intermediate', 'New Root');
  const trusted = [makeCa('New Root', 'New Root'), byNewRoot, ca.certificate];
  const [credential] = createSecureContext({ cert, key, ca: trusted }).credentials;
  expect(credential?.certificates).toEqual([leaf.certificate]);
  expect(credential?.alternatives).toEqual([byNewRoot]);
  const [alone] = createSecureContext({ cert, key, ca: ca.certificate }).credentials;
  expect(alone?.alternatives).toBeUndefined();
});

describe('algorithms', () => {
  const good: [SecureContextOptions, object][] = [
    [{ ciphers: 'TLS_AES_128_GCM_SHA256' }, { cipherSuites: ['TLS_AES_128_GCM_SHA256'] }],
    [{ ciphers: 'tls_aes_128_gcm_sha256' }, { cipherSuites: ['TLS_AES_128_GCM_SHA256'] }],
    [{ ecdhCurve: 'X25519' }, { groups: ['x25519'] }],
    [{ ecdhCurve: 'auto' }, { groups: undefined }],
    [{ sigalgs: 'ECDSA+SHA256' }, { signatureSchemes: ['ecdsa_secp256r1_sha256'] }],
    [{ sigalgs: 'ecdsa_secp256r1_sha256' }, { signatureSchemes: ['ecdsa_secp256r1_sha256'] }],
    [
      { sigalgs: 'RSA-PSS+SHA256:ECDSA+SHA256', crypto: withRsa },
      { signatureSchemes: ['rsa_pss_rsae_sha256', 'ecdsa_secp256r1_sha256'] },
    ],
    [{ sigalgs: 'PSS+SHA256', crypto: withRsa }, { signatureSchemes: ['rsa_pss_rsae_sha256'] }],
    [{ groups: ['x25519'] }, { groups: ['x25519'] }],
    [{ honorCipherOrder: true }, { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' }],
    [
      { minVersion: null, maxVersion: null },
      { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' },
    ],
    [{ minVersion: 'TLSv1.3' }, { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' }],
    [{ maxVersion: 'TLSv1.2' }, { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }],
    [
      { ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:TLS_AES_256_GCM_SHA384', crypto: withRsa },
      { cipherSuites: ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384'] },
    ],
    // About TLS 1.2 alone: TLS 1.3 keeps all of its suites, as in node:tls.
    [
      { ciphers: 'ecdhe-ecdsa-chacha20-poly1305' },
      {
        cipherSuites: [
          'TLS_AES_128_GCM_SHA256',
          'TLS_AES_256_GCM_SHA384',
          'TLS_CHACHA20_POLY1305_SHA256',
          'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
        ],
      },
    ],
    [
      { cipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'] },
      { cipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'] },
    ],
    [{ crypto: 'noble' }, { crypto: noble }],
    [{ crypto: noble }, { crypto: noble }],
  ];
  test.each(good)('$0', (options, expected) => {
    expect(createSecureContext(options)).toMatchObject(expected);
  });

  const bad: [object, RegExp][] = [
    [{ ciphers: 'DHE-RSA-AES128-GCM-SHA256' }, /^ciphers: 'DHE-RSA-AES128.*no cipher suite/],
    [{ ciphers: tls.DEFAULT_CIPHERS }, /^ciphers: .*no cipher suite that is known here/],
    [{ ciphers: '' }, /^ciphers: '' is no cipher suite/],
    [
      { ciphers: 'TLS_AES_128_GCM_SHA256', maxVersion: 'TLSv1.2' },
      /^ciphers: none of these is for TLSv1.2/,
    ],
    [
      { cipherSuites: ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'], minVersion: 'TLSv1.3' },
      /^cipherSuites: none of these is for TLSv1.3/,
    ],
    [{ ciphers: 17 }, /^ciphers: must be names with colons/],
    [{ ecdhCurve: 'X25519:sect571r1' }, /^ecdhCurve: 'sect571r1' is no group/],
    [{ sigalgs: 'DSA+SHA1' }, /^sigalgs: 'DSA\+SHA1' is no signature scheme/],
    [{ minVersion: 'TLSv1' }, /^minVersion: 'TLSv1' is not spoken here; TLSv1.2 and TLSv1.3 are/],
    [{ minVersion: 'TLSv1.1' }, /^minVersion: 'TLSv1.1' is not spoken/],
    [{ maxVersion: 'TLSv1.1' }, /^maxVersion: 'TLSv1.1' is not spoken/],
    [{ minVersion: 'TLSv1.3', maxVersion: 'TLSv1.2' }, /^minVersion: is newer than maxVersion/],
    [{ honorCipherOrder: false }, /^honorCipherOrder: cannot be false/],
    [{ ciphers: 'TLS_AES_128_GCM_SHA256', crypto: without }, /^ciphers: .* is not possible/],
    [{ ecdhCurve: 'x25519', crypto: without }, /^ecdhCurve: .* is not possible/],
    // @req 9846:9.3:3
    [{ groups: ['x25519'], crypto: without }, /^groups: .* is not possible/],
    [{ sigalgs: 'ECDSA+SHA256', crypto: without }, /^sigalgs: .* is not possible/],
    [{ crypto: 'openssl' }, /^crypto: 'openssl' is none of/],
    [
      { cert, key, sigalgs: 'RSA-PSS+SHA256', crypto: withRsa },
      /^sigalgs: has none for a key of the kind ec-p256/,
    ],
    [{ cert, sign: () => new Uint8Array(), sigalgs: 'ECDSA+SHA256' }, /^sigalgs: cannot tell/],
  ];
  test.each(bad)('$0 is refused', (options, message) => {
    expect(() => createSecureContext(options)).toThrow(
      expect.objectContaining({ code: 'ERR_TLS_INVALID_ARGUMENT' }),
    );
    expect(() => createSecureContext(options)).toThrow(message);
  });

  test('they are what is offered: OpenSSL by node:tls sees one suite, one group, one scheme', async () => {
    const { port } = await serve((socket) => socket.end(socket.getSharedSigalgs().join()), {
      ciphers: 'TLS_AES_128_GCM_SHA256',
      ecdhCurve: 'X25519',
      sigalgs: 'ECDSA+SHA256',
    });
    const client = tls.connect({ port, host: 'localhost', ca: ca.certificatePem });
    expect(String(await readAll(client))).toContain('ECDSA+SHA256');
  });
});

describe('secureContext', () => {
  test('one context for many connections of both roles', async () => {
    const secureContext = createSecureContext({ cert, key, ca: ca.certificatePem });
    const server = createServer({ secureContext, requestCert: false }, (socket) => socket.end('x'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    for (let turn = 0; turn < 3; turn++) {
      const client = connect({ port, host: '127.0.0.1', secureContext });
      expect(String(await readAll(client))).toBe('x');
    }
    server.close();
  });

  test.each<[string, Partial<ConnectOptions>]>([
    ['ca', { ca: ca.certificatePem }],
    ['crl', { crl: 'x' }],
    ['cert', { cert }],
    ['key', { key }],
    ['pfx', { pfx: 'x' }],
    ['passphrase', { passphrase: 'x' }],
    ['sign', { sign: () => new Uint8Array() }],
    ['ocspResponse', { ocspResponse: Uint8Array.of(1) }],
    ['ciphers', { ciphers: 'TLS_AES_128_GCM_SHA256' }],
    ['cipherSuites', { cipherSuites: ['TLS_AES_128_GCM_SHA256'] }],
    ['ecdhCurve', { ecdhCurve: 'X25519' }],
    ['groups', { groups: ['x25519'] }],
    ['sigalgs', { sigalgs: 'ed25519' }],
    ['signatureSchemes', { signatureSchemes: ['ed25519'] }],
    ['crypto', { crypto: 'noble' }],
    ['minVersion', { minVersion: 'TLSv1.3' }],
    ['maxVersion', { maxVersion: 'TLSv1.2' }],
    ['honorCipherOrder', { honorCipherOrder: false }],
  ])('excludes %s, which belongs in it: nothing is ignored', (name, options) => {
    const secureContext = createSecureContext({ cert, key });
    const message = new RegExp(`^${name}: `);
    expect(() => connect({ port: 1, secureContext, ...options })).toThrow(message);
    expect(() => createServer({ secureContext, ...options })).toThrow(message);
  });

  test('goes with all other options, and with those that say the same again', async () => {
    const { port } = await serve((socket) => socket.end('x'), { ALPNProtocols: ['a'] });
    const client = connect({
      port,
      host: '127.0.0.1',
      secureContext: createSecureContext({ ca: ca.certificatePem, minVersion: 'TLSv1.3' }),
      minVersion: 'TLSv1.3',
      maxVersion: 'TLSv1.3',
      honorCipherOrder: true,
      ALPNProtocols: ['a'],
      certificateProfile: 'rfc5280',
      recordSizeLimit: 1000,
    });
    expect(String(await readAll(client))).toBe('x');
    expect(client.alpnProtocol).toBe('a');
  });

  test('must be ours', () => {
    const secureContext = createSecureContext();
    const foreign = tls.createSecureContext() as unknown as typeof secureContext;
    expect(() => connect({ port: 1, secureContext: foreign })).toThrow(/^secureContext: must come/);
  });
});

describe('options that are not supported are refused, and those of others left alone', () => {
  const refused: [string, unknown][] = [
    ['session', Buffer.from('x')],
    ['sessionTimeout', 300],
    ['sessionIdContext', 'x'],
    ['ticketKeys', Buffer.alloc(48)],
    ['pskCallback', () => null],
    ['pskIdentityHint', 'x'],
    ['secureOptions', 4],
    ['secureProtocol', 'TLS_method'],
    ['dhparam', 'auto'],
    ['clientCertEngine', 'x'],
    ['privateKeyEngine', 'x'],
    ['privateKeyIdentifier', 'x'],
    ['onread', {}],
    ['pauseOnConnect', true],
  ];
  test.each(refused)('%s', (name, value) => {
    const message = new RegExp(`^${name}: `);
    expect(() => createSecureContext({ [name]: value })).toThrow(message);
    expect(() => connect({ port: 1, [name]: value })).toThrow(message);
    expect(() => createServer({ cert, key, [name]: value })).toThrow(message);
  });

  test('null, false and undefined ask for nothing; https passes headers and much else', async () => {
    const { port } = await serve((socket) => socket.end('x'));
    const nothing = Object.fromEntries(refused.flatMap(([name]) => [[name, null]]));
    const others = { headers: { a: 'b' }, method: 'GET', agent: false, path: null, auth: null };
    const options = { ...nothing, ...others, requestOCSP: false } as Partial<ConnectOptions>;
    expect(String(await readAll(await dial(port, options)))).toBe('x');
  });
});
