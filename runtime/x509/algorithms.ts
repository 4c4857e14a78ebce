/**
 * The keys and signatures that certificates may have: allow-lists by the exact bytes of their
 * AlgorithmIdentifier (RFC 3279, 4055, 5480, 5758, 8410), so that no parameter is left to be
 * understood in two ways (a curve spelled out, a salt length, an absent NULL).
 *
 * A signature in a certificate is named by TLS's SignatureScheme code points (RFC 9846 4.3.3): these
 * are what a crypto provider speaks. They tie a hash to a curve, so an ECDSA signature whose hash
 * is not the curve's has none and is refused as unsupported.
 */
import type { HashName } from '../../generated/registries.ts';
import { hexOf } from '../bytes.ts';
import { DerReader, tags } from './der.ts';

/** `unsupported` stands for every key that is not on the list. */
export type PublicKeyKind =
  | 'ec-p256'
  | 'ec-p384'
  | 'ec-p521'
  | 'rsa'
  | 'rsa-pss'
  | 'ed25519'
  | 'unsupported';

/** What the AlgorithmIdentifier of a key says. */
export interface KeyAlgorithm {
  readonly kind: PublicKeyKind;
  /** Of an RSA-PSS key with parameters: the one hash it may be used with (RFC 9846 4.3.3). */
  readonly onlyHash: HashName | undefined;
}

/** SubjectPublicKeyInfo (RFC 5280 4.1.2.7). */
export interface PublicKey extends KeyAlgorithm {
  /** DER, as it stands in the certificate. */
  readonly subjectPublicKeyInfo: Uint8Array;
  /** What the BIT STRING holds: a point, or an RSAPublicKey in DER. */
  readonly key: Uint8Array;
}

/** RSAPublicKey (RFC 8017 A.1.1): contents of two INTEGERs. */
export interface RsaPublicKey {
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
}

const brokenHashes = ['md2', 'md5', 'sha1'] as const;
export type BrokenHash = (typeof brokenHashes)[number];

/** `md2`, `md5` and `sha1` stand for all that are made with them; `unsupported` for other ones. */
export type SignatureAlgorithm =
  | 'ecdsa-sha256'
  | 'ecdsa-sha384'
  | 'ecdsa-sha512'
  | 'rsa-pkcs1-sha256'
  | 'rsa-pkcs1-sha384'
  | 'rsa-pkcs1-sha512'
  | 'rsa-pss-sha256'
  | 'rsa-pss-sha384'
  | 'rsa-pss-sha512'
  | 'ed25519'
  | BrokenHash
  | 'unsupported';

/**
 * Reads a SubjectPublicKeyInfo. Whether a point lies on its curve is the crypto provider's to say.
 * @throws CertificateError if it is not well-formed
 */
export function readPublicKey(reader: DerReader): PublicKey {
  const subjectPublicKeyInfo = reader.fork().element(tags.sequence);
  const sequence = reader.enter(tags.sequence);
  const { kind, onlyHash } = keyAlgorithmOf(readAlgorithmIdentifier(sequence));
  const key = sequence.octetAlignedBitString();
  sequence.finish();
  const usable = isUsable(kind, key) ? kind : 'unsupported';
  return { kind: usable, onlyHash, subjectPublicKeyInfo, key };
}

/**
 * Steps over an AlgorithmIdentifier (RFC 5280 4.1.1.2): what it stands for may be unknown, but not
 * that it is one.
 * @returns its DER, a view
 * @throws CertificateError
 */
export function readAlgorithmIdentifier(reader: DerReader): Uint8Array {
  const fields = reader.fork().enter(tags.sequence);
  const identifier = reader.unreadElement(tags.sequence);
  fields.skipObjectIdentifier();
  if (!fields.isAtEnd) fields.anyElement();
  fields.finish();
  return identifier;
}

/** What a DER AlgorithmIdentifier of a key stands for. */
export function keyAlgorithmOf(identifier: Uint8Array): KeyAlgorithm {
  return keyAlgorithms.get(hexOf(identifier)) ?? { kind: 'unsupported', onlyHash: undefined };
}

/** @throws CertificateError if it is not a DER RSAPublicKey */
export function readRsaPublicKey(key: Uint8Array): RsaPublicKey {
  const reader = new DerReader(key);
  const sequence = reader.enter(tags.sequence);
  reader.finish();
  const modulus = sequence.integer();
  const exponent = sequence.integer();
  sequence.finish();
  return { modulus, exponent };
}

/** What a DER AlgorithmIdentifier of a signature stands for. */
export function signatureAlgorithmOf(identifier: Uint8Array): SignatureAlgorithm {
  // @req 9846:4.3.3:9
  return signatureAlgorithms.get(hexOf(identifier)) ?? 'unsupported';
}

/** Whether a signature proves nothing any more (RFC 9846 4.5.1.3), and by which hash. */
export function brokenHashOf(signature: SignatureAlgorithm): BrokenHash | undefined {
  return brokenHashes.find((hash) => hash === signature);
}

/** Code point of the scheme that this signature by such a key has; undefined if there is none. */
export function schemeOf(signature: SignatureAlgorithm, key: PublicKeyKind): number | undefined {
  // @req 9846:4.3.3:1 8422:5.9:4
  return schemes[`${key} ${signature}`];
}

/** Whether one of these SignatureScheme code points stands for such a signature, by any key. */
export function isSignedUnder(signature: SignatureAlgorithm, codes: readonly number[]): boolean {
  return Object.entries(schemes).some(
    ([name, code]) => name.endsWith(` ${signature}`) && codes.includes(code),
  );
}

const pssHashes = [
  [pssIdentifier('01', '20'), 'sha256'],
  [pssIdentifier('02', '30'), 'sha384'],
  [pssIdentifier('03', '40'), 'sha512'],
] as const satisfies readonly (readonly [string, HashName])[];

