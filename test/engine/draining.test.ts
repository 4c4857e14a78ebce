/**
 * The drain after our last words: what comes in is dropped and counted until the peer has had its
 * time to read them. RFC 9846 6.1; closing with unread input would make TCP destroy the alert.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { errorOf, namesOf } from '../support/effects.ts';
import { End, newServer, Pair } from '../support/pair.ts';
import { ClientState, ServerState } from '../support/states.ts';
import { reach } from './situations.ts';
import { handshakeFailure, text } from './stream-parts.ts';
import { expectWellEnded } from './well-ended.ts';

afterEach(() => vi.restoreAllMocks());

describe('draining', () => {
  it('half-closes, and asks for drainTimeout', () => {
    const server = new End(newServer({ drainTimeout: 1234 }));
    server.do((engine) => engine.start());
    server.receive(text('noise'));
    expect(server.effects.slice(-2)).toEqual([
      { type: 'shutdownWrite' },
      { type: 'deadline', name: 'drainTimeout', afterMs: 1234 },
    ]);
  });

  it('drops whatever comes: no data, no answer, no other reason', () => {
    const { pair, end, peer } = reach('server', ServerState.CONNECTED);
    peer.do((engine) => engine.write(new Uint8Array(50_000)));
    peer.do((engine) => engine.rekey());
    end.receive(text('noise'));
    const effects = end.effects.length;
    pair.run();
    end.receive(handshakeFailure);
    expect(namesOf(end.effects.slice(effects))).not.toContain('data');
    expect(namesOf(end.effects.slice(effects))).not.toContain('write');
    expect(errorOf(end.effects)?.code).toBe('ERR_TLS_UNKNOWN_RECORD_TYPE');
  });

  it.each([
    ['the budget', 1000, 1001],
    ['no budget', 0, 1],
  ])('ends with the first byte over %s', (_, drainBudget, bytes) => {
    const server = new End(newServer({ drainBudget }));
    server.do((engine) => engine.start());
    server.do((engine) => engine.abort());
    server.receive(new Uint8Array(bytes - 1));
    expect(server.engine.state).toBe(ServerState.DRAINING);
    server.receive(new Uint8Array(1));
    expect(server.engine.state).toBe(ServerState.CLOSED);
    expect(errorOf(server.effects)?.code).toBe('ERR_TLS_ABORTED');
  });

  it('counts what was there already when it began', () => {
    const server = new End(newServer({ drainBudget: 1000 }));
    server.do((engine) => engine.start());
    server.receive(new Uint8Array(1000).fill(0xee));
    expect(server.engine.state).toBe(ServerState.DRAINING);
    server.receive(new Uint8Array(1));
    expect(server.engine.state).toBe(ServerState.CLOSED);
  });

  it('is not bound by the number of reads', () => {
    const { end } = reach('server', ServerState.DRAINING);
    for (let i = 0; i < 10_000; i++) expect(end.receive(new Uint8Array(1))).toEqual([]);
    expect(end.engine.state).toBe(ServerState.DRAINING);
  });

  it('is over at once if the peer had already ended the stream', () => {
    const situation = reach('client', ClientState.HALF_CLOSED_REMOTE);
    const { end } = situation;
    expect(end.do((engine) => engine.receiveEnd())).toEqual([]);
    end.do((engine) => engine.abort());
    expectWellEnded(situation);
    expect(errorOf(end.effects)?.code).toBe('ERR_TLS_ABORTED');
  });

  it('with Infinity asks for no deadline', () => {
    const server = new End(newServer({ drainTimeout: Number.POSITIVE_INFINITY }));
    server.do((engine) => engine.start());
    server.do((engine) => engine.abort());
    expect(server.engine.state).toBe(ServerState.DRAINING);
    expect(namesOf(server.effects)).not.toContain('deadline drainTimeout');
    expect(server.do((engine) => engine.deadlineReached('drainTimeout'))).toEqual([]);
  });
});

describe('after the peer has closed', () => {
  it('its bytes are dropped, and too many of them end the connection', () => {
    const server = new End(newServer({ drainBudget: 1000 }));
    const pair = new Pair({ server: { drainBudget: 1000 } }).connect();
    pair.client.do((engine) => engine.end());
    pair.run(() => pair.server.engine.state === ServerState.HALF_CLOSED_REMOTE);
    pair.server.receive(new Uint8Array(1000));
    expect(pair.server.engine.state).toBe(ServerState.HALF_CLOSED_REMOTE);
    pair.server.receive(new Uint8Array(1));
    expect(errorOf(pair.server.effects)?.code).toBe('ERR_TLS_CLOSE_FLOOD');
    expect(server.engine.isEnded).toBe(false);
  });

  it('we may go on sending, and change our keys', () => {
    const { pair, end, peer } = reach('server', ServerState.HALF_CLOSED_REMOTE);
    end.do((engine) => engine.write(Uint8Array.of(1)));
    end.do((engine) => engine.rekey());
    end.do((engine) => engine.write(Uint8Array.of(2)));
    end.do((engine) => engine.end());
    pair.run();
    expect(peer.data).toEqual(Uint8Array.of(1, 2));
    expect(errorOf(peer.effects)).toBeUndefined();
    expect(peer.engine.isEnded).toBe(true);
  });
});
