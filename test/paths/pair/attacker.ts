/**
 * What an attacker on the network can do to one message or between two: who has no keys. What is
 * protected he can delay, drop, repeat, reorder, damage and cut off; what is not he can also alter
 * and invent. He waits until a message is the next one: earlier nobody could notice.
 */
import type { Side } from './end.ts';
import type { Happening } from './happenings.ts';
import {
  type Content,
  endOfFile,
  inTheClear,
  type Message,
  messageOf,
  nameOf,
  nameOfNumber,
  numberOf,
  reset,
} from './messages.ts';
import { offered } from './negotiation.ts';
import type { Pair } from './pair.ts';

/** What he does: for the count of what was tried. */
export type ActKind =
  | 'drop'
  | 'duplicate'
  | 'reorder'
  | 'corrupt'
  | 'alter'
  | 'inject'
  | 'cut'
  | 'reset'
  | 'silence';

export interface Act extends Happening {
  readonly kind: 'act';
  readonly act: ActKind;
}

/** Everything that the attacker can do now. */
export function actsIn(pair: Pair): readonly Act[] {
  if (pair.acts === 0) return [];
  return [silence, ...(['client', 'server'] as const).flatMap((side) => actsOn(pair, side))];
}

/** From now on nobody hears anything, not even that it is over. */
const silence: Act = {
  kind: 'act',
  act: 'silence',
  name: 'the attacker lets nothing through any more',
  happen: ({ pair }) => {
    pair.acts -= 1;
    pair.to = { client: [], server: [] };
    pair.isCut = { client: true, server: true };
  },
};

function actsOn(pair: Pair, side: Side): readonly Act[] {
  const { memory } = pair[side];
  const queue = pair.to[side];
  const [first] = queue;
  if (memory.isTransportClosed || first === reset) return [];
  const hasKeys = memory.readKey !== 0;
  // What is dropped anyway may be whatever it likes, but much of it.
  const isIdle = memory.isDiscarding || first === endOfFile;
  const general = kept(`${side} ${isIdle ? 'idle' : hasKeys}`, () => [
    ...endingsOf(side),
    ...(isIdle ? injections(side, floods) : injections(side, hasKeys ? inventions : all)),
  ]);
  if (isIdle || first === undefined) return general;
  return [
    ...general,
    ...kept(`${side} ${first}`, () => actsOnFirst(side, first)),
    ...overtakings(side, first, queue),
  ];
}

/** Acts are made once: most are possible again and again. */
function kept(key: string, make: () => readonly Act[]): readonly Act[] {
  const known = sets.get(key) ?? make();
  sets.set(key, known);
  return known;
}

const sets = new Map<string, readonly Act[]>();

function endingsOf(side: Side): readonly Act[] {
  return [
    act('cut', `cuts off what goes to the ${side}`, side, () => [endOfFile], true),
    act('reset', `resets the connection to the ${side}`, side, () => [reset], true),
  ];
}

function actsOnFirst(side: Side, first: number): readonly Act[] {
  const message = messageOf(first);
  const what = `${nameOf(message)} to the ${side}`;
  const instead = (other: number) => (queue: readonly number[]) => [other, ...queue.slice(1)];
  return [
    act('drop', `drops ${what}`, side, (queue) => queue.slice(1)),
    act('duplicate', `repeats ${what}`, side, (queue) => [first, ...queue]),
    act('corrupt', `damages ${what}`, side, instead(numberOf(damaged(message)))),
    ...alterations(message).map((other) =>
      act('alter', `turns ${what} into ${nameOf(other)}`, side, instead(numberOf(other))),
    ),
  ];
}

/** Whole messages change places. */
function overtakings(side: Side, first: number, queue: readonly number[]): readonly Act[] {
  return queue.flatMap((number, index) => {
    if (index === 0 || number === endOfFile || number === first) return [];
    return kept(`${side} ${first} ${number} ${index}`, () => {
      const what = `${nameOfNumber(number)}, ${index} places behind, overtake ${nameOfNumber(first)}`;
      const change = (all: readonly number[]) => [number, ...all.toSpliced(index, 1)];
      return [act('reorder', `lets ${what} to the ${side}`, side, change)];
    });
  });
}

function injections(side: Side, messages: readonly Message[]): readonly Act[] {
  return messages.map((message) => {
    const number = numberOf(message);
    return act('inject', `sends ${nameOf(message)} to the ${side}`, side, (queue) => [
      number,
      ...queue,
    ]);
  });
}

function act(
  kind: ActKind,
  what: string,
  side: Side,
  change: (queue: readonly number[]) => readonly number[],
  isLast = false,
): Act {
  return {
    kind: 'act',
    act: kind,
    name: `the attacker ${what}`,
    happen: ({ pair }) => {
      pair.acts -= 1;
      pair.to[side] = [...change(pair.to[side])];
      if (isLast) pair.isCut[side] = true;
    },
  };
}

function damaged(message: Message): Message {
  const { type, key } = message;
  if (key !== 0) return inTheClear('garbage');
  if (type.startsWith('alert.')) return inTheClear('alert.malformed');
  return { ...message, flaw: 'invalid' };
}