/** An RSA-PSS key has no parameters, or those that its signatures must have then as well. */
const keyAlgorithms: ReadonlyMap<string, KeyAlgorithm> = new Map<string, KeyAlgorithm>([
  ['301306072a8648ce3d020106082a8648ce3d030107', { kind: 'ec-p256', onlyHash: undefined }],
  ['301006072a8648ce3d020106052b81040022', { kind: 'ec-p384', onlyHash: undefined }],
  ['301006072a8648ce3d020106052b81040023', { kind: 'ec-p521', onlyHash: undefined }],
  ['300d06092a864886f70d0101010500', { kind: 'rsa', onlyHash: undefined }],
  ['300b06092a864886f70d01010a', { kind: 'rsa-pss', onlyHash: undefined }],
  ...pssHashes.map(([hex, onlyHash]) => [hex, { kind: 'rsa-pss', onlyHash }] as const),
  ['300506032b6570', { kind: 'ed25519', onlyHash: undefined }],
]);

const signatureAlgorithms: ReadonlyMap<string, SignatureAlgorithm> = new Map<
  string,
  SignatureAlgorithm
>([
  ['300a06082a8648ce3d040302', 'ecdsa-sha256'],
  ['300a06082a8648ce3d040303', 'ecdsa-sha384'],
  ['300a06082a8648ce3d040304', 'ecdsa-sha512'],
  ['300d06092a864886f70d01010b0500', 'rsa-pkcs1-sha256'],
  ['300d06092a864886f70d01010c0500', 'rsa-pkcs1-sha384'],
  ['300d06092a864886f70d01010d0500', 'rsa-pkcs1-sha512'],
  ...pssHashes.map(([hex, hash]) => [hex, `rsa-pss-${hash}`] as const),
  ['300506032b6570', 'ed25519'],
  ['300d06092a864886f70d0101020500', 'md2'], // md2WithRSAEncryption
  ['300d06092a864886f70d0101040500', 'md5'], // md5WithRSAEncryption
  ['300d06092a864886f70d0101050500', 'sha1'], // sha1WithRSAEncryption
  ['300906072a8648ce3d0401', 'sha1'], // ecdsa-with-SHA1
  ['300906072a8648ce380403', 'sha1'], // dsa-with-sha1
]);

/** Key kind and signature algorithm -> SignatureScheme (RFC 9846 4.3.3). */
const schemes: Readonly<Record<string, number>> = {
  'ec-p256 ecdsa-sha256': 0x0403,
  'ec-p384 ecdsa-sha384': 0x0503,
  'ec-p521 ecdsa-sha512': 0x0603,
  'rsa rsa-pkcs1-sha256': 0x0401,
  'rsa rsa-pkcs1-sha384': 0x0501,
  'rsa rsa-pkcs1-sha512': 0x0601,
  'rsa rsa-pss-sha256': 0x0804,
  'rsa rsa-pss-sha384': 0x0805,
  'rsa rsa-pss-sha512': 0x0806,
  'rsa-pss rsa-pss-sha256': 0x0809,
  'rsa-pss rsa-pss-sha384': 0x080a,
  'rsa-pss rsa-pss-sha512': 0x080b,
  'ed25519 ed25519': 0x0807,
};

/**
 * RSASSA-PSS as RFC 4055 3.1 has it, in the one form that TLS uses: MGF1 with the same hash and a
 * salt as long as the hash. `hash` ends the hash's OID (2.16.840.1.101.3.4.2), `salt` is in hex.
 */
function pssIdentifier(hash: string, salt: string): string {
  const hashAlgorithm = `300d06096086480165030402${hash}0500`;
  const maskGeneration = `301a06092a864886f70d010108${hashAlgorithm}`;
  const parameters = `3034a00f${hashAlgorithm}a11c${maskGeneration}a2030201${salt}`;
  return `304106092a864886f70d01010a${parameters}`;
}

/** Sizes and forms within an allowed kind. */
function isUsable(kind: PublicKeyKind, key: Uint8Array): boolean {
  switch (kind) {
    case 'ec-p256':
      return isUncompressedPoint(key, 32);
    case 'ec-p384':
      return isUncompressedPoint(key, 48);
    case 'ec-p521':
      return isUncompressedPoint(key, 66);
    case 'ed25519':
      return key.length === 32;
    case 'rsa':
    case 'rsa-pss':
      return isUsableRsaKey(key);
    case 'unsupported':
      return false;
  }
}

/** SEC 1 2.3.3. TLS 1.3 knows no other form, and no other is seen in certificates. */
function isUncompressedPoint(key: Uint8Array, coordinateLength: number): boolean {
  return key.length === 1 + 2 * coordinateLength && key[0] === 0x04;
}

/** 2048 bits are what is safe, 8192 what a peer may make us work with; e is odd, 3 to 2^32-1. */
function isUsableRsaKey(key: Uint8Array): boolean {
  const { modulus, exponent } = readRsaPublicKey(key);
  const modulusBits = bitLength(modulus);
  const exponentBits = bitLength(exponent);
  const isOdd = ((exponent.at(-1) ?? 0) & 1) === 1;
  return (
    modulusBits >= 2048 && modulusBits <= 8192 && exponentBits >= 2 && exponentBits <= 32 && isOdd
  );
}

/** Of an INTEGER's contents; 0 for negative ones. */
export function bitLength(integer: Uint8Array): number {
  const [first = 0, second = 0] = integer;
  if (first >= 0x80) return 0;
  if (first > 0) return integer.length * 8 - Math.clz32(first) + 24;
  return integer.length < 2 ? 0 : (integer.length - 1) * 8 - Math.clz32(second) + 24;
}
