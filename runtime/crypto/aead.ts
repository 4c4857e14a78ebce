/**
 * What every AEAD of every provider checks before it touches a byte: lengths, and that its key is
 * still there. Behind it a library is called with arguments that it cannot refuse, so that a failure
 * to open means one thing only: the record is not authentic.
 */
import { type CipherSuite, cipherSuites } from '../../generated/registries.ts';
import type { Aead, AeadName } from './provider.ts';

/** One AEAD key in the hands of a library. All arguments have the right lengths. */
export interface AeadKey {
  /** Writes ciphertext and tag to `into`, which may begin where `plaintext` begins. */
  seal(
    nonce: Uint8Array,
    additionalData: Uint8Array,
    plaintext: Uint8Array,
    into: Uint8Array,
  ): void;
  /** The plaintext, or undefined if the tag does not verify. `sealed` is not shorter than a tag. */
  open(nonce: Uint8Array, additionalData: Uint8Array, sealed: Uint8Array): Uint8Array | undefined;
  wipe(): void;
}

/** Hands a key to a library. The bytes belong to the result. */
export type ImportAeadKey = (name: AeadName, key: Uint8Array) => AeadKey;

/**
 * An AEAD that checks its arguments.
 * @param key copied
 * @throws RangeError for a key of the wrong length: AES-256 must not slip in as AES-128
 */
export function createCheckedAead(name: AeadName, key: Uint8Array, importKey: ImportAeadKey): Aead {
  const { keyLength, ivLength, tagLength } = lengthsOf(name);
  requireLength('key', key, keyLength);
  let inner: AeadKey | undefined = importKey(name, new Uint8Array(key));
  const present = (): AeadKey => {
    if (inner === undefined) throw new Error('a wiped key was asked to protect a record');
    return inner;
  };
  return {
    tagLength,
    seal(nonce, additionalData, plaintext, into) {
      requireLength('nonce', nonce, ivLength);
      requireLength('into', into, plaintext.length + tagLength);
      present().seal(nonce, additionalData, plaintext, into);
    },
    open(nonce, additionalData, ciphertext) {
      requireLength('nonce', nonce, ivLength);
      const aead = present();
      if (ciphertext.length < tagLength) return undefined;
      return aead.open(nonce, additionalData, ciphertext);
    },
    wipe() {
      inner?.wipe();
      inner = undefined;
    },
  };
}

function lengthsOf(name: AeadName): CipherSuite {
  const suite = Object.values(cipherSuites).find(({ aead }) => aead === name);
  if (suite === undefined) throw new RangeError(`there is no AEAD ${name}`);
  return suite;
}

function requireLength(what: string, bytes: Uint8Array, length: number): void {
  if (bytes.length === length) return;
  throw new RangeError(`${what}: ${bytes.length} bytes where there must be ${length}`);
}
