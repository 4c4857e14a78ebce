/**
 * The messages of a puppet as they should be (RFC 9846 4), given what went before: Finished and
 * CertificateVerify are right for the transcript that really was, whatever order that had.
 */
import {
  type ClientHello,
  decodeClientHello,
  decodeKeyShareClientHello,
  ExtensionType,
  helloRetryRequestRandom,
  KeyUpdateRequest,
  NamedGroup,
  SignatureScheme,
} from '../../generated/messages.ts';
import { frame } from '../../runtime/handshake/frame.ts';
import { signedContent } from '../../runtime/handshake/signed-content.ts';
import { noble } from '../../runtime/index.ts';
import { puppetCertificate, puppetPrivateKey } from './puppet-certificates.ts';
import { changedBody, type Fields, handshakeTypeOf, valueGiven } from './puppet-changes.ts';
import { makeExtension } from './puppet-extensions.ts';
import type { Change } from './puppet-script.ts';
import type { PuppetState } from './puppet-state.ts';
import { numberOf, sampleBytes, wordsOf } from './puppet-values.ts';

/** Makes a message, header included, and takes note of it as sent. */
export function makeMessage(
  state: PuppetState,
  name: string,
  changes: readonly Change[],
): Uint8Array {
  const { fields, publicKey, afterwards } = usualMessage(state, name, changes);
  const referents = { message: name, publicKey, certificateOf: puppetCertificate };
  const body = changedBody(fields, changes, referents);
  const type = valueGiven(changes, 'type');
  const message = frame(type === undefined ? handshakeTypeOf(name) : numberOf(type), body);
  setLength(message, valueGiven(changes, 'length'));
  if (isInTranscript(state, name)) state.session.transcript.add(message);
  afterwards?.(body);
  return message;
}

/** A message as it should be. */
interface UsualMessage {
  readonly fields: Fields;
  /** The puppet's share, for the words of key_share. */
  readonly publicKey?: Uint8Array | undefined;
  /** To be done when the message is in the transcript; gets its body. */
  readonly afterwards?: (body: Uint8Array) => void;
}

/**
 * RFC 9846 4.1: the transcript ends with the client's Finished, and has a second ClientHello only
 * after a HelloRetryRequest, which no engine here sends.
 */
function isInTranscript({ clientHello }: PuppetState, name: string): boolean {
  if (name === 'ClientHello') return clientHello === undefined;
  return name !== 'KeyUpdate' && name !== 'NewSessionTicket';
}

function usualMessage(state: PuppetState, name: string, changes: readonly Change[]): UsualMessage {
  switch (name) {
    case 'ClientHello':
      return clientHello(state);
    case 'ServerHello':
      return serverHello(state);
    case 'HelloRetryRequest':
      return { fields: helloRetryRequest(state) };
    case 'EncryptedExtensions':
      return { fields: { extensions: [] } };
    case 'CertificateRequest':
      return { fields: certificateRequest() };
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

/** In middlebox compatibility mode, with SNI; offers what the engines can do and no more. */
function clientHello(state: PuppetState): UsualMessage {
  const share = noble.offerKeyShare(NamedGroup.x25519, state.random);
  const place = { message: 'ClientHello', publicKey: share.publicKey };
  const fields = {
    legacyVersion: 0x0303,
    random: state.random(32),
    legacySessionId: state.random(32),
    cipherSuites: [0x1301],
    legacyCompressionMethods: Uint8Array.of(0),
    extensions: [
      makeExtension('server_name', 'host.example', place),
      makeExtension('supported_groups', 'x25519', place),
      makeExtension('signature_algorithms', 'ecdsa_secp256r1_sha256', place),
      makeExtension('supported_versions', '0x0304', place),
      makeExtension('key_share', 'x25519', place),
    ],
  };
  const afterwards = (body: Uint8Array) => {
    state.keyShare ??= share;
    state.clientHello ??= readable(body);
  };
  return { fields, publicKey: share.publicKey, afterwards };
}

/** A hello that is broken on purpose is not needed afterwards. */
function readable(body: Uint8Array) {
  try {
    return decodeClientHello(body);
  } catch {
    return undefined;
  }
}

/** Accepts the client's x25519 share and echoes its session id. */
function serverHello(state: PuppetState): UsualMessage {
  const { publicKey, secret } = acceptShare(state);
  const place = { message: 'ServerHello', publicKey };
  const fields = {
    legacyVersion: 0x0303,
    random: state.random(32),
    legacySessionIdEcho: state.clientHello?.legacySessionId ?? new Uint8Array(0),
    cipherSuite: 0x1301,
    legacyCompressionMethod: 0,
    extensions: [
      makeExtension('supported_versions', '0x0304', place),
      makeExtension('key_share', 'x25519', place),
    ],
  };
  const afterwards = () => {
    if (state.role === 'server') state.deriveHandshakeKeys(secret);
  };
  return { fields, publicKey, afterwards };
}

/** A ServerHello that answers no ClientHello gets a share that nobody else has a part in. */
function acceptShare({ clientHello, random }: PuppetState) {
  const shares = clientHello === undefined ? [] : sharesIn(clientHello);
  const share = shares.find(({ group }) => group === NamedGroup.x25519);
  const keyExchange = share?.keyExchange ?? sampleBytes(32);
  const accepted = noble.acceptKeyShare(NamedGroup.x25519, keyExchange, random);
  if (accepted === undefined) throw new Error("the client's key share is not valid");
  return accepted;
}

function sharesIn({ extensions = [] }: ClientHello) {
  const found = extensions.find((one) => one.extensionType === ExtensionType.key_share);
  return found === undefined ? [] : decodeKeyShareClientHello(found.extensionData).clientShares;
}

/** Asks for nothing: what it wants must be said. */
function helloRetryRequest(state: PuppetState): Fields {
  const place = { message: 'HelloRetryRequest', publicKey: undefined };
  return {
    legacyVersion: 0x0303,
    random: helloRetryRequestRandom,
    legacySessionIdEcho: state.clientHello?.legacySessionId ?? new Uint8Array(0),
    cipherSuite: 0x1301,
    legacyCompressionMethod: 0,
    extensions: [makeExtension('supported_versions', '0x0304', place)],
  };
}

function certificateRequest(): Fields {
  const place = { message: 'CertificateRequest', publicKey: undefined };
  return {
    certificateRequestContext: new Uint8Array(0),
    extensions: [makeExtension('signature_algorithms', 'ecdsa_secp256r1_sha256', place)],
  };
}

/** The chain that is sent decides whose key signs CertificateVerify. */
function certificate(state: PuppetState, list: string | undefined): UsualMessage {
  const [first] = wordsOf(list ?? state.certificate);
  if (first !== undefined) state.certificate = first;
  const entry = { certData: puppetCertificate(state.certificate), extensions: [] };
  return { fields: { certificateRequestContext: new Uint8Array(0), certificateList: [entry] } };
}

function certificateVerify({ role, session }: PuppetState): Fields {
  const algorithm = SignatureScheme.ecdsa_secp256r1_sha256;
  const key = noble.importPrivateKey(puppetPrivateKey());
  const signature = key.sign(algorithm, signedContent(role, session.transcript.hash()));
  return { algorithm, signature };
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
