/** What both versions make of their secrets: the part of a session that its version decides. */
import type { RecordProtection } from '../record/protection.ts';

/** Whose keys, or whose Finished. */
export type Side = 'client' | 'server';

/** Key epochs after the plaintext one. TLS 1.2 has only the second. */
export type Epoch = 'handshake' | 'application';

export interface ConnectionKeys {
  /** Whether nobody else's connection can have the same secrets: then others may build on them. */
  readonly isUnique: boolean;
  /** Record keys for what `side` sends in this epoch. */
  recordKeys(side: Side, epoch: Epoch): RecordProtection;
  /** verify_data of `side`'s Finished over the transcript so far. */
  verifyData(side: Side): Uint8Array;
  /**
   * Keying material for the application.
   * @param context undefined: none, which TLS 1.2 tells from an empty one (RFC 5705 4)
   * @returns undefined if the secrets are not there
   * @throws TlsError ERR_TLS_NO_EXTENDED_MASTER_SECRET unless the secrets are unique
   * @throws RangeError for a label or a length that does not fit
   */
  exportKeyingMaterial(
    label: string,
    context: Uint8Array | undefined,
    length: number,
  ): Uint8Array | undefined;
  /** What only the handshake needs: both Finished are through. */
  eraseHandshake(): void;
  /** Erases every secret. */
  erase(): void;
}
