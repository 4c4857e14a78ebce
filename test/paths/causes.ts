/**
 * How each stimulus of the explorer comes about on a real connection: what a puppet sends, in the
 * notation of the traces, or what the application, the transport or the clock does. Undefined is
 * what nobody outside can cause in that situation.
 */
import { clientStates } from '../../generated/client-states.ts';
import { serverStates } from '../../generated/server-states.ts';
import type { Situation } from '../../tools/explore/graph.ts';
import type { Role } from '../../tools/explore/machines.ts';
import { nameOf, type Stimulus } from '../../tools/explore/stimuli.ts';
import type { Epoch, SendScript } from '../support/puppet-script.ts';
import { ServerState, States } from '../support/states.ts';
import { readRecords } from '../traces/read-records.ts';
import { registeredNames } from '../traces/registered-names.ts';
import { Words } from '../traces/words.ts';

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
  | { readonly kind: 'answer'; readonly facet: string | undefined }
  | { readonly kind: 'deadline'; readonly name: string };

/** @param epoch the keys that the engine reads under in this situation */
export function causeOf(
  role: Role,
  situation: Situation,
  stimulus: Stimulus,
  epoch: Epoch,
): Cause | undefined {
  const { type, facet } = stimulus;
  if (type.startsWith('after.')) return { kind: 'deadline', name: type.slice('after.'.length) };
  // A fault of our own comes from nowhere outside.
  if (type === 'local.internalError') return undefined;
  if (type.startsWith('local.') || type === 'io.eof' || type === 'io.failed') {
    return { kind: 'call', name: nameOf(stimulus) };
  }
  if (type.startsWith('task.')) return answerIn(role, situation, type, facet);
  if (type === 'io.drainBudget') return isDeaf(role, situation) ? { kind: 'flood' } : undefined;
  return sent(role, situation, stimulus, epoch);
}

/** Whether bytes are only counted: nothing that a peer sends is an event any more. */
export function isDeaf(role: Role, { state }: Situation): boolean {
  const { DRAINING, HALF_CLOSED_REMOTE } = States[role];
  return state === DRAINING || state === HALF_CLOSED_REMOTE;
}

/** Whether an answer is awaited: most of what comes is held until then. */
function isWaiting(role: Role, { state }: Situation): boolean {
  return tagsOf(role, state).includes('waiting');
}

function tagsOf(role: Role, state: string): readonly string[] {
  const states: Readonly<Record<string, { readonly tags: readonly string[] }>> =
    role === 'client' ? clientStates : serverStates;
  return states[state]?.tags ?? [];
}

/** An answer has a facet where its question is one with several answers. */
function answerIn(
  role: Role,
  { state }: Situation,
  type: string,
  facet?: string,
): Cause | undefined {
  const facets = answersIn(role)[state];
  if (facets === undefined) return undefined;
  if (type === 'task.failed') return { kind: 'answer', facet: 'failed' };
  return facet !== undefined && facets.includes(facet) ? { kind: 'answer', facet } : undefined;
}

/** By state: what the answer to its question can be. A signature is one, whatever it is called. */
function answersIn(role: Role): Readonly<Record<string, readonly string[]>> {
  const { CHOOSING, SIGNING, VERIFYING } = States[role];
  return {
    [CHOOSING]: ['chosen', 'refused'],
    [SIGNING]: ['accepted'],
    [VERIFYING]: ['accepted', 'refused', 'unacceptable'],
  };
}

/** What passes while an answer is awaited. */
const passing = /^(?:alert\.(?!malformed)|ccs)/;

function sent(
  role: Role,
  situation: Situation,
  stimulus: Stimulus,
  epoch: Epoch,
): Cause | undefined {
  if (situation.state === States[role].IDLE) return undefined;
  if (isWaiting(role, situation) && !passing.test(stimulus.type)) return undefined;
  const name = nameOf(stimulus);
  const words = wordsFor(role, situation.state, name, epoch);
  if (words === undefined) return undefined;
  const [text, alert] = typeof words === 'string' ? [words, undefined] : words;
  const data = name === 'app.data' ? 'data' : '';
  return { kind: 'send', records: readRecords(new Words(text, registeredNames)), alert, data };
}

/** The records, and the alert for them where the spec says `ofEvent`. */
type SaidWords = string | readonly [text: string, alert: string];

function wordsFor(role: Role, state: string, name: string, epoch: Epoch): SaidWords | undefined {
  const own = exceptions[role][`${state}: ${name}`];
  if (own !== undefined) return own === 'impossible' ? undefined : own;
  if (name === 'record.limit' && epoch === 'application') return floodOfNothing;
  const always = (epoch === 'plaintext' ? withoutKeys : withKeys)[name] ?? inTheClear[name];
  if (always !== undefined) return always;
  const [content, alert] = [contents[role][name] ?? contents.both[name]].flat();
  if (content === undefined) return undefined;
  if (epoch === 'plaintext' && content.startsWith('!')) return undefined;
  const text = wrapped(content.replace(/^!/, ''), epoch);
  return alert === undefined ? text : [text, alert];
}

