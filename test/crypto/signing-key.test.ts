/** RFC 9846 C.3: an RSA signature that went wrong in the making leaves nobody's hands. */
import { expect, it } from 'vitest';
import { nobleSignatures } from '../../runtime/crypto/noble-signatures.ts';
import { importSigningKey, type Signatures } from '../../runtime/crypto/signing-key.ts';
import { nodeSignatures } from '../../runtime/node/crypto/signatures.ts';
import { keyOf } from './contract/keys.ts';

const message = new TextEncoder().encode('what is signed');

it.each([
  ['noble', nobleSignatures],
  ['node', nodeSignatures],
])('%s: a signature with one wrong bit is overwritten, and not given out', (_name, good) => {
  const made: Uint8Array[] = [];
  const faulty: Signatures = {
    ...good,
    importKey(parts) {
      const signer = good.importKey(parts);
      return {
        ...signer,
        sign(scheme, content) {
          const signature = signer.sign(scheme, content);
          signature[100] = Number(signature[100]) ^ 1;
          made.push(signature);
          return signature;
        },
      };
    },
  };
  for (const kind of ['rsa', 'rsa-pss'] as const) {
    const key = importSigningKey(keyOf(kind).pkcs8, faulty);
    for (const scheme of key.schemes) {
      expect(() => key.sign(scheme, message)).toThrow('does not verify');
    }
  }
  // RSASSA-PSS with both kinds of keys, RSASSA-PKCS1-v1_5 with one; three hashes each.
  expect(made).toHaveLength(9);
  for (const signature of made) expect(signature).toEqual(new Uint8Array(256));
});
