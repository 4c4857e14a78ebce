/**
 * What a puppet knows of the connection: its own transcript and secrets, what both hellos said.
 * Everything is filled in as messages go by; nothing here knows in which order they should.
 */
import { deriveNextTrafficSecret } from '../../generated/key-schedule.ts';
import type { ClientHello } from '../../generated/messages.ts';
import { cipherSuites } from '../../generated/registries.ts';
import { Secret } from '../../runtime/codegen/secret.ts';
import { createKdf, type KeyShare, type RandomBytes } from '../../runtime/crypto/provider.ts';
import { Session } from '../../runtime/handshake/session.ts';
import { noble } from '../../runtime/index.ts';
import { goodCertificate } from './puppet-certificates.ts';
import { KeyLane } from './puppet-keys.ts';
import type { Epoch, Role } from './puppet-script.ts';

/** The suite of every connection here. */
const suite = cipherSuites.TLS_AES_128_GCM_SHA256;

export class PuppetState {
  readonly role: Role;
  readonly random: RandomBytes;
  readonly session: Session;
  /** The first ClientHello, whoever sent it. */
  clientHello: ClientHello | undefined;
  /** The share in the puppet's first ClientHello. */
  keyShare: KeyShare | undefined;
  /** The certificate whose key signs. */
  certificate = goodCertificate;
  /** The other end's certificate, DER. */
  peerCertificate: Uint8Array | undefined;
  readonly #lanes = new Map<string, KeyLane>();
  readonly #generations = { client: 0, server: 0 };
  #hasHandshakeKeys = false;
  #hasApplicationKeys = false;

  constructor(role: Role, random: RandomBytes) {
    this.role = role;
    this.random = random;
    this.session = new Session(noble, noble, random);
    this.session.chooseSuite(suite);
  }

  /** The other end. */
  get peer(): Role {
    return this.role === 'client' ? 'server' : 'client';
  }

  get hasHandshakeKeys(): boolean {
    return this.#hasHandshakeKeys;
  }

  /** After the first ServerHello; a second one does not change the keys. */
  deriveHandshakeKeys(sharedSecret: Secret): void {
    if (this.#hasHandshakeKeys) return;
    this.session.deriveHandshake(sharedSecret);
    this.#hasHandshakeKeys = true;
  }

  /** After the server's first Finished; a second one does not change the keys. */
  deriveApplicationKeys(): void {
    if (this.#hasApplicationKeys || !this.#hasHandshakeKeys) return;
    this.session.deriveApplication();
    this.#hasApplicationKeys = true;
  }

  /** Where `side` is in its application keys: how many KeyUpdates it has sent. */
  generationOf(side: Role): number {
    return this.#generations[side];
  }

  /** `side` has sent a KeyUpdate. */
  updateKeys(side: Role): void {
    this.#generations[side] += 1;
  }

  /**
   * The keys of `side`. Where the handshake has not come so far that there are any, keys that
   * nobody else has.
   */
  lane(side: Role, epoch: Exclude<Epoch, 'plaintext'>, generation = 0): KeyLane {
    const isReal = epoch === 'handshake' ? this.#hasHandshakeKeys : this.#hasApplicationKeys;
    const name = `${side} ${epoch} ${generation} ${isReal}`;
    const known = this.#lanes.get(name);
    if (known !== undefined) return known;
    const secret = isReal ? this.#trafficSecret(side, epoch, generation) : privateSecret();
    const lane = new KeyLane(suite, secret);
    this.#lanes.set(name, lane);
    return lane;
  }

  /** The lanes that the other end may be sending under now. */
  get peerLanes(): readonly { readonly epoch: Epoch; readonly lane: KeyLane }[] {
    const { peer } = this;
    const handshake = { epoch: 'handshake', lane: this.lane(peer, 'handshake') } as const;
    const generation = this.generationOf(peer);
    const application = {
      epoch: 'application',
      lane: this.lane(peer, 'application', generation),
    } as const;
    return [handshake, application];
  }

  #trafficSecret(side: Role, epoch: Exclude<Epoch, 'plaintext'>, generation: number): Secret {
    let secret = this.session.trafficSecret(side, epoch);
    const kdf = createKdf(noble, suite.hash);
    for (let i = 0; i < generation; i++) secret = deriveNextTrafficSecret(kdf, secret);
    return secret;
  }
}

function privateSecret(): Secret {
  return new Secret(new Uint8Array(32).fill(0xee));
}
