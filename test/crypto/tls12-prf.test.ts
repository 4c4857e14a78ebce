/**
 * The PRF of TLS 1.2 and what is made with it (RFC 5246 5, 6.3, 8.1; RFC 7627 4): against vectors that
 * others published, and against a computation by node:crypto.
 *
 * Vectors: "TLS 1.2 PRF test vectors", a message to the IETF's TLS working group
 * (https://mailarchive.ietf.org/arch/msg/tls/fzVCzk-z3FShgGJ6DOXqM1ydxms/). Numbers, without licence.
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  deriveClientVerifyData,
  deriveExtendedMasterSecret,
  deriveKeyBlock,
  deriveMasterSecret,
  deriveServerVerifyData,
} from '../../generated/key-schedule.ts';
import { concatBytes, hexOf } from '../../runtime/bytes.ts';
import { expandSeed, type Prf } from '../../runtime/codegen/prf.ts';
import { Secret } from '../../runtime/codegen/secret.ts';
import { nobleProvider } from '../../runtime/crypto/noble.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import { bytesOf, sampleBytes } from '../support/plain-bytes.ts';
import { prf } from '../support/tls12-lane.ts';

const vectors = [
  {
    hash: 'sha256',
    secret: '9bbe436ba940f017b17652849a71db35',
    seed: 'a0ba9f936cda311827a6f796ffd5198c',
    output:
      'e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66',
  },
  {
    hash: 'sha384',
    secret: 'b80b733d6ceefcdc71566ea48e5567df',
    seed: 'cd665cf6a8447dd6ff8b27555edb7465',
    output:
      '7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cde9ca0faa60be9fe34f82b1233c9146a0e534cb400fed2700884f9dc236f80edd8bfa961144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4abfdad05d9184259b5bf8cd4d90fa0d31e2dec479e4f1a26066f2eea9a69236a3e52655c9e9aee691c8f3a26854308d5eaa3be85e0990703d73e56f',
  },
] as const;

const providers = [nobleProvider, nodeProvider] as const;
const clientRandom = sampleBytes(32);
const serverRandom = sampleBytes(32).reverse();

describe.each(providers.map((one) => [one === nodeProvider ? 'node' : 'noble', one] as const))(
  '%s',
  (_, provider) => {
    const prfOf =
      (hash: 'sha256' | 'sha384'): Prf =>
      (key, data) =>
        provider.hmac(hash, key, data);

    it.each(vectors)('$hash gives what was published', ({ hash, secret, seed, output }) => {
      const length = output.length / 2;
      const made = expandSeed(
        prfOf(hash),
        new Secret(bytesOf(secret)),
        'test label',
        [bytesOf(seed)],
        length,
      );
      expect(hexOf(made.bytes)).toBe(output);
      const ours = prf(hash, bytesOf(secret), 'test label', bytesOf(seed), length);
      expect(hexOf(ours)).toBe(output);
    });

    // @req 5246:7.4.9:2
    it.each(['sha256', 'sha384'] as const)('%s: all that is derived', (hash) => {
      const pre = sampleBytes(32);
      const both = concatBytes([clientRandom, serverRandom]);
      const master = prf(hash, pre, 'master secret', both, 48);
      const made = deriveMasterSecret(prfOf(hash), new Secret(pre), clientRandom, serverRandom);
      expect(hexOf(made.bytes)).toBe(hexOf(master));

      const sessionHash = createHash(hash).update('all messages').digest();
      const extended = deriveExtendedMasterSecret(prfOf(hash), new Secret(pre), sessionHash);
      const expected = prf(hash, pre, 'extended master secret', sessionHash, 48);
      expect(hexOf(extended.bytes)).toBe(hexOf(expected));

      // The randoms change places (RFC 5246 6.3).
      const block = deriveKeyBlock(prfOf(hash), made, serverRandom, clientRandom, 88);
      const seed = concatBytes([serverRandom, clientRandom]);
      expect(hexOf(block.bytes)).toBe(hexOf(prf(hash, master, 'key expansion', seed, 88)));

      const finished = [
        [deriveClientVerifyData, 'client finished'],
        [deriveServerVerifyData, 'server finished'],
      ] as const;
      for (const [derive, label] of finished) {
        const verifyData = derive(prfOf(hash), made, sessionHash);
        expect(hexOf(verifyData.bytes)).toBe(hexOf(prf(hash, master, label, sessionHash, 12)));
      }
    });
  },
);
