/**
 * What RFC 9846 demands of every hello, of answers to extensions and of signature schemes, written
 * down a second time: the puppet holds the engine to it whatever a trace says.
 */
import {
  type ClientHello,
  decodeSupportedVersionsServerHello,
  type Extension,
  ExtensionType,
  type KeyShareEntry,
  type ServerHello,
  SignatureScheme,
} from '../../generated/messages.ts';
import { equalBytes } from '../../runtime/bytes.ts';
import {
  extensionIn,
  groupsIn,
  selectedGroupIn,
  serverShareIn,
  sharesIn,
} from './puppet-hellos.ts';

/** What has gone before a hello of the server. */
export interface HellosBefore {
  readonly clientHello: ClientHello | undefined;
  readonly retry: ServerHello | undefined;
}

/** @throws Error naming what the engine did wrong */
export function demand(condition: boolean, problem: string): void {
  if (!condition) throw new Error(`the engine sent ${problem}`);
}

/** 4.2.2, 4.3.7, 4.3.8, 4.3.11, 9.2. @throws Error */
export function checkClientHello(hello: ClientHello): void {
  // @req 9846:4.2.2:6 9846:E.5:7
  demand(hello.legacyVersion === 0x0303, 'a legacy_version that is not 0x0303');
  demand(String(hello.legacyCompressionMethods) === '0', 'a compression method');
  const types = (hello.extensions ?? []).map((one) => one.extensionType);
  demand(new Set(types).size === types.length, 'an extension twice');
  const groups = groupsIn(hello);
  const shared = sharesIn(hello).map(({ group }) => group);
  // @req 9846:4.3.7:1
  demand(new Set(groups).size === groups.length, 'a group twice');
  // In the same order, each at most once, but not necessarily all.
  // @req 9846:4.3.8:1 9846:4.3.8:4 9846:4.3.8:5
  const inOrder = groups.filter((group) => shared.includes(group));
  demand(String(shared) === String(inOrder), 'key shares that are not those of its groups');
  const psk = types.indexOf(ExtensionType.pre_shared_key);
  demand(psk < 0 || psk === types.length - 1, 'pre_shared_key in front of other extensions');
}

/** 4.2.2: the first one, changed only as the HelloRetryRequest says. @throws Error */
export function checkSecondClientHello(
  first: ClientHello,
  second: ClientHello,
  retry: ServerHello,
): void {
  const group = selectedGroupIn(retry);
  const isSame = (one: ClientHello) =>
    JSON.stringify({ ...one, extensions: one.extensions?.filter(isFixed).map(plain) });
  const isFixed = ({ extensionType: type }: Extension) =>
    !changeable.has(type) && (group === undefined || type !== ExtensionType.key_share);
  // @req 9846:4.2.2:2
  demand(isSame(first) === isSame(second), 'a second ClientHello with other changes than asked');
  const shared = sharesIn(second).map((share) => share.group);
  // @req 9846:4.3.8:10
  demand(group === undefined || String(shared) === String(group), 'other key shares than asked');
  const types = (second.extensions ?? []).map((one) => one.extensionType);
  demand(!types.includes(ExtensionType.early_data), 'early_data after a HelloRetryRequest');
  const cookies = [retry, second].map((one) => extensionIn(one.extensions, ExtensionType.cookie));
  demand(String(cookies[0]) === String(cookies[1]), 'a cookie that is not the one it got');
}

/** 4.2.4, 4.3.8. @throws Error */
export function checkRetry(hello: ServerHello, before: HellosBefore): void {
  const clientHello = checkCommon(hello, before);
  demand(before.retry === undefined, 'a second HelloRetryRequest');
  const group = selectedGroupIn(hello);
  const cookie = extensionIn(hello.extensions, ExtensionType.cookie);
  demand(group !== undefined || cookie !== undefined, 'a HelloRetryRequest that changes nothing');
  // @req 9846:4.2.4:3
  checkAnswers(
    hello.extensions?.filter((one) => one.extensionType !== ExtensionType.cookie),
    clientHello.extensions,
  );
  if (group === undefined) return;
  demand(groupsIn(clientHello).includes(group), 'a selected_group that was not offered');
  const isShared = sharesIn(clientHello).some((share) => share.group === group);
  demand(!isShared, 'a selected_group of which there was a key share');
}

