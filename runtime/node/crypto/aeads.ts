/**
 * AES-GCM (NIST SP 800-38D) and ChaCha20-Poly1305 (RFC 8439) on node:crypto. Node calls its AEADs
 * as OpenSSL does, and the registry calls them so too.
 *
 * One native object a record cannot be helped; what can is done: the key is a KeyObject (since Node
 * 24 plain bytes cost 10 microseconds a record), and nothing is put together but in `into`.
 */
import {
  type CipherGCM,
  type CipherGCMTypes,
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type DecipherGCM,
} from 'node:crypto';
import type { AeadKey } from '../../crypto/aead.ts';
import type { AeadName } from '../../crypto/provider.ts';
import { plain } from './bytes.ts';

/** Hands a key to OpenSSL. Its copy cannot be wiped by us: it is freed with the KeyObject. */
export function importNodeAeadKey(name: AeadName, key: Uint8Array): AeadKey {
  const keyObject = createSecretKey(key);
  key.fill(0);
  // Node's types have an overload for each family of AEADs; all of ours go by the same calls.
  const type = name as CipherGCMTypes;
  return {
    seal(nonce, additionalData, plaintext, into) {
      const cipher: CipherGCM = createCipheriv(type, keyObject, nonce, TAG);
      cipher.setAAD(additionalData);
      into.set(cipher.update(plaintext));
      cipher.final();
      into.set(cipher.getAuthTag(), plaintext.length);
    },
    open(nonce, additionalData, sealed) {
      const end = sealed.length - TAG.authTagLength;
      const decipher: DecipherGCM = createDecipheriv(type, keyObject, nonce, TAG);
      decipher.setAAD(additionalData);
      decipher.setAuthTag(sealed.subarray(end));
      const plaintext = plain(decipher.update(sealed.subarray(0, end)));
      if (isAuthentic(decipher)) return plaintext;
      plaintext.fill(0);
      return undefined;
    },
    wipe: () => undefined,
  };
}

const TAG = { authTagLength: 16 } as const;

/** Node says by an exception that the tag does not verify; there is no data left to decrypt. */
function isAuthentic(decipher: DecipherGCM): boolean {
  try {
    decipher.final();
    return true;
  } catch {
    return false;
  }
}
