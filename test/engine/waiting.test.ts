/**
 * The states that wait for an answer from outside: verifyPeer, chooseCertificate and signing, in
 * either role. Contract 8: while an answer is awaited the peer's messages are held in order, alerts and
 * the end of the stream are taken when nothing is held before them, and transport errors,
 * deadlines and the application's abort at once.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HandshakeType } from '../../generated/messages.ts';
import { alertCodes } from '../../generated/registries.ts';
import { maxHeldBytes } from '../../runtime/engine/limits.ts';
import type { AlertName, Engine, ErrorCode, Task, TaskAnswer } from '../../runtime/index.ts';
import { cut, recordsOf } from '../support/cuts.ts';
import { errorOf, merged, namesOf, tasksOf } from '../support/effects.ts';
import { serverKey } from '../support/fixed-identity.ts';
import { End, newClient, newServer, Pair, signedBy } from '../support/pair.ts';
import { recordEachMessage, sendAlertInPlaceOf } from '../support/record-each-message.ts';
import { begin, finish, type Role, record } from './replay.ts';
import { credentials, mutual, plainHandshake, retried, type Scenario } from './scenarios.ts';
import { text } from './stream-parts.ts';

beforeEach(recordEachMessage);
afterEach(() => vi.restoreAllMocks());

/** Where an engine may wait, and the handshake that leads there. */
interface Wait {
  readonly role: Role;
  readonly state: string;
  readonly kind: Task['kind'];
  readonly scenario: Scenario;
}

const clientVerifies: Wait = {
  role: 'client',
  state: 'verifyPeer',
  kind: 'verifyPeer',
  scenario: plainHandshake,
};
const waits: readonly Wait[] = [
  clientVerifies,
  { role: 'client', state: 'chooseCertificate', kind: 'chooseCertificate', scenario: mutual },
  { role: 'client', state: 'signing', kind: 'sign', scenario: mutual },
  { role: 'server', state: 'chooseCertificate', kind: 'chooseCertificate', scenario: retried },
  { role: 'server', state: 'signing', kind: 'sign', scenario: plainHandshake },
  { role: 'server', state: 'verifyPeer', kind: 'verifyPeer', scenario: mutual },
];

/** Before its ServerHello nobody can send a server anything that would have to be held. */
const holding = waits.filter(({ scenario }) => scenario !== retried);

describe.each(holding)('$role in $state', (wait) => {
  const { role, state, scenario } = wait;

  it('what the peer sends meanwhile is held, and taken in order after the answer', () => {
    const { end, task, rest } = waiting(wait);
    for (const piece of cut(rest, [1, 3, 400])) expect(end.receive(piece)).toEqual([]);
    expect(end.engine.state).toBe(state);
    answer(end, task);
    finish(end);
    expect(outcome(end)).toEqual(merged(record(role, scenario).effects));
  });

  it('what follows in the same record is held too', () => {
    vi.restoreAllMocks();
    const { end, task, rest } = waiting(wait);
    end.receive(rest);
    expect(end.engine.state).toBe(state);
    answer(end, task);
    finish(end);
    expect(namesOf(end.effects)).toContain('fact connected');
    expect(errorOf(end.effects)).toBeUndefined();
  });

  it('the end of the stream waits behind what is held', () => {
    const { end, task, rest } = waiting(wait);
    end.receive(rest.subarray(0, -1));
    expect(end.do((engine) => engine.receiveEnd())).toEqual([]);
    answer(end, task);
    expect(namesOf(end.effects)).toContain('fact connected');
    expectEnd(end, 'ERR_TLS_TRUNCATED');
  });

  it('a fatal alert waits behind what is held', () => {
    const { end, task, rest } = waiting(wait, withAlertAtEnd(wait));
    expect(end.receive(rest)).toEqual([]);
    answer(end, task);
    expect(namesOf(end.effects)).toContain('fact connected');
    expectEnd(end, 'ERR_TLS_PEER_ALERT', 'unexpected_message');
  });
});

