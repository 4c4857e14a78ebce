/**
 * The reading half of a puppet: tells what the other end sent and under which keys, and holds it to
 * what RFC 9846 demands of every sender (4.2, 4.3, 4.5, 4.7.3, 5, 6), and RFC 5246 (6.2, 7.1, 7.2). A
 * violation is an Error.
 */
import {
  decodeCertificate,
  decodeCertificateRequest,
  decodeCertificateVerify,
  decodeClientHello,
  decodeEncryptedExtensions,
  decodeFinished,
  decodeKeyUpdate,
  decodeServerHello,
  HandshakeType,
  handshakeTypeName,
  helloRetryRequestRandom,
  KeyUpdateRequest,
} from '../../generated/messages.ts';
import { concatBytes, equalBytes } from '../../runtime/bytes.ts';
import { signedContent } from '../../runtime/handshake/signed-content.ts';
import { parseCertificate } from '../../runtime/index.ts';
import { ContentType } from '../../runtime/record/content-type.ts';
import { recordSizeLimitIn } from './puppet-hellos.ts';
import {
  checkAnswers,
  checkClientHello,
  checkRetry,
  checkScheme,
  checkSecondClientHello,
  checkServerHello,
  demand,
} from './puppet-rules.ts';
import type { Epoch, Seen } from './puppet-script.ts';
import type { PuppetState } from './puppet-state.ts';
import { isTls12Hello, takeTls12ServerHello, tls12Takes } from './puppet-tls12-reader.ts';

/** One record, opened. */
interface OpenRecord {
  readonly epoch: Epoch;
  readonly contentType: number;
  readonly content: Uint8Array;
}

export class PuppetReader {
  readonly #state: PuppetState;
  #messagePart: Uint8Array = new Uint8Array(0);
  #isFirstRecord = true;
  /** TLS 1.2: the change_cipher_spec has come, the one that there is. */
  #isTls12Protected = false;
  /** Of the protected records so far: TLSInnerPlaintext in bytes. */
  #longestRecord = 0;
  #lastWord: string | undefined;

  constructor(state: PuppetState) {
    this.#state = state;
  }

  /** @param bytes whole records */
  read(bytes: Uint8Array): readonly Seen[] {
    const seen: Seen[] = [];
    for (let at = 0; at < bytes.length; ) {
      const header = bytes.subarray(at, at + 5);
      const length = (header[3] ?? 0) * 256 + (header[4] ?? 0);
      const fragment = bytes.subarray(at + 5, at + 5 + length);
      demand(fragment.length === length, 'a record that is not whole');
      // @req 9846:6.2:1 9846:6.2:2
      demand(this.#lastWord === undefined, `a record after ${this.#lastWord}`);
      seen.push(...this.#take(this.#open(header, fragment)));
      at += 5 + length;
    }
    return seen;
  }

  #open(header: Uint8Array, fragment: Uint8Array): OpenRecord {
    const [contentType = 0, major = 0, minor = 0] = header;
    const isFirst = this.#isFirstRecord;
    this.#isFirstRecord = false;
    const isOldVersion = isFirst && this.#state.peer === 'client' && minor === 1;
    // @req 9846:5.1:10 9846:E.5:9
    demand(major === 3 && (minor === 3 || isOldVersion), 'a record of another version');
    if (this.#isTls12Protected) return this.#decryptTls12(header, fragment);
    if (contentType !== ContentType.applicationData) {
      // @req 9846:5.1:12
      demand(fragment.length <= 2 ** 14, 'a record over 2^14 bytes');
      return { epoch: 'plaintext', contentType, content: fragment };
    }
    // @req 9846:5.2:1
    demand(fragment.length <= 2 ** 14 + 256, 'a record over 2^14 + 256 bytes');
    return this.#decrypt(header, fragment);
  }

  /** RFC 5246 6.2.1, 6.2.3: the content type is not hidden; record_size_limit does not count it. */
  #decryptTls12(header: Uint8Array, fragment: Uint8Array): OpenRecord {
    demand(fragment.length <= 2 ** 14 + 2048, 'a record over 2^14 + 2048 bytes');
    const content = this.#state.tls12Lane(this.#state.peer).open(header, fragment);
    if (content === undefined) throw new Error('the engine sent a record that does not open');
    const limit = Math.min(this.#state.recordSizeLimit, 2 ** 14);
    demand(content.length <= limit, `a plaintext of ${content.length} bytes over ${limit}`);
    return { epoch: 'application', contentType: header[0] ?? 0, content };
  }

  #decrypt(header: Uint8Array, fragment: Uint8Array): OpenRecord {
    for (const { epoch, lane } of this.#state.peerLanes) {
      const inner = lane.open(header, fragment);
      if (inner === undefined) continue;
      const limit = this.#state.recordSizeLimit;
      // @req 9846:5.4:5
      demand(inner.length <= limit, `an inner plaintext of ${inner.length} bytes over ${limit}`);
      this.#longestRecord = Math.max(this.#longestRecord, inner.length);
      const typeAt = inner.findLastIndex((byte) => byte !== 0);
      const contentType = inner[typeAt] ?? 0;
      return { epoch, contentType, content: inner.subarray(0, typeAt) };
    }
    throw new Error('the engine sent a record that opens under none of its keys');
  }

  #take({ epoch, contentType, content }: OpenRecord): readonly Seen[] {
    if (contentType === ContentType.handshake) return this.#takeHandshake(epoch, content);
    // @req 9846:5.1:2 9846:5.1:3
    demand(this.#messagePart.length === 0, 'a record inside a handshake message');
    if (contentType === ContentType.alert) this.#noteAlert(content);
    if (contentType === ContentType.changeCipherSpec) this.#noteChangeCipherSpec(content);
    return [{ kind: 'bytes', epoch, contentType, bytes: content }];
  }

  /** After a close_notify or an error alert nothing more may come (RFC 9846 6, RFC 5246 7.2). */
  #noteAlert([level, description]: Uint8Array): void {
    const userCanceled = 90;
    const isTls12 = this.#state.version === 'TLSv1.2';
    const isWarning = isTls12 && level === 1 && description !== 0;
    if (description !== userCanceled && !isWarning) this.#lastWord = `the alert ${description}`;
  }

