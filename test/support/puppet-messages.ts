/**
 * The messages of a puppet as they should be (RFC 9846 4; TLS 1.2: `puppet-tls12-*`), given what went before: Finished and
 * CertificateVerify are right for the transcript that really was, whatever order that had.
 */
import {
  decodeCertificateRequest,
  decodeEncryptedExtensions,
  KeyUpdateRequest,
} from '../../generated/messages.ts';
import { frame } from '../../runtime/handshake/frame.ts';
import { signedContent } from '../../runtime/handshake/signed-content.ts';
import { sampleBytes } from './plain-bytes.ts';
import { puppetCertificate, puppetPrivateKey } from './puppet-certificates.ts';
import { changedBody, valueGiven } from './puppet-changes.ts';
import { type Fields, handshakeTypeOf } from './puppet-codecs.ts';
import { makeExtension } from './puppet-extensions.ts';
import { recordSizeLimitIn, schemesIn } from './puppet-hellos.ts';
import { clientHello, helloRetryRequest, serverHello } from './puppet-make-hellos.ts';
import { nobodys, type UsualMessage } from './puppet-message.ts';
import type { Change } from './puppet-script.ts';
import { type PuppetState, readable } from './puppet-state.ts';
import { tls12ServerHello } from './puppet-tls12-hellos.ts';
import { tls12Message } from './puppet-tls12-messages.ts';
import { numberOf, wordsOf } from './puppet-values.ts';

/** Makes a message, header included, and takes note of it as sent. */
export function makeMessage(
  state: PuppetState,
  name: string,
  changes: readonly Change[],
): Uint8Array {
  const { fields, publicKeyOf = nobodys, afterwards } = usualMessage(state, name, changes);
  const { version } = state;
  const referents = { message: name, version, publicKeyOf, certificateOf: puppetCertificate };
  const body = changedBody(fields, changes, referents);
  const type = valueGiven(changes, 'type');
  const message = frame(type === undefined ? handshakeTypeOf(name) : numberOf(type), body);
  setLength(message, valueGiven(changes, 'length'));
  if (isInTranscript(state, name)) state.addToTranscript(name, message);
  afterwards?.(body);
  return message;
}

/**
 * RFC 9846 4.1: a side's part of the transcript ends with its Finished, and has a second ClientHello
 * only after a HelloRetryRequest.
 */
function isInTranscript(state: PuppetState, name: string): boolean {
  const { role, clientHello, openRetry, hasApplicationKeys } = state;
  // RFC 5246 7.4.1.1.
  if (name === 'HelloRequest' || state.hasFinishedTls12) return false;
  if (name === 'ClientHello') return clientHello === undefined || openRetry !== undefined;
  if (role === 'server' && hasApplicationKeys) return false;
  return name !== 'KeyUpdate' && name !== 'NewSessionTicket';
}

function usualMessage(state: PuppetState, name: string, changes: readonly Change[]): UsualMessage {
  const older = tls12Message(state, name, changes);
  if (older !== undefined) return older;
  const version = valueGiven(changes, 'version') ?? 'TLSv1.3';
  switch (name) {
    case 'ClientHello':
      return clientHello(state, wordsOf(version));
    case 'ServerHello':
      return version === 'TLSv1.2' ? tls12ServerHello(state) : serverHello(state);
    case 'HelloRetryRequest':
      return { fields: helloRetryRequest(state) };
    case 'EncryptedExtensions':
      return encryptedExtensions(state);
    case 'CertificateRequest':
      return certificateRequest(state);
    case 'Certificate':
      return certificate(state, valueGiven(changes, 'certificate_list'));
    case 'CertificateVerify':
      return { fields: certificateVerify(state) };
    case 'Finished':
      return finished(state);
    case 'NewSessionTicket':
      return { fields: newSessionTicket() };
    case 'KeyUpdate':
      return { fields: { requestUpdate: KeyUpdateRequest.update_not_requested } };
    default:
      return { fields: {} };
  }
}

/** A record_size_limit in it holds for what the other end sends from now on. */
function encryptedExtensions(state: PuppetState): UsualMessage {
  const afterwards = (body: Uint8Array) => {
    const { extensions } = readable(() => decodeEncryptedExtensions(body)) ?? {};
    const limit = readable(() => recordSizeLimitIn(extensions));
    state.recordSizeLimit = limit ?? state.recordSizeLimit;
  };
  return { fields: { extensions: [] }, afterwards };
}

function certificateRequest(state: PuppetState): UsualMessage {
  const place = { message: 'CertificateRequest', publicKeyOf: nobodys };
  const afterwards = (body: Uint8Array) => {
    const { extensions } = readable(() => decodeCertificateRequest(body)) ?? {};
    state.requestExtensions = extensions ?? [];
    state.offeredSchemes = readable(() => schemesIn(extensions)) ?? [];
  };
  const fields = {
    certificateRequestContext: new Uint8Array(0),
    extensions: [makeExtension('signature_algorithms', 'ecdsa_secp256r1_sha256', place)],
  };
  return { fields, afterwards };
}

/** The chain that is sent decides whose key signs CertificateVerify. */
function certificate(state: PuppetState, list: string | undefined): UsualMessage {
  const [first] = wordsOf(list ?? state.certificate);
  if (first !== undefined) state.certificate = first;
  const entry = { certData: puppetCertificate(state.certificate), extensions: [] };
  return { fields: { certificateRequestContext: new Uint8Array(0), certificateList: [entry] } };
}

function certificateVerify({ role, crypto, certificate, transcriptHash }: PuppetState): Fields {
  const key = crypto.importPrivateKey(puppetPrivateKey(certificate));
  const [algorithm = 0] = key.schemes;
  return { algorithm, signature: key.sign(algorithm, signedContent(role, transcriptHash)) };
}

/** Before there are keys, bytes that look like one. */
function finished(state: PuppetState): UsualMessage {
  const verifyData = state.hasHandshakeKeys
    ? state.session.verifyData(state.role)
    : sampleBytes(32);
  const afterwards = () => {
    if (state.role === 'server') state.deriveApplicationKeys();
  };
  return { fields: { verifyData }, afterwards };
}

function newSessionTicket(): Fields {
  return {
    ticketLifetime: 7200,
    ticketAgeAdd: 0x01020304,
    ticketNonce: Uint8Array.of(0),
    ticket: sampleBytes(48),
    extensions: [],
  };
}

/** Writes a length into the header that need not be that of the body. */
function setLength(message: Uint8Array, length: string | undefined): void {
  if (length === undefined) return;
  const value = numberOf(length);
  message[1] = value >>> 16;
  message[2] = value >>> 8;
  message[3] = value;
}
