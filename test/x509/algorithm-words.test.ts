/** The words for keys, as people read them in a refusal. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { describeKey } from '../../runtime/x509/algorithm-words.ts';
import { readPublicKey } from '../../runtime/x509/algorithms.ts';
import { DerReader } from '../../runtime/x509/der.ts';
import { der, oid, sequence } from './make.ts';

test.each<[string, () => Uint8Array]>([
  ['an RSA key of 1024 bits', () => derOf(generateKeyPairSync('rsa', { modulusLength: 1024 }))],
  ['a key on P-384', () => derOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }))],
  [
    'a key on another curve than P-256, P-384 and P-521, or written in another form',
    () => derOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' })),
  ],
  ['an Ed25519 key', () => derOf(generateKeyPairSync('ed25519'))],
  ['an Ed448 key', () => derOf(generateKeyPairSync('ed448'))],
  ['a DSA key', () => keyOf(oid('1.2.840.10040.4.1'))],
  ['a key of an algorithm (1.2.3) that nobody here knows', () => keyOf(oid('1.2.3'))],
])('%s', (words, make) => {
  const key = readPublicKey(new DerReader(make()));
  expect(describeKey(key)).toBe(words);
});

function derOf({ publicKey }: { readonly publicKey: KeyObject }): Uint8Array {
  return new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
}

/** A SubjectPublicKeyInfo with one byte for a key. */
function keyOf(algorithm: Uint8Array): Uint8Array {
  return sequence(sequence(algorithm), der(0x03, Uint8Array.of(0, 1)));
}
