/**
 * The states that wait for an answer from outside: the client's verifyPeer and the server's
 * signing. Contract 8: while an answer is awaited the peer's messages are held in order, alerts and
 * the end of the stream are taken when nothing is held before them, and transport errors,
 * deadlines and the application's abort at once.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HandshakeType } from '../../generated/messages.ts';
import { concatBytes } from '../../runtime/bytes.ts';
import { maxHeldBytes } from '../../runtime/engine/limits.ts';
import type { AlertName, Engine, ErrorCode, Task, TaskAnswer } from '../../runtime/index.ts';
import { cut, recordsOf } from '../support/cuts.ts';
import { bytesWritten, errorOf, merged, namesOf, tasksOf } from '../support/effects.ts';
import { serverKey } from '../support/fixed-identity.ts';
import { End, newClient, newServer, Pair, signedBy } from '../support/pair.ts';
import { recordEachMessage, sendAlertInPlaceOf } from '../support/record-each-message.ts';
import { begin, finish, type Role, record } from './replay.ts';
import { handshakeFailure, text } from './stream-parts.ts';

beforeEach(recordEachMessage);
afterEach(() => vi.restoreAllMocks());

describe.each([
  { role: 'client', state: 'verifyPeer', kind: 'verifyPeer' },
  { role: 'server', state: 'signing', kind: 'sign' },
] as const)('$role in $state', ({ role, state, kind }) => {
  it('asks once and stays', () => {
    const { end, task } = waiting(role);
    expect(end.engine.state).toBe(state);
    expect(task.kind).toBe(kind);
    expect(tasksOf(end.effects)).toEqual([task]);
  });

  it('an answer that comes late leads to the same as one that is there at once', () => {
    const { end, task, rest } = waiting(role);
    answer(end, task);
    end.receive(rest);
    finish(end);
    expect(outcome(end)).toEqual(merged(record(role).effects));
  });

  it('what the peer sends meanwhile is held, and taken in order after the answer', () => {
    const { end, task, rest } = waiting(role);
    for (const piece of cut(rest, [1, 3, 400])) expect(end.receive(piece)).toEqual([]);
    expect(end.engine.state).toBe(state);
    answer(end, task);
    finish(end);
    expect(outcome(end)).toEqual(merged(record(role).effects));
  });

  it('what follows in the same record is held too', () => {
    vi.restoreAllMocks();
    const { end, task, rest } = waiting(role);
    end.receive(rest);
    expect(end.engine.state).toBe(state);
    answer(end, task);
    finish(end);
    expect(namesOf(end.effects)).toContain('fact connected');
    expect(errorOf(end.effects)).toBeUndefined();
  });

  it('what the application does meanwhile is done when there is a connection', () => {
    const { end, task, rest } = waiting(role);
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
    const { end, task } = waiting(role);
    expect(end.do((engine) => engine.answer(task.id + 1, goodAnswer(task)))).toEqual([]);
    expect(end.engine.state).toBe(state);
    answer(end, task);
    const after = end.engine.state;
    expect(end.do((engine) => engine.answer(task.id, noAnswer))).toEqual([]);
    expect(end.engine.state).toBe(after);
  });

  it('an answer to another kind of question is refused, and the question stays open', () => {
    const { end, task } = waiting(role);
    const wrong: TaskAnswer =
      kind === 'sign'
        ? { kind: 'verifyPeer', verdict: { accepted: true } }
        : { kind: 'sign', signature: new Uint8Array(64) };
    expect(() => end.engine.answer(task.id, wrong)).toThrow(
      expect.objectContaining({ code: 'ERR_TLS_INVALID_ARGUMENT' }),
    );
    expect(end.engine.state).toBe(state);
    answer(end, task);
    expect(end.engine.state).toBe('waitFinished');
  });

  it('no answer to be found: internal_error, and the cause is told', () => {
    const { end, task } = waiting(role);
    end.do((engine) => engine.answer(task.id, noAnswer));
    expectEnd(end, 'ERR_TLS_INTERNAL', 'internal_error');
    expect(errorOf(end.effects)?.cause).toBe('the key store is away');
  });

  it('the end of the stream waits behind what is held', () => {
    const { end, task, rest } = waiting(role);
    end.receive(rest.subarray(0, -1));
    expect(end.do((engine) => engine.receiveEnd())).toEqual([]);
    answer(end, task);
    expect(namesOf(end.effects)).toContain('fact connected');
    expectEnd(end, 'ERR_TLS_TRUNCATED');
  });

  it('the end of the stream is taken at once where nothing is held', () => {
    const { end, task } = waiting(role);
    end.do((engine) => engine.receiveEnd());
    expectEnd(end, 'ERR_TLS_TRUNCATED');
    expect(answer(end, task)).toEqual([]);
  });

  it('a fatal alert waits behind what is held', () => {
    const { end, task, rest } = waiting(role, withAlertAtEnd(role));
    expect(end.receive(rest)).toEqual([]);
    answer(end, task);
    expect(namesOf(end.effects)).toContain('fact connected');
    expectEnd(end, 'ERR_TLS_PEER_ALERT', 'unexpected_message');
  });

  it('a fatal alert is taken at once where nothing is held', () => {
    const { end, task, rest } = waiting(role, withAlertAtHead(role));
    for (const piece of cut(rest, [1])) end.receive(piece);
    expectEnd(end, 'ERR_TLS_PEER_ALERT', 'handshake_failure');
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
    const { end, task, rest } = waiting(role);
    end.receive(rest.subarray(0, 500));
    end.do(call);
    expect(['draining', 'closed']).toContain(end.engine.state);
    expect(answer(end, task)).toEqual([]);
    expectEnd(end, code);
    expect(namesOf(end.effects)).not.toContain('fact connected');
  });

  it('a peer that goes on sending meets the limit', () => {
    const { end } = waiting(role);
    const junk = new Uint8Array(5 + 0x4000);
    junk.set([23, 3, 3, 0x40, 0]);
    // The first record is at the head of the queue and no longer counts as buffered.
    const fitting = 1 + Math.floor(maxHeldBytes / junk.length);
    for (let i = 0; i < fitting; i++) expect(end.receive(junk)).toEqual([]);
    end.receive(junk);
    expectEnd(end, 'ERR_TLS_FLOOD', 'unexpected_message');
  });
});

describe('refusals', () => {
  it('the client sends the alert of the verdict, and nothing of its second flight', () => {
    const { end, task } = waiting('client');
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
function waiting(role: Role, stream = record(role).stream): Waiting {
  const end = new End<Engine>(
    role === 'client' ? newClient({ verifyPeer: later }) : newServer(signedBy(later)),
  );
  begin(end);
  let taken = 0;
  for (const piece of recordsOf(stream)) {
    if (tasksOf(end.effects).length > 0) break;
    end.receive(piece);
    taken += piece.length;
  }
  const [task] = tasksOf(end.effects);
  if (task === undefined) throw new Error(`the ${role} asked nothing`);
  return { end, task, rest: stream.subarray(taken) };
}

const later = () => undefined;

function throwing(): never {
  throw new Error('the key store is away');
}

const noAnswer: TaskAnswer = { kind: 'failed', cause: 'the key store is away' };

function goodAnswer(task: Task): TaskAnswer {
  if (task.kind === 'verifyPeer') return { kind: 'verifyPeer', verdict: { accepted: true } };
  if (task.kind === 'chooseCertificate') return { kind: 'chooseCertificate', credential: 'none' };
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
function withAlertAtEnd(role: Role): Uint8Array {
  const pair = new Pair().connect();
  pair[role === 'client' ? 'server' : 'client'].receive(text('noise'));
  return pair.run()[role].heard;
}

/** A stream that holds nothing but a fatal alert after what leads to the question. */
function withAlertAtHead(role: Role): Uint8Array {
  if (role === 'server') return concatBytes([bytesWritten(newClient().start()), handshakeFailure]);
  sendAlertInPlaceOf(HandshakeType.finished, 40);
  return new Pair().connect().client.heard;
}

/** The peer closes the transport; then all is over, for this reason. */
function expectEnd(end: End<Engine>, code: ErrorCode, alert?: AlertName): void {
  end.do((engine) => engine.receiveEnd());
  const error = errorOf(end.effects);
  expect([error?.code, error?.alert]).toEqual([code, alert]);
  expect(namesOf(end.effects).at(-1)).toBe('ended');
}
