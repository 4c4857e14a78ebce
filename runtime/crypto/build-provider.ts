/**
 * A crypto provider made of what a library has. Everything that could differ between providers
 * without need is here and in what this uses: which code points there are, what is misuse, what is
 * checked before a library is called.
 */
import {
  type AeadName,
  cipherSuites,
  type SignatureScheme,
  signatureSchemes,
} from '../../generated/registries.ts';
import { createCheckedAead, type ImportAeadKey } from './aead.ts';
import type { KeyExchange } from './key-exchange.ts';
import type { CryptoProvider, HashName, RandomBytes, RunningHash } from './provider.ts';
import { keyForScheme } from './public-keys.ts';
import { importSigningKey, type Signatures } from './signing-key.ts';

/** What a library brings. */
export interface CryptoLibrary {
  readonly name: string;
  /** In order of preference: what is fast here comes first. */
  readonly aeads: readonly AeadName[];
  /** In order of preference. */
  readonly groups: readonly KeyExchange[];
  readonly randomBytes: RandomBytes;
  readonly hashes: Hashes;
  readonly importAeadKey: ImportAeadKey;
  readonly signatures: Signatures;
}

/** Hashes and what is made of them. Results are new arrays that belong to the caller. */
export interface Hashes {
  hash(name: HashName, data: Uint8Array): Uint8Array;
  createHash(name: HashName): RunningHash;
  hmac(name: HashName, key: Uint8Array, data: Uint8Array): Uint8Array;
  /** @param length at most 255 times the hash's */
  expand(name: HashName, secret: Uint8Array, info: Uint8Array, length: number): Uint8Array;
}

/** The provider. Its functions may be taken off it: none needs `this`. */
export function buildProvider(library: CryptoLibrary): CryptoProvider {
  const { hashes, signatures } = library;
  const groups = new Map(library.groups.map((one) => [one.group.code, one]));
  const schemes = new Map(Object.values(signatureSchemes).map((one) => [one.code, one]));
  const groupOf = (code: number) => known(groups, code, `${library.name} has no group`);
  const schemeOf = (code: number): SignatureScheme =>
    known(schemes, code, `${library.name} has no signature scheme`);
  return {
    name: library.name,
    cipherSuites: suitesWith(library.aeads),
    groups: [...groups.keys()],
    signatureSchemes: [...schemes.keys()],

    randomBytes: library.randomBytes,

    hash: hashes.hash,
    createHash: hashes.createHash,
    hmac: hashes.hmac,
    // RFC 5869 2.2: HMAC with the salt as the key.
    hkdfExtract: (name, salt, keyMaterial) => hashes.hmac(name, salt, keyMaterial),
    hkdfExpand(name, secret, info, length) {
      requireExpandable(secret, length, hashLengths[name]);
      return hashes.expand(name, secret, info, length);
    },

    createAead: (name, key) => createCheckedAead(name, key, library.importAeadKey),

    offerKeyShare: (group, random) => groupOf(group).offer(random),
    acceptKeyShare: (group, peerShare, random) => groupOf(group).accept(peerShare, random),

    verify(code, subjectPublicKeyInfo, message, signature) {
      const scheme = schemeOf(code);
      const key = keyForScheme(scheme, subjectPublicKeyInfo);
      return key !== undefined && signatures.verify(scheme, key, message, signature);
    },
    importPrivateKey: (pkcs8) => importSigningKey(pkcs8, signatures),
  };
}

/** Those of TLS 1.3 first. */
function suitesWith(aeads: readonly AeadName[]): readonly number[] {
  const suites = Object.values(cipherSuites);
  const versions = ['TLSv1.3', 'TLSv1.2'] as const;
  return versions.flatMap((version) =>
    aeads.flatMap((aead) =>
      suites
        .filter((suite) => suite.protocol === version && suite.aead === aead)
        .map(({ code }) => code),
    ),
  );
}

/** Bytes of each hash. */
const hashLengths: Readonly<Record<HashName, number>> = {
  sha256: 32,
  sha384: 48,
  sha512: 64,
};

/** RFC 5869 2.3: the secret has at least one hash's length, and a byte counts the blocks. */
function requireExpandable(secret: Uint8Array, length: number, hashLength: number): void {
  if (secret.length < hashLength) {
    throw new RangeError(`secret: ${secret.length} bytes where there must be ${hashLength}`);
  }
  if (Number.isInteger(length) && length >= 0 && length <= 255 * hashLength) return;
  throw new RangeError(`length: ${length}, HKDF-Expand gives at most ${255 * hashLength} bytes`);
}

function known<T>(table: ReadonlyMap<number, T>, code: number, problem: string): T {
  const found = table.get(code);
  if (found === undefined) throw new RangeError(`${problem} 0x${code.toString(16)}`);
  return found;
}
