/**
 * The option `key`: PEM or DER, in any form that OpenSSL reads, encrypted or not. What is wrong
 * with a key is the caller's mistake, told at once with the cause.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { CryptoProvider, PrivateKey } from '../crypto/provider.ts';
import { refuseArgument } from '../errors.ts';
import { DerReader, tags } from '../x509/der.ts';
import { isDer, listOf, named, textOf } from './certificates-and-keys.ts';

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

function readKey(
  member: string | Uint8Array | KeyWithPassphrase,
  commonPassphrase: string | undefined,
  crypto: CryptoProvider,
): PrivateKey {
  const isPlain = typeof member === 'string' || member instanceof Uint8Array;
  const pem: unknown = isPlain ? member : member?.pem;
  const passphrase = isPlain ? commonPassphrase : (member?.passphrase ?? commonPassphrase);
  return importKey(unwrap(pem, passphrase), crypto);
}

/** A key that OpenSSL has read, for the provider that is to sign with it. */
export function importKey(key: KeyObject, crypto: CryptoProvider): PrivateKey {
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
  try {
    return crypto.importPrivateKey(pkcs8);
  } finally {
    pkcs8.fill(0);
  }
}

/** Any form that OpenSSL reads: PKCS#8, encrypted or not, SEC 1, PKCS#1. */
function unwrap(key: unknown, passphrase: string | undefined): KeyObject {
  const secret = passphrase === undefined ? {} : { passphrase };
  if (isDer(key)) {
    return ifEncrypted(isEncryptedDer(key), passphrase, () => unwrapDer(Buffer.from(key), secret));
  }
  const text = textOf('key', key);
  const blocks = text.match(/^-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/gm) ?? [];
  if (blocks.length === 0) throw new Error('PEM: no PRIVATE KEY block found');
  if (blocks.length > 1) throw new Error('PEM: more than one private key found');
  const isEncrypted = /^-----BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/m.test(text);
  return ifEncrypted(isEncrypted, passphrase, () =>
    createPrivateKey({ key: text, format: 'pem', ...secret }),
  );
}

/** EncryptedPrivateKeyInfo (RFC 5958 3) begins with an algorithm, all others with a version. */
function isEncryptedDer(key: Uint8Array): boolean {
  return new DerReader(key).enter(tags.sequence).isNext(tags.sequence);
}

/** Decrypts by a passphrase. What OpenSSL says where that fails, is for who knows OpenSSL. */
function ifEncrypted(
  isEncrypted: boolean,
  passphrase: string | undefined,
  decrypt: () => KeyObject,
): KeyObject {
  if (!isEncrypted) return decrypt();
  if (passphrase === undefined) throw new Error('is encrypted, and there is no passphrase');
  try {
    return decrypt();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_OSSL_EVP_UNSUPPORTED') {
      throw new Error('is encrypted in an old way that OpenSSL does not read any more');
    }
    // A wrong one gives random bytes: one time in 256 they look like padding, and then like no key.
    throw new Error(
      `is not decrypted: the passphrase is wrong, or the key is damaged (${message})`,
    );
  }
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
