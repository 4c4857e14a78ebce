/**
 * One end of a conversation that is the same byte for byte each time: an engine, and an application
 * that acts on nothing but what the engine tells it. The client asks and closes its half; the
 * server answers as soon as it hears something, and closes when the client has.
 */

import type { ProtocolName } from '../../generated/registries.ts';
import { concatBytes } from '../../runtime/bytes.ts';
import type { EngineOptions } from '../../runtime/engine/options.ts';
import type { Credential, Effect, Engine } from '../../runtime/index.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import type { Role } from '../engine/replay.ts';
import { tappedSuites } from '../engine/wire-tap.ts';
import { recordsOf } from '../support/cuts.ts';
import { serverKey } from '../support/fixed-identity.ts';
import { End, newClient, newServer, signedBy } from '../support/pair.ts';

/** What the client asks, write by write. */
export const question = [bytes(1, 'q'), bytes(40, 'u'), bytes(100, 'e')];
/** What the server answers. */
export const answer = [bytes(70, 'a'), bytes(1, 'n')];

export class Talker {
  readonly role: Role;
  readonly end: End<Engine>;
  readonly #version: ProtocolName;
  #hasAnswered = false;

  constructor(role: Role, version: ProtocolName, options: EngineOptions = {}) {
    this.role = role;
    this.#version = version;
    const own = { ...common, minVersion: version, maxVersion: version, ...options };
    this.end = new End<Engine>(
      role === 'client' ? newClient(own) : newServer({ ...asking, ...own }),
    );
    this.#do((engine) => engine.start());
  }

  /**
   * In TLS 1.2 one record after the other: a goodbye ends both directions there, and whoever hears it
   * together with a question has no chance to answer.
   */
  receive(stream: Uint8Array): void {
    if (stream.length === 0) return;
    for (const piece of this.#version === 'TLSv1.2' ? recordsOf(stream) : [stream]) {
      this.end.received.push(piece);
      this.#do((engine) => engine.receive(piece));
    }
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

/** A second hello, where there is one, and a certificate: the longest way that there is. */
const asking = { cookieSecret: new Uint8Array(32).fill(9), clientAuth: 'require' } as const;

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
  cipherSuites: tappedSuites,
  // The curve of the certificate too (RFC 8422 5.1).
  groups: ['x25519', 'secp256r1'],
  keyLog: true,
  verifyPeer: () => ({ accepted: true }),
  ...signedBy(sign),
};

function bytes(length: number, letter: string): Uint8Array {
  return new Uint8Array(length).fill(letter.charCodeAt(0));
}
