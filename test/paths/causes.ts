/**
 * How each stimulus of the explorer comes about on a real connection: what a puppet sends, in the
 * notation of the traces, or what the application, the transport or the clock does. Undefined is
 * what nobody outside can cause in that situation.
 */
import type { Situation } from '../../tools/explore/graph.ts';
import type { Role } from '../../tools/explore/machines.ts';
import { nameOf, type Stimulus } from '../../tools/explore/stimuli.ts';
import type { Epoch, SendScript } from '../support/puppet-script.ts';
import { States } from '../support/states.ts';
import { readRecords } from '../traces/read-records.ts';
import { registeredNames } from '../traces/registered-names.ts';
import { Words } from '../traces/words.ts';
import { type SaidWords, saidIn } from './contents.ts';

/** Something to do to the engine. */
export type Cause =
  | {
      readonly kind: 'send';
      readonly records: readonly SendScript[];
      /** What the alert is, where the spec leaves it to the error. */
      readonly alert: string | undefined;
      /** Application data in it. */
      readonly data: string;
    }
  | { readonly kind: 'flood' }
  | { readonly kind: 'call'; readonly name: string }
  | { readonly kind: 'answer'; readonly task: string; readonly facet: string }
  | { readonly kind: 'deadline'; readonly name: string };

/** Where a stimulus is to come about. */
export interface Setting {
  readonly role: Role;
  readonly situation: Situation;
  /** The keys that the engine reads under. */
  readonly epoch: Epoch;
  /** The question that is open, if one is. */
  readonly task: string | undefined;
}

export function causeOf(setting: Setting, stimulus: Stimulus): Cause | undefined {
  const { role, situation, task } = setting;
  const { type, facet } = stimulus;
  if (type.startsWith('after.')) return { kind: 'deadline', name: type.slice('after.'.length) };
  // A fault of our own comes from nowhere outside.
  if (type === 'local.internalError') return undefined;
  // No key protects that many records here.
  if (nameOf(stimulus) === 'local.rekey (due)') return undefined;
  if (type.startsWith('local.') || type === 'io.eof' || type === 'io.failed') {
    return { kind: 'call', name: nameOf(stimulus) };
  }
  if (type.startsWith('task.')) return answerTo(task, type, facet);
  if (type === 'io.drainBudget') return isDeaf(role, situation) ? { kind: 'flood' } : undefined;
  return sent(setting, stimulus);
}

/** Whether bytes are only counted: nothing that a peer sends is an event any more. */
export function isDeaf(role: Role, { state }: Situation): boolean {
  const { DRAINING, HALF_CLOSED_REMOTE } = States[role];
  return state === DRAINING || state === HALF_CLOSED_REMOTE;
}

/** An answer has a facet where its question is one with several answers. */
function answerTo(task: string | undefined, type: string, facet?: string): Cause | undefined {
  const facets = answers[task ?? ''];
  if (task === undefined || facets === undefined) return undefined;
  if (type === 'task.failed') return { kind: 'answer', task, facet: 'failed' };
  return facet !== undefined && facets.includes(facet)
    ? { kind: 'answer', task, facet }
    : undefined;
}

/** By question. A signature is one answer, whatever it is called. */
const answers: Readonly<Record<string, readonly string[]>> = {
  chooseCertificate: ['chosen', 'refused'],
  sign: ['accepted'],
  verifyPeer: ['accepted', 'refused', 'unacceptable'],
};

/** What passes while an answer is awaited. In TLS 1.2 a change_cipher_spec means something. */
const passing = { tls13: /^(?:alert\.(?!malformed)|ccs)/, tls12: /^alert\.(?!malformed)/ };

function sent(setting: Setting, stimulus: Stimulus): Cause | undefined {
  const { role, situation, task } = setting;
  if (situation.state === States[role].IDLE) return undefined;
  const passes = isTls12(setting) ? passing.tls12 : passing.tls13;
  if (task !== undefined && !passes.test(stimulus.type)) return undefined;
  const name = nameOf(stimulus);
  const words = wordsFor(setting, name);
  if (words === undefined) return undefined;
  const [text, alert] = typeof words === 'string' ? [words, undefined] : words;
  const data = name === 'app.data' ? 'data' : '';
  return { kind: 'send', records: readRecords(new Words(text, registeredNames)), alert, data };
}

function isTls12({ situation }: Setting): boolean {
  return situation.context.tls12 === true;
}

function wordsFor(setting: Setting, name: string): SaidWords | undefined {
  const { role, situation, epoch } = setting;
  // Dummies that could be too many are not known to who offers nothing newer.
  if (name === 'record.limit' && situation.context.offered === 'tls12') return tooManyWarnings;
  if (notOffered[String(situation.context.offered)]?.test(name) === true) return undefined;
  const said = saidIn({ role, state: situation.state, epoch, isTls12: isTls12(setting) }, name);
  if (said === undefined || 'records' in said) return said?.records;
  const [content, alert] = [said.content].flat();
  if (content === undefined || (epoch === 'plaintext' && content.startsWith('!'))) return undefined;
  const text = wrapped(content.replace(/^!/, ''), epoch);
  return alert === undefined ? text : [text, alert];
}

/** No server leads a client there: what it chooses would be `invalid`. */
const notOffered: Readonly<Record<string, RegExp>> = {
  tls13: /^hs\.serverHello \(v12/,
  tls12: /^hs\.serverHello \((?:v13|retry|unaligned)/,
};

const tooManyWarnings: SaidWords = ['alert no_renegotiation times 5', 'unexpected_message'];

/** `A, B corrupted` -> `{A}, {B} corrupted`. */
function wrapped(content: string, epoch: Epoch): string {
  if (epoch === 'plaintext') return content;
  const [open, close] = epoch === 'handshake' ? ['{', '}'] : ['[', ']'];
  return content
    .split(', ')
    .map((record) => record.replace(/^(.*?)( corrupted| times \d+)?$/, `${open}$1${close}$2`))
    .join(', ');
}
