/**
 * The secret of static RSA out of its padding (RFC 5246 7.4.7.1): whatever is wrong, there is a secret,
 * and it is the one that was made before.
 */
import { constants, createPublicKey, publicEncrypt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hexOf } from '../../runtime/bytes.ts';
import { Secret } from '../../runtime/codegen/secret.ts';
import { nobleLegacyLibrary } from '../../runtime/crypto/noble-legacy.ts';
import {
  newPreMasterSecret,
  paddedSecret,
  takePreMasterSecret,
} from '../../runtime/legacy/pre-master-secret.ts';
import { importDecrypter, nodeLegacyLibrary } from '../../runtime/node/crypto/legacy.ts';
import { parseCertificate } from '../../runtime/x509/certificate.ts';
import { randomFrom } from '../support/pair.ts';
import { sampleBytes } from '../support/plain-bytes.ts';
import { decryptingPair, rsaCertificate } from './identities.ts';

const modulusLength = 256;
const version = 0x0303;
const end = modulusLength - 49;
const theirs = Uint8Array.of(3, 3, ...sampleBytes(46));

/** 0, 2, ones, 0, the secret. */
function goodBlock(): Uint8Array {
  const block = new Uint8Array(modulusLength).fill(1);
  block.set([0, 2]);
  block.set([0, ...theirs], end);
  return block;
}

function changed(at: number, value: number): Uint8Array {
  const block = goodBlock();
  block[at] = value;
  return block;
}

function taken(block: Uint8Array | undefined): string {
  const fallback = new Secret(new Uint8Array(48).fill(0xee));
  const secret = takePreMasterSecret(block, modulusLength, version, fallback);
  expect(fallback.isWiped).toBe(true);
  if (block?.length === modulusLength) expect(block.every((byte) => byte === 0)).toBe(true);
  return hexOf(secret.bytes);
}

const ownSecret = `0303${'ee'.repeat(46)}`;

describe('a block that was decrypted', () => {
  it('gives the secret of the client, if all is as it should be', () => {
    expect(taken(goodBlock())).toBe(hexOf(theirs));
  });

  // @req 5246:7.4.7.1:2
  it('a version that was not offered is not looked at', () => {
    const block = changed(end + 1, 2);
    block[end + 2] = 0;
    expect(taken(block)).toBe(hexOf(theirs));
  });

  it('first bytes that are not 0 and 2', () => {
    for (let value = 0; value < 256; value++) {
      if (value !== 0) expect(taken(changed(0, value))).toBe(ownSecret);
      if (value !== 2) expect(taken(changed(1, value))).toBe(ownSecret);
      if (value !== 0) expect(taken(changed(end, value))).toBe(ownSecret);
    }
  });

  it('a zero in the padding, wherever: the secret would be longer', () => {
    for (let at = 2; at < end; at++) expect(taken(changed(at, 0)), `${at}`).toBe(ownSecret);
  });

  it('a secret that is shorter', () => {
    for (let at = end + 1; at < modulusLength; at++) {
      const block = changed(end, 1);
      block[at] = 0;
      expect(taken(block), `${at}`).toBe(ownSecret);
    }
  });

  it.each([0, 1, 48, 255, 257])('of another length: %i bytes', (length) => {
    expect(taken(new Uint8Array(length).fill(2))).toBe(ownSecret);
  });

  it('none at all', () => {
    expect(taken(undefined)).toBe(ownSecret);
  });

  it('under a modulus that leaves less than eight bytes of padding', () => {
    const block = Uint8Array.of(0, 2, 1, 1, 1, 1, 1, 1, 1, 0, ...theirs);
    const secret = takePreMasterSecret(
      block,
      block.length,
      version,
      new Secret(new Uint8Array(48)),
    );
    expect(hexOf(secret.bytes)).toBe(`0303${'00'.repeat(46)}`);
  });
});

describe.each([
  ['noble', nobleLegacyLibrary],
  ['node', nodeLegacyLibrary],
] as const)('%s', (_, library) => {
  const { publicKey } = parseCertificate(rsaCertificate(decryptingPair, 'keyEncipherment'));
  const decrypt = importDecrypter(decryptingPair.pkcs8);

  // @req 5246:7.4.7.1:1 5246:7.4.7.1:8
  it('encrypts what the key decrypts', () => {
    const random = randomFrom('secret');
    const secret = newPreMasterSecret(version, random);
    expect([...secret.bytes.subarray(0, 2)]).toEqual([3, 3]);
    const block = paddedSecret(secret, modulusLength, random);
    expect(block.subarray(2, end)).not.toContain(0);
    const ciphertext = library.rsaEncrypt(publicKey, block);
    expect(ciphertext.length).toBe(modulusLength);
    expect(taken(decrypt(ciphertext))).toBe(hexOf(secret.bytes));
  });
});

it('what node:crypto pads and encrypts is read', () => {
  const key = createPublicKey({
    key: Buffer.from(decryptingPair.subjectPublicKeyInfo),
    format: 'der',
    type: 'spki',
  });
  const padding = constants.RSA_PKCS1_PADDING;
  const ciphertext = publicEncrypt({ key, padding }, theirs);
  expect(taken(importDecrypter(decryptingPair.pkcs8)(ciphertext))).toBe(hexOf(theirs));
});
