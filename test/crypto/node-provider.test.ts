/** What is the node provider's own, where the contract would hold either way. */
import * as nodeCrypto from 'node:crypto';
import { expect, it } from 'vitest';
import { signatureSchemes } from '../../generated/registries.ts';
import { nobleMlKem768 } from '../../runtime/crypto/noble-ml-kem.ts';
import { nodeMlKem768 } from '../../runtime/node/crypto/ml-kem.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import { bytesOf } from '../support/plain-bytes.ts';

it("ML-KEM is Node's own where it has one (24.7), noble's elsewhere", () => {
  expect(nodeMlKem768 === nobleMlKem768).toBe(!('encapsulate' in nodeCrypto));
});

it('verifies with more keys than it remembers, again and again', () => {
  const { code } = signatureSchemes.ed25519;
  const message = new Uint8Array(8);
  const prefix = bytesOf('302e020100300506032b657004220420');
  const signed = Array.from({ length: 300 }, (_, i) => {
    const seed = new Uint8Array(32).fill(i & 0xff, 0, 16).fill(i >> 8, 16);
    const key = nodeProvider.importPrivateKey(Uint8Array.of(...prefix, ...seed));
    return [key.subjectPublicKeyInfo, key.sign(code, message)] as const;
  });
  for (const round of [1, 2]) {
    for (const [i, [key, signature]] of signed.entries()) {
      const [, other] = signed[(i + 1) % signed.length] ?? [key, signature];
      const title = `round ${round}, key ${i}`;
      expect(nodeProvider.verify(code, key, message, signature), title).toBe(true);
      expect(nodeProvider.verify(code, key, message, other), title).toBe(false);
    }
  }
});
