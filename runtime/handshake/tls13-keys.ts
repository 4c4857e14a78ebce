/**
 * The secrets of a connection in TLS 1.3 (RFC 9846 7): from the shared secret to traffic secrets,
 * which KeyUpdates renew, and what is made of them.
 */
import {
  type ApplicationStage,
  deriveApplicationStage,
  deriveFinishedKey,
  deriveHandshakeStage,
  deriveNextTrafficSecret,
  type HandshakeStage,
} from '../../generated/key-schedule.ts';
import type { CipherSuite } from '../../generated/registries.ts';
import { deriveSecret, expandLabel, type Kdf } from '../codegen/kdf.ts';
import type { Secret } from '../codegen/secret.ts';
import { type CryptoProvider, createKdf } from '../crypto/provider.ts';
import { deriveRecordKeys, type RecordKeys } from '../record/protection.ts';
import type { ConnectionKeys, Epoch, Side } from './connection-keys.ts';
import { present } from './present.ts';
import type { Transcript } from './transcript.ts';

export class Tls13Keys implements ConnectionKeys {
  readonly isUnique = true;
  readonly #crypto: CryptoProvider;
  readonly #suite: CipherSuite;
  readonly #transcript: Transcript;
  readonly #kdf: Kdf;
  #handshake: HandshakeStage | undefined;
  #application: ApplicationStage | undefined;
  /** The traffic secrets in use after KeyUpdates; the first generation is in #application. */
  readonly #updated = new Map<Side, Secret>();

  constructor(crypto: CryptoProvider, suite: CipherSuite, transcript: Transcript) {
    this.#crypto = crypto;
    this.#suite = suite;
    this.#transcript = transcript;
    this.#kdf = createKdf(crypto, suite.hash);
  }

  /** After ServerHello. Wipes `sharedSecret`. */
  deriveHandshake(sharedSecret: Secret): void {
    try {
      const hash = this.#transcript.hash();
      this.#handshake = this.#derive((kdf) => deriveHandshakeStage(kdf, sharedSecret, hash));
    } finally {
      sharedSecret.wipe();
    }
  }

  /** After the server's Finished: these secrets cover the messages up to it. */
  deriveApplication(): void {
    const handshake = present(this.#handshake, 'handshake stage');
    const hash = this.#transcript.hash();
    this.#application = this.#derive((kdf) => deriveApplicationStage(kdf, handshake, hash));
  }

  /** The traffic secret that `side` sends under in this epoch. */
  trafficSecret(side: Side, epoch: Epoch): Secret {
    if (epoch === 'handshake') {
      const stage = present(this.#handshake, 'handshake stage');
      return side === 'client'
        ? stage.clientHandshakeTrafficSecret
        : stage.serverHandshakeTrafficSecret;
    }
    const stage = present(this.#application, 'application stage');
    const first =
      side === 'client'
        ? stage.clientApplicationTrafficSecret
        : stage.serverApplicationTrafficSecret;
    return this.#updated.get(side) ?? first;
  }

  exportKeyingMaterial(
    label: string,
    context: Uint8Array | undefined,
    length: number,
  ): Uint8Array | undefined {
    const parent = this.exporterSecret;
    if (parent === undefined) return undefined;
    const kdf = this.#kdf;
    const secret = deriveSecret(kdf, parent, label, kdf.emptyHash);
    try {
      const hash = this.#crypto.hash(this.#suite.hash, context ?? new Uint8Array(0));
      return expandLabel(kdf, secret, 'exporter', { context: hash, length }).bytes;
    } finally {
      secret.wipe();
    }
  }

  /** exporter_secret; undefined before the server's Finished. */
  get exporterSecret(): Secret | undefined {
    return this.#application?.exporterSecret;
  }

  /** RFC 9846 7.3. */
  recordKeys(side: Side, epoch: Epoch): RecordKeys {
    return deriveRecordKeys(this.#crypto, this.#suite, this.trafficSecret(side, epoch));
  }

  /** The next generation of what `side` sends under (RFC 9846 7.2); the old one is wiped. */
  updateTrafficSecret(side: Side): void {
    const old = this.trafficSecret(side, 'application');
    this.#updated.set(side, deriveNextTrafficSecret(this.#kdf, old));
    old.wipe();
  }

  /** RFC 9846 4.5.3. */
  verifyData(side: Side): Uint8Array {
    const key = deriveFinishedKey(this.#kdf, this.trafficSecret(side, 'handshake'));
    try {
      return this.#crypto.hmac(this.#suite.hash, key.bytes, this.#transcript.hash());
    } finally {
      key.wipe();
    }
  }

  eraseHandshake(): void {
    this.#handshake?.clientHandshakeTrafficSecret.wipe();
    this.#handshake?.serverHandshakeTrafficSecret.wipe();
    this.#handshake?.mainSecret.wipe();
    this.#handshake = undefined;
  }

  erase(): void {
    this.eraseHandshake();
    this.#application?.clientApplicationTrafficSecret.wipe();
    this.#application?.serverApplicationTrafficSecret.wipe();
    this.#application?.exporterSecret.wipe();
    this.#application = undefined;
    for (const secret of this.#updated.values()) secret.wipe();
    this.#updated.clear();
  }

  /** A stage as a whole or not at all: when the provider throws, what was derived is wiped. */
  #derive<Stage>(derive: (kdf: Kdf) => Stage): Stage {
    const kdf = this.#kdf;
    const derived: Uint8Array[] = [];
    const keep = (bytes: Uint8Array): Uint8Array => {
      derived.push(bytes);
      return bytes;
    };
    try {
      return derive({
        hashLength: kdf.hashLength,
        emptyHash: kdf.emptyHash,
        extract: (salt, keyMaterial) => keep(kdf.extract(salt, keyMaterial)),
        expand: (secret, info, length) => keep(kdf.expand(secret, info, length)),
      });
    } catch (cause) {
      for (const bytes of derived) bytes.fill(0);
      throw cause;
    }
  }
}
