/** Wycheproof: X25519, ECDH and ML-KEM-768, through the groups of TLS. */
import { expect } from 'vitest';
import { type NamedGroup, namedGroups } from '../../generated/registries.ts';
import { concatBytes, hexOf } from '../../runtime/bytes.ts';
import type { CryptoProvider, RandomBytes } from '../../runtime/crypto/provider.ts';
import {
  type CheckCase,
  describeWycheproof,
  hex,
  text,
  titleOf,
  type WycheproofCase,
} from '../support/wycheproof.ts';

const { secp256r1, secp384r1, x25519, X25519MLKEM768: hybrid } = namedGroups;

// @req 8422:5.10:1 8422:5.10:2 8422:5.11:1 8422:5.11:2 8422:5.11:3
describeWycheproof('x25519_test', (provider, test) => {
  const expected = text(test, 'shared');
  const share = provider.offerKeyShare(x25519.code, () => hex(test, 'private'));
  const secret = share.secretWith(hex(test, 'public'));
  // "acceptable" are twists, non-canonical points and points of low order: RFC 7748 computes the
  // former, RFC 9846 7.4.2 refuses what comes out as zeros.
  if (/^0+$/.test(expected)) expect(secret, titleOf(test)).toBeUndefined();
  else expect(secret && hexOf(secret.bytes), titleOf(test)).toBe(expected);
});

// @req 9846:4.3.8.2:1 9846:7.4.2:1
describeWycheproof('ecdh_secp256r1_ecpoint_test', agreesOn(secp256r1, 32));
describeWycheproof('ecdh_secp384r1_ecpoint_test', agreesOn(secp384r1, 48));

/** "acceptable" are compressed points, which TLS 1.3 does not know. */
function agreesOn(group: NamedGroup, scalarLength: number): CheckCase {
  return (provider, test) => {
    const scalar = fixedLength(hex(test, 'private'), scalarLength);
    const share = provider.offerKeyShare(group.code, () => scalar);
    const secret = share.secretWith(hex(test, 'public'));
    const expected = test.result === 'valid' ? text(test, 'shared') : undefined;
    expect(secret && hexOf(secret.bytes), titleOf(test)).toBe(expected);
  };
}

describeWycheproof('mlkem_768_test', (provider, test) => {
  const offered = () =>
    provider.offerKeyShare(hybrid.code, inTurn([hex(test, 'seed'), clientKey.slice()]));
  // A seed of another length is no peer's doing: the caller's source is broken.
  if (hex(test, 'seed').length !== 64) {
    expect(offered, titleOf(test)).toThrow(RangeError);
    return;
  }
  const { publicKey: serverKey } = offerX25519(provider);
  const share = offered();
  const secret = share.secretWith(concatBytes([hex(test, 'c'), serverKey]));
  if (test.result === 'invalid') {
    expect(secret, titleOf(test)).toBeUndefined();
    return;
  }
  expect(hexOf(share.publicKey.subarray(0, 1184)), titleOf(test)).toBe(text(test, 'ek'));
  expect(secret && hexOf(secret.bytes.subarray(0, 32)), titleOf(test)).toBe(text(test, 'K'));
});

describeWycheproof('mlkem_768_encaps_test', (provider, test) => {
  const { publicKey: clientShare } = offerX25519(provider);
  const peerShare = concatBytes([hex(test, 'ek'), clientShare]);
  const accepted = provider.acceptKeyShare(hybrid.code, peerShare, encapsulationBytes(test));
  if (test.result === 'invalid') {
    expect(accepted, titleOf(test)).toBeUndefined();
    // The provider's own randomness may take another way to the same refusal.
    const own = provider.acceptKeyShare(hybrid.code, peerShare, provider.randomBytes);
    expect(own, titleOf(test)).toBeUndefined();
    return;
  }
  const { publicKey, secret } = accepted ?? {};
  expect(publicKey && hexOf(publicKey.subarray(0, 1088)), titleOf(test)).toBe(text(test, 'c'));
  expect(secret && hexOf(secret.bytes.subarray(0, 32)), titleOf(test)).toBe(text(test, 'K'));
});

const clientKey = new Uint8Array(32).fill(5);

function offerX25519(provider: CryptoProvider) {
  return provider.offerKeyShare(x25519.code, () => new Uint8Array(32).fill(6));
}

function encapsulationBytes(test: WycheproofCase): RandomBytes {
  return inTurn([hex(test, 'm'), clientKey.slice()]);
}

/** Gives these values, one at each call. */
function inTurn(values: readonly Uint8Array[]): RandomBytes {
  const left = [...values];
  return (length) => {
    const next = left.shift();
    if (next === undefined) throw new Error(`nobody should ask for ${length} bytes more`);
    return next;
  };
}

/** A number in so many bytes, where the vectors spare zeros or add some. */
function fixedLength(number: Uint8Array, length: number): Uint8Array {
  const fixed = new Uint8Array(length);
  const digits = number.subarray(Math.max(0, number.length - length));
  fixed.set(digits, length - digits.length);
  return fixed;
}
