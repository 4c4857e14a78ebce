/**
 * The states that wait for an answer from outside: verifyPeer, chooseCertificate and signing, in
 * either role. Contract 8: while an answer is awaited the peer's messages are held in order, alerts and
 * the end of the stream are taken when nothing is held before them, and transport errors,
 * deadlines and the application's abort at once.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../generated/registries.ts';
import type { AlertName, Engine, ErrorCode, TaskAnswer } from '../../runtime/index.ts';
import { cut, recordsOf } from '../support/cuts.ts';
import { errorOf, merged, namesOf, tasksOf } from '../support/effects.ts';
import { serverKey } from '../support/fixed-identity.ts';
import { type End, Pair, type PairOptions, signedBy } from '../support/pair.ts';
import { puppetCertificate } from '../support/puppet-certificates.ts';
import { recordEachMessage } from '../support/record-each-message.ts';
import { States } from '../support/states.ts';
import { finish, record } from './replay.ts';
import { credentials, mutual } from './scenarios.ts';
import { isOfTls12 } from './situations.ts';
import {
  answer,
  clientVerifies,
  goodAnswer,
  holding,
  otherRole,
  waiting,
  waits,
  withAlertAtEnd,
  withAlertAtHead,
} from './waits.ts';

beforeEach(recordEachMessage);
afterEach(() => vi.restoreAllMocks());

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
    // Nothing has told this client before that it is accepted; in TLS 1.2 the server's Finished has.
    const code =
      role === 'client' && !isOfTls12(role, state)
        ? 'ERR_TLS_REFUSED_AFTER_HANDSHAKE'
        : 'ERR_TLS_PEER_ALERT';
    expectEnd(end, code, 'unexpected_message');
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
    expect([States[end.engine.role].DRAINING, States[end.engine.role].CLOSED]).toContain(
      end.engine.state,
    );
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
    expect(taken).toBeGreaterThan(limits.heldBytes - junk.length);
    expect(taken).toBeLessThan(limits.heldBytes + 2 * junk.length);
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

  it.each<[string, 'client' | 'server', PairOptions]>([
    ['verifyPeer', 'client', { client: { verifyPeer: throwing } }],
    ['chooseCertificate', 'client', asking({ client: { chooseCertificate: throwing } })],
    ['sign', 'client', asking({ client: signedBy(throwing) })],
    ['chooseCertificate', 'server', { server: { chooseCertificate: throwing } }],
    ['sign', 'server', { server: signedBy(throwing) }],
    ['verifyPeer', 'server', asking({ server: { verifyPeer: throwing }, client: { credentials } })],
  ])('%s of a %s throws: internal_error, and the cause is told', (_, role, options) => {
    const pair = new Pair(options).connect();
    expectInternalError(pair, role);
    expect(errorOf(pair[role].effects)?.cause).toEqual(new Error('the key store is away'));
  });

  it.each<['client' | 'server', PairOptions]>([
    ['client', asking({ client: { chooseCertificate: () => strange } })],
    ['server', { server: { chooseCertificate: () => strange } }],
  ])('a certificate whose key we do not have, chosen by a %s: internal_error', (role, options) => {
    const pair = new Pair(options).connect();
    expectInternalError(pair, role);
    expect(errorOf(pair[role].effects)?.cause).toMatchObject({ code: 'ERR_TLS_INVALID_ARGUMENT' });
  });
});

/** The certificate of one key with another key. */
const strange = { certificates: [puppetCertificate('otherKey')], privateKey: serverKey() };

/** With a server that asks for certificates. */
function asking({ client = {}, server = {} }: PairOptions): PairOptions {
  return { client, server: { ...mutual.options.server, ...server } };
}

function expectInternalError(pair: Pair, role: 'client' | 'server'): void {
  expectEnd(pair[role], 'ERR_TLS_INTERNAL', 'internal_error');
  const peer = pair[otherRole(role)];
  const isRefused = role === 'server' && namesOf(peer.effects).includes('fact connected');
  expect(errorOf(peer.effects)).toMatchObject({
    code: isRefused ? 'ERR_TLS_REFUSED_AFTER_HANDSHAKE' : 'ERR_TLS_PEER_ALERT',
    alert: 'internal_error',
  });
}

function throwing(): never {
  throw new Error('the key store is away');
}

const noAnswer: TaskAnswer = { kind: 'failed', cause: 'the key store is away' };

/** All that came of a connection, but that there was a question. */
function outcome(end: End<Engine>): readonly string[] {
  const effects = merged(end.effects.filter(({ type }) => type !== 'wait'));
  return effects.map((effect) => effect.replace(nothingCame, ''));
}

/** The one difference to a connection that fetches nothing: that it was tried is told. */
const nothingCame = '{"source":"ocsp","problem":"nothing came from http://ocsp.example/"}';

/** The peer closes the transport; then all is over, for this reason. */
function expectEnd(end: End<Engine>, code: ErrorCode, alert?: AlertName): void {
  end.do((engine) => engine.receiveEnd());
  const error = errorOf(end.effects);
  expect([error?.code, error?.alert]).toEqual([code, alert]);
  expect(namesOf(end.effects).at(-1)).toBe('ended');
}
