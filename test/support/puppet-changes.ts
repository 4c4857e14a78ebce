/**
 * Changes to a message in the RFC's words: `cipher_suite = TLS_AES_256_GCM_SHA384`, `without
 * key_share`. The same words say what must be true of a message that was received.
 */
import {
  decodeKeyShareClientHello,
  decodeKeyShareHelloRetryRequest,
  decodeKeyShareServerHello,
  type Extension,
} from '../../generated/messages.ts';
import type { ProtocolName } from '../../generated/registries.ts';
import { concatBytes, equalBytes } from '../../runtime/bytes.ts';
import { commonName } from '../x509/make.ts';
import { codecOf, type Fields } from './puppet-codecs.ts';
import { type ExtensionPlace, groupsIn, makeExtension } from './puppet-extensions.ts';
import type { Change } from './puppet-script.ts';
import {
  bytesFrom,
  extensionTypeOf,
  isExtensionName,
  numberOf,
  numbersOf,
  wordsOf,
} from './puppet-values.ts';

/** DER of a certificate by its name in a script. */
export type CertificateOf = (name: string) => Uint8Array;

/** What the words of changes may refer to. */
export interface Referents extends ExtensionPlace {
  /** Which of its forms the message has. */
  readonly version: ProtocolName;
  readonly certificateOf: CertificateOf;
}

/** The body of a message after the changes. @throws Error for a change that says nothing */
export function changedBody(
  fields: Fields,
  changes: readonly Change[],
  referents: Referents,
): Uint8Array {
  const changed = changes.reduce((made, change) => changedFields(made, change, referents), fields);
  const rawBody = valueGiven(changes, 'body');
  const codec = codecOf(referents.message, referents.version);
  const body =
    rawBody === undefined ? codec.encode(changed) : bytesFrom(rawBody, codec.encode(changed));
  if (changes.some(({ kind }) => kind === 'truncated')) return body.slice(0, -1);
  if (changes.some(({ kind }) => kind === 'trailingByte')) {
    return concatBytes([body, new Uint8Array(1)]);
  }
  return body;
}

/** The value that a change gives to `name`; undefined if none does. */
export function valueGiven(changes: readonly Change[], name: string): string | undefined {
  const found = changes.find((change) => change.kind === 'set' && change.name === name);
  return found?.kind === 'set' ? found.value : undefined;
}

/** What is not as the changes say, in words; undefined if all is. */
export function contradictionOf(
  body: Uint8Array,
  changes: readonly Change[],
  referents: Referents,
): string | undefined {
  if (changes.length === 0) return undefined;
  const fields = codecOf(referents.message, referents.version).decode(body);
  const broken = changes.find((change) => !isTrue(fields, change, referents));
  if (broken === undefined) return undefined;
  return `${referents.message}: not so: ${JSON.stringify(broken)}`;
}

function changedFields(fields: Fields, change: Change, referents: Referents): Fields {
  switch (change.kind) {
    case 'set':
      return withValue(fields, change.name, change.value, referents);
    case 'with':
      return withExtension(fields, makeExtension(change.name, undefined, referents));
    case 'without':
      return withoutExtension(fields, extensionTypeOf(change.name));
    case 'twice':
      return withDouble(fields, extensionTypeOf(change.name));
    default:
      return fields;
  }
}

function withValue(fields: Fields, name: string, value: string, referents: Referents): Fields {
  if (shapeNames.has(name)) return fields;
  if (isExtensionName(name)) {
    return withExtension(fields, extensionFrom(value, fields, name, referents));
  }
  const key = keyOf(name);
  return { ...fields, [key]: fieldFrom(value, fields[key], name, referents) };
}

/** `wrong` and `short` are about the body that is there. */
function extensionFrom(
  value: string,
  fields: Fields,
  name: string,
  referents: Referents,
): Extension {
  const present = extensionIn(fields, name);
  if (present === undefined || !['wrong', 'short'].includes(value)) {
    return makeExtension(name, value, referents);
  }
  return { ...present, extensionData: bytesFrom(value, present.extensionData) };
}

/** What the words for a field mean, by the type that the field has. */
function fieldFrom(value: string, usual: unknown, name: string, referents: Referents): unknown {
  if (typeof usual === 'number') return numberOf(value);
  if (usual instanceof Uint8Array) return bytesFrom(value, usual);
  if (name === 'certificate_list') return certificateList(value, referents);
  if (name === 'certificate_authorities') return wordsOf(value).map(commonName);
  if (Array.isArray(usual)) return numbersOf(value);
  throw new Error(`${referents.message} has no field ${name}`);
}

