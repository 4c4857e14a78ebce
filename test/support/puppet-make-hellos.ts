/** The hellos of a puppet as they should be (RFC 9846 4.2), given what went before. */
import {
  type ClientHello,
  decodeClientHello,
  decodeServerHello,
  ExtensionType,
  helloRetryRequestRandom,
  NamedGroup,
  type ServerHello,
} from '../../generated/messages.ts';
import { Secret } from '../../runtime/codegen/secret.ts';
import type { AcceptedKeyShare } from '../../runtime/crypto/provider.ts';
import { sampleBytes } from './plain-bytes.ts';
import type { Fields } from './puppet-codecs.ts';
import { type ExtensionPlace, makeExtension } from './puppet-extensions.ts';
import { schemesIn, selectedGroupIn, serverShareIn, sharesIn } from './puppet-hellos.ts';
import { nobodys, type UsualMessage } from './puppet-message.ts';
import { type PuppetState, readable } from './puppet-state.ts';
import { olderExtensions, tls12ClientHello, tls12Suite } from './puppet-tls12-hellos.ts';
import { extensionTypeOf } from './puppet-values.ts';

/**
 * A ClientHello: the first one, or the one that a HelloRetryRequest has asked for.
 * @param versions those that the first one offers: `TLSv1.3`, `TLSv1.2`, or both
 */
export function clientHello(state: PuppetState, versions: readonly string[]): UsualMessage {
  const publicKeyOf = (group: number) =>
    canDo(state, group) ? state.keyShare(group).publicKey : undefined;
  const { clientHello: before, openRetry } = state;
  const place = { message: 'ClientHello', publicKeyOf };
  const fields =
    before === undefined || openRetry === undefined
      ? firstClientHello(state, versions, place)
      : secondClientHello(before, openRetry, place);
  const afterwards = (body: Uint8Array) => {
    if (before !== undefined && openRetry === undefined) return;
    state.clientHello = readable(() => decodeClientHello(body));
    state.session.clientRandom = state.clientHello?.random.slice() ?? new Uint8Array(32);
    state.openRetry = undefined;
    state.offeredSchemes = readable(() => schemesIn(state.clientHello?.extensions)) ?? [];
  };
  return { fields, publicKeyOf, afterwards };
}

/** With SNI; offers what the traces' engines do and no more. */
function firstClientHello(
  state: PuppetState,
  versions: readonly string[],
  place: ExtensionPlace,
): Fields {
  if (!versions.includes('TLSv1.3')) return tls12ClientHello(state, place);
  const newer = tls13ClientHello(state, place);
  if (!versions.includes('TLSv1.2')) return newer;
  const { cipherSuites, extensions } = newer;
  const both = ['supported_versions', 'supported_groups'];
  const types = both.map(extensionTypeOf);
  return {
    ...newer,
    cipherSuites: [...cipherSuites, tls12Suite],
    extensions: [
      ...extensions.filter(({ extensionType }) => !types.includes(extensionType)),
      makeExtension('supported_versions', '0x0304 0x0303', place),
      makeExtension('supported_groups', 'x25519 secp256r1', place),
      ...olderExtensions(place),
    ],
  };
}

/** In middlebox compatibility mode. */
function tls13ClientHello({ random }: PuppetState, place: ExtensionPlace) {
  return {
    legacyVersion: 0x0303,
    random: random(32),
    legacySessionId: random(32),
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
}

/** RFC 9846 4.2.2: the same, but for what was asked for, and without early data. */
function secondClientHello(
  { extensions = [], ...first }: ClientHello,
  retry: ServerHello,
  place: ExtensionPlace,
): Fields {
  const group = selectedGroupIn(retry);
  const share = group === undefined ? undefined : makeExtension('key_share', String(group), place);
  const cookie = retry.extensions?.find((one) => one.extensionType === ExtensionType.cookie);
  const kept = extensions
    .filter((one) => one.extensionType !== ExtensionType.early_data)
    .map((one) => (one.extensionType === ExtensionType.key_share ? (share ?? one) : one));
  return { ...first, extensions: cookie === undefined ? kept : [cookie, ...kept] };
}

/** A ServerHello that accepts one of the client's shares and echoes its session id. */
export function serverHello(state: PuppetState): UsualMessage {
  const accepted = new Map<number, AcceptedKeyShare>();
  const accept = (group: number) => {
    const known = accepted.get(group) ?? acceptShare(state, group);
    accepted.set(group, known);
    return known;
  };
  const publicKeyOf = (group: number) =>
    canDo(state, group) ? accept(group).publicKey : undefined;
  const usual = groupFor(state);
  const place = { message: 'ServerHello', publicKeyOf };
  const fields = {
    legacyVersion: 0x0303,
    random: state.random(32),
    legacySessionIdEcho: state.clientHello?.legacySessionId ?? new Uint8Array(0),
    cipherSuite: state.retry?.cipherSuite ?? 0x1301,
    legacyCompressionMethod: 0,
    extensions: [
      makeExtension('supported_versions', '0x0304', place),
      makeExtension('key_share', String(usual), place),
    ],
  };
  const afterwards = (body: Uint8Array) => {
    if (state.role === 'client') return;
    const hello = readable(() => decodeServerHello(body));
    state.chooseSuite(hello?.cipherSuite ?? 0x1301);
    const group = (hello && readable(() => serverShareIn(hello)))?.group ?? usual;
    state.deriveHandshakeKeys(accept(canDo(state, group) ? group : usual).secret);
  };
  return { fields, publicKeyOf, afterwards };
}

function canDo({ crypto }: PuppetState, group: number): boolean {
  return crypto.groups.includes(group);
}

/** What a HelloRetryRequest has asked for, or a group of which the client has sent a share. */
function groupFor(state: PuppetState): number {
  const { clientHello, retry } = state;
  const asked = retry && selectedGroupIn(retry);
  const shared = clientHello === undefined ? [] : sharesIn(clientHello).map(({ group }) => group);
  const known = shared.filter((group) => canDo(state, group));
  if (asked !== undefined && canDo(state, asked)) return asked;
  return known.includes(NamedGroup.x25519) ? NamedGroup.x25519 : (known[0] ?? NamedGroup.x25519);
}

/** A ServerHello that answers no share gets one that nobody else has a part in. */
function acceptShare(
  { clientHello, crypto, random }: PuppetState,
  group: number,
): AcceptedKeyShare {
  const shares = clientHello === undefined ? [] : sharesIn(clientHello);
  const share = shares.find((one) => one.group === group);
  if (share === undefined) {
    const { publicKey } = crypto.offerKeyShare(group, random);
    return { publicKey, secret: new Secret(sampleBytes(32)) };
  }
  const accepted = crypto.acceptKeyShare(group, share.keyExchange, random);
  if (accepted === undefined) throw new Error("the client's key share is not valid");
  return accepted;
}

/** A HelloRetryRequest that asks for nothing: what it wants must be said. */
export function helloRetryRequest(state: PuppetState): Fields {
  const place = { message: 'HelloRetryRequest', publicKeyOf: nobodys };
  return {
    legacyVersion: 0x0303,
    random: helloRetryRequestRandom,
    legacySessionIdEcho: state.clientHello?.legacySessionId ?? new Uint8Array(0),
    cipherSuite: 0x1301,
    legacyCompressionMethod: 0,
    extensions: [makeExtension('supported_versions', '0x0304', place)],
  };
}
