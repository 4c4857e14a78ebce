/**
 * A conversation that was heard to its end: at which byte each record ends, and what it means. The
 * tap that opens the records knows nothing of the engine's record layer.
 */
import { HandshakeType } from '../../generated/messages.ts';
import type { ProtocolName } from '../../generated/registries.ts';
import { concatBytes } from '../../runtime/bytes.ts';
import type { Role } from '../engine/replay.ts';
import { type Said, WireTap } from '../engine/wire-tap.ts';
import { Talker } from './talker.ts';

/** What has come to one side. */
export class Recording {
  /** Everything, from the first byte to the end of the stream. */
  readonly stream: Uint8Array;
  /** Where each record ends. */
  readonly ends: readonly number[];
  readonly #records: readonly Said[];

  constructor(stream: Uint8Array, records: readonly Said[]) {
    this.stream = stream;
    this.#records = records;
    let end = 0;
    this.ends = records.map(({ length }) => (end += length));
  }

  /** The data in the whole records among the first bytes. */
  dataWithin(length: number): Uint8Array {
    const data = this.#within(length).filter(isData);
    return concatBytes(data.map(({ content }) => content));
  }

  /** Whether the peer has said goodbye in the first bytes. */
  isGoodbyeWithin(length: number): boolean {
    return this.#within(length).some(({ contentType, content }) => {
      return contentType === 21 && content.join() === '1,0';
    });
  }

  /** Whether the peer's Finished is whole in the first bytes. */
  isFinishedWithin(length: number): boolean {
    const records = this.#within(length).filter(({ epoch, contentType }) => {
      // TLS 1.2 has but one kind of keys, and no other message under them.
      return epoch !== 'plaintext' && contentType === 22;
    });
    const types = messageTypes(concatBytes(records.map(({ content }) => content)));
    return types.includes(HandshakeType.finished);
  }

  #within(length: number): readonly Said[] {
    return this.#records.slice(0, this.ends.filter((end) => end <= length).length);
  }
}

/** One conversation, as each side heard it. */
export function recordConversation(version: ProtocolName): Readonly<Record<Role, Recording>> {
  const client = new Talker('client', version);
  const server = new Talker('server', version);
  for (let isMoving = true; isMoving; ) {
    const movedUp = carry(client, server);
    isMoving = carry(server, client) || movedUp;
  }
  return { client: heardBy(client), server: heardBy(server) };
}

function carry(from: Talker, to: Talker): boolean {
  const next = from.end.takeOutgoing();
  if (next === 'end') to.receiveEnd();
  else if (next !== undefined) to.receive(next);
  return next !== undefined;
}

function heardBy({ role, end }: Talker): Recording {
  return new Recording(end.heard, new WireTap(role, end).heard);
}

function isData({ contentType }: Said): boolean {
  return contentType === 23;
}

/** HandshakeType of each message of a stream of whole messages. */
function messageTypes(stream: Uint8Array): readonly number[] {
  const types: number[] = [];
  for (let at = 0; at < stream.length; ) {
    const [type = 0, high = 0, middle = 0, low = 0] = stream.subarray(at);
    types.push(type);
    at += 4 + high * 65_536 + middle * 256 + low;
  }
  return types;
}
