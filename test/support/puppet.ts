/**
 * A peer on strings: plays either role, sends any message at any time under any of its keys, whole
 * or in pieces, right or wrong, and tells what comes back and under which keys. The order is the
 * script's alone; the puppet only sees to it that what it sends is right for what went before.
 */
import { concatBytes } from '../../runtime/bytes.ts';
import type { CryptoProvider, RandomBytes } from '../../runtime/crypto/provider.ts';
import { noble } from '../../runtime/index.ts';
import { recordHeader } from './puppet-keys.ts';
import { makeMessage } from './puppet-messages.ts';
import { PuppetReader } from './puppet-reader.ts';
import type {
  ContentScript,
  Epoch,
  MessageScript,
  RecordScript,
  Role,
  Seen,
  SendScript,
} from './puppet-script.ts';
import { PuppetState } from './puppet-state.ts';
import { lastBitTurned } from './puppet-values.ts';

export class Puppet {
  readonly #state: PuppetState;
  readonly #reader: PuppetReader;
  /** Messages of which a piece was sent and the last one was not. */
  readonly #inPieces = new Map<string, Uint8Array>();

  /**
   * @param role the end that the puppet plays; the engine plays the other
   * @param random source of all its random bytes
   */
  constructor(role: Role, random: RandomBytes, crypto: CryptoProvider = noble) {
    this.#state = new PuppetState(role, random, crypto);
    this.#reader = new PuppetReader(this.#state);
  }

  /** The bytes of one record, or what the script puts in its place. */
  send(script: SendScript): Uint8Array {
    return script.kind === 'raw' ? script.bytes : this.#record(script);
  }

  /** What the engine sent. @throws Error if it sent what no sender may */
  read(bytes: Uint8Array): readonly Seen[] {
    return this.#reader.read(bytes);
  }

  #record(script: RecordScript): Uint8Array {
    const [first] = script.contents;
    const contentType = first === undefined || first.kind === 'message' ? 22 : first.contentType;
    const content = concatBytes(script.contents.map((one) => this.#contentOf(one)));
    const record = this.#protect(script, contentType, content);
    if (script.epoch === 'application') this.#noteKeyUpdates(script.contents);
    return script.isCorrupted ? lastBitTurned(record) : record;
  }

  #protect(script: RecordScript, contentType: number, content: Uint8Array): Uint8Array {
    const { epoch, padding, version } = script;
    if (epoch === 'plaintext') {
      return concatBytes([recordHeader(contentType, version, content.length), content]);
    }
    const generation = this.#generation(epoch, script.generation);
    const lane = this.#state.lane(this.#state.role, epoch, generation);
    return lane.seal({ contentType, bytes: content, padding }, version);
  }

  #generation(epoch: Epoch, asked: number | undefined): number {
    if (epoch !== 'application') return 0;
    return asked ?? this.#state.generationOf(this.#state.role);
  }

  #contentOf(content: ContentScript): Uint8Array {
    return content.kind === 'message' ? this.#messageOf(content) : content.bytes;
  }

  /** The first piece makes the message, the others are cut from the same one. */
  #messageOf({ name, changes, piece }: MessageScript): Uint8Array {
    if (piece === undefined) return makeMessage(this.#state, name, changes);
    const { index, of } = piece;
    if (index === 1) this.#inPieces.set(name, makeMessage(this.#state, name, changes));
    const message = this.#inPieces.get(name);
    if (message === undefined) throw new Error(`no first piece of ${name} was sent`);
    if (index === of) this.#inPieces.delete(name);
    const cut = (place: number) => Math.floor((message.length * place) / of);
    return message.subarray(cut(index - 1), cut(index));
  }

  /** RFC 9846 4.7.3: the record with the end of the KeyUpdate is the last under the old keys. */
  #noteKeyUpdates(contents: readonly ContentScript[]): void {
    for (const content of contents) {
      if (content.kind !== 'message' || content.name !== 'KeyUpdate') continue;
      const isWhole = content.piece === undefined || content.piece.index === content.piece.of;
      if (!isWhole) continue;
      this.#state.updateKeys(this.#state.role);
      this.#state.owesKeyUpdate = false;
    }
  }
}
