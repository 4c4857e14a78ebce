/**
 * The lengths that the record protocol fixes (RFC 9846 5.1, 5.2) and the bounds that we set to
 * everything in it that a peer could make grow, each with its reason.
 */

/** TLSPlaintext.length may not be larger (RFC 9846 5.1). */
export const MAX_PLAINTEXT_LENGTH = 2 ** 14;
/** TLSInnerPlaintext: the content and its type byte, padding included (RFC 9846 5.4). */
export const MAX_INNER_PLAINTEXT_LENGTH = MAX_PLAINTEXT_LENGTH + 1;
/** TLSCiphertext.length may not be larger (RFC 9846 5.2). */
export const MAX_CIPHERTEXT_LENGTH = MAX_PLAINTEXT_LENGTH + 256;

/** What a record reader puts up with. */
export interface RecordLimits {
  /** Protected application data records without content, in a row. */
  readonly emptyRecords: number;
  /** change_cipher_spec records in a connection. */
  readonly changeCipherSpecs: number;
  /** Bytes of early data that nobody here can decrypt. */
  readonly skippedBytes: number;
  /** The longest body, in bytes, of a handshake message of this type. */
  readonly handshakeBody: (msgType: number) => number;
}

/** The limits of a connection that asks for no others. */
export const defaultRecordLimits: RecordLimits = {
  // Cover traffic is legal (5.1) but costs us a decryption and the application nothing to see.
  emptyRecords: 32,
  // Section 5 sets no bound; one is needed at most, and an endless row would keep us busy unnoticed.
  changeCipherSpecs: 32,
  // What servers allow in a ticket is 16 KiB (OpenSSL, nginx); four times that is plenty.
  skippedBytes: 64 * 1024,
  handshakeBody: (msgType) => handshakeBodies.get(msgType) ?? OTHER_BODY,
};

const KIB = 1024;

/** Hellos: room for a hybrid key share, PSKs and a large ECH; a real one has 2 KiB. */
const HELLO_BODY = 64 * KIB;
/** A chain of ten large certificates, or the names of every public CA. */
const CERTIFICATE_BODY = 128 * KIB;
/** One list of extensions, one ticket, one signature: post-quantum ones included. */
const SINGLE_ITEM_BODY = 16 * KIB;
/** Finished is one hash, the other types and the unknown ones are shorter still. */
const OTHER_BODY = 64;

/** By HandshakeType (RFC 9846 4). */
const handshakeBodies: ReadonlyMap<number, number> = new Map([
  [1, HELLO_BODY],
  [2, HELLO_BODY],
  [4, SINGLE_ITEM_BODY],
  [8, SINGLE_ITEM_BODY],
  [11, CERTIFICATE_BODY],
  [13, CERTIFICATE_BODY],
  [15, SINGLE_ITEM_BODY],
]);
