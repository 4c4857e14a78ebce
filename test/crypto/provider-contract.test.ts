/**
 * The contract of a crypto provider: everything that the interface promises and that known vectors
 * do not say, put to each provider; and that they get on with each other.
 */
import { describe, expect, it } from 'vitest';
import { cipherSuites, namedGroups, signatureSchemes } from '../../generated/registries.ts';
import type { CryptoProvider } from '../../runtime/crypto/provider.ts';
import { providers } from '../support/providers.ts';
import { keepsKeyExchange, shareSecrets } from './contract/key-exchange.ts';
import { importsPrivateKeys } from './contract/private-keys.ts';
import { keepsSignatures, verifyEachOther } from './contract/signatures.ts';
import { keepsAeads, keepsHashes } from './contract/symmetric.ts';

describe.each(providers.map((provider) => [provider.name, provider] as const))(
  '%s',
  (_, provider) => {
    describe('what it can do', () => listsAllCodePoints(provider));
    describe('hashes', () => keepsHashes(provider));
    describe('AEADs', () => keepsAeads(provider));
    describe('key exchange', () => keepsKeyExchange(provider));
    describe('signatures', () => keepsSignatures(provider));
    describe('private keys', () => importsPrivateKeys(provider));
  },
);

const pairs = providers.flatMap((one) =>
  providers.map((other) => [one.name, other.name, one, other] as const),
);

describe.each(pairs)('%s with %s', (_one, _other, one, other) => {
  describe('key exchange', () => shareSecrets(one, other));
  describe('signatures', () => verifyEachOther(one, other));
});

function listsAllCodePoints(provider: CryptoProvider): void {
  const codes = (table: Readonly<Record<string, { code: number }>>) =>
    Object.values(table).map(({ code }) => code);
  const inAnyOrder = (list: readonly number[]) => [...list].sort();

  it('lists every code point of the registries, once', () => {
    expect(inAnyOrder(provider.cipherSuites)).toEqual(inAnyOrder(codes(cipherSuites)));
    expect(provider.groups).toEqual(codes(namedGroups));
    expect(provider.signatureSchemes).toEqual(codes(signatureSchemes));
  });

  it('prefers the hybrid group, and the suite that is fast in it', () => {
    const { TLS_AES_128_GCM_SHA256: aes, TLS_CHACHA20_POLY1305_SHA256: chacha } = cipherSuites;
    expect(provider.groups[0]).toBe(namedGroups.X25519MLKEM768.code);
    expect(provider.cipherSuites[0]).toBe((provider.name === 'node' ? aes : chacha).code);
  });

  it.each([
    ['offerKeyShare', () => provider.offerKeyShare(0x19, provider.randomBytes)],
    ['acceptKeyShare', () => provider.acceptKeyShare(0x19, no, provider.randomBytes)],
    ['verify', () => provider.verify(0x0201, no, no, no)],
  ])('%s refuses an unknown code point as misuse', (_name, call) => {
    expect(call).toThrow(RangeError);
  });

  it('gives random bytes of the asked length, plain and new', () => {
    const bytes = provider.randomBytes(32);
    expect(bytes).toHaveLength(32);
    expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
    expect(provider.randomBytes(32)).not.toEqual(bytes);
    expect(provider.randomBytes(0)).toHaveLength(0);
  });
}

const no = new Uint8Array(0);
