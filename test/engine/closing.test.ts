/** What the application may do on the way to the end: write, close, change its mind. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { errorOf, namesOf, reasonOf } from '../support/effects.ts';
import { newClient, newServer, Pair } from '../support/pair.ts';
import { isConnected, States } from '../support/states.ts';
import { reach, statesOf } from './situations.ts';
import { text } from './stream-parts.ts';

afterEach(() => vi.restoreAllMocks());

const writeAfterClose = expect.objectContaining({ code: 'ERR_TLS_WRITE_AFTER_CLOSE' });

describe.each(['client', 'server'] as const)('%s', (role) => {
  describe.each(
    statesOf[role].filter(
      (state) => state !== States[role].DRAINING && state !== States[role].CLOSED,
    ),
  )('in %s', (state) => {
    it.each(['end', 'close', 'abort'] as const)('a write after %s() is refused', (method) => {
      const { end } = reach(role, state);
      end.do((engine) => engine[method]());
      expect(() => end.engine.write(Uint8Array.of(1))).toThrow(writeAfterClose);
    });
  });

  it('a write while draining is refused', () => {
    const { end } = reach(role, States[role].DRAINING);
    expect(() => end.engine.write(Uint8Array.of(1))).toThrow(writeAfterClose);
  });

  it('data and a close from before the connection are carried out in order', () => {
    const pair = new Pair();
    const end = pair[role];
    end.do((engine) => engine.write(text('first ')));
    end.do((engine) => engine.start());
    end.do((engine) => engine.write(text('second')));
    end.do((engine) => engine.end());
    pair.connect();
    const peer = pair[role === 'client' ? 'server' : 'client'];
    expect(peer.data).toEqual(text('first second'));
    expect(namesOf(peer.effects)).toContain('endOfData');
    expect(end.engine.state).toBe(States[role].HALF_CLOSED_LOCAL);
  });

  it('held data are a copy', () => {
    const pair = new Pair();
    const data = text('kept');
    pair[role].do((engine) => engine.write(data));
    data.fill(0);
    pair.connect();
    expect(pair[role === 'client' ? 'server' : 'client'].data).toEqual(text('kept'));
  });

  it('close() before the connection gives the peer closeTimeout when it is there', () => {
    const { pair, end } = reach(role, States[role].WAIT_FINISHED);
    end.do((engine) => engine.close());
    pair.run(() => isConnected(role, end.engine.state));
    expect(end.engine.state).toBe(States[role].LINGERING);
    expect(namesOf(end.effects)).toContain('deadline closeTimeout');
  });

  it('end() after close() takes nothing back', () => {
    const { pair, end } = reach(role, States[role].WAIT_FINISHED);
    end.do((engine) => engine.close());
    end.do((engine) => engine.end());
    pair.run(() => isConnected(role, end.engine.state));
    expect(end.engine.state).toBe(States[role].LINGERING);
  });

  it('close() after end() adds the deadline', () => {
    const { pair, end } = reach(role, States[role].WAIT_FINISHED);
    end.do((engine) => engine.end());
    end.do((engine) => engine.close());
    pair.run(() => isConnected(role, end.engine.state));
    expect(end.engine.state).toBe(States[role].LINGERING);
  });

  it('a second start() does nothing', () => {
    const { pair, end } = reach(role, States[role].CONNECTED);
    expect(end.do((engine) => engine.start())).toEqual([]);
    const early = reach(role, States[role].WAIT_FINISHED).end;
    expect(early.do((engine) => engine.start())).toEqual([]);
    expect(early.engine.state).toBe(States[role].WAIT_FINISHED);
    expect(reasonOf(pair[role].effects)).toBeUndefined();
  });
});

describe('times', () => {
  it('are those of the spec, unless options say otherwise', () => {
    const pair = new Pair({ client: { handshakeTimeout: 5, closeTimeout: 7 } }).connect();
    pair.client.do((engine) => engine.close());
    pair.server.do((engine) => engine.close());
    const deadlinesOf = (role: 'client' | 'server') =>
      pair[role].effects.flatMap((one) => (one.type === 'deadline' ? (one.afterMs ?? []) : []));
    expect(deadlinesOf('client')).toEqual([5, 7]);
    expect(deadlinesOf('server')).toEqual([30_000, 5_000]);
  });

  it.each([-1, Number.NaN, '5', null])('%s is none', (value) => {
    const invalid = expect.objectContaining({ code: 'ERR_TLS_INVALID_ARGUMENT' });
    // What a caller without types can do.
    const options = { closeTimeout: value as number };
    expect(() => newClient(options)).toThrow(invalid);
    expect(() => newServer(options)).toThrow(invalid);
  });
});

it('a deadline that was called off, or never set, does nothing', () => {
  const pair = new Pair().connect();
  expect(pair.client.do((engine) => engine.deadlineReached('handshakeTimeout'))).toEqual([]);
  expect(pair.client.do((engine) => engine.deadlineReached('no such thing'))).toEqual([]);
  expect(errorOf(pair.client.effects)).toBeUndefined();
});
