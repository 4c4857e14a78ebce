/**
 * What the engines take from `tlschart/legacy`, and nothing else of it: who does not ask for it does
 * not load it.
 */
import type { CipherSuite, LegacyCipherSuite } from '../../generated/registries.ts';
import type { RandomBytes } from '../crypto/provider.ts';
import type { RecordProtection } from '../record/protection.ts';

/** A cipher suite, safe or not. */
export type AnyCipherSuite = CipherSuite | LegacyCipherSuite;

/**
 * UNSAFE: cipher suites of old equipment. From `tlschart/legacy` or `tlschart/node/legacy`; the
 * option `legacy` of whoever must talk to such equipment takes it.
 */
export interface Legacy {
  /** In order of preference, and all behind those that are safe. */
  readonly cipherSuites: readonly LegacyCipherSuite[];
  /** Protects the records of one direction with AES-CBC and an HMAC. */
  cbcRecordKeys(suite: LegacyCipherSuite, keys: CbcKeyMaterial): RecordProtection;
}

/** Keys, which the result takes over, and how they are used. */
export interface CbcKeyMaterial {
  readonly macKey: Uint8Array;
  readonly key: Uint8Array;
  /** In place of MAC-then-encrypt (RFC 7366). */
  readonly encryptsThenMacs: boolean;
  /** Makes the IV of each record. */
  readonly random: RandomBytes;
}
