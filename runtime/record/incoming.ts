/** What the record reader gives: one thing at a time, in the order of the stream. */
export type Incoming =
  | IncomingHandshake
  | IncomingAlert
  | IncomingData
  | RecordFault
  /**
   * The one byte 1. In TLS 1.2 it says that keys change here; in TLS 1.3 it means nothing, being
   * there for middleboxes.
   */
  | { readonly kind: 'changeCipherSpec'; readonly changesKeys: boolean }
  /** An alert record whose content is not two bytes. */
  | { readonly kind: 'malformedAlert' };

/** A handshake message, complete or announced as too large. */
export interface IncomingHandshake {
  readonly kind: 'handshake';
  readonly msgType: number;
  /** Header and body; the header alone if `tooLarge`. */
  readonly message: Uint8Array;
  /** Empty if `tooLarge`. */
  readonly body: Uint8Array;
  /** No handshake byte follows in this record. True, for want of knowledge, if `tooLarge`. */
  readonly aligned: boolean;
  /** The header announces more than the limit for its type; given as soon as the header is here. */
  readonly tooLarge: boolean;
}

/** An alert, in the clear or protected. The numbers are as they came. */
export interface IncomingAlert {
  readonly kind: 'alert';
  readonly level: number;
  readonly description: number;
}

/** Application data: one record's content, never empty. */
export interface IncomingData {
  readonly kind: 'applicationData';
  /** Belongs to who takes it. */
  readonly data: Uint8Array;
}

/** A record that ends the connection. After it the reader gives nothing of use. */
export interface RecordFault {
  readonly kind:
    | 'badMac'
    | 'overflow'
    | 'empty'
    | 'unknownType'
    | 'plaintext'
    | 'interleaved'
    | 'badChangeCipherSpec'
    | 'flood';
  /** What came, for people; never a secret byte. */
  readonly detail: string;
}
