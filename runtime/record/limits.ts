/**
 * The lengths that the record protocol fixes (RFC 9846 5.1, 5.2), and what a record reader puts up
 * with. The bounds that we set ourselves stand in `spec/registries.ts`, each with its reason.
 */
import { HandshakeType } from '../../generated/messages.ts';
import { limits } from '../../generated/registries.ts';

/** TLSPlaintext.length may not be larger (RFC 9846 5.1). */
export const MAX_PLAINTEXT_LENGTH = 2 ** 14;
/** TLSInnerPlaintext: the content and its type byte, padding included (RFC 9846 5.4). */
export const MAX_INNER_PLAINTEXT_LENGTH = MAX_PLAINTEXT_LENGTH + 1;
/** TLSCiphertext.length may not be larger (RFC 9846 5.2). */
export const MAX_CIPHERTEXT_LENGTH = MAX_PLAINTEXT_LENGTH + 256;
/** TLSCiphertext.length of TLS 1.2 may not be larger (RFC 5246 6.2.3). */
export const MAX_TLS12_CIPHERTEXT_LENGTH = MAX_PLAINTEXT_LENGTH + 2048;

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
  emptyRecords: limits.emptyRecords,
  changeCipherSpecs: limits.changeCipherSpecs,
  skippedBytes: limits.skippedBytes,
  handshakeBody: (msgType) => handshakeBodies.get(msgType) ?? limits.otherLength,
};

/** By HandshakeType (RFC 9846 4). */
const handshakeBodies: ReadonlyMap<number, number> = new Map([
  [HandshakeType.clientHello, limits.helloLength],
  [HandshakeType.serverHello, limits.helloLength],
  [HandshakeType.newSessionTicket, limits.itemLength],
  [HandshakeType.encryptedExtensions, limits.itemLength],
  [HandshakeType.certificate, limits.certificateLength],
  [HandshakeType.certificateRequest, limits.certificateLength],
  [HandshakeType.certificateVerify, limits.itemLength],
  [HandshakeType.certificateStatus, limits.certificateLength],
  [HandshakeType.serverKeyExchange, limits.itemLength],
  [HandshakeType.clientKeyExchange, limits.itemLength],
]);
