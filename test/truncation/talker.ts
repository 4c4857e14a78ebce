/**
 * One end of a conversation that is the same byte for byte each time: an engine, and an application
 * that acts on nothing but what the engine tells it. The client asks and closes its half; the
 * server answers as soon as it hears something, and closes when the client has.
 */

import { concatBytes } from '../../runtime/bytes.ts';
import type { EngineOptions } from '../../runtime/engine/options.ts';
import type { Credential, Effect, Engine } from '../../runtime/index.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import type { Role } from '../engine/replay.ts';
import { tappedSuite } from '../engine/wire-tap.ts';
import { serverKey } from '../support/fixed-identity.ts';
import { End, newClient, newServer, signedBy } from '../support/pair.ts';

/** What the client asks, write by write. */
export const question = [bytes(1, 'q'), bytes(40, 'u'), bytes(100, 'e')];
/** What the server answers. */
export const answer = [bytes(70, 'a'), bytes(1, 'n')];

export class Talker {
  readonly role: Role;
  readonly end: End<Engine>;
  #hasAnswered = false;

  constructor(role: Role, options: EngineOptions = {}) {
    this.role = role;
    this.end = new End<Engine>(role === 'client' ? client(options) : server(options));
    this.#do((engine) => engine.start());
  }

  receive(stream: Uint8Array): void {
    if (stream.length === 0) return;
    this.end.received.push(stream);
    this.#do((engine) => engine.receive(stream));
  }

  /** The stream ends, and that is all that the application hears. */
  receiveEnd(): void {
    this.#do((engine) => engine.receiveEnd());
  }

  fail(): void {
    this.#do((engine) => engine.transportFailed(new Error('reset')));
  }

  #do(call: (engine: Engine) => readonly Effect[]): void {
    for (const effect of this.end.do(call)) this.#hear(effect);
  }

  #hear(effect: Effect): void {
    if (this.role === 'client') {
      if (effect.type !== 'fact' || effect.fact.name !== 'connected') return;
      for (const data of question) this.#do((engine) => engine.write(data));
      this.#do((engine) => engine.end());
    } else if (effect.type === 'data' && !this.#hasAnswered) {
      this.#hasAnswered = true;
      for (const data of answer) this.#do((engine) => engine.write(data));
    } else if (effect.type === 'endOfData') this.#do((engine) => engine.end());
  }
}

/** What the peer of this role has to say. */
export function saidTo(role: Role): Uint8Array {
  return concatBytes(role === 'server' ? question : answer);
}

function client(options: EngineOptions): Engine {
  return newClient({ ...common, ...options });
}

/** Asks for a second hello and for a certificate: the longest way that there is. */
function server(options: EngineOptions): Engine {
  const cookieSecret = new Uint8Array(32).fill(9);
  return newServer({ ...common, cookieSecret, clientAuth: 'require', ...options });
}

/** The same handshake has the same signatures, and thousands of them need these. */
const signatures = new Map<string, Uint8Array>();

const sign: NonNullable<Credential['sign']> = ({ scheme, content }) => {
  const name = `${scheme} ${content.join()}`;
  const known = signatures.get(name) ?? serverKey().sign(scheme, content);
  signatures.set(name, known);
  return known;
};

const common: EngineOptions = {
  crypto: nodeProvider,
  cipherSuites: [tappedSuite.name],
  keyLog: true,
  verifyPeer: () => ({ accepted: true }),
  ...signedBy(sign),
};

function bytes(length: number, letter: string): Uint8Array {
  return new Uint8Array(length).fill(letter.charCodeAt(0));
}