/** `A, B corrupted` -> `{A}, {B} corrupted`. */
function wrapped(content: string, epoch: Epoch): string {
  if (epoch === 'plaintext') return content;
  const [open, close] = epoch === 'handshake' ? ['{', '}'] : ['[', ']'];
  return content
    .split(', ')
    .map((record) => record.replace(/^(.*?)( corrupted| times \d+)?$/, `${open}$1${close}$2`))
    .join(', ');
}

/** Whatever keys there are. */
const inTheClear: Readonly<Record<string, SaidWords>> = {
  'ccs (dummy)': 'change_cipher_spec',
  'ccs (invalid)': 'change_cipher_spec(02)',
  'record.overflow': 'bytes 17 03 03 41 01',
};

/** In the clear where nothing else is, or where nothing is any more. */
const withoutKeys: Readonly<Record<string, SaidWords>> = {
  'record.limit': ['change_cipher_spec times 33', 'unexpected_message'],
  'record.plaintext': 'bytes 17 03 03 00 11 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10',
};
const withKeys: Readonly<Record<string, SaidWords>> = {
  'record.limit': ['change_cipher_spec times 33', 'unexpected_message'],
  'record.plaintext': 'bytes 16 03 03 00 04 00 00 00 00',
};

type Contents = Readonly<Record<string, string | readonly [content: string, alert: string]>>;

/** By stimulus; `!` is what there must be keys for. */
const contents: Readonly<Record<Role | 'both', Contents>> = {
  both: {
    'hs.unknown': 'Handshake(type = 77)',
    'hs.endOfEarlyData': 'EndOfEarlyData',
    'hs.serverHello': 'ServerHello',
    'hs.encryptedExtensions': 'EncryptedExtensions',
    'hs.certificateRequest': 'CertificateRequest',
    'hs.newSessionTicket': 'NewSessionTicket',
    'hs.clientHello': 'ClientHello',
    'hs.certificate (good)': 'Certificate',
    'hs.certificate (invalid)': ['Certificate(trailing byte)', 'decode_error'],
    'hs.certificateVerify (good)': 'CertificateVerify',
    'hs.certificateVerify (invalid)': ['CertificateVerify(signature = wrong)', 'decrypt_error'],
    'hs.finished (good)': 'Finished',
    'hs.finished (unaligned)': 'Finished + KeyUpdate',
    'hs.finished (invalid)': ['Finished(wrong)', 'decrypt_error'],
    'hs.keyUpdate (requested)': 'KeyUpdate(update_requested)',
    'hs.keyUpdate (notRequested)': 'KeyUpdate(update_not_requested)',
    'hs.keyUpdate (unaligned)': 'KeyUpdate + KeyUpdate',
    'hs.keyUpdate (invalid)': ['KeyUpdate(request_update = 2)', 'illegal_parameter'],
    'app.data': '!data "data"',
    'alert.closeNotify': 'alert close_notify',
    'alert.userCanceled': 'alert user_canceled',
    'alert.fatal': 'alert handshake_failure',
    'alert.malformed': 'alert bytes 02',
    'record.badMac': '!alert close_notify corrupted',
    'record.empty': 'empty handshake',
    'record.unknownType': 'type 99 "x"',
    'record.interleaved': 'KeyUpdate 1/2, alert close_notify',
  },
  client: {
    'hs.serverHello (v13)': 'ServerHello',
    'hs.serverHello (retry)': 'HelloRetryRequest(with cookie)',
    'hs.serverHello (unaligned)': 'ServerHello + EncryptedExtensions',
    'hs.serverHello (invalid)': ['ServerHello(cipher_suite = 0x1399)', 'illegal_parameter'],
    'hs.encryptedExtensions (good)': 'EncryptedExtensions',
    'hs.encryptedExtensions (invalid)': ['EncryptedExtensions(truncated)', 'decode_error'],
    'hs.certificateRequest (good)': 'CertificateRequest',
    'hs.certificateRequest (invalid)': [
      'CertificateRequest(without signature_algorithms)',
      'missing_extension',
    ],
    'hs.newSessionTicket (good)': 'NewSessionTicket',
    'hs.newSessionTicket (invalid)': ['NewSessionTicket(truncated)', 'decode_error'],
  },
  server: {
    'hs.clientHello (v13)': 'ClientHello',
    'hs.clientHello (retry)': 'ClientHello(key_share = none)',
    'hs.clientHello (unaligned)': 'ClientHello + Certificate',
    'hs.clientHello (invalid)': ['ClientHello(truncated)', 'decode_error'],
    'hs.certificate (empty)': ['Certificate(empty)', 'certificate_required'],
  },
};

/** Where no change_cipher_spec is borne, and empty records are. */
const floodOfNothing: SaidWords = ['[data ""] times 33', 'unexpected_message'];

/** Where a state makes a difference. */
const exceptions: Readonly<Record<Role, Readonly<Record<string, SaidWords | 'impossible'>>>> = {
  client: {},
  server: {
    [`${ServerState.START}: record.limit`]: 'impossible',
    // Who was asked for a share has to send it.
    [`${ServerState.WAIT_SECOND_CH}: hs.clientHello (retry)`]: 'impossible',
  },
};
