/** Joins the contents of handshake records into messages (RFC 9846 4, 5.1). */
import { ByteQueue } from './byte-queue.ts';
import { HANDSHAKE_HEADER_LENGTH } from './content-type.ts';
import type { IncomingHandshake } from './incoming.ts';

/** Handshake messages, however they were cut into records. */
export class HandshakeJoiner {
  readonly #bytes = new ByteQueue();
  readonly #maxBodyLength: (msgType: number) => number;

  /** @param maxBodyLength the longest body, in bytes, of a message of a type */
  constructor(maxBodyLength: (msgType: number) => number) {
    this.#maxBodyLength = maxBodyLength;
  }

  /** Bytes held: of a message that is not complete, or not asked for. */
  get length(): number {
    return this.#bytes.length;
  }

  /** The content of the next handshake record. */
  push(content: Uint8Array): void {
    this.#bytes.push(content);
  }

  /**
   * The next message, or undefined until more content has come. A message that is too large is
   * told by its header, so that nobody can make us hold more than the limit.
   */
  next(): IncomingHandshake | undefined {
    const bytes = this.#bytes;
    if (bytes.length < HANDSHAKE_HEADER_LENGTH) return undefined;
    const msgType = bytes.at(0);
    const bodyLength = bytes.at(1) * 0x10000 + bytes.at(2) * 0x100 + bytes.at(3);
    const tooLarge = bodyLength > this.#maxBodyLength(msgType);
    const length = HANDSHAKE_HEADER_LENGTH + (tooLarge ? 0 : bodyLength);
    if (bytes.length < length) return undefined;
    const message = bytes.take(length);
    return {
      kind: 'handshake',
      msgType,
      message,
      body: message.subarray(HANDSHAKE_HEADER_LENGTH),
      aligned: tooLarge || bytes.length === 0,
      tooLarge,
    };
  }

  /** Forgets what is held. */
  clear(): void {
    this.#bytes.clear();
  }
}
