/** A trace as steps between two ends: messages that cross, and what is said at one side. */
import { ContentType } from '../../../runtime/record/content-type.ts';
import type {
  Change,
  ContentScript,
  Epoch,
  Role,
  SendScript,
} from '../../../test/support/puppet-script.ts';
import type { Cause, Result, Trace, Turn } from '../../../test/traces/trace.ts';
import type { RegisteredNames } from '../../../test/traces/words.ts';

export type Step = MessageStep | NoteStep | { readonly kind: 'gap' };

export interface MessageStep {
  readonly kind: 'message';
  readonly from: Role;
  /** The keys that it goes under; none for what is no record. */
  readonly epoch: Epoch | 'none';
  readonly text: string;
  /** What is said of it beyond its name. */
  readonly detail: string;
}

/** What the application at one side does or is told. */
export interface NoteStep {
  readonly kind: 'note';
  readonly side: Role;
  readonly tone: 'call' | 'result' | 'failure';
  readonly text: string;
}

/** The steps of a trace, with a gap before each new cause. */
export function stepsOf(trace: Trace, names: RegisteredNames): readonly Step[] {
  return new StepMaker(trace, names).steps();
}

class StepMaker {
  readonly #trace: Trace;
  readonly #names: RegisteredNames;
  readonly #role: Role;
  readonly #peer: Role;

  constructor(trace: Trace, names: RegisteredNames) {
    this.#trace = trace;
    this.#names = names;
    this.#role = trace.role;
    this.#peer = trace.role === 'client' ? 'server' : 'client';
  }

  steps(): readonly Step[] {
    const { options, turns, end } = this.#trace;
    const given = [...options].map(([name, value]) => this.#note('call', `${name} = ${value}`));
    const steps = turns.flatMap((turn) => [{ kind: 'gap' } as const, ...this.#turn(turn)]);
    if (end === undefined) return [...given, ...steps];
    return [...given, ...steps, this.#note(end === 'clean end' ? 'result' : 'failure', end)];
  }

  #turn({ cause, sends, results }: Turn): readonly Step[] {
    return [
      ...this.#cause(cause),
      ...sends.map(({ epoch, content }) => this.#message(this.#role, epoch, content)),
      ...results.map((result) =>
        this.#note(result.kind === 'throws' ? 'failure' : 'result', resultText(result)),
      ),
    ];
  }

  #cause(cause: Cause): readonly Step[] {
    const from = this.#peer;
    switch (cause.kind) {
      case 'start':
        return [];
      case 'receive':
        return cause.records.flatMap((record) => this.#record(record));
      case 'endOfFile':
        return [{ kind: 'message', from, epoch: 'none', text: 'end of file', detail: '' }];
      case 'transportFailure':
        return [this.#note('failure', 'the transport fails')];
      case 'call': {
        const { name, argument } = cause;
        const text = name === 'deadline' ? `${argument} passes` : `${name} ${argument}`.trim();
        return [this.#note('call', text)];
      }
    }
  }

  #record(record: SendScript): readonly Step[] {
    const from = this.#peer;
    if (record.kind === 'raw') {
      return [{ kind: 'message', from, epoch: 'none', text: bytesText(record.bytes), detail: '' }];
    }
    const { epoch, contents, generation } = record;
    const keys = generation === undefined ? '' : `keys of generation ${generation}`;
    return contents.map((content) => this.#message(from, epoch, content, keys));
  }

  #message(from: Role, epoch: Epoch, content: ContentScript, keys = ''): MessageStep {
    const { text, detail } = this.#contentText(content);
    const details = [detail, keys].filter((words) => words !== '').join('; ');
    return { kind: 'message', from, epoch, text, detail: details };
  }

  #contentText(content: ContentScript): { text: string; detail: string } {
    if (content.kind === 'message') {
      const { name, changes, piece } = content;
      const part = piece === undefined ? '' : ` ${piece.index}/${piece.of}`;
      return { text: name + part, detail: changes.map(changeText).join('; ') };
    }
    const { contentType, bytes } = content;
    switch (contentType) {
      case ContentType.alert:
        return { text: `alert: ${this.#alertName(bytes)}`, detail: '' };
      case ContentType.changeCipherSpec:
        return { text: 'change_cipher_spec', detail: '' };
      case ContentType.applicationData:
        return { text: 'data', detail: bytesText(bytes) };
      default:
        return { text: `content type ${contentType}`, detail: bytesText(bytes) };
    }
  }

  #alertName(bytes: Uint8Array): string {
    const found = [...this.#names.alerts].find(([, alert]) => alert[1] === bytes[1]);
    return found?.[0] ?? `bytes ${[...bytes].join(' ')}`;
  }

  #note(tone: NoteStep['tone'], text: string): NoteStep {
    return { kind: 'note', side: this.#role, tone, text };
  }
}

function changeText(change: Change): string {
  switch (change.kind) {
    case 'set':
      return `${change.name} = ${change.value}`;
    case 'with':
    case 'without':
      return `${change.kind} ${change.name}`;
    case 'twice':
      return `${change.name} twice`;
    case 'truncated':
      return 'truncated';
    case 'trailingByte':
      return 'trailing byte';
  }
}

function resultText(result: Result): string {
  switch (result.kind) {
    case 'connected':
      return ['connected', ...result.facts.map(([name, value]) => `${name} = ${value}`)].join('\n');
    case 'data':
      return `gets ${bytesText(result.bytes)}`;
    case 'endOfData':
      return 'end of data';
    case 'confirmed':
      return 'confirmed';
    case 'waits':
      return `waits: ${result.task}`;
    case 'throws':
      return `throws ${result.code}`;
  }
}

/** Short printable text in quotes, anything else by its length. */
function bytesText(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  return /^[ -~]{0,40}$/.test(text) ? `"${text}"` : `${bytes.length} bytes`;
}
