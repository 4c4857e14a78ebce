/**
 * A client and a server joined in memory: the effects of both are recorded, and bytes and ends of
 * stream are carried from one to the other. Randomness, clock and keys are fixed, so that the same
 * calls give the same bytes in every run.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '../../runtime/bytes.ts';
import type { MessageHooks } from '../../runtime/engine/message-hooks.ts';
import type { EngineOptions } from '../../runtime/engine/options.ts';
import {
  type ClientOptions,
  type Credential,
  type Effect,
  type Engine,
  noble,
  type ServerOptions,
  TlsClient,
  TlsServer,
} from '../../runtime/index.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import { recordsOf } from './cuts.ts';
import { bytesWritten, dataOf } from './effects.ts';
import { anchors, nowMs, serverCertificates, serverKey, serverName } from './fixed-identity.ts';

/** Options that are added to the fixed ones. */
export interface PairOptions {
  readonly client?: Partial<ClientOptions>;
  readonly server?: Partial<ServerOptions>;
  /** Another seed gives other random bytes. */
  readonly seed?: string;
  /** Changes to the client's messages. */
  readonly clientHooks?: MessageHooks;
}

/** A client that trusts `newServer`, always with the same random bytes. */
export function newClient(
  options: Partial<ClientOptions> = {},
  seed = '',
  hooks: MessageHooks = {},
): TlsClient {
  const random = randomFrom(`client ${seed}`);
  return new TlsClient({ ...usual, serverName, random, ...options }, hooks);
}

/** A server that `newClient` trusts, always with the same random bytes. */
export function newServer(options: Partial<ServerOptions> = {}, seed = ''): TlsServer {
  const random = randomFrom(`server ${seed}`);
  const { credentials = [{ certificates: serverCertificates, privateKey: serverKey() }] } = options;
  return new TlsServer({ ...usual, random, ...options, credentials });
}

const { verify, offerKeyShare, acceptKeyShare } = nodeProvider;

/** What takes its time is left out, or left to Node where that gives the same. */
const usual: EngineOptions = {
  anchors,
  now: () => nowMs,
  groups: ['x25519'],
  crypto: { ...noble, verify, offerKeyShare, acceptKeyShare },
};

/** The option for a key that is held elsewhere. */
export function signedBy(sign: NonNullable<Credential['sign']>) {
  return { credentials: [{ certificates: serverCertificates, sign }] };
}

/** Bytes that look random and follow from a seed and from what was asked before. */
export function randomFrom(seed: string): (length: number) => Uint8Array {
  let blocks = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 32) {
      const block = sha256(new TextEncoder().encode(`tlschart ${seed} ${blocks++}`));
      bytes.set(block.subarray(0, length - at), at);
    }
    return bytes;
  };
}

/** One engine with the record of all that it said and heard. */
export class End<E extends Engine = Engine> {
  readonly engine: E;
  /** All effects so far. */
  readonly effects: Effect[] = [];
  /** What the transport has brought so far, as it was cut. */
  readonly received: Uint8Array[] = [];
  readonly #outgoing: (Uint8Array | 'end')[] = [];
  #isShut = false;

  constructor(engine: E) {
    this.engine = engine;
  }

  /** Makes a call of the engine and records what comes of it. */
  do(call: (engine: E) => readonly Effect[]): readonly Effect[] {
    const effects = call(this.engine);
    this.effects.push(...effects);
    for (const effect of effects) this.#carryOut(effect);
    return effects;
  }

  /** The transport brings bytes. */
  receive(chunk: Uint8Array): readonly Effect[] {
    this.received.push(chunk);
    return this.do((engine) => engine.receive(chunk));
  }

  /** What is to be brought to the peer next. */
  takeOutgoing(): Uint8Array | 'end' | undefined {
    return this.#outgoing.shift();
  }

  /** All bytes for the transport so far. */
  get written(): Uint8Array {
    return bytesWritten(this.effects);
  }

  /** All data from the peer so far. */
  get data(): Uint8Array {
    return dataOf(this.effects);
  }

  /** All that the transport has brought so far. */
  get heard(): Uint8Array {
    return concatBytes(this.received);
  }

  #carryOut(effect: Effect): void {
    if (effect.type === 'write') this.#outgoing.push(...recordsOf(effect.data));
    const shuts = effect.type === 'shutdownWrite' || effect.type === 'closeTransport';
    if (!shuts || this.#isShut) return;
    this.#isShut = true;
    this.#outgoing.push('end');
  }
}

/** A client and a server and the wire between them. */
export class Pair {
  readonly client: End<TlsClient>;
  readonly server: End<TlsServer>;

  constructor({ client, server, seed, clientHooks }: PairOptions = {}) {
    this.client = new End(newClient(client, seed, clientHooks));
    this.server = new End(newServer(server, seed));
  }

  /** Starts both; nothing is carried yet. */
  start(): this {
    this.server.do((engine) => engine.start());
    this.client.do((engine) => engine.start());
    return this;
  }

  /**
   * Carries what both have to say, record by record, until both are silent.
   * @param isEnough asked before each record; what is not carried then stays for the next `run`
   */
  run(isEnough = () => false): this {
    while (!isEnough()) {
      if (!carry(this.client, this.server) && !carry(this.server, this.client)) break;
    }
    return this;
  }

  /** Starts both and brings the handshake to its end. */
  connect(): this {
    return this.start().run();
  }
}

/** Brings one thing across. False: there was none. */
function carry(from: End, to: End): boolean {
  const next = from.takeOutgoing();
  if (next === undefined) return false;
  if (next === 'end') to.do((engine) => engine.receiveEnd());
  else to.receive(next);
  return true;
}
