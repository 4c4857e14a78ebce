/**
 * What a puppet knows of the connection: its own transcript and secrets, what the hellos said.
 * Everything is filled in as messages go by; nothing here knows in which order they should.
 */
import { deriveNextTrafficSecret } from '../../generated/key-schedule.ts';
import {
  type ClientHello,
  decodeServerHello,
  type Extension,
  ExtensionType,
  type ServerECDHParams,
  type ServerHello,
} from '../../generated/messages.ts';
import {
  type CipherSuite,
  cipherSuiteOf,
  cipherSuites,
  type ProtocolName,
} from '../../generated/registries.ts';
import { Secret } from '../../runtime/codegen/secret.ts';
import {
  type CryptoProvider,
  createKdf,
  type KeyShare,
  type RandomBytes,
} from '../../runtime/crypto/provider.ts';
import { Session } from '../../runtime/handshake/session.ts';
import { sampleBytes } from './plain-bytes.ts';
import { goodCertificate } from './puppet-certificates.ts';
import { extensionIn } from './puppet-hellos.ts';
import { KeyLane, type RecordLane } from './puppet-keys.ts';
import type { ProtectedEpoch, Role } from './puppet-script.ts';
import { Tls12Lane } from './puppet-tls12-keys.ts';

export class PuppetState {
  readonly role: Role;
  readonly random: RandomBytes;
  readonly crypto: CryptoProvider;
  readonly session: Session;
  /** What is spoken: a ServerHello decides. */
  version: ProtocolName = 'TLSv1.3';
  /** TLS 1.2: the ServerHello. */
  serverHello: ServerHello | undefined;
  /** TLS 1.2: the server's half of the key exchange, where the other end is the server. */
  peerParams: ServerECDHParams | undefined;
  /** TLS 1.2: the puppet's Finished was sent, and with it its part of the transcript. */
  hasFinishedTls12 = false;
  /** The last ClientHello that counts, whoever sent it. */
  clientHello: ClientHello | undefined;
  /** The HelloRetryRequest, until the second ClientHello has come. */
  openRetry: ServerHello | undefined;
  /** The same, for good: what a ServerHello must agree with. */
  retry: ServerHello | undefined;
  /** What the puppet's CertificateRequest held. */
  requestExtensions: readonly Extension[] = [];
  /** Signature schemes that the puppet said it can verify. */
  offeredSchemes: readonly number[] = [];
  /** Signature schemes that the other end's CertificateRequest has, in TLS 1.2. */
  peersSchemes: readonly number[] = [];
  /** The puppet's record_size_limit (RFC 8449), once both have given theirs. */
  recordSizeLimit = 2 ** 14 + 1;
  /** The other end has asked for a KeyUpdate, and the puppet has not sent one since. */
  owesKeyUpdate = false;
  /** The certificate whose key signs. */
  certificate = goodCertificate;
  /** The other end's certificate, DER. */
  peerCertificate: Uint8Array | undefined;
  readonly #keyShares = new Map<number, KeyShare>();
  readonly #lanes = new Map<string, RecordLane>();
  #exchangeShare: KeyShare | undefined;
  #hasTls12Keys = false;
  readonly #generations = { client: 0, server: 0 };
  #suite: CipherSuite | undefined;
  #hasHandshakeKeys = false;
  #hasApplicationKeys = false;

  constructor(role: Role, random: RandomBytes, crypto: CryptoProvider) {
    this.role = role;
    this.random = random;
    this.crypto = crypto;
    this.session = new Session(crypto, { ...crypto, versions: ['TLSv1.3'] }, random);
  }

  /** The other end. */
  get peer(): Role {
    return this.role === 'client' ? 'server' : 'client';
  }

  get hasHandshakeKeys(): boolean {
    return this.#hasHandshakeKeys;
  }

  get hasApplicationKeys(): boolean {
    return this.#hasApplicationKeys;
  }

  /** TLS 1.2: both halves of the key exchange are there. */
  get hasTls12Keys(): boolean {
    return this.#hasTls12Keys;
  }

  /** Transcript-Hash of the messages so far; bytes that look like one before there is a hash. */
  get transcriptHash(): Uint8Array {
    return this.#suite === undefined ? sampleBytes(32) : this.session.transcript.hash();
  }

  /** A client's key share for a group; the same one each time. */
  keyShare(group: number): KeyShare {
    const known = this.#keyShares.get(group);
    if (known !== undefined) return known;
    const share = this.crypto.offerKeyShare(group, this.random);
    this.#keyShares.set(group, share);
    return share;
  }

  /**
   * Takes a message into the transcript, header included. RFC 9846 4.1: in front of the first
   * HelloRetryRequest, a hash stands for the first ClientHello.
   */
  addToTranscript(name: string, message: Uint8Array): void {
    const isFirstRetry = name === 'HelloRetryRequest' && this.retry === undefined;
    if (isFirstRetry && this.clientHello !== undefined && !this.#hasHandshakeKeys) {
      this.#takeRetry(message.subarray(4));
    }
    this.session.transcript.add(message);
  }