describe.each(waits)('$role in $state', (wait) => {
  const { role, state, kind, scenario } = wait;

  it('asks once and stays', () => {
    const { end, task } = waiting(wait);
    expect(end.engine.state).toBe(state);
    expect(task.kind).toBe(kind);
    expect(tasksOf(end.effects)).toEqual([task]);
  });

  it('an answer that comes late leads to the same as one that is there at once', () => {
    const { end, task, rest } = waiting(wait);
    answer(end, task);
    end.receive(rest);
    finish(end);
    expect(outcome(end)).toEqual(merged(record(role, scenario).effects));
  });

  it('what the application does meanwhile is done when there is a connection', () => {
    const { end, task, rest } = waiting(wait);
    expect(end.do((engine) => engine.write(Uint8Array.of(4)))).toEqual([]);
    expect(end.do((engine) => engine.end())).toEqual([]);
    expect(() => end.engine.write(Uint8Array.of(5))).toThrow(
      expect.objectContaining({ code: 'ERR_TLS_WRITE_AFTER_CLOSE' }),
    );
    answer(end, task);
    end.receive(rest);
    expect(namesOf(end.effects)).toContain('shutdownWrite');
    expect(namesOf(end.effects).at(-1)).toBe('ended');
    expect(errorOf(end.effects)).toBeUndefined();
  });

  it('an answer to a question that is not open is dropped', () => {
    const { end, task } = waiting(wait);
    expect(end.do((engine) => engine.answer(task.id + 1, goodAnswer(task)))).toEqual([]);
    expect(end.engine.state).toBe(state);
    answer(end, task);
    const after = end.engine.state;
    expect(end.do((engine) => engine.answer(task.id, noAnswer))).toEqual([]);
    expect(end.engine.state).toBe(after);
  });

  it('an answer to another kind of question is refused, and the question stays open', () => {
    const { end, task } = waiting(wait);
    const wrong: TaskAnswer =
      kind === 'sign'
        ? { kind: 'verifyPeer', verdict: { accepted: true } }
        : { kind: 'sign', signature: new Uint8Array(64) };
    expect(() => end.engine.answer(task.id, wrong)).toThrow(
      expect.objectContaining({ code: 'ERR_TLS_INVALID_ARGUMENT' }),
    );
    expect(end.engine.state).toBe(state);
    answer(end, task);
    expect(end.engine.state).not.toBe(state);
  });

  it('no answer to be found: internal_error, and the cause is told', () => {
    const { end, task } = waiting(wait);
    end.do((engine) => engine.answer(task.id, noAnswer));
    expectEnd(end, 'ERR_TLS_INTERNAL', 'internal_error');
    expect(errorOf(end.effects)?.cause).toBe('the key store is away');
  });

  it('the end of the stream is taken at once where nothing is held', () => {
    const { end, task } = waiting(wait);
    end.do((engine) => engine.receiveEnd());
    expectEnd(end, 'ERR_TLS_TRUNCATED');
    expect(answer(end, task)).toEqual([]);
  });

  it('a fatal alert is taken at once where nothing is held', () => {
    const { end, task, rest } = waiting(wait, withAlertAtHead(wait));
    for (const piece of cut(rest, [1])) end.receive(piece);
    expectEnd(end, 'ERR_TLS_PEER_ALERT', 'unexpected_message');
    expect(answer(end, task)).toEqual([]);
  });

  it.each([
    ['a transport error', 'ERR_TLS_TRANSPORT', (one: Engine) => one.transportFailed('gone')],
    ['an abort', 'ERR_TLS_ABORTED', (one: Engine) => one.abort()],
    [
      'the deadline',
      'ERR_TLS_HANDSHAKE_TIMEOUT',
      (one: Engine) => one.deadlineReached('handshakeTimeout'),
    ],
  ] as const)('%s counts at once, whatever is held, and the answer is too late', (...row) => {
    const [, code, call] = row;
    const { end, task, rest } = waiting(wait);
    end.receive(rest.subarray(0, 500));
    end.do(call);
    expect(['draining', 'closed']).toContain(end.engine.state);
    expect(answer(end, task)).toEqual([]);
    expectEnd(end, code);
    expect(namesOf(end.effects)).not.toContain('fact connected');
  });

  it('a peer that goes on sending meets the limit', () => {
    const { end } = waiting(wait);
    const junk = new Uint8Array(5 + 0x4000);
    junk.set([23, 3, 3, 0x40, 0]);
    let taken = 0;
    while (end.receive(junk).length === 0) taken += junk.length;
    // What is at the head of the queue may count as held, or not any more.
    expect(taken).toBeGreaterThan(maxHeldBytes - junk.length);
    expect(taken).toBeLessThan(maxHeldBytes + 2 * junk.length);
    expectEnd(end, 'ERR_TLS_FLOOD', 'unexpected_message');
  });
});

