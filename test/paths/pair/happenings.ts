/** What can happen to a pair by itself: deliveries, answers, deadlines, calls of the applications. */
import { deadlines } from './actions.ts';
import { type End, type Side, standsConnected } from './end.ts';
import type { Host } from './host.ts';
import { endOfFile, isPlainHandshake, messageOf, nameOfNumber, reset } from './messages.ts';
import { type Call, type Pair, peerOf, type Scenario } from './pair.ts';
import type { PairEvent } from './stage.ts';

/** One thing that can happen. */
export interface Happening {
  readonly kind: 'delivery' | 'answer' | 'deadline' | 'call' | 'act';
  /** In plain words; unique among what can happen at a time. */
  readonly name: string;
  /** To the pair that the host holds. */
  readonly happen: (host: Host) => void;
}

/** Made once for each name, which says all: most of them happen again and again. */
function once(kind: Happening['kind'], name: string, happen: Happening['happen']): Happening {
  const known = made.get(name);
  if (known !== undefined) return known;
  const happening = { kind, name, happen };
  made.set(name, happening);
  return happening;
}

const made = new Map<string, Happening>();

const sides: readonly Side[] = ['client', 'server'];

/** All that can happen, but for the attacker's acts. */
export function happeningsIn(pair: Pair, scenario: Scenario): readonly Happening[] {
  const answers = sides.flatMap((side) => answersTo(pair, side, scenario));
  if (!scenario.areAnswersLate && answers.length > 0) return answers;
  const moves = [...sides.flatMap((side) => deliveriesTo(pair, side)), ...answers];
  const areDeadlinesHere = scenario.deadlines === 'anyTime' || moves.length === 0;
  return [
    ...moves,
    ...(areDeadlinesHere ? sides.flatMap((side) => deadlinesOf(pair, side)) : []),
    ...sides.flatMap((side) => callsOf(pair, side, scenario)),
  ];
}

function deliveriesTo(pair: Pair, side: Side): readonly Happening[] {
  const [first] = pair.to[side];
  const { memory } = pair[side];
  if (first === undefined) return [];
  if (memory.isTransportClosed) return resetBy(pair, side);
  if (first !== reset && (memory.head !== 0 || isHeldBack(pair[side], first))) return [];
  const name = `the ${side} receives ${nameOfNumber(first)}`;
  return [once('delivery', name, (host) => host.deliver(side))];
}

/** A handshake message in the clear is not opened while an answer is missing that may bring keys. */
function isHeldBack({ memory }: End, number: number): boolean {
  return memory.task !== '' && isPlainHandshake(messageOf(number));
}

/** Data for a closed socket: TCP answers with a reset, which destroys what the peer has not read. */
function resetBy({ to }: Pair, side: Side): readonly Happening[] {
  if (to[side].every((number) => number === endOfFile || number === reset)) return [];
  const other = peerOf(side);
  const name = `what comes for the ${side}, which is closed, makes TCP reset the connection`;
  return [
    once('delivery', name, ({ pair }) => {
      pair.to[side].length = 0;
      pair.to[other].length = 0;
      if (!pair[other].memory.isTransportClosed) pair.to[other].push(reset);
    }),
  ];
}

const answers: Readonly<Record<Side, Readonly<Record<string, readonly string[]>>>> = {
  client: {
    verifyPeer: ['accepted', 'refused', 'failed'],
    chooseCertificate: ['chosen', 'refused', 'failed'],
    sign: ['done', 'failed'],
  },
  server: {
    chooseCertificate: ['chosen', 'unacceptable', 'failed'],
    sign: ['done', 'failed'],
    verifyPeer: ['accepted', 'refused', 'unacceptable', 'failed'],
  },
};

/** A client without certificate is refused its choice, and that is good. */
const goodAnswers: ReadonlySet<string> = new Set(['accepted', 'chosen', 'done']);

function answersTo(pair: Pair, side: Side, scenario: Scenario): readonly Happening[] {
  const { task, isEnded, peerCertificate } = pair[side].memory;
  const possible = isEnded ? [] : (answers[side][task] ?? []);
  const isChoiceFree = side === 'client' && task === 'chooseCertificate';
  // Who he is decides: nobody has issued the attacker a certificate for somebody else.
  const isStranger = task === 'verifyPeer' && peerCertificate === 'attacker';
  return possible
    .filter((one) => !isStranger || one !== 'accepted')
    .filter(
      (one) =>
        scenario.answers === 'all' || goodAnswers.has(one) || (isChoiceFree && one === 'refused'),
    )
    .map((answer) =>
      once('answer', `the ${side} gets the answer ${answer} to ${task}`, (host) =>
        host.happen(side, answerEvent(answer), (memory) => {
          memory.task = '';
          if (task === 'verifyPeer') memory.peerVerdict = answer;
        }),
      ),
    );
}

function answerEvent(answer: string): PairEvent {
  return answer === 'failed' ? { type: 'task.failed' } : { type: 'task.done', facet: answer };
}

function deadlinesOf(pair: Pair, side: Side): readonly Happening[] {
  const { timers, isEnded } = pair[side].memory;
  return deadlines
    .filter((_, index) => !isEnded && timers & (1 << index))
    .map((deadline) =>
      once('deadline', `${deadline} of the ${side} passes`, (host) =>
        host.happen(side, { type: `after.${deadline}` }, (memory) => {
          memory.timers &= ~(1 << deadlines.indexOf(deadline));
          if (deadline === 'drainTimeout') memory.hasDrainedOut = true;
        }),
      ),
    );
}

const callEvents: Readonly<Record<Call, PairEvent>> = {
  write: { type: 'local.write' },
  close: { type: 'local.close', facet: 'write' },
  closeFully: { type: 'local.close', facet: 'full' },
  abort: { type: 'local.abort' },
  rekey: { type: 'local.rekey' },
  confirm: { type: 'local.confirm' },
  fault: { type: 'local.internalError' },
};

/** Calls that say something where the end stands: others are refused to the caller. */
function callsOf(pair: Pair, side: Side, scenario: Scenario): readonly Happening[] {
  const end = pair[side];
  const { isEnded, isDiscarding, calls } = end.memory;
  if (isEnded || calls === 0 || (isDiscarding && !standsConnected(end))) return [];
  return scenario.calls
    .filter((call) => call !== 'confirm' || (side === 'client' && standsConnected(end)))
    .filter((call) => call !== 'rekey' || standsConnected(end))
    .map((call) =>
      once('call', `the ${side}'s application calls ${call}`, (host) =>
        host.happen(side, callEvents[call], (memory) => {
          memory.calls -= 1;
        }),
      ),
    );
}