/** 4.2.3, 4.2.4, 4.3.8. Returns the key share. @throws Error */
export function checkServerHello(hello: ServerHello, before: HellosBefore): KeyShareEntry {
  const clientHello = checkCommon(hello, before);
  checkAnswers(hello.extensions, clientHello.extensions);
  const { retry } = before;
  const isSameSuite = retry === undefined || retry.cipherSuite === hello.cipherSuite;
  demand(isSameSuite, 'another suite than in its HelloRetryRequest');
  const share = serverShareIn(hello);
  if (share === undefined) throw new Error('the engine sent a ServerHello without key share');
  const isOfClient = sharesIn(clientHello).some(({ group }) => group === share.group);
  // @req 9846:2:1 9846:4.3.8:11 9846:4.3.8:12
  demand(isOfClient, 'a key share of a group that the client has sent none of');
  const asked = retry && selectedGroupIn(retry);
  demand(asked === undefined || asked === share.group, 'another group than it has asked for');
  return share;
}

/** 4.3: an answer needs a question. @throws Error */
export function checkAnswers(
  answers: readonly Extension[] = [],
  asked: readonly Extension[] = [],
): void {
  const questions = new Set(asked.map((one) => one.extensionType));
  // @req 9846:4.3:3
  for (const { extensionType } of answers) {
    demand(questions.has(extensionType), `the extension ${extensionType}, which nobody asked for`);
  }
  const types = answers.map((one) => one.extensionType);
  demand(new Set(types).size === types.length, 'an extension twice');
}

/** 4.3.3, 4.5.2. @throws Error */
export function checkScheme(scheme: number, offered: readonly number[]): void {
  // @req 9846:4.5.2:4 9846:4.5.2:5
  demand(offered.includes(scheme), `a signature of a scheme that was not offered: ${scheme}`);
  // @req 9846:4.5.2:7
  demand(!onlyInCertificates.has(scheme), `a signature that is for certificates only: ${scheme}`);
}

/** What ServerHello and HelloRetryRequest have in common (4.2.3, 4.2.4). */
function checkCommon(hello: ServerHello, { clientHello }: HellosBefore): ClientHello {
  if (clientHello === undefined) throw new Error('a ServerHello before there was a ClientHello');
  // @req 9846:4.2.3:1 9846:4.3.1:9 9846:E.5:7
  demand(hello.legacyVersion === 0x0303, 'a legacy_version that is not 0x0303');
  const isEcho = equalBytes(hello.legacySessionIdEcho, clientHello.legacySessionId);
  demand(isEcho, 'a legacy_session_id_echo that is none');
  demand(clientHello.cipherSuites.includes(hello.cipherSuite), 'a suite that was not offered');
  demand(hello.legacyCompressionMethod === 0, 'a legacy_compression_method that is not 0');
  // @req 9846:4.2.3:10 9846:4.3.1:8 9846:9.2:3
  const version = extensionIn(hello.extensions, ExtensionType.supported_versions);
  if (version === undefined) throw new Error('the engine sent a ServerHello without version');
  const { selectedVersion } = decodeSupportedVersionsServerHello(version);
  demand(selectedVersion === 0x0304, 'a selected_version that is not 0x0304');
  return clientHello;
}

/** What a second ClientHello may have, lack or change, besides a key_share that was asked for. */
const changeable: ReadonlySet<number> = new Set<number>([
  ExtensionType.cookie,
  ExtensionType.early_data,
  ExtensionType.pre_shared_key,
  ExtensionType.padding,
]);

const onlyInCertificates: ReadonlySet<number> = new Set<number>([
  SignatureScheme.rsa_pkcs1_sha256,
  SignatureScheme.rsa_pkcs1_sha384,
  SignatureScheme.rsa_pkcs1_sha512,
  SignatureScheme.rsa_pkcs1_sha1,
  SignatureScheme.ecdsa_sha1,
]);

function plain({ extensionType, extensionData }: Extension) {
  return [extensionType, String(extensionData)];
}