  /** After a HelloRetryRequest, and without one after the ServerHello. */
  chooseSuite(code: number): void {
    // An unknown suite is refused; what the puppet still says in it has to be sealed somehow.
    const suite = cipherSuiteOf(code);
    const isKnown = suite?.protocol === 'TLSv1.3';
    this.#suite ??= isKnown ? suite : cipherSuites.TLS_AES_128_GCM_SHA256;
    this.session.chooseSuite(this.#suite);
  }

  /** After a ServerHello of TLS 1.2, unless there was one before: then nothing changes. */
  speakTls12(hello: ServerHello): void {
    if (this.#suite !== undefined) return;
    this.version = 'TLSv1.2';
    this.serverHello = hello;
    this.session.version = this.version;
    this.session.serverRandom = hello.random.slice();
    // For whoever signs them all.
    this.session.transcript.keepMessages();
    const suite = cipherSuiteOf(hello.cipherSuite);
    const isKnown = suite?.protocol === this.version;
    this.#suite = isKnown ? suite : cipherSuites.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
    this.session.chooseSuite(this.#suite);
  }

  /**
   * TLS 1.2: the half of a puppet that is the server, the same one until another group is asked for.
   * @param group undefined: whatever was made last
   */
  exchangeShare(group?: number): KeyShare | undefined {
    const known = this.#exchangeShare;
    const isIt = group === undefined || known?.group === group;
    if (isIt || !this.crypto.groups.includes(group)) return known;
    this.#exchangeShare = this.crypto.offerKeyShare(group, this.random);
    return this.#exchangeShare;
  }

  /** TLS 1.2, after the first ClientKeyExchange; RFC 7627 5 if both hellos say so. */
  deriveTls12Keys(preMasterSecret: Secret): void {
    if (this.#hasTls12Keys || this.version !== 'TLSv1.2') return;
    const isExtended = [this.clientHello, this.serverHello].every(
      (one) => extensionIn(one?.extensions, ExtensionType.extended_master_secret) !== undefined,
    );
    this.session.tls12.deriveMaster(preMasterSecret, isExtended);
    this.#hasTls12Keys = true;
  }

  /** After the first ServerHello; a second one does not change the keys. */
  deriveHandshakeKeys(sharedSecret: Secret): void {
    if (this.#hasHandshakeKeys || this.version === 'TLSv1.2') return;
    this.session.tls13.deriveHandshake(sharedSecret);
    this.#hasHandshakeKeys = true;
  }

  /** After the server's first Finished; a second one does not change the keys. */
  deriveApplicationKeys(): void {
    if (this.#hasApplicationKeys || !this.#hasHandshakeKeys) return;
    this.session.tls13.deriveApplication();
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
   * The keys of `side`. Where the handshake has not come so far that there are any, and for early
   * data, keys that nobody else has.
   */
  lane(side: Role, epoch: ProtectedEpoch, generation = 0): RecordLane {
    const { crypto } = this;
    if (this.#hasTls12Keys && epoch === 'application') return this.tls12Lane(side);
    const isReal = this.#hasKeys(epoch);
    const name = `${side} ${epoch} ${generation} ${isReal}`;
    const known = this.#lanes.get(name);
    if (known !== undefined) return known;
    const lane = isReal
      ? new KeyLane(crypto, this.#aeadSuite, this.#trafficSecret(side, epoch, generation))
      : new KeyLane(crypto, cipherSuites.TLS_AES_128_GCM_SHA256, privateSecret());
    this.#lanes.set(name, lane);
    return lane;
  }

  get #aeadSuite(): CipherSuite {
    return this.#suite ?? cipherSuites.TLS_AES_128_GCM_SHA256;
  }

  /** TLS 1.2: the keys of `side`. */
  tls12Lane(side: Role): RecordLane {
    const name = `${side} TLSv1.2`;
    const lane = this.#lanes.get(name) ?? new Tls12Lane(this.session, side);
    this.#lanes.set(name, lane);
    return lane;
  }

  /** The lanes of TLS 1.3 that the other end may be sending under now. */
  get peerLanes(): readonly { readonly epoch: ProtectedEpoch; readonly lane: RecordLane }[] {
    const { peer } = this;
    const handshake = { epoch: 'handshake', lane: this.lane(peer, 'handshake') } as const;
    const generation = this.generationOf(peer);
    const application = {
      epoch: 'application',
      lane: this.lane(peer, 'application', generation),
    } as const;
    return [handshake, application];
  }

  #takeRetry(body: Uint8Array): void {
    const hello = readable(() => decodeServerHello(body));
    if (hello === undefined) return;
    this.retry = hello;
    this.openRetry = hello;
    this.chooseSuite(hello.cipherSuite);
    this.session.transcript.hashFirstHello();
  }

  #hasKeys(epoch: ProtectedEpoch): boolean {
    if (epoch === 'early') return false;
    return epoch === 'handshake' ? this.#hasHandshakeKeys : this.#hasApplicationKeys;
  }

  #trafficSecret(side: Role, epoch: ProtectedEpoch, generation: number): Secret {
    let secret = this.session.tls13.trafficSecret(
      side,
      epoch === 'handshake' ? epoch : 'application',
    );
    const kdf = createKdf(this.crypto, this.session.suite.hash);
    for (let i = 0; i < generation; i++) secret = deriveNextTrafficSecret(kdf, secret);
    return secret;
  }
}

/** What was decoded; undefined of a message that is broken on purpose. */
export function readable<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}

function privateSecret(): Secret {
  return new Secret(new Uint8Array(32).fill(0xee));
}