/** Other things that a message in the clear could say. */
function alterations(message: Message): readonly Message[] {
  const { type, content, key } = message;
  if (key !== 0) return [];
  if (type.startsWith('hs.')) {
    const contents = alternatives[type]?.(content) ?? [];
    const others = contents.map((other) => inTheClear(type, { ...content, ...other }));
    return [...others, { ...message, flaw: 'unaligned' }];
  }
  return [];
}

/** By message. Those behind the hellos are in the clear in TLS 1.2 only. */
const alternatives: Readonly<Record<string, (content: Content) => readonly Content[]>> = {
  'hs.clientHello': otherClientHellos,
  'hs.serverHello': otherServerHellos,
  'hs.certificate': () => [{ of: 'attacker' }, { of: 'nobody' }],
  'hs.serverKeyExchange': ({ over = 0 }) => [
    { share: 'X of attacker' },
    { share: 'Y of attacker' },
    { of: 'attacker', over },
  ],
  'hs.clientKeyExchange': () => [{ share: 'X of attacker' }, { share: 'Y of attacker' }],
  'hs.certificateVerify': ({ over = 0 }) => [{ of: 'attacker', over }, { over: 0 }],
};

function otherClientHellos({ share, version }: Content): readonly Content[] {
  const other = String(share).startsWith('X') ? 'Y' : 'X';
  return [
    { version: '1.2' },
    ...(version === '1.3' ? [] : [{ version: '1.3', share: 'X of attacker' }]),
    { extended: 0 },
    { suites: 'B' },
    { suites: 'C' },
    { groups: other },
    { groups: 'Z' },
    { share: `${String(share)[0]} of attacker` },
    { share: `${other} of attacker` },
    { cookie: 'attacker' },
  ];
}

function otherServerHellos(content: Content): readonly Content[] {
  if (content.retry === 1) {
    return [
      { suite: 'B' },
      { group: 'X' },
      { group: 'Y' },
      { cookie: 'attacker' },
      { group: '', cookie: '' },
      { retry: 0, share: 'X of attacker' },
      { retry: 0, share: 'Y of attacker' },
    ];
  }
  if (content.version === '1.2') {
    return [
      { version: '1.3', share: 'X of attacker' },
      { sentinel: 1 - Number(content.sentinel) },
      { extended: 0 },
      { suite: 'B' },
      { suite: 'C' },
    ];
  }
  return [
    { version: '1.2' },
    { version: '1.2', sentinel: 0, extended: 1 },
    { suite: 'B' },
    { suite: 'C' },
    { share: 'X of attacker' },
    { share: 'Y of attacker' },
    { retry: 1, group: 'Y', cookie: '' },
    { retry: 1, group: '', cookie: 'attacker' },
  ];
}

const serverHello = { version: '1.3', suite: 'A' };
const olderHello = { version: '1.2', suite: 'A', sentinel: 0, extended: 1 };

/** What can be made up without keys. */
const inventions: readonly Message[] = [
  inTheClear('hs.clientHello', { ...offered, share: 'X of attacker' }),
  inTheClear('hs.serverHello', { ...serverHello, share: 'X of attacker' }),
  inTheClear('hs.serverHello', { ...serverHello, retry: 1, group: 'Y', cookie: '' }),
  inTheClear('hs.serverHello', { ...serverHello, retry: 1, group: '', cookie: 'attacker' }),
  inTheClear('hs.serverHello', olderHello),
  inTheClear('hs.helloRequest'),
  inTheClear('hs.serverKeyExchange', { share: 'X of attacker', of: 'attacker', over: 0 }),
  inTheClear('hs.serverHelloDone'),
  inTheClear('hs.clientKeyExchange', { share: 'X of attacker' }),
  inTheClear('alert.warning', { alert: 'no_renegotiation' }),
  inTheClear('hs.encryptedExtensions'),
  inTheClear('hs.certificateRequest'),
  inTheClear('hs.certificate', { of: 'nobody' }),
  inTheClear('hs.certificate', { of: 'attacker' }),
  inTheClear('hs.certificateVerify', { of: 'attacker', over: 0 }),
  inTheClear('hs.finished', { proof: 0 }),
  inTheClear('hs.newSessionTicket'),
  inTheClear('hs.keyUpdate', { request: 'update_requested' }),
  inTheClear('hs.endOfEarlyData'),
  inTheClear('hs.unknown'),
  inTheClear('ccs'),
  inTheClear('ccs', {}, 'invalid'),
  inTheClear('alert.fatal', { alert: 'handshake_failure' }),
  inTheClear('alert.closeNotify'),
  inTheClear('alert.userCanceled'),
  inTheClear('alert.malformed'),
  inTheClear('garbage'),
  inTheClear('record.overflow'),
  inTheClear('record.unknownType'),
  inTheClear('record.limit'),
];

/** Before there are keys also what is nothing by itself, and nothing at all. */
const all: readonly Message[] = [...inventions, inTheClear('half'), inTheClear('record.empty')];

/** More than anybody reads. */
const floods: readonly Message[] = [inTheClear('io.drainBudget')];
