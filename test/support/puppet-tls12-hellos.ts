/**
 * The hellos of TLS 1.2 of a puppet (RFC 5246 7.4.1; RFC 5746; RFC 7627; RFC 8422), with what makes
 * that version safe, and what an older peer would leave out said by changes.
 */
import {
  CipherSuite,
  decodeServerHello,
  type Extension,
  ExtensionType,
} from '../../generated/messages.ts';
import type { Fields } from './puppet-codecs.ts';
import { type ExtensionPlace, makeExtension } from './puppet-extensions.ts';
import { nobodys, type UsualMessage } from './puppet-message.ts';
import { type PuppetState, readable } from './puppet-state.ts';

/** The suite of the traces' engines. */
export const tls12Suite = CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;

/** A ClientHello that offers nothing newer. */
export function tls12ClientHello({ random }: PuppetState, place: ExtensionPlace): Fields {
  return {
    legacyVersion: 0x0303,
    random: random(32),
    legacySessionId: new Uint8Array(0),
    cipherSuites: [tls12Suite],
    legacyCompressionMethods: Uint8Array.of(0),
    extensions: [
      makeExtension('server_name', 'host.example', place),
      makeExtension('supported_groups', 'x25519 secp256r1', place),
      makeExtension('signature_algorithms', 'ecdsa_secp256r1_sha256', place),
      ...olderExtensions(place),
    ],
  };
}

/** What a ClientHello has for servers of TLS 1.2. */
export function olderExtensions(place: ExtensionPlace): readonly Extension[] {
  const names = ['ec_point_formats', 'extended_master_secret', 'renegotiation_info'];
  return names.map((name) => makeExtension(name, undefined, place));
}

/** A ServerHello that answers what the client asked for, and resumes nothing. */
export function tls12ServerHello(state: PuppetState): UsualMessage {
  const place = { message: 'ServerHello', publicKeyOf: nobodys };
  const { clientHello } = state;
  const isAsked = ({ extensionType: type }: Extension) =>
    clientHello === undefined ||
    clientHello.extensions?.some(({ extensionType }) => extensionType === type) === true ||
    (type === ExtensionType.renegotiation_info &&
      clientHello.cipherSuites.includes(CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV));
  const fields = {
    legacyVersion: 0x0303,
    random: state.random(32),
    legacySessionIdEcho: new Uint8Array(0),
    cipherSuite: tls12Suite,
    legacyCompressionMethod: 0,
    extensions: olderExtensions(place).filter(isAsked),
  };
  const afterwards = (body: Uint8Array) => {
    const hello = readable(() => decodeServerHello(body));
    if (state.role === 'server' && hello !== undefined) state.speakTls12(hello);
  };
  return { fields, afterwards };
}
