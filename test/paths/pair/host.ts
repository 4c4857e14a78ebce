/**
 * What serves a machine: opens what comes, asks the machine, keeps what is held until an answer.
 * As the engine does it, with abstract messages: it decides nothing about order.
 */
import { Actions } from './actions.ts';
import { copyOf, type End, type Memory, type Side } from './end.ts';
import { Facts } from './facts.ts';
import { isPlainHandshake, type Message, messageOf } from './messages.ts';
import { type Pair, type Scenario, Violation } from './pair.ts';
import type { PairEvent, Stage } from './stage.ts';

/** The step function of a machine, however it was made. */
export type StepFunction = (
  machine: { state: string; context: object; facts: object; actions: object },
  event: PairEvent,
) => void;

export interface Machines {
  readonly client: StepFunction;
  readonly server: StepFunction;
}

/** Sees each event that an end takes. */
export type Witness = (side: Side, end: End, event: PairEvent) => void;

/** Carries out what happens to a pair; the pair is put in, and changed. */
export class Host implements Stage {
  pair: Pair;
  readonly scenario: Scenario;
  readonly #machines: Machines;
  readonly #witness: Witness;
  readonly #served: Record<Side, { readonly facts: Facts; readonly actions: Actions }>;

  constructor(pair: Pair, scenario: Scenario, machines: Machines, witness: Witness = () => {}) {
    this.pair = pair;
    this.scenario = scenario;
    this.#machines = machines;
    this.#witness = witness;
    const serve = (side: Side) => ({
      facts: new Facts(this, side),
      actions: new Actions(this, side),
    });
    this.#served = { client: serve('client'), server: serve('server') };
  }

  /** The attacker has done nothing so far: whatever goes wrong is the ends' own doing. */
  get isUnharmed(): boolean {
    return this.pair.acts === this.scenario.acts;
  }

  /** A call, an answer, a deadline: then whatever follows from it at once. */
  happen(side: Side, event: PairEvent, prepare: (memory: Memory) => void = () => {}): void {
    prepare(this.#change(side));
    this.#take(side, event);
    this.#settle(side);
  }

  /** The transport brings the next message. */
  deliver(side: Side): void {
    const number = this.pair.to[side].shift() ?? 0;
    const message = messageOf(number);
    if (passesDrain(message.type)) {
      this.happen(side, { type: message.type });
      return;
    }
    const memory = this.#change(side);
    if (message.type === 'io.eof') {
      memory.isInputOver = true;
      memory.isEndDue = true;
    } else if (!memory.isDiscarding) {
      memory.headEvent = this.#open(this.pair[side], message);
      memory.head = memory.headEvent === '' ? 0 : number;
      memory.headKey = memory.readKey;
    }
    this.#settle(side);
  }

  /** This pair's own copy of an end, to be changed. */
  #change(side: Side): Memory {
    const own = copyOf(this.pair[side]);
    this.pair[side] = own;
    return own.memory;
  }

  /** What is held comes when no answer is missing; the end of the input comes behind it. */
  #settle(side: Side): void {
    const { memory } = this.pair[side];
    while (!memory.isEnded) {
      const { head, headEvent: type } = memory;
      if (head !== 0) {
        if (memory.task !== '' && !passesWait(type, memory)) return;
        this.#checkKey(side);
        memory.head = 0;
        memory.headEvent = '';
        memory.headKey = 0;
        this.#take(side, { type, message: messageOf(head) });
      } else if (memory.isEndDue) {
        memory.isEndDue = false;
        this.#take(side, { type: 'io.eof' });
      } else {
        return;
      }
    }
  }

  #take(side: Side, event: PairEvent): void {
    const end = this.pair[side];
    this.#witness(side, end, event);
    const { facts, actions } = this.#served[side];
    const machine = { state: end.state, context: end.context, facts, actions };
    this.#machines[side](machine, event);
    end.state = machine.state;
  }

  /** Invariant 9: what was opened under old keys is not taken under new ones. */
  #checkKey(side: Side): void {
    const { headEvent, headKey, readKey, isDiscarding } = this.pair[side].memory;
    if (headKey === readKey || isDiscarding || !headEvent.startsWith('hs.')) return;
    throw new Violation(`the ${side} takes ${headEvent} that it opened before its keys changed`);
  }

  /** What a record layer makes of a message under the keys that it has; empty: nothing yet. */
  #open({ memory }: End, message: Message): string {
    const { type, key, sequence, flaw } = message;
    if (type.startsWith('record.')) return type;
    const isOlder = memory.version === '1.2';
    const mayInterleave = isOlder && type.startsWith('alert.');
    if (memory.isJoining && !isPlainHandshake(message) && !mayInterleave) {
      return 'record.interleaved';
    }
    if (isOlder && memory.readKey !== 0 && key === 0) return 'record.badMac';
    if (type === 'ccs') return type;
    if (key === 0 && type !== 'garbage') return openPlaintext(memory, message);
    if (memory.readKey === 0) return 'record.plaintext';
    const isOurs = key === memory.readKey && sequence === memory.readSequence;
    if (type === 'garbage' || flaw !== '' || !isOurs) return 'record.badMac';
    memory.readSequence += 1;
    memory.takesPlaintextAlerts = false;
    return type;
  }
}

/** What is no input, but about it. */
function passesDrain(type: string): boolean {
  return type === 'io.failed' || type === 'io.drainBudget';
}

function openPlaintext(memory: Memory, message: Message): string {
  const { type } = message;
  const isTolerated = type.startsWith('alert.') && type !== 'alert.malformed';
  if (memory.readKey !== 0) {
    return memory.takesPlaintextAlerts && isTolerated ? type : 'record.plaintext';
  }
  // Two halves that do not belong together are a message that nobody knows.
  const isJoined = memory.isJoining && isPlainHandshake(message);
  memory.isJoining = type === 'half';
  if (memory.isJoining) return '';
  return isJoined ? 'hs.unknown' : type;
}

/** What no answer can change: see the engine. */
function passesWait(type: string, { version }: Memory): boolean {
  return type.startsWith('alert.') || (type === 'ccs' && version !== '1.2');
}
