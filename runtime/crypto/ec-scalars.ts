/**
 * Private keys of the NIST curves: numbers from 1 to the order less one, as bytes (FIPS 186-5
 * A.2.2, SP 800-186 3.2.1).
 */
import { bytesOfHex } from '../bytes.ts';
import type { RandomBytes } from './provider.ts';
import { draw } from './random.ts';

/** The curves, by the names of their keys. */
export type EcCurve = 'ec-p256' | 'ec-p384' | 'ec-p521';

/** Whether these bytes are a private key of the curve, in constant time. */
export function isScalar(curve: EcCurve, bytes: Uint8Array): boolean {
  const order = orders[curve];
  if (bytes.length !== order.length) return false;
  let borrow = 0;
  let any = 0;
  for (let i = order.length - 1; i >= 0; i--) {
    const byte = bytes[i] ?? 0;
    borrow = ((byte - (order[i] ?? 0) - borrow) >> 8) & 1;
    any |= byte;
  }
  return borrow === 1 && any !== 0;
}

/**
 * A private key by trial: random bytes as they come, until they are a scalar. One try in 2^32 fails
 * for P-256 and less for P-384.
 * @throws Error if the source gives no scalar at all: it is not random
 */
export function randomScalar(curve: EcCurve, random: RandomBytes): Uint8Array {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const bytes = draw(random, orders[curve].length);
    if (isScalar(curve, bytes)) return bytes;
    bytes.fill(0);
  }
  throw new Error(`no private key in ${MAX_TRIES} tries: the random source is broken`);
}

const MAX_TRIES = 64;

const orders: Readonly<Record<EcCurve, Uint8Array>> = {
  'ec-p256': bytesOfHex('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'),
  'ec-p384': bytesOfHex(
    'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
  ),
  'ec-p521': bytesOfHex(
    '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa' +
      '51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
  ),
};
