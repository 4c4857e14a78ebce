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
  legacyCipherSuites,
} from '../../generated/registries.ts';
import { bytesOfHex } from '../../runtime/bytes.ts';
import { Secret } from '../../runtime/codegen/secret.ts';
import { type Engine, noble } from '../../runtime/index.ts';
import { recordsOf } from '../support/cuts.ts';
import { keyLogOf } from '../support/effects.ts';
import type { End } from '../support/pair.ts';
import { KeyLane } from '../support/puppet-keys.ts';
import { ClientState, ServerState } from '../support/states.ts';
import { type Tls12Lane, tls12Lanes } from '../support/tls12-lane.ts';
import type { Role } from './replay.ts';
import { plain } from './stream-parts.ts';

/** The one that the tap can read: to be had by options. */
const tappedSuite = cipherSuites.TLS_AES_128_GCM_SHA256;
/** This one, and the same in TLS 1.2. */
export const tappedSuites = [
  tappedSuite.name,
  cipherSuites.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256.name,
] as const;

/** Those with which an engine comes to a state. */
export function suitesFor(state: string) {
  const old: readonly string[] = [ClientState.WAIT_RSA_CR_SHD12, ServerState.DECRYPTING12];
  return old.includes(state) ? [...tappedSuites, staticRsaSuite] : tappedSuites;
}
const staticRsaSuite = legacyCipherSuites.TLS_RSA_WITH_AES_128_GCM_SHA256.name;

/** A record that went by. */
export interface Said {
  /** Whose keys opened it. */
  readonly epoch: string;
  readonly contentType: number;
  readonly content: Uint8Array;
  /** How long the record is on the wire. */
  readonly length: number;
}

/** By epoch; of TLS 1.2 there is one lane, for what comes behind the change_cipher_spec. */
type Lanes = ReadonlyMap<string, KeyLane> | Tls12Lane;

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
    const { readEpoch } = this.#end.engine.inspect();
    if (readEpoch === 'plaintext') return plain(contentType, ...content);
    // A lane counts: what was read by it before must be counted too.
    opened(this.#end.heard, lanes);
    if (!(lanes instanceof Map)) return (lanes as Tls12Lane).seal(contentType, content);
    const lane: KeyLane | undefined = lanes.get(readEpoch);
    return (
      lane?.seal({ contentType, bytes: content, padding: 0 }, 0x0303) ??
      plain(contentType, ...content)
    );
  }

  /** An alert as the peer would send it now. */
  alert(name: AlertName): Uint8Array {
    return this.record(21, Uint8Array.of(alertLevels[name], alertCodes[name]));
  }

  #lanesOf(speaker: Role): Lanes {
    const { written, heard } = this.#end;
    const [client, server] = this.#role === 'client' ? [written, heard] : [heard, written];
    return lanesOf(speaker, keyLogOf(this.#end.effects), { client, server });
  }
}

/** The random of the hello that a stream begins with. */
function randomIn(stream: Uint8Array): Uint8Array {
  const hello = recordsOf(stream).find(([type]) => type === 22) ?? stream;
  return hello.subarray(11, 43);
}

/** All that each of them says, from its first byte on. */
export type Dialogue = Readonly<Record<Role, Uint8Array>>;

/**
 * What whole records of a speaker say.
 * @param secrets label -> hexadecimal digits, from a key log
 */
export function readRecords(
  dialogue: Dialogue,
  speaker: Role,
  secrets: Readonly<Record<string, string>>,
): readonly Said[] {
  return opened(dialogue[speaker], lanesOf(speaker, secrets, dialogue));
}

function peerOf(role: Role): Role {
  return role === 'client' ? 'server' : 'client';
}

function lanesOf(
  speaker: Role,
  secrets: Readonly<Record<string, string>>,
  dialogue: Dialogue,
): Lanes {
  // A line with this label is of TLS 1.2, whose keys hang on both randoms.
  const { CLIENT_RANDOM: master } = secrets;
  if (master !== undefined) {
    const suite = { hash: 'sha256', cipher: 'aes-128-gcm' } as const;
    const randoms = [randomIn(dialogue.client), randomIn(dialogue.server)] as const;
    return tls12Lanes(suite, bytesOfHex(master), ...randoms)[speaker];
  }
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
  return lanes instanceof Map
    ? openedByEpoch(stream, lanes)
    : openedInTls12(stream, lanes as Tls12Lane);
}

function openedInTls12(stream: Uint8Array, lane: Tls12Lane): readonly Said[] {
  let isProtected = false;
  return recordsOf(stream).map((record) => {
    const { length } = record;
    const contentType = record[0] ?? 0;
    // What is no record of TLS is under no keys.
    const isSealed = isProtected && contentType >= 20 && contentType <= 23;
    const content = isSealed ? lane.open(record) : record.subarray(5);
    if (content === undefined) throw new Error(`no key opens a record of ${length} bytes`);
    const epoch = isSealed ? 'application' : 'plaintext';
    isProtected ||= contentType === 20;
    return { epoch, contentType, content, length };
  });
}

function openedByEpoch(stream: Uint8Array, lanes: ReadonlyMap<string, KeyLane>): readonly Said[] {
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
