/**
 * Encryption by a passphrase: PBES2 (RFC 8018 6.2), which everybody writes today, and what PKCS#12
 * began with (RFC 7292 appendix C), which is broken and still found.
 *
 * Not here: RC4, which nobody wrote; scrypt.
 */
import { createDecipheriv } from 'node:crypto';
import { type DerReader, tags } from '../../x509/der.ts';
import { type Digest, digests, type KeyDerivation, type Stretching, uses } from './derive.ts';
import { decryptRc2 } from './rc2.ts';

/** PBKDF2 with its parameters. */
export interface Pbkdf2 extends Stretching {
  readonly digest: Digest;
  /** Bytes, if the file says so. */
  readonly keyLength: number | undefined;
}

/**
 * Reads the AlgorithmIdentifier that comes next, and decrypts by it.
 * @returns reads the ciphertext; throws an Error if the padding of the plaintext is none
 * @throws Error for an algorithm that is not known; CertificateError for one that cannot be read
 */
export function readDecryption(
  reader: DerReader,
  derivation: KeyDerivation,
): (ciphertext: Uint8Array) => Uint8Array {
  const algorithm = reader.enter(tags.sequence);
  const id = algorithm.objectIdentifier();
  const parameters = algorithm.enter(tags.sequence);
  algorithm.finish();
  if (id === '1.2.840.113549.1.5.13') return readPbes2(parameters, derivation);
  const cipher = Object.hasOwn(oldCiphers, id) ? oldCiphers[id] : undefined;
  if (cipher === undefined) throw new Error(`is encrypted by ${id}, which is not read`);
  const stretching = readStretching(parameters);
  parameters.finish();
  const key = derivation.pkcs12(uses.encryption, 'sha1', stretching, cipher.keyLength);
  const initial = derivation.pkcs12(uses.initialValue, 'sha1', stretching, 8);
  return (ciphertext) => cipher.decrypt(key, initial, ciphertext);
}

/**
 * Reads the AlgorithmIdentifier of a key derivation that comes next.
 * @throws Error if it is not PBKDF2
 */
export function readPbkdf2(reader: DerReader): Pbkdf2 {
  const algorithm = reader.enter(tags.sequence);
  const id = algorithm.objectIdentifier();
  if (id !== '1.2.840.113549.1.5.12') throw new Error(`derives keys by ${id}, which is not read`);
  const parameters = algorithm.enter(tags.sequence);
  algorithm.finish();
  const stretching = readStretching(parameters);
  const keyLength = parameters.isNext(tags.integer) ? parameters.smallInteger() : undefined;
  const digest = parameters.isAtEnd ? 'sha1' : readHmac(parameters);
  parameters.finish();
  return { ...stretching, keyLength, digest };
}

/** The AlgorithmIdentifier of an HMAC. @throws Error if it is not one of the five */
export function readHmac(reader: DerReader): Digest {
  const id = readIdentifier(reader);
  const digest = Object.hasOwn(hmacs, id) ? hmacs[id] : undefined;
  if (digest === undefined) throw new Error(`uses ${id} for an HMAC, which is not read`);
  return digest;
}

/** The AlgorithmIdentifier of a hash function. @throws Error if it is not one of the five */
export function readDigest(reader: DerReader): Digest {
  const id = readIdentifier(reader);
  const digest = Object.hasOwn(digests, id) ? digests[id] : undefined;
  if (digest === undefined) throw new Error(`uses the hash function ${id}, which is not read`);
  return digest;
}

/** An algorithm whose parameters are NULL or absent. */
function readIdentifier(reader: DerReader): string {
  const algorithm = reader.enter(tags.sequence);
  const id = algorithm.objectIdentifier();
  algorithm.enterOptional(tags.null);
  algorithm.finish();
  return id;
}

function readStretching(parameters: DerReader): Stretching {
  const salt = parameters.contents(tags.octetString);
  return { salt, iterations: parameters.smallInteger() };
}

function readPbes2(
  parameters: DerReader,
  derivation: KeyDerivation,
): (ciphertext: Uint8Array) => Uint8Array {
  const { digest, keyLength, ...stretching } = readPbkdf2(parameters);
  const scheme = parameters.enter(tags.sequence);
  const id = scheme.objectIdentifier();
  const cipher = Object.hasOwn(ciphers, id) ? ciphers[id] : undefined;
  if (cipher === undefined) throw new Error(`is encrypted by ${id}, which is not read`);
  const initial = scheme.contents(tags.octetString);
  scheme.finish();
  parameters.finish();
  if (keyLength !== undefined && keyLength !== cipher.keyLength) {
    throw new Error(`has a key of ${keyLength} bytes for ${cipher.name}`);
  }
  const key = derivation.pbkdf2(digest, stretching, cipher.keyLength);
  return (ciphertext) => decryptByNode(cipher.name, key, initial, ciphertext);
}

function decryptByNode(
  name: string,
  key: Uint8Array,
  initial: Uint8Array,
  ciphertext: Uint8Array,
): Uint8Array {
  const decipher = createDecipheriv(name, key, initial);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
}

const hmacs: Readonly<Record<string, Digest>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

/** What PBES2 encrypts by, in node:crypto's words. */
const ciphers: Readonly<Record<string, { readonly name: string; readonly keyLength: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyLength: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyLength: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyLength: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyLength: 24 },
};

interface OldCipher {
  readonly keyLength: number;
  readonly decrypt: (key: Uint8Array, initial: Uint8Array, ciphertext: Uint8Array) => Uint8Array;
}

/** What RFC 7292 appendix C has beside RC4. */
const oldCiphers: Readonly<Record<string, OldCipher>> = {
  '1.2.840.113549.1.12.1.3': { keyLength: 24, decrypt: byNode('des-ede3-cbc') },
  '1.2.840.113549.1.12.1.4': { keyLength: 16, decrypt: byNode('des-ede-cbc') },
  '1.2.840.113549.1.12.1.5': { keyLength: 16, decrypt: decryptRc2 },
  '1.2.840.113549.1.12.1.6': { keyLength: 5, decrypt: decryptRc2 },
};

function byNode(name: string): OldCipher['decrypt'] {
  return (key, initial, ciphertext) => decryptByNode(name, key, initial, ciphertext);
}
