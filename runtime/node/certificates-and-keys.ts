/**
 * The options `cert` and `ca`: PEM or DER, alone or in lists. What is wrong with them is
 * the caller's mistake, told at once with the option's name.
 */
import { equalBytes } from '../bytes.ts';
import type { PrivateKey } from '../crypto/provider.ts';
import { refuseArgument, TlsError } from '../errors.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import { type Crl, parseCrl } from '../x509/crl.ts';
import { certificatesFromPem, crlsFromPem } from '../x509/pem.ts';

/** PEM text with one or more blocks, as a string or as bytes; or the DER of one. */
export type Pem = string | Uint8Array | readonly (string | Uint8Array)[];

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
export function isDer(member: unknown): member is Uint8Array {
  return member instanceof Uint8Array && member[0] === 0x30;
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

export function isKeyOf(key: PrivateKey, certificate: Certificate | undefined): boolean {
  const publicKey = certificate?.publicKey.subjectPublicKeyInfo;
  return publicKey !== undefined && equalBytes(key.subjectPublicKeyInfo, publicKey);
}

function certificatesOf(option: string, member: unknown): readonly Uint8Array[] {
  if (isDer(member)) return [member];
  return certificatesFromPem(textOf(option, member));
}

export function textOf(option: string, pem: unknown): string {
  if (typeof pem === 'string') return pem;
  if (pem instanceof Uint8Array) return new TextDecoder().decode(pem);
  return refuseArgument(option, 'must be PEM text, as a string or as bytes');
}

/** One is as good as a list of one. */
export function listOf<T>(value: T | readonly T[]): readonly T[] {
  // Array.isArray does not narrow readonly arrays.
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** Reads; what that throws becomes an error of the caller's, with the name of the option. */
export function named<T>(option: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof TlsError) throw error;
    return refuseArgument(option, error instanceof Error ? error.message : String(error));
  }
}

/** Reads what is there; null is as good as absent. */
export function given<V, T>(value: V | null | undefined, read: (value: V) => T): T | undefined {
  return value === undefined || value === null ? undefined : read(value);
}
