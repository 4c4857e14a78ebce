/**
 * The reading half of a puppet: tells what the other end sent and under which keys, and holds it to
 * what RFC 9846 demands of every sender (4.5.2, 4.5.3, 5.1, 5.2, 6). A violation is an Error.
 */
import {
  decodeCertificate,
  decodeCertificateVerify,
  decodeClientHello,
  decodeFinished,
  decodeKeyShareServerHello,
  decodeServerHello,
  decodeSupportedVersionsServerHello,
  ExtensionType,
  HandshakeType,
  handshakeTypeName,
  helloRetryRequestRandom,
  type ServerHello,
} from '../../generated/messages.ts';
import { concatBytes, equalBytes } from '../../runtime/bytes.ts';
import { signedContent } from '../../runtime/handshake/signed-content.ts';
import { noble, parseCertificate } from '../../runtime/index.ts';
import { ContentType } from '../../runtime/record/content-type.ts';
import type { Epoch, Seen } from './puppet-script.ts';
import type { PuppetState } from './puppet-state.ts';

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
    demand(major === 3 && (minor === 3 || isOldVersion), 'a record of another version');
    if (contentType !== ContentType.applicationData) {
      demand(fragment.length <= 2 ** 14, 'a record over 2^14 bytes');
      return { epoch: 'plaintext', contentType, content: fragment };
    }
    demand(fragment.length <= 2 ** 14 + 256, 'a record over 2^14 + 256 bytes');
    return this.#decrypt(header, fragment);
  }

  #decrypt(header: Uint8Array, fragment: Uint8Array): OpenRecord {
    for (const { epoch, lane } of this.#state.peerLanes) {
      const inner = lane.open(header, fragment);
      if (inner === undefined) continue;
      demand(inner.length <= 2 ** 14 + 1, 'an inner plaintext over 2^14 + 1 bytes');
      const typeAt = inner.findLastIndex((byte) => byte !== 0);
      const contentType = inner[typeAt] ?? 0;
      return { epoch, contentType, content: inner.subarray(0, typeAt) };
    }
    throw new Error('the engine sent a record that opens under none of its keys');
  }

  #take({ epoch, contentType, content }: OpenRecord): readonly Seen[] {
    if (contentType === ContentType.handshake) return this.#takeHandshake(epoch, content);
    demand(this.#messagePart.length === 0, 'a record inside a handshake message');
    if (contentType === ContentType.alert) this.#noteAlert(content);
    return [{ kind: 'bytes', epoch, contentType, bytes: content }];
  }

  /** After a close_notify or an error alert nothing more may come (RFC 9846 6). */
  #noteAlert([, description]: Uint8Array): void {
    const userCanceled = 90;
    if (description !== userCanceled) this.#lastWord = `the alert ${description}`;
  }

  #takeHandshake(epoch: Epoch, content: Uint8Array): readonly Seen[] {
    demand(content.length > 0, 'an empty handshake record');
    const seen: Seen[] = [];
    let rest = concatBytes([this.#messagePart, content]);
    for (let length = messageLength(rest); length <= rest.length; length = messageLength(rest)) {
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      const name = this.#takeMessage(message, rest.length === 0);
      seen.push({ kind: 'message', epoch, name, body: message.subarray(4) });
    }
    this.#messagePart = rest;
    return seen;
  }

  /** Checks what can be checked, and takes note of what the puppet needs. */
  #takeMessage(message: Uint8Array, isAligned: boolean): string {
    const type = message[0] ?? 0;
    const body = message.subarray(4);
    demand(isAligned || !beforeKeyChange.has(type), `bytes after a message of type ${type}`);
    const { session, peer } = this.#state;
    if (type === HandshakeType.certificateVerify) this.#checkSignature(body);
    if (type === HandshakeType.finished) {
      const isRight = equalBytes(decodeFinished(body).verifyData, session.verifyData(peer));
      demand(isRight, 'a Finished that is not right');
    }
    if (type === HandshakeType.keyUpdate) this.#state.updateKeys(peer);
    else session.transcript.add(message);
    if (type === HandshakeType.clientHello) this.#state.clientHello ??= decodeClientHello(body);
    if (type === HandshakeType.serverHello) return this.#takeServerHello(decodeServerHello(body));
    if (type === HandshakeType.certificate) {
      this.#state.peerCertificate = decodeCertificate(body).certificateList[0]?.certData;
    }
    if (type === HandshakeType.finished && peer === 'server') this.#state.deriveApplicationKeys();
    return nameOf(type);
  }

  #takeServerHello(hello: ServerHello): string {
    if (equalBytes(hello.random, helloRetryRequestRandom)) return 'HelloRetryRequest';
    const { clientHello, keyShare } = this.#state;
    if (clientHello === undefined || keyShare === undefined) {
      throw new Error('a ServerHello before there was a ClientHello');
    }
    demand(hello.legacyVersion === 0x0303, 'a legacy_version that is not 0x0303');
    const isEcho = equalBytes(hello.legacySessionIdEcho, clientHello.legacySessionId);
    demand(isEcho, 'a legacy_session_id_echo that is none');
    demand(clientHello.cipherSuites.includes(hello.cipherSuite), 'a suite that was not offered');
    demand(hello.legacyCompressionMethod === 0, 'a legacy_compression_method that is not 0');
    const version = bodyOf(hello, ExtensionType.supported_versions);
    const { selectedVersion } = decodeSupportedVersionsServerHello(version);
    demand(selectedVersion === 0x0304, 'a selected_version that is not 0x0304');
    const { serverShare } = decodeKeyShareServerHello(bodyOf(hello, ExtensionType.key_share));
    const secret = keyShare.secretWith(serverShare.keyExchange);
    if (secret === undefined) throw new Error('the engine sent a key share that is not valid');
    this.#state.deriveHandshakeKeys(secret);
    return 'ServerHello';
  }

  #checkSignature(body: Uint8Array): void {
    const { peer, peerCertificate, session } = this.#state;
    if (peerCertificate === undefined) throw new Error('a CertificateVerify without Certificate');
    const { algorithm, signature } = decodeCertificateVerify(body);
    const { subjectPublicKeyInfo } = parseCertificate(peerCertificate).publicKey;
    const content = signedContent(peer, session.transcript.hash());
    const isRight = noble.verify(algorithm, subjectPublicKeyInfo, content, signature);
    demand(isRight, 'a signature that does not verify');
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

function demand(condition: boolean, problem: string): void {
  if (!condition) throw new Error(`the engine sent ${problem}`);
}

/** Header included; infinite while the header is not there. */
function messageLength(bytes: Uint8Array): number {
  const [, high = 0, middle = 0, low = 0] = bytes;
  return bytes.length < 4 ? Number.POSITIVE_INFINITY : 4 + high * 0x10000 + middle * 0x100 + low;
}

function bodyOf({ extensions = [] }: ServerHello, type: number): Uint8Array {
  const found = extensions.find((one) => one.extensionType === type);
  if (found === undefined) throw new Error(`the engine's ServerHello lacks extension ${type}`);
  return found.extensionData;
}

/** `certificateVerify` -> `CertificateVerify`. */
function nameOf(type: number): string {
  const name = handshakeTypeName(type);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