  /** RFC 5246 7.1: once, and with keys. That of TLS 1.3 changes nothing. */
  #noteChangeCipherSpec(content: Uint8Array): void {
    demand(String(content) === '1', 'a change_cipher_spec that is not the byte 1');
    if (this.#state.version !== 'TLSv1.2') return;
    demand(!this.#isTls12Protected, 'a second change_cipher_spec');
    demand(this.#state.hasTls12Keys, 'a change_cipher_spec before there are keys');
    this.#isTls12Protected = true;
  }

  #takeHandshake(epoch: Epoch, content: Uint8Array): readonly Seen[] {
    // @req 9846:5.1:7 9846:5.4:2
    demand(content.length > 0, 'an empty handshake record');
    const seen: Seen[] = [];
    let rest = concatBytes([this.#messagePart, content]);
    for (let length = messageLength(rest); length <= rest.length; length = messageLength(rest)) {
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      const name = this.#takeMessage(message, rest.length === 0);
      const { version } = this.#state;
      seen.push({ kind: 'message', epoch, name, version, body: message.subarray(4) });
    }
    this.#messagePart = rest;
    return seen;
  }

  /** Checks what can be checked, and takes note of what the puppet needs. */
  #takeMessage(message: Uint8Array, isAligned: boolean): string {
    const type = message[0] ?? 0;
    const body = message.subarray(4);
    const name = nameOf(message);
    const older = this.#state.version === 'TLSv1.2' ? tls12Takes[name] : undefined;
    const afterwards = older === undefined ? this.#takes[name]?.(body) : older(this.#state, body);
    if (name !== 'KeyUpdate') this.#state.addToTranscript(name, message);
    afterwards?.();
    const isFree = this.#state.version === 'TLSv1.2' || !beforeKeyChange.has(type);
    // @req 9846:5.1:6
    demand(isAligned || isFree, `bytes after a message of type ${type}`);
    if (name === 'Finished' && this.#state.version === 'TLSv1.2') {
      demand(this.#isTls12Protected, 'a Finished without a change_cipher_spec');
    }
    return name;
  }

  /**
   * What to do with each message before it is in the transcript; what they return is done when it
   * is.
   */
  readonly #takes: Readonly<Record<string, (body: Uint8Array) => (() => void) | undefined>> = {
    ClientHello: (body) => this.#takeClientHello(body),
    HelloRetryRequest: (body) => {
      checkRetry(decodeServerHello(body), this.#state);
      return undefined;
    },
    ServerHello: (body) => this.#takeServerHello(body),
    EncryptedExtensions: (body) => this.#takeEncryptedExtensions(body),
    CertificateRequest: (body) => {
      const { certificateRequestContext: context } = decodeCertificateRequest(body);
      // @req 9846:4.4.2:3
      demand(context.length === 0, 'a CertificateRequest with a context in the handshake');
      return undefined;
    },
    Certificate: (body) => this.#takeCertificate(body),
    CertificateVerify: (body) => this.#checkSignature(body),
    Finished: (body) => this.#takeFinished(body),
    KeyUpdate: (body) => this.#takeKeyUpdate(body),
  };

  #takeClientHello(body: Uint8Array) {
    const hello = decodeClientHello(body);
    const { clientHello: first, openRetry: retry } = this.#state;
    demand(first === undefined || retry !== undefined, 'a second ClientHello that nobody wanted');
    checkClientHello(hello);
    if (first !== undefined && retry !== undefined) checkSecondClientHello(first, hello, retry);
    this.#state.clientHello = hello;
    this.#state.session.clientRandom = hello.random.slice();
    this.#state.openRetry = undefined;
    return undefined;
  }

  #takeServerHello(body: Uint8Array) {
    const hello = decodeServerHello(body);
    if (isTls12Hello(hello)) return takeTls12ServerHello(this.#state, body);
    const { group, keyExchange } = checkServerHello(hello, this.#state);
    const secret = this.#state.keyShare(group).secretWith(keyExchange);
    if (secret === undefined) throw new Error('the engine sent a key share that is not valid');
    this.#state.chooseSuite(hello.cipherSuite);
    return () => this.#state.deriveHandshakeKeys(secret);
  }

  /** RFC 8449 4: when both have said so, all protected records keep to the other's limit. */
  #takeEncryptedExtensions(body: Uint8Array) {
    const { extensions } = decodeEncryptedExtensions(body);
    const asked = this.#state.clientHello?.extensions;
    checkAnswers(extensions, asked);
    const own = recordSizeLimitIn(asked);
    if (own === undefined || recordSizeLimitIn(extensions) === undefined) return undefined;
    this.#state.recordSizeLimit = Math.min(own, this.#state.recordSizeLimit);
    demand(this.#longestRecord <= own, `a record of ${this.#longestRecord} bytes over ${own}`);
    return undefined;
  }

  #takeCertificate(body: Uint8Array) {
    const { certificateRequestContext: context, certificateList } = decodeCertificate(body);
    const { peer } = this.#state;
    // @req 9846:4.5.1:5
    demand(context.length === 0, 'a Certificate with a context in the handshake');
    // @req 9846:4.5.1:1 9846:4.5.1:14
    demand(peer === 'client' || certificateList.length > 0, 'an empty server certificate');
    const { clientHello, requestExtensions } = this.#state;
    const asked = peer === 'server' ? clientHello?.extensions : requestExtensions;
    // @req 9846:4.5.1:6 9846:4.5.1:7
    for (const { extensions } of certificateList) checkAnswers(extensions, asked);
    this.#state.peerCertificate = certificateList[0]?.certData;
    return undefined;
  }

  #takeFinished(body: Uint8Array) {
    const { session, peer } = this.#state;
    const isRight = equalBytes(decodeFinished(body).verifyData, session.verifyData(peer));
    demand(isRight, 'a Finished that is not right');
    return peer === 'server' ? () => this.#state.deriveApplicationKeys() : undefined;
  }

  /** RFC 9846 4.7.3: who has asked for an update waits for it before asking again. */
  #takeKeyUpdate(body: Uint8Array) {
    const { requestUpdate } = decodeKeyUpdate(body);
    const isRequest = requestUpdate === KeyUpdateRequest.update_requested;
    // @req 9846:4.7.3:6
    demand(!isRequest || !this.#state.owesKeyUpdate, 'a second request for a KeyUpdate');
    if (isRequest) this.#state.owesKeyUpdate = true;
    this.#state.updateKeys(this.#state.peer);
    return undefined;
  }

  #checkSignature(body: Uint8Array) {
    const { crypto, peer, peerCertificate, transcriptHash, offeredSchemes } = this.#state;
    if (peerCertificate === undefined) throw new Error('a CertificateVerify without Certificate');
    const { algorithm, signature } = decodeCertificateVerify(body);
    checkScheme(algorithm, offeredSchemes);
    const { subjectPublicKeyInfo } = parseCertificate(peerCertificate).publicKey;
    const content = signedContent(peer, transcriptHash);
    const isRight = crypto.verify(algorithm, subjectPublicKeyInfo, content, signature);
    // @req 9846:4.5.2:1 9846:4.5.2:2 9846:4.5.1:9
    demand(isRight, 'a signature that does not verify');
    return undefined;
  }
}

/** RFC 9846 5.1: these end a record, because the keys may change behind them. */
const beforeKeyChange: ReadonlySet<number> = new Set<number>([
  HandshakeType.clientHello,
  HandshakeType.serverHello,
  HandshakeType.endOfEarlyData,
  HandshakeType.finished,
  HandshakeType.keyUpdate,
]);

/** Header included; infinite while the header is not there. */
function messageLength(bytes: Uint8Array): number {
  const [, high = 0, middle = 0, low = 0] = bytes;
  return bytes.length < 4 ? Number.POSITIVE_INFINITY : 4 + high * 0x10000 + middle * 0x100 + low;
}

/** `certificateVerify` -> `CertificateVerify`; the random tells a HelloRetryRequest. */
function nameOf(message: Uint8Array): string {
  const [type = 0] = message;
  const name = handshakeTypeName(type);
  if (type !== HandshakeType.serverHello) return name.charAt(0).toUpperCase() + name.slice(1);
  const { random } = decodeServerHello(message.subarray(4));
  return equalBytes(random, helloRetryRequestRandom) ? 'HelloRetryRequest' : 'ServerHello';
}
