/**
 * A tap on the wire of an engine that logs its secrets: reads what the engine says, and makes the
 * very record that it would read next. The record protection is that of the puppets, which knows
 * nothing of the engine's.
 */
import {
  type AlertName,
  alertCodes,
  alertLevels,
  cipherSuites,
} from '../../generated/registries.ts';
import { bytesOfHex } from '../../runtime/bytes.ts';
import { Secret } from '../../runtime/codegen/secret.ts';
import { type Engine, noble } from '../../runtime/index.ts';
import { recordsOf } from '../support/cuts.ts';
import { keyLogOf } from '../support/effects.ts';
import type { End } from '../support/pair.ts';
import { KeyLane } from '../support/puppet-keys.ts';
import type { Role } from './replay.ts';
import { plain } from './stream-parts.ts';

/** The one that the tap can read: to be had by options. */
export const tappedSuite = cipherSuites.TLS_AES_128_GCM_SHA256;

/** A record that went by. */
export interface Said {
  /** Whose keys opened it. */
  readonly epoch: string;
  readonly contentType: number;
  readonly content: Uint8Array;
  /** How long the record is on the wire. */
  readonly length: number;
}

type Lanes = ReadonlyMap<string, KeyLane>;

export class WireTap {
  readonly #role: Role;
  readonly #end: End<Engine>;

  constructor(role: Role, end: End<Engine>) {
    this.#role = role;
    this.#end = end;
  }

  /** All that the engine has said so far. Throws at what no key opens. */
  get said(): readonly Said[] {
    return opened(this.#end.written, this.#lanesOf(this.#role));
  }

  /** All that has come to the engine, whether it has read it or not. */
  get heard(): readonly Said[] {
    return opened(this.#end.heard, this.#lanesOf(peerOf(this.#role)));
  }

  /** The record that the engine reads next, with this content. */
  record(contentType: number, content: Uint8Array): Uint8Array {
    const lanes = this.#lanesOf(peerOf(this.#role));
    const lane = lanes.get(this.#end.engine.inspect().readEpoch);
    if (lane === undefined) return plain(contentType, ...content);
    // A lane counts: what was read by it before must be counted too.
    opened(this.#end.heard, lanes);
    return lane.seal({ contentType, bytes: content, padding: 0 }, 0x0303);
  }

  /** An alert as the peer would send it now. */
  alert(name: AlertName): Uint8Array {
    return this.record(21, Uint8Array.of(alertLevels[name], alertCodes[name]));
  }

  #lanesOf(speaker: Role): Lanes {
    return lanesOf(speaker, keyLogOf(this.#end.effects));
  }
}

/**
 * What whole records of a speaker say.
 * @param secrets label -> hexadecimal digits, from a key log
 */
export function readRecords(
  stream: Uint8Array,
  speaker: Role,
  secrets: Readonly<Record<string, string>>,
): readonly Said[] {
  return opened(stream, lanesOf(speaker, secrets));
}

function peerOf(role: Role): Role {
  return role === 'client' ? 'server' : 'client';
}

function lanesOf(speaker: Role, secrets: Readonly<Record<string, string>>): Lanes {
  const side = speaker.toUpperCase();
  const labels = {
    handshake: `${side}_HANDSHAKE_TRAFFIC_SECRET`,
    application: `${side}_TRAFFIC_SECRET_0`,
  };
  return new Map(
    Object.entries(labels).flatMap(([epoch, label]) => {
      const secret = secrets[label];
      if (secret === undefined) return [];
      return [[epoch, new KeyLane(noble, tappedSuite, new Secret(bytesOfHex(secret)))] as const];
    }),
  );
}

function opened(stream: Uint8Array, lanes: Lanes): readonly Said[] {
  return recordsOf(stream).map((record) => {
    const [header, body] = [record.subarray(0, 5), record.subarray(5)];
    const contentType = record[0] ?? 0;
    if (contentType !== 23)
      return { epoch: 'plaintext', contentType, content: body, length: record.length };
    for (const [epoch, lane] of lanes) {
      const inner = lane.open(header, body);
      if (inner === undefined) continue;
      const end = inner.findLastIndex((byte) => byte !== 0);
      const content = inner.slice(0, end);
      return { epoch, contentType: inner[end] ?? 0, content, length: record.length };
    }
    throw new Error(`no key opens a record of ${record.length} bytes`);
  });
}
