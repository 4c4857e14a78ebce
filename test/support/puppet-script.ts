/**
 * What a puppet can be told to send, and the words for what it sees: records with anything in
 * them, under any key, in any order. Data only; `puppet.ts` acts on it.
 */

import type { ProtocolName } from '../../generated/registries.ts';

/** The keys of RFC 9846 7.3; TLS 1.2 has only the last. Of early data a puppet has none that anybody else has. */
export type ProtectedEpoch = 'early' | 'handshake' | 'application';

/** The same, and none. */
export type Epoch = 'plaintext' | ProtectedEpoch;

/** The end that a puppet plays. */
export type Role = 'client' | 'server';

/**
 * A change to a message that would be right without it; for a message that was received, a
 * thing that must be true of it. Names are the RFC's: a field or an extension.
 */
export type Change =
  | { readonly kind: 'set'; readonly name: string; readonly value: string }
  | { readonly kind: 'with' | 'without' | 'twice'; readonly name: string }
  /** The last byte is missing. */
  | { readonly kind: 'truncated' }
  /** One byte too many. */
  | { readonly kind: 'trailingByte' };

/** A handshake message, or a piece of one. */
export interface MessageScript {
  readonly kind: 'message';
  /** The RFC's name, such as `ServerHello`. */
  readonly name: string;
  readonly changes: readonly Change[];
  /** Only this piece of the message, cut into `of` pieces of about equal length; from 1. */
  readonly piece: { readonly index: number; readonly of: number } | undefined;
}

/** The content of a record that is no handshake message, as its bytes. */
export interface BytesScript {
  readonly kind: 'bytes';
  /** ContentType; any number. */
  readonly contentType: number;
  readonly bytes: Uint8Array;
}

export type ContentScript = MessageScript | BytesScript;

/** One record. */
export interface RecordScript {
  readonly kind: 'record';
  readonly epoch: Epoch;
  /** Joined, in one record. The content type is that of the first. */
  readonly contents: readonly ContentScript[];
  /** Zero bytes behind the inner content type (RFC 9846 5.4). */
  readonly padding: number;
  /** The last bit of the record is wrong. */
  readonly isCorrupted: boolean;
  /** legacy_record_version. */
  readonly version: number;
  /** Application keys after so many KeyUpdates; undefined: as many as were sent. */
  readonly generation: number | undefined;
}

/** Bytes for the transport that need not be a record. */
export interface RawScript {
  readonly kind: 'raw';
  readonly bytes: Uint8Array;
}

export type SendScript = RecordScript | RawScript;

/** A record that is as it should be. */
export function recordOf(epoch: Epoch, contents: readonly ContentScript[]): RecordScript {
  return {
    kind: 'record',
    epoch,
    contents,
    padding: 0,
    isCorrupted: false,
    version: 0x0303,
    generation: undefined,
  };
}

/** What a puppet saw the other end send. */
export type Seen =
  | {
      readonly kind: 'message';
      /** The keys that its last record opened under. */
      readonly epoch: Epoch;
      readonly name: string;
      /** Which of its forms it has. */
      readonly version: ProtocolName;
      readonly body: Uint8Array;
    }
  | {
      readonly kind: 'bytes';
      readonly epoch: Epoch;
      readonly contentType: number;
      readonly bytes: Uint8Array;
    };
