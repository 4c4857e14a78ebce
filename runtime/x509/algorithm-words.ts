/** Keys in words, for people who are told why a certificate is refused. They decide nothing. */
import { bitLength, type PublicKey, readRsaPublicKey } from './algorithms.ts';
import { CertificateError } from './certificate-error.ts';
import { DerReader, tags } from './der.ts';

/** `an RSA key of 1024 bits`, `a key on P-256`; only of what nobody knows it is a number. */
export function describeKey({ subjectPublicKeyInfo, key, kind }: PublicKey): string {
  switch (kind) {
    case 'ec-p256':
      return 'a key on P-256';
    case 'ec-p384':
      return 'a key on P-384';
    case 'ec-p521':
      return 'a key on P-521';
    case 'ed25519':
      return 'an Ed25519 key';
    case 'rsa':
    case 'rsa-pss':
      return describeRsaKey(key);
    case 'unsupported':
      return describeOther(algorithmOf(subjectPublicKeyInfo), key);
  }
}

const ids = {
  rsa: '1.2.840.113549.1.1.1',
  rsaPss: '1.2.840.113549.1.1.10',
  ec: '1.2.840.10045.2.1',
  dsa: '1.2.840.10040.4.1',
  ed448: '1.3.101.113',
} as const;

/** In characters. Algorithms that anybody uses have some dozens. */
const longestRead = 100;

function describeOther(algorithm: string, key: Uint8Array): string {
  switch (algorithm) {
    case ids.rsa:
    case ids.rsaPss:
      return describeRsaKey(key);
    case ids.ec:
      return 'a key on another curve than P-256, P-384 and P-521, or written in another form';
    case ids.dsa:
      return 'a DSA key';
    case ids.ed448:
      return 'an Ed448 key';
    default:
      return `a key of an algorithm (${algorithm.slice(0, longestRead)}) that nobody here knows`;
  }
}

function describeRsaKey(key: Uint8Array): string {
  try {
    const { modulus, exponent } = readRsaPublicKey(key);
    const others = bitLength(exponent) > 32 ? ' with an exponent of more than 32 bits' : '';
    return `an RSA key of ${bitLength(modulus)} bits${others}`;
  } catch (error) {
    if (error instanceof CertificateError) return 'an RSA key that cannot be read';
    throw error;
  }
}

/** Dotted. */
function algorithmOf(subjectPublicKeyInfo: Uint8Array): string {
  const sequence = new DerReader(subjectPublicKeyInfo).enter(tags.sequence);
  return sequence.enter(tags.sequence).objectIdentifier();
}
