/**
 * What travels between the two ends: one whole message at a time, without bytes. A message has a
 * type, what it says, the key that protects it, and its number under that key.
 */
import { type Value, valueFrom } from './values.ts';

/** What a message says. */
export type Content = Readonly<Record<string, string | number>>;

export interface Message {
  /** The event that it is to whoever can open it; `garbage`: it opens under no key. */
  readonly type: string;
  readonly content: Content;
  /** 0: in the clear. */
  readonly key: Value;
  /** Number of the record under its key: without it replayed records would open. */
  readonly sequence: number;
  /** `invalid`: its body is broken; `unaligned`: handshake bytes follow in the same record. */
  readonly flaw: '' | 'invalid' | 'unaligned';
}

/** Messages by their number, which stands for them in channels. */
const posted: { readonly message: Message; readonly digest: Value }[] = [];
const numbers = new Map<string, number>();

/** The number of a message; 0 is none. */
export function numberOf(message: Message): number {
  const { type, content, key, sequence, flaw } = message;
  const digest = valueFrom('message', type, flaw, ...Object.entries(content).flat());
  const text = `${digest} ${key} ${sequence}`;
  const found = numbers.get(text);
  if (found !== undefined) return found;
  posted.push({ message, digest });
  numbers.set(text, posted.length);
  return posted.length;
}

/** @throws Error for a number that is no message's */
export function messageOf(number: number): Message {
  return lookUp(number).message;
}

/** What the transcript takes of a message: all that it says, not how it was protected. */
export function digestOf(message: Message): Value {
  return lookUp(numberOf(message)).digest;
}

/** A message in the clear. */
export function inTheClear(
  type: string,
  content: Content = {},
  flaw: Message['flaw'] = '',
): Message {
  return { type, content, key: 0, sequence: 0, flaw };
}

/** Whether it travels in a record of the handshake, as everybody can see. */
export function isPlainHandshake({ type, key }: Message): boolean {
  return key === 0 && (type.startsWith('hs.') || type === 'half');
}

export const endOfFile = numberOf(inTheClear('io.eof'));
export const reset = numberOf(inTheClear('io.failed'));

/** `finished`, `serverHello (retry)`, `alert.fatal, protected`: for people. */
export function nameOf({ type, content, key, flaw }: Message): string {
  const said = Object.entries(content).filter(([name]) => !hidden.has(name));
  const details = said.map(([name, what]) => (what === 1 ? name : `${name} ${what}`));
  return [
    type.replace(/^hs\./, ''),
    ...(details.length > 0 ? [` (${details.join(', ')})`] : []),
    ...(flaw === '' ? [] : [`, ${flaw}`]),
    ...(key === 0 ? [] : [', protected']),
  ].join('');
}

/** The same for a message's number; told once and kept. */
export function nameOfNumber(number: number): string {
  const known = names.get(number);
  if (known !== undefined) return known;
  const name = number === endOfFile ? 'end of file' : nameOf(messageOf(number));
  names.set(number, number === reset ? 'a reset' : name);
  return nameOfNumber(number);
}

const names = new Map<number, string>();

/** What only numbers could tell. */
const hidden: ReadonlySet<string> = new Set(['over', 'proof']);

function lookUp(number: number) {
  const found = posted[number - 1];
  if (found === undefined) throw new Error(`no message has the number ${number}`);
  return found;
}