function certificateList(value: string, { version, certificateOf }: Referents) {
  const certificates = wordsOf(value).map(certificateOf);
  if (version === 'TLSv1.2') return certificates;
  return certificates.map((certData) => ({ certData, extensions: [] }));
}

function isTrue(fields: Fields, change: Change, referents: Referents): boolean {
  switch (change.kind) {
    case 'with':
      return extensionIn(fields, change.name) !== undefined;
    case 'without':
      return extensionIn(fields, change.name) === undefined;
    case 'set':
      return isExtensionName(change.name)
        ? hasExtension(fields, change.name, change.value, referents)
        : hasValue(fields, change.name, change.value, referents);
    default:
      throw new Error(`a received message cannot be asked to be ${change.kind}`);
  }
}

function hasExtension(fields: Fields, name: string, value: string, referents: Referents): boolean {
  const found = extensionIn(fields, name);
  if (found === undefined) return false;
  if (name === 'key_share') {
    const groups = groupsOfShares(found.extensionData, referents.message);
    return String(groups) === String(groupsIn(value));
  }
  return equalBytes(found.extensionData, makeExtension(name, value, referents).extensionData);
}

/** Keys are random: of a key_share that was received, the groups are what can be told. */
function groupsOfShares(body: Uint8Array, message: string): readonly number[] {
  if (message === 'HelloRetryRequest') return [decodeKeyShareHelloRetryRequest(body).selectedGroup];
  if (message === 'ServerHello') return [decodeKeyShareServerHello(body).serverShare.group];
  return decodeKeyShareClientHello(body).clientShares.map(({ group }) => group);
}

function hasValue(fields: Fields, name: string, value: string, referents: Referents): boolean {
  const actual = fields[keyOf(name)];
  const length = /^(\d+) bytes$/.exec(value)?.[1];
  if (length !== undefined && actual instanceof Uint8Array) return actual.length === Number(length);
  const expected = fieldFrom(value, actual, name, referents);
  return JSON.stringify(actual, hexed) === JSON.stringify(expected, hexed);
}

function hexed(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Array.from(value) : value;
}

function extensionIn(fields: Fields, name: string): Extension | undefined {
  const type = extensionTypeOf(name);
  return extensionsOf(fields).find((one) => one.extensionType === type);
}

/** In its old place, or at the end. */
function withExtension(fields: Fields, extension: Extension): Fields {
  const present = extensionsOf(fields);
  const at = present.findIndex((one) => one.extensionType === extension.extensionType);
  return replaced(fields, at < 0 ? [...present, extension] : present.with(at, extension));
}

function withoutExtension(fields: Fields, type: number): Fields {
  const present = extensionsOf(fields);
  const kept = present.filter((one) => one.extensionType !== type);
  if (kept.length === present.length) throw new Error(`extension ${type} was not there before`);
  return replaced(fields, kept);
}

function withDouble(fields: Fields, type: number): Fields {
  const present = extensionsOf(fields);
  const found = present.find((one) => one.extensionType === type);
  if (found === undefined) throw new Error(`extension ${type} was not there before`);
  return replaced(fields, [...present, found]);
}

/** Those of a Certificate are the first entry's. */
function extensionsOf(fields: Fields): readonly Extension[] {
  const { extensions, certificateList: [entry] = [] } = fields as MaybeExtended;
  return extensions ?? entry?.extensions ?? [];
}

function replaced(fields: Fields, extensions: readonly Extension[]): Fields {
  const { certificateList: entries } = fields as MaybeExtended;
  if (entries === undefined) return { ...fields, extensions };
  return {
    ...fields,
    certificateList: entries.map((one, index) => (index === 0 ? { ...one, extensions } : one)),
  };
}

/** Where the generated types keep extensions. */
interface MaybeExtended {
  readonly extensions?: readonly Extension[];
  readonly certificateList?: readonly {
    readonly certData: Uint8Array;
    readonly extensions: readonly Extension[];
  }[];
}

/** `legacy_session_id_echo` -> `legacySessionIdEcho`. */
function keyOf(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Names in a change that are about the whole message, not one of its fields. */
const shapeNames: ReadonlySet<string> = new Set(['body', 'length', 'type', 'version', 'response']);
