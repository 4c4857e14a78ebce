/**
 * The cryptographic side of one handshake: transcript, secrets, keys, and what was negotiated.
 * Secrets live in the keys of its version and nowhere else; two verbs erase them.
 */
import type { ProtocolName } from '../../generated/registries.ts';
import type { CryptoProvider, RandomBytes } from '../crypto/provider.ts';
import type { CertificateRequestInfo } from '../engine/effects.ts';
import type { SeenMessage } from '../engine/engine.ts';
import type { PeerIdentity } from '../engine/tasks.ts';
import { TlsError } from '../errors.ts';
import type { AnyCipherSuite } from '../legacy/suites.ts';
import type { RecordProtection } from '../record/protection.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { ConnectionKeys, Epoch, Side } from './connection-keys.ts';
import type { ChosenCredential } from './credentials.ts';
import type { Preferences } from './preferences.ts';
import { present } from './present.ts';
import { Tls12Keys } from './tls12-keys.ts';
import { Tls13Keys } from './tls13-keys.ts';
import { Transcript } from './transcript.ts';

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
  /** The version that the hellos lead to. */
  version: ProtocolName = 'TLSv1.3';
  /** random of the ClientHello: names the connection in a key log. */
  clientRandom = new Uint8Array(0);
  /** random of the ServerHello. */
  serverRandom: Uint8Array = new Uint8Array(0);
  /** legacy_session_id of the ClientHello: not empty in middlebox compatibility mode. */
  sessionId = new Uint8Array(0);
  /** Signature schemes that we told the peer we can verify. */
  offeredSchemes: readonly number[] = [];
  /** The certificate of the peer whose key proves that it is its own. */
  peerLeaf: Certificate | undefined;
  /** OCSP responses that came with its certificates, by their place; undefined: not asked for. */
  peerStaples: readonly (Uint8Array | undefined)[] | undefined;
  /** Both sides know RFC 7366, and the suite has a MAC. */
  encryptsThenMacs = false;
  /** The certificate that we show. */
  credential: ChosenCredential | undefined;
  #suite: AnyCipherSuite | undefined;
  #keys: ConnectionKeys | undefined;
  #isExporterOpen = false;
  readonly #finished = new Map<Side, Uint8Array>();

  constructor(crypto: CryptoProvider, preferences: Preferences, random?: RandomBytes) {
    this.crypto = crypto;
    this.preferences = preferences;
    this.random = random ?? crypto.randomBytes;
  }

  /** The version, once it is chosen. */
  get protocol(): ProtocolName | undefined {
    return this.#suite?.protocol;
  }

  /** The negotiated suite. @throws Error before `chooseSuite` */
  get suite(): AnyCipherSuite {
    return present(this.#suite, 'cipher suite');
  }

  /** A second choice, after a HelloRetryRequest, is the same one. The version goes with it. */
  chooseSuite(suite: AnyCipherSuite): void {
    if (this.#suite !== undefined) return;
    this.#suite = suite;
    this.transcript.choose(this.crypto, suite.hash);
    this.#keys =
      suite.protocol === 'TLSv1.3'
        ? new Tls13Keys(this.crypto, suite, this.transcript)
        : new Tls12Keys(this.crypto, suite, this);
  }

  /** The secrets of TLS 1.3. @throws Error in another version */
  get tls13(): Tls13Keys {
    return present(this.#keys instanceof Tls13Keys ? this.#keys : undefined, 'TLS 1.3');
  }

  /** The secrets of TLS 1.2. @throws Error in another version */
  get tls12(): Tls12Keys {
    return present(this.#keys instanceof Tls12Keys ? this.#keys : undefined, 'TLS 1.2');
  }

  /** Both sides are authenticated as far as they are going to be: applications may take keys. */
  openExporter(): void {
    this.#isExporterOpen = true;
  }

  /**
   * TLS-Exporter (RFC 9846 7.5, RFC 5705).
   * @throws TlsError ERR_TLS_NOT_CONNECTED unless the handshake is complete and the secrets are
   *   there; ERR_TLS_NO_EXTENDED_MASTER_SECRET where somebody else may have the same
   * @throws RangeError for a label or a length that does not fit
   */
  exportKeyingMaterial(label: string, context: Uint8Array | undefined, length: number): Uint8Array {
    // @req 9846:7.5:1
    const material = this.#isExporterOpen
      ? this.#keys?.exportKeyingMaterial(label, context, length)
      : undefined;
    if (material === undefined) throw new TlsError('ERR_TLS_NOT_CONNECTED');
    return material;
  }

  /** Record keys for what `side` sends in this epoch. */
  recordKeys(side: Side, epoch: Epoch): RecordProtection {
    return this.#boundKeys.recordKeys(side, epoch);
  }

  /** verify_data of `side`'s Finished over the transcript so far. */
  verifyData(side: Side): Uint8Array {
    const verifyData = this.#boundKeys.verifyData(side);
    this.#finished.set(side, verifyData);
    return verifyData;
  }

  /** What `verifyData` gave for this side; undefined also where somebody else may have the same. */
  finishedOf(side: Side): Uint8Array | undefined {
    // @req 7627:5.4:3 7627:5.4:4
    return this.#keys?.isUnique === true ? this.#finished.get(side) : undefined;
  }

  /** Nothing of the handshake's secrets is needed once both Finished are through. */
  eraseHandshake(): void {
    this.transcript.dropMessages();
    this.#keys?.eraseHandshake();
  }

  /** Erases every secret. */
  erase(): void {
    // @req 9846:6:3 5246:7.2.2:1
    this.#keys?.erase();
  }

  get #boundKeys(): ConnectionKeys {
    return present(this.#keys, 'cipher suite');
  }
}
