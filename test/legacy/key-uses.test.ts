/**
 * A key for static RSA serves nothing else (RFC 9846 F.10): a server with any other refuses to be made,
 * and says why; a client believes no certificate that was not issued for it.
 */
import { describe, expect, it } from 'vitest';
import { type Credential, noble, TlsServer } from '../../runtime/index.ts';
import { legacy as nobleLegacy } from '../../runtime/legacy/index.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import { legacy } from '../../runtime/node/legacy.ts';
import type { KeyUsage } from '../../runtime/x509/extensions.ts';
import { keyOf } from '../crypto/contract/keys.ts';
import { connectionOf, errorOf } from '../support/effects.ts';
import { serverCertificates } from '../support/fixed-identity.ts';
import { Pair } from '../support/pair.ts';
import {
  decryptingPair,
  ecdsaSigner,
  rsaCertificate,
  rsaDecrypter,
  rsaSigner,
  signingPair,
} from './identities.ts';

const cipherSuites = ['TLS_RSA_WITH_AES_128_GCM_SHA256'] as const;
const decrypt = () => new Uint8Array(256);

function certificateFor(...usages: readonly KeyUsage[]): Credential {
  return { certificates: [rsaCertificate(decryptingPair, ...usages)], decrypt };
}

describe('a server', () => {
  const refused: readonly (readonly [string, Credential, RegExp])[] = [
    [
      'that signs as well',
      certificateFor('keyEncipherment', 'digitalSignature'),
      /digitalSignature/,
    ],
    ['without a key usage', certificateFor(), /key usage/],
    ['for something else', certificateFor('dataEncipherment'), /lacks keyEncipherment/],
    ['of another kind', { certificates: serverCertificates, decrypt }, /takes an RSA key/],
  ];

  it.each(refused)('refuses a key %s', (_, credential, words) => {
    const make = () => new TlsServer({ credentials: [credential], legacy });
    expect(make).toThrow(words);
    expect(make).toThrow(expect.objectContaining({ code: 'ERR_TLS_INVALID_ARGUMENT' }));
    expect(make).toThrow(/^credentials:/);
  });

  it('refuses a key that signs under another certificate', () => {
    const decrypting = {
      certificates: [rsaCertificate(signingPair, 'keyEncipherment')],
      decrypt,
    };
    const make = () => new TlsServer({ credentials: [rsaSigner(), decrypting], legacy });
    expect(make).toThrow(/also signs/);
    expect(() => new TlsServer({ credentials: [decrypting], legacy })).not.toThrow();
  });

  it('refuses a key that decrypts where nobody asked for `legacy`', () => {
    expect(() => new TlsServer({ credentials: [rsaDecrypter()] })).toThrow(/only `legacy` has/);
  });

  it('refuses static RSA without a key for it', () => {
    const make = () => new TlsServer({ credentials: [rsaSigner()], legacy, cipherSuites });
    expect(make).toThrow(/cipherSuites: TLS_RSA_WITH_AES_128_GCM_SHA256 needs a credential/);
  });

  it('refuses a bad key that is chosen later as well', () => {
    const chooseCertificate = () => certificateFor('keyEncipherment', 'digitalSignature');
    const pair = new Pair({
      client: { legacy, cipherSuites, crypto: nodeProvider },
      server: { legacy, chooseCertificate },
    }).connect();
    expect(connectionOf(pair.server.effects)).toBeUndefined();
    expect(errorOf(pair.server.effects)).toMatchObject({ alert: 'internal_error' });
  });

  it('refuses to sign with a key that decrypts elsewhere', () => {
    const decrypting = { certificates: [rsaCertificate(signingPair, 'keyEncipherment')], decrypt };
    const pair = new Pair({
      client: { groups: ['x25519', 'secp256r1'] },
      server: { legacy, credentials: [decrypting], chooseCertificate: () => rsaSigner() },
    }).connect();
    expect(connectionOf(pair.server.effects)).toBeUndefined();
    expect(errorOf(pair.server.effects)).toMatchObject({ alert: 'internal_error' });
  });

  it('never signs with it', () => {
    const chosen = (maxVersion: 'TLSv1.2' | 'TLSv1.3') =>
      errorOf(
        new Pair({
          client: { maxVersion, groups: ['x25519', 'secp256r1'] },
          server: { legacy, credentials: [rsaDecrypter()] },
        }).connect().server.effects,
      )?.code;
    expect(chosen('TLSv1.3')).toBe('ERR_TLS_NO_SHARED_SIGNATURE_SCHEME');
    expect(chosen('TLSv1.2')).toBe('ERR_TLS_NO_SHARED_SIGNATURE_SCHEME');
  });

  it('shows it only where nothing that signs will do', () => {
    const pair = new Pair({
      client: { legacy, maxVersion: 'TLSv1.2', groups: ['x25519', 'secp256r1'] },
      server: { legacy, credentials: [rsaDecrypter(), ecdsaSigner()] },
    }).connect();
    expect(connectionOf(pair.client.effects)?.cipherSuite).toContain('ECDHE_ECDSA');
  });

  it('takes a client without any group', () => {
    const pair = new Pair({
      client: { legacy, maxVersion: 'TLSv1.2', groups: ['secp384r1'] },
      server: { legacy, groups: ['x25519'], credentials: [rsaSigner(), rsaDecrypter()] },
    }).connect();
    expect(connectionOf(pair.client.effects)?.cipherSuite).toBe('TLS_RSA_WITH_AES_128_GCM_SHA256');
  });
});

describe('a client', () => {
  const careless = { ...legacy, misuseOf: () => undefined };

  // @req 5246:7.4.2:7
  it.each([
    [['digitalSignature'], 'INVALID_PURPOSE'],
    [['keyEncipherment', 'digitalSignature'], undefined],
    [['keyEncipherment'], undefined],
    [[], undefined],
  ] as const)('judges a certificate with the key usage %j', (usages, code) => {
    const { decrypt: good } = rsaDecrypter();
    const certificates = [rsaCertificate(decryptingPair, ...usages)];
    const pair = new Pair({
      client: { legacy, cipherSuites, crypto: nodeProvider },
      server: {
        legacy: careless,
        credentials: [{ certificates, ...(good && { decrypt: good }) }],
        crypto: nodeProvider,
      },
    }).connect();
    expect(errorOf(pair.client.effects)?.code).toBe(code);
    if (code === undefined) expect(connectionOf(pair.client.effects)).toBeDefined();
    else expect(errorOf(pair.client.effects)?.message).toContain('without keyEncipherment');
  });

  // @req 5246:7.4.2:2 5246:7.4.2:6
  it('encrypts nothing for a key that is for RSASSA-PSS only', () => {
    const certificates = [rsaCertificate(keyOf('rsa-pss'), 'keyEncipherment')];
    const pair = new Pair({
      client: { legacy, cipherSuites, crypto: nodeProvider },
      server: { legacy: careless, credentials: [{ certificates, decrypt }] },
    }).connect();
    expect(errorOf(pair.client.effects)).toMatchObject({
      code: 'ERR_TLS_ILLEGAL_PARAMETER',
      message: expect.stringContaining('not of the kind'),
    });
  });
});

it('with @noble nothing decrypts: its time would tell the key', () => {
  expect(nobleLegacy.decrypter).toBeUndefined();
  expect(Object.keys(noble.importPrivateKey(signingPair.pkcs8))).not.toContain('decrypt');
});
