/**
 * The cryptographic side of one handshake: transcript, secrets, keys, and what was negotiated.
 * Secrets live here and nowhere else; two verbs erase them.
 *
 * Standard: RFC 9846 4.5.3 (Finished), 7 (key schedule).
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
import { type CryptoProvider, createKdf, type RandomBytes } from '../crypto/provider.ts';
import type { CertificateRequestInfo } from '../engine/effects.ts';
import type { SeenMessage } from '../engine/engine.ts';
import type { PeerIdentity } from '../engine/tasks.ts';
import { TlsError } from '../errors.ts';
import { deriveRecordKeys, type RecordKeys } from '../record/protection.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { ChosenCredential } from './credentials.ts';
import type { Preferences } from './preferences.ts';
import { Transcript } from './transcript.ts';

/** Whose keys, or whose Finished. */
export type Side = 'client' | 'server';

/** Key epochs of TLS 1.3 after the plaintext one. */
export type Epoch = 'handshake' | 'application';

/** What both sides agreed on, filled in as the handshake goes. */
export interface Negotiated {
  group: string;
  signatureScheme: string;
  clientSignatureScheme: string | undefined;
  alpnProtocol: string | undefined;
  serverName: string | undefined;
  peerCertificates: readonly Uint8Array[];
  authorized: boolean;
  peer: PeerIdentity | undefined;
  certificateRequest: CertificateRequestInfo | undefined;
}

export class Session {
  readonly crypto: CryptoProvider;
  readonly random: RandomBytes;
  readonly preferences: Preferences;
  readonly transcript = new Transcript();
  /** Handshake messages so far, in order. */
  readonly messages: SeenMessage[] = [];
  readonly negotiated: Negotiated = {
    group: '',
    signatureScheme: '',
    clientSignatureScheme: undefined,
    alpnProtocol: undefined,
    serverName: undefined,
    peerCertificates: [],
    authorized: false,
    peer: undefined,
    certificateRequest: undefined,
  };
  /** random of the ClientHello: names the connection in a key log. */
  clientRandom = new Uint8Array(0);
  /** legacy_session_id of the ClientHello: not empty in middlebox compatibility mode. */
  sessionId = new Uint8Array(0);
  /** Signature schemes that we told the peer we can verify. */
  offeredSchemes: readonly number[] = [];
  /** The certificate of the peer whose key signs its CertificateVerify. */
  peerLeaf: Certificate | undefined;
  /** OCSP responses that came with its certificates, by their place; undefined: not asked for. */
  peerStaples: readonly (Uint8Array | undefined)[] | undefined;
  /** The certificate that we show. */
  credential: ChosenCredential | undefined;
  #suite: CipherSuite | undefined;
  #kdf: Kdf | undefined;
  #handshake: HandshakeStage | undefined;
  #application: ApplicationStage | undefined;
  #isExporterOpen = false;
  /** The traffic secrets in use after KeyUpdates; the first generation is in #application. */
  readonly #updated = new Map<Side, Secret>();
  readonly #finished = new Map<Side, Uint8Array>();

  constructor(crypto: CryptoProvider, preferences: Preferences, random?: RandomBytes) {
    this.crypto = crypto;
    this.preferences = preferences;
    this.random = random ?? crypto.randomBytes;
  }

  /** The negotiated suite. @throws Error before `chooseSuite` */
  get suite(): CipherSuite {
    return present(this.#suite, 'cipher suite');
  }

  /** A second choice, after a HelloRetryRequest, is the same one. */
  chooseSuite(suite: CipherSuite): void {
    if (this.#suite !== undefined) return;
    this.#suite = suite;
    this.transcript.choose(this.crypto, suite.hash);
    this.#kdf = createKdf(this.crypto, suite.hash);
  }

  /** After ServerHello. Wipes `sharedSecret`. */
  deriveHandshake(sharedSecret: Secret): void {
    try {
      const hash = this.transcript.hash();
      this.#handshake = this.#derive((kdf) => deriveHandshakeStage(kdf, sharedSecret, hash));
    } finally {
      sharedSecret.wipe();
    }
  }

  /** After the server's Finished: these secrets cover the messages up to it. */
  deriveApplication(): void {
    const handshake = present(this.#handshake, 'handshake stage');
    const hash = this.transcript.hash();
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

  /** Both sides are authenticated as far as they are going to be: applications may take keys. */
  openExporter(): void {
    this.#isExporterOpen = true;
  }

  /**
   * TLS-Exporter (RFC 9846 7.5).
   * @param context any bytes; empty is the same as none
   * @param length of the result, in bytes
   * @throws TlsError ERR_TLS_NOT_CONNECTED unless the handshake is complete and the secrets are there
   * @throws RangeError for a label or a length that does not fit
   */
  exportKeyingMaterial(label: string, context: Uint8Array, length: number): Uint8Array {
    // @req 9846:7.5:1
    const parent = this.exporterSecret;
    if (parent === undefined || !this.#isExporterOpen) throw new TlsError('ERR_TLS_NOT_CONNECTED');
    const kdf = this.#boundKdf;
    const secret = deriveSecret(kdf, parent, label, kdf.emptyHash);
    try {
      const hash = this.crypto.hash(this.suite.hash, context);
      return expandLabel(kdf, secret, 'exporter', { context: hash, length }).bytes;
    } finally {
      secret.wipe();
    }
  }

  /** exporter_secret; undefined before the server's Finished. */
  get exporterSecret(): Secret | undefined {
    return this.#application?.exporterSecret;
  }

  /** Record keys for what `side` sends in this epoch (RFC 9846 7.3). */
  recordKeys(side: Side, epoch: Epoch): RecordKeys {
    return deriveRecordKeys(this.crypto, this.suite, this.trafficSecret(side, epoch));
  }

  /** The next generation of what `side` sends under (RFC 9846 7.2); the old one is wiped. */
  updateTrafficSecret(side: Side): void {
    const old = this.trafficSecret(side, 'application');
    this.#updated.set(side, deriveNextTrafficSecret(this.#boundKdf, old));
    old.wipe();
  }

  /** verify_data of `side`'s Finished over the transcript so far (RFC 9846 4.5.3). */
  verifyData(side: Side): Uint8Array {
    const key = deriveFinishedKey(this.#boundKdf, this.trafficSecret(side, 'handshake'));
    try {
      const verifyData = this.crypto.hmac(this.suite.hash, key.bytes, this.transcript.hash());
      this.#finished.set(side, verifyData);
      return verifyData;
    } finally {
      key.wipe();
    }
  }

  /** What `verifyData` gave for this side. */
  finishedOf(side: Side): Uint8Array | undefined {
    return this.#finished.get(side);
  }

  /** Nothing of the handshake's secrets is needed once both Finished are through. */
  eraseHandshake(): void {
    this.#handshake?.clientHandshakeTrafficSecret.wipe();
    this.#handshake?.serverHandshakeTrafficSecret.wipe();
    this.#handshake?.mainSecret.wipe();
    this.#handshake = undefined;
  }

  /** Erases every secret. */
  erase(): void {
    // @req 9846:6:3
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
    const kdf = this.#boundKdf;
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

  get #boundKdf(): Kdf {
    return present(this.#kdf, 'key derivation');
  }
}

/** What the order of the spec guarantees to be there. */
export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`there is no ${what} yet, or no longer`);
  return value;
}
