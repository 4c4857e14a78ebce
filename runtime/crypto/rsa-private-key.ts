/**
 * RSAPrivateKey (RFC 8017 A.1.2): two primes and what follows from them. Every number is checked
 * against the others: a key with one wrong number makes signatures that give its primes away.
 *
 * Not here: keys of more than two primes, and whether the primes are prime.
 */
import { hexOf } from '../bytes.ts';
import { type RsaPublicKey, readRsaPublicKey } from '../x509/algorithms.ts';
import { type DerReader, tags } from '../x509/der.ts';
import { encodeDer } from '../x509/der-writer.ts';
import { readPrivateKey } from './pkcs8.ts';

/** An RSA key pair. Big integers cannot be wiped: drop them. */
export interface RsaPrivateKey {
  /** RSAPublicKey (RFC 8017 A.1.1), DER, in bytes of its own. */
  readonly publicKey: Uint8Array;
  readonly modulus: bigint;
  readonly privateExponent: bigint;
  readonly prime1: bigint;
  readonly prime2: bigint;
}

/** @throws TypeError for what is not an RSAPrivateKey, or is one whose numbers do not agree */
export function decodeRsaPrivateKey(der: Uint8Array): RsaPrivateKey {
  return readPrivateKey(der, (fields) => {
    if (fields.smallInteger() !== 0) {
      throw new TypeError('private key: RSA with more than two primes');
    }
    const key = readNumbers(fields);
    if (!isConsistent(key)) throw new TypeError('private key: RSA numbers that do not agree');
    return key;
  });
}

/** The numbers of a public key. */
export function rsaPublicNumbers(key: Uint8Array): { n: bigint; e: bigint } {
  const { modulus, exponent }: RsaPublicKey = readRsaPublicKey(key);
  return { n: unsigned(modulus), e: unsigned(exponent) };
}

interface RsaNumbers extends RsaPrivateKey {
  readonly publicExponent: bigint;
  readonly exponent1: bigint;
  readonly exponent2: bigint;
  readonly coefficient: bigint;
}

function readNumbers(fields: DerReader): RsaNumbers {
  const publicFields = fields.fork();
  const publicKey = encodeDer(
    tags.sequence,
    publicFields.element(tags.integer),
    publicFields.element(tags.integer),
  );
  const next = () => unsigned(fields.integer());
  const [modulus, publicExponent, privateExponent] = [next(), next(), next()];
  const [prime1, prime2] = [next(), next()];
  const [exponent1, exponent2, coefficient] = [next(), next(), next()];
  return {
    ...{ publicKey, modulus, publicExponent, privateExponent, prime1, prime2 },
    ...{ exponent1, exponent2, coefficient },
  };
}

function isConsistent(key: RsaNumbers): boolean {
  const { publicExponent: e, privateExponent: d, prime1: p, prime2: q } = key;
  if (p < 3n || q < 3n || p * q !== key.modulus || d >= key.modulus) return false;
  return (
    (e * d) % (p - 1n) === 1n &&
    (e * d) % (q - 1n) === 1n &&
    key.exponent1 === d % (p - 1n) &&
    key.exponent2 === d % (q - 1n) &&
    (key.coefficient * q) % p === 1n
  );
}

/** Of an INTEGER's contents. Negative numbers come out as large ones, which nothing agrees with. */
function unsigned(integer: Uint8Array): bigint {
  return BigInt(`0x${hexOf(integer)}`);
}