describe('refusals', () => {
  it('the client sends the alert of the verdict, and nothing of its second flight', () => {
    const { end, task } = waiting(clientVerifies);
    const written = end.written;
    end.do((engine) =>
      engine.answer(task.id, {
        kind: 'verifyPeer',
        verdict: { accepted: false, code: 'CERT_HAS_EXPIRED', detail: 'it was good yesterday' },
      }),
    );
    // One protected record with the alert and nothing else.
    expect(recordsOf(end.written.subarray(written.length)).map(({ length }) => length)).toEqual([
      5 + 2 + 1 + 16,
    ]);
    expectEnd(end, 'CERT_HAS_EXPIRED', 'certificate_expired');
    expect(errorOf(end.effects)?.message).toBe('it was good yesterday');
  });

  it.each([
    ['verifyPeer', new Pair({ client: { verifyPeer: throwing } }), 'client'],
    ['sign', new Pair({ server: signedBy(throwing) }), 'server'],
  ] as const)('%s throws: internal_error, and the cause is told', (_, pair, role) => {
    pair.connect();
    expectEnd(pair[role], 'ERR_TLS_INTERNAL', 'internal_error');
    expect(errorOf(pair[role].effects)?.cause).toEqual(new Error('the key store is away'));
    const peer = pair[role === 'client' ? 'server' : 'client'];
    expect(errorOf(peer.effects)).toMatchObject({
      code: 'ERR_TLS_PEER_ALERT',
      alert: 'internal_error',
    });
  });
});

/** An engine that waits, its question, and what its peer sends afterwards. */
interface Waiting {
  readonly end: End<Engine>;
  readonly task: Task;
  readonly rest: Uint8Array;
}

/** Brings an engine that nobody answers to its question, with the beginning of a stream. */
function waiting(wait: Wait, stream = record(wait.role, wait.scenario).stream): Waiting {
  const end = new End<Engine>(newEngine(wait));
  begin(end);
  let taken = 0;
  for (const piece of recordsOf(stream)) {
    if (tasksOf(end.effects).length > 0) break;
    end.receive(piece);
    taken += piece.length;
  }
  const [task] = tasksOf(end.effects);
  if (task === undefined) throw new Error(`the ${wait.role} asked nothing`);
  return { end, task, rest: stream.subarray(taken) };
}

function newEngine(wait: Wait): Engine {
  return wait.role === 'client' ? newClient(optionsOf(wait)) : newServer(optionsOf(wait));
}

/** Those of the scenario, and nobody who answers the question. */
function optionsOf({ role, kind, scenario }: Wait) {
  const unanswered = kind === 'sign' ? signedBy(later) : { [kind]: later };
  return { ...scenario.options[role], ...unanswered };
}

const later = () => undefined;

function throwing(): never {
  throw new Error('the key store is away');
}

const noAnswer: TaskAnswer = { kind: 'failed', cause: 'the key store is away' };

function goodAnswer(task: Task): TaskAnswer {
  if (task.kind === 'verifyPeer') return { kind: 'verifyPeer', verdict: { accepted: true } };
  if (task.kind === 'chooseCertificate') {
    const [credential = 'none'] = credentials;
    return { kind: 'chooseCertificate', credential };
  }
  const { scheme, content } = task.request;
  return { kind: 'sign', signature: serverKey().sign(scheme, content) };
}

function answer(end: End<Engine>, task: Task) {
  return end.do((engine) => engine.answer(task.id, goodAnswer(task)));
}

/** All that came of a connection, but that there was a question. */
function outcome(end: End<Engine>): readonly string[] {
  return merged(end.effects.filter(({ type }) => type !== 'wait'));
}

/** A good stream to this side that ends with a fatal alert. */
function withAlertAtEnd({ role, scenario }: Wait): Uint8Array {
  const pair = new Pair(scenario.options).connect();
  const peer = pair[otherRole(role)];
  peer.do((engine) => engine.write(text('data')));
  peer.receive(text('noise'));
  return pair.run()[role].heard;
}

/** A stream that holds nothing but a fatal alert behind what leads to the question. */
function withAlertAtHead(wait: Wait): Uint8Array {
  const { role, state } = wait;
  const pair = new Pair({ ...wait.scenario.options, [role]: optionsOf(wait) });
  if (state === 'verifyPeer') {
    // The peer is about to send its Finished, which would be held.
    pair.start().run(() => role === 'client' || pair.server.engine.state === 'waitCertificate');
    sendAlertInPlaceOf(HandshakeType.finished, alertCodes.unexpected_message);
    return pair.run()[role].heard;
  }
  pair.start().run(() => pair[role].engine.state === state);
  pair[otherRole(role)].receive(text('noise'));
  return pair.run()[role].heard;
}

function otherRole(role: Role): Role {
  return role === 'client' ? 'server' : 'client';
}

/** The peer closes the transport; then all is over, for this reason. */
function expectEnd(end: End<Engine>, code: ErrorCode, alert?: AlertName): void {
  end.do((engine) => engine.receiveEnd());
  const error = errorOf(end.effects);
  expect([error?.code, error?.alert]).toEqual([code, alert]);
  expect(namesOf(end.effects).at(-1)).toBe('ended');
}
