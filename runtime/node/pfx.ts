/** The option `pfx`: key stores of PKCS#12, and which of their certificates belong to which key. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { equalBytes } from '../bytes.ts';
import type { CryptoProvider, PrivateKey } from '../crypto/provider.ts';
import { refuseArgument } from '../errors.ts';
import { type Certificate, isSelfIssued, parseCertificate } from '../x509/certificate.ts';
import { CertificateError } from '../x509/certificate-error.ts';
import { type ChainWithKey, isKeyOf, listOf, named } from './certificates-and-keys.ts';
import { readStore } from './pkcs12/store.ts';
import { importKey } from './private-keys.ts';

/** A key store with a passphrase of its own, as node:tls has it. */
export interface PfxWithPassphrase {
  readonly buf: string | Uint8Array;
  readonly passphrase?: string | undefined;
}

/** PKCS#12 in bytes (or in a string with one character for each), one or several. */
export type Pfx =
  | string
  | Uint8Array
  | PfxWithPassphrase
  | readonly (string | Uint8Array | PfxWithPassphrase)[];

/**
 * Each key of the stores with its certificate and those between it and its root, which is left
 * out. Certificates that belong to no key mean nothing: node:tls would trust them.
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT
 */
export function readPfx(
  pfx: Pfx,
  passphrase: string | undefined,
  crypto: CryptoProvider,
): readonly ChainWithKey[] {
  const members: readonly (string | Uint8Array | PfxWithPassphrase)[] = listOf(pfx);
  if (members.length === 0) refuseArgument('pfx', 'is an empty list');
  return members.flatMap((member) => named('pfx', () => readOne(member, passphrase, crypto)));
}

function readOne(
  member: string | Uint8Array | PfxWithPassphrase,
  commonPassphrase: string | undefined,
  crypto: CryptoProvider,
): readonly ChainWithKey[] {
  const isPlain = typeof member === 'string' || member instanceof Uint8Array;
  const bytes = bytesOf(isPlain ? member : member?.buf);
  const passphrase = isPlain ? commonPassphrase : (member?.passphrase ?? commonPassphrase);
  const { certificates, keys } = readStore(bytes, passphrase);
  if (keys.length === 0) throw new Error('has no private key');
  const readable = certificates.map(readIfPossible);
  return keys
    .map((pkcs8) => importKey(keyObjectOf(pkcs8), crypto))
    .flatMap((key) => chainsOf(key, readable));
}

/** Whoever reads a file as text has lost most of it. */
function bytesOf(store: unknown): Uint8Array {
  if (store instanceof Uint8Array) return store;
  if (typeof store !== 'string') throw new Error('must be PKCS#12, in bytes');
  for (const character of store) {
    if (character > '\u00ff')
      throw new Error('was read as text: read the file without an encoding');
  }
  return Buffer.from(store, 'latin1');
}

function keyObjectOf(pkcs8: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  } finally {
    pkcs8.fill(0);
  }
}

/** A root of long ago beside the certificates that matter need not be one that we read. */
function readIfPossible(der: Uint8Array): Certificate | CertificateError {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (error instanceof CertificateError) return error;
    throw error;
  }
}

function chainsOf(
  privateKey: PrivateKey,
  found: readonly (Certificate | CertificateError)[],
): readonly ChainWithKey[] {
  const certificates = found.flatMap((one) => (one instanceof CertificateError ? [] : [one]));
  const own = certificates.filter((certificate) => isKeyOf(privateKey, certificate));
  if (own.length > 0)
    return own.map((leaf) => ({ chain: chainOf(leaf, certificates), privateKey }));
  const unread = found.find((one) => one instanceof CertificateError);
  const why = unread === undefined ? '' : `, and one that is not read: ${unread.message}`;
  throw new Error(`has a private key that belongs to none of its certificates${why}`);
}

/** Stores keep no order: issuers are found by their names, each once. */
function chainOf(leaf: Certificate, certificates: readonly Certificate[]): readonly Certificate[] {
  const chain = [leaf];
  for (let last = leaf; !isSelfIssued(last); ) {
    const { issuer } = last;
    const next = certificates.find(
      (one) => equalBytes(one.subject, issuer) && !isSelfIssued(one) && !chain.includes(one),
    );
    if (next === undefined) break;
    chain.push(next);
    last = next;
  }
  return chain;
}
