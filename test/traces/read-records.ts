/** The part of the notation that stands behind `<-` and `->`: records and what is in them. */
import { ContentType } from '../../runtime/record/content-type.ts';
import { bytesOf, sampleBytes } from '../support/plain-bytes.ts';
import {
  type BytesScript,
  type Change,
  type ContentScript,
  type Epoch,
  type MessageScript,
  type RecordScript,
  recordOf,
  type SendScript,
} from '../support/puppet-script.ts';
import type { Words } from './words.ts';

/** All that is left of the line, as records. @throws NotationError */
export function readRecords(words: Words): readonly SendScript[] {
  const records: SendScript[] = [];
  do records.push(...readGroup(words));
  while (words.takes(','));
  return records;
}

/** `data "text"` or `data 300 bytes`: what stands behind the word `data`. */
export function readBytes(words: Words): Uint8Array {
  const word = words.take();
  if (word.startsWith('"')) return textIn(word);
  words.expect('bytes');
  return sampleBytes(Number(word));
}

/** `NAME(changes)` without its name. */
function readChanges(words: Words, messageName: string): readonly Change[] {
  const changes: Change[] = [];
  if (!words.takes('(')) return changes;
  do changes.push(readChange(words, messageName));
  while (words.takes(';'));
  words.expect(')');
  return changes;
}

/** `{...}`, `[...]`, or one record in the clear. */
function readGroup(words: Words): readonly SendScript[] {
  if (words.takes('bytes')) return [{ kind: 'raw', bytes: hexUpTo(words, ',') }];
  if (words.takes('text')) return [{ kind: 'raw', bytes: textIn(words.take()) }];
  if (words.takes('{')) return withSuffixes(words, readList(words, 'handshake', '}'));
  if (words.takes('[')) return withSuffixes(words, readList(words, 'application', ']'));
  if (words.takes('(')) return withSuffixes(words, readList(words, 'early', ')'));
  return withSuffixes(words, [readRecord(words, 'plaintext')]);
}

function readList(words: Words, epoch: Epoch, end: string): readonly RecordScript[] {
  const records: RecordScript[] = [];
  do records.push(readRecord(words, epoch));
  while (words.takes(','));
  words.expect(end);
  return records;
}

function readRecord(words: Words, epoch: Epoch): RecordScript {
  const contents: ContentScript[] = [];
  do contents.push(readContent(words));
  while (words.takes('+'));
  return recordOf(epoch, contents);
}

function withSuffixes(words: Words, records: readonly RecordScript[]): readonly RecordScript[] {
  const suffix = readSuffixes(words);
  const made = records.map((record) => ({ ...record, ...suffix }));
  return words.takes('times') ? new Array(Number(words.take())).fill(made).flat() : made;
}

function readSuffixes(words: Words): Partial<RecordScript> {
  if (words.takes('padded')) return { padding: Number(words.take()), ...readSuffixes(words) };
  if (words.takes('corrupted')) return { isCorrupted: true, ...readSuffixes(words) };
  if (words.takes('version')) return { version: Number(words.take()), ...readSuffixes(words) };
  if (words.takes('generation')) {
    return { generation: Number(words.take()), ...readSuffixes(words) };
  }
  return {};
}

function readContent(words: Words): ContentScript {
  if (words.takes('data')) return bytesContent(ContentType.applicationData, readBytes(words));
  if (words.takes('alert')) return bytesContent(ContentType.alert, readAlert(words));
  if (words.takes('change_cipher_spec')) return readChangeCipherSpec(words);
  if (words.takes('empty')) return bytesContent(readTypeName(words), new Uint8Array(0));
  // Content type 0 is a padding byte: nothing but padding is left.
  if (words.takes('nothing')) return bytesContent(0, new Uint8Array(0));
  if (words.takes('type')) return bytesContent(Number(words.take()), textIn(words.take()));
  return readMessage(words);
}

function readMessage(words: Words): MessageScript {
  const name = words.take();
  if (!/^[A-Z][A-Za-z]+$/.test(name)) words.fail(`'${name}' is not the name of a message`);
  return { kind: 'message', name, changes: readChanges(words, name), piece: readPiece(words) };
}

/** `1/2`: the first of two pieces. */
function readPiece(words: Words): MessageScript['piece'] {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(words.next) ?? [];
  if (index === undefined) return undefined;
  words.take();
  return { index: Number(index), of: Number(of) };
}

function readChange(words: Words, messageName: string): Change {
  const said = words.upTo(';', ')', '=');
  if (words.takes('=')) return { kind: 'set', name: said, value: words.upTo(';', ')') };
  if (said === 'truncated') return { kind: 'truncated' };
  if (said === 'trailing byte') return { kind: 'trailingByte' };
  const [first = '', second = ''] = said.split(' ');
  if (first === 'with' || first === 'without') return { kind: first, name: second };
  if (second === 'twice') return { kind: 'twice', name: first };
  const main = mainFields[messageName];
  return main === undefined
    ? words.fail(`'${said}' changes nothing of ${messageName}`)
    : { kind: 'set', name: main, value: said };
}

/** The field that is meant where a value stands alone: `KeyUpdate(update_requested)`. */
const mainFields: Readonly<Record<string, string>> = {
  Certificate: 'certificate_list',
  ClientHello: 'version',
  ServerHello: 'version',
  CertificateStatus: 'response',
  Finished: 'verify_data',
  KeyUpdate: 'request_update',
};

/** A name, which brings its level, or the bytes themselves. */
function readAlert(words: Words): Uint8Array {
  if (words.takes('bytes')) return hexUpTo(words, ',', '+', '}', ']');
  const name = words.take();
  return words.names.alerts.get(name) ?? words.fail(`'${name}' is not the name of an alert`);
}

/** The byte 1, or the bytes in parentheses. */
function readChangeCipherSpec(words: Words): BytesScript {
  if (!words.takes('(')) return bytesContent(ContentType.changeCipherSpec, Uint8Array.of(1));
  const bytes = bytesOf(words.upTo(')').replaceAll(' ', ''));
  words.expect(')');
  return bytesContent(ContentType.changeCipherSpec, bytes);
}

function readTypeName(words: Words): number {
  const types: Readonly<Record<string, number>> = {
    handshake: ContentType.handshake,
    alert: ContentType.alert,
    change_cipher_spec: ContentType.changeCipherSpec,
  };
  return types[words.next] === undefined
    ? words.fail(`'empty ${words.next}' is not known`)
    : (types[words.take()] ?? 0);
}

function bytesContent(contentType: number, bytes: Uint8Array): BytesScript {
  return { kind: 'bytes', contentType, bytes };
}

function hexUpTo(words: Words, ...ends: readonly string[]): Uint8Array {
  const digits: string[] = [];
  while (!words.isOver && !ends.includes(words.next)) digits.push(words.take());
  return bytesOf(digits.join(''));
}

/** The text between the quotes; `\n` and `\r` are what they are in JavaScript. */
function textIn(quoted: string): Uint8Array {
  const text: unknown = JSON.parse(quoted);
  return new TextEncoder().encode(String(text));
}
