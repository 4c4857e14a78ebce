/**
 * The options `cert`, `key` and `ca`: PEM or DER, alone or in lists. What is wrong with them is
 * the caller's mistake, told at once with the option's name.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { equalBytes } from '../bytes.ts';
import type { CryptoProvider, PrivateKey } from '../crypto/provider.ts';
import { refuseArgument, TlsError } from '../errors.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import { type Crl, parseCrl } from '../x509/crl.ts';
import { certificatesFromPem, crlsFromPem } from '../x509/pem.ts';

/** PEM text with one or more blocks, as a string or as bytes; or the DER of one. */
export type Pem = string | Uint8Array | readonly (string | Uint8Array)[];

/** A private key with a passphrase of its own, as node:tls has it. */
export interface KeyWithPassphrase {
  readonly pem: string | Uint8Array;
  readonly passphrase?: string | undefined;
}

/** One key or several: one for each certificate of our own. */
export type Keys =
  | string
  | Uint8Array
  | KeyWithPassphrase
  | readonly (string | Uint8Array | KeyWithPassphrase)[];

/** Our own certificate first, and the key that belongs to it. */
export interface ChainWithKey {
  readonly chain: readonly Certificate[];
  readonly privateKey: PrivateKey;
}

/**
 * All certificates of an option, each member of a list for itself.
 * @param parse reads the DER of one
 */
export function readCertificates(
  option: string,
  pem: Pem,
  parse: (der: Uint8Array) => Certificate = parseCertificate,
): readonly (readonly Certificate[])[] {
  const members = listOf(pem);
  if (members.length === 0) refuseArgument(option, 'is an empty list');
  return members.map((member) =>
    named(option, () => certificatesOf(option, member).map((der) => parse(der))),
  );
}

/** The lists of the option `crl`, all in one. */
export function readCrls(pem: Pem): readonly Crl[] {
  const members = listOf(pem);
  if (members.length === 0) refuseArgument('crl', 'is an empty list');
  return members.flatMap((member) =>
    named('crl', () =>
      isDer(member) ? [parseCrl(member)] : crlsFromPem(textOf('crl', member)).map(parseCrl),
    ),
  );
}

/** Every certificate and list in DER begins with the tag of a SEQUENCE; no text does. */
function isDer(member: unknown): member is Uint8Array {
  return member instanceof Uint8Array && member[0] === 0x30;
}

/** The keys of the option `key`, unwrapped and imported. */
export function readKeys(
  keys: Keys,
  passphrase: string | undefined,
  crypto: CryptoProvider,
): readonly PrivateKey[] {
  const members: readonly (string | Uint8Array | KeyWithPassphrase)[] = listOf(keys);
  if (members.length === 0) refuseArgument('key', 'is an empty list');
  return members.map((member) => named('key', () => readKey(member, passphrase, crypto)));
}

/**
 * Which chain belongs to which key. A text whose first certificate has one of the keys begins a
 * chain; any other one goes on with the chain before it.
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT for a key without certificate, and the reverse
 */
export function chainsWithKeys(
  texts: readonly (readonly Certificate[])[],
  keys: readonly PrivateKey[],
): readonly ChainWithKey[] {
  const found: { chain: Certificate[]; privateKey: PrivateKey }[] = [];
  for (const certificates of texts) {
    const privateKey = keys.find((key) => isKeyOf(key, certificates[0]));
    const last = found.at(-1);
    if (privateKey !== undefined) found.push({ chain: [...certificates], privateKey });
    else if (last !== undefined) last.chain.push(...certificates);
    else refuseArgument('key', 'is not the private key of the first certificate in cert');
  }
  if (keys.some((key) => found.every(({ privateKey }) => privateKey !== key))) {
    refuseArgument('key', 'has a private key that belongs to no certificate in cert');
  }
  return found;
}

function isKeyOf(key: PrivateKey, certificate: Certificate | undefined): boolean {
  const publicKey = certificate?.publicKey.subjectPublicKeyInfo;
  return publicKey !== undefined && equalBytes(key.subjectPublicKeyInfo, publicKey);
}

function certificatesOf(option: string, member: unknown): readonly Uint8Array[] {
  if (isDer(member)) return [member];
  return certificatesFromPem(textOf(option, member));
}

function readKey(
  member: string | Uint8Array | KeyWithPassphrase,
  commonPassphrase: string | undefined,
  crypto: CryptoProvider,
): PrivateKey {
  const isPlain = typeof member === 'string' || member instanceof Uint8Array;
  const pem: unknown = isPlain ? member : member?.pem;
  const passphrase = isPlain ? commonPassphrase : (member?.passphrase ?? commonPassphrase);
  const pkcs8 = unwrap(pem, passphrase).export({ format: 'der', type: 'pkcs8' });
  try {
    return crypto.importPrivateKey(pkcs8);
  } finally {
    pkcs8.fill(0);
  }
}

/** Any form that OpenSSL reads: PKCS#8, encrypted or not, SEC 1, PKCS#1. */
function unwrap(key: unknown, passphrase: string | undefined): KeyObject {
  const secret = passphrase === undefined ? {} : { passphrase };
  if (key instanceof Uint8Array && key[0] === 0x30) return unwrapDer(Buffer.from(key), secret);
  const text = textOf('key', key);
  const blocks = text.match(/^-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/gm) ?? [];
  if (blocks.length === 0) throw new Error('PEM: no PRIVATE KEY block found');
  if (blocks.length > 1) throw new Error('PEM: more than one private key found');
  const isEncrypted = /^-----BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/m.test(text);
  if (isEncrypted && passphrase === undefined) {
    throw new Error('is encrypted, and there is no passphrase');
  }
  return createPrivateKey({ key: text, format: 'pem', ...secret });
}

/** DER does not say which of the forms it is. */
function unwrapDer(key: Buffer, secret: { readonly passphrase?: string }): KeyObject {
  try {
    return createPrivateKey({ key, format: 'der', type: 'pkcs8', ...secret });
  } catch (error) {
    for (const type of ['sec1', 'pkcs1'] as const) {
      try {
        return createPrivateKey({ key, format: 'der', type });
      } catch {
        // Not this form either: the first error stands.
      }
    }
    throw error;
  }
}

function textOf(option: string, pem: unknown): string {
  if (typeof pem === 'string') return pem;
  if (pem instanceof Uint8Array) return new TextDecoder().decode(pem);
  return refuseArgument(option, 'must be PEM text, as a string or as bytes');
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  // Array.isArray does not narrow readonly arrays.
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** What reading throws, as the caller's mistake with this option. */
function named<T>(option: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof TlsError) throw error;
    return refuseArgument(option, error instanceof Error ? error.message : String(error));
  }
}
