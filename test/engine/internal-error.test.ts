/** Our own faults: whatever throws in an engine ends the connection, and never the process. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CryptoProvider, noble } from '../../runtime/index.ts';
import { errorOf, namesOf } from '../support/effects.ts';
import { End, newServer, Pair } from '../support/pair.ts';
import { ClientState, ServerState } from '../support/states.ts';
import { type WatchedCrypto, watchCrypto } from '../support/watched-crypto.ts';

afterEach(() => vi.restoreAllMocks());

describe('a provider that throws', () => {
  it.each([
    ['in verify', { verify: broken }],
    ['in hmac', { hmac: broken }],
    ['in hkdfExpand', { hkdfExpand: broken }],
    ['in createAead', { createAead: broken }],
  ] as const)('%s: internal_error to the peer, the cause to the application', (_, part) => {
    const watched = watchCrypto({ ...noble, ...part });
    const pair = new Pair({ client: { crypto: watched.crypto } }).connect();
    expectInternalError(pair.client, watched);
    expect(namesOf(pair.client.effects)).toContain('shutdownWrite');
  });

  it('the peer is told, under keys that it has', () => {
    const pair = new Pair({ client: { crypto: { ...noble, verify: broken } } }).connect();
    expect(errorOf(pair.server.effects)).toMatchObject({
      code: 'ERR_TLS_PEER_ALERT',
      alert: 'internal_error',
    });
  });

  it('when nothing can be said any more, it ends without words', () => {
    const watched = watchCrypto(withBrokenSeal());
    const pair = new Pair({ client: { crypto: watched.crypto } }).connect();
    expectInternalError(pair.client, watched);
    expect(pair.server.engine.isEnded).toBe(true);
  });

  it('in a call of the application', () => {
    const watched = watchCrypto(withBrokenSeal(3));
    const pair = new Pair({ client: { crypto: watched.crypto } }).connect();
    pair.client.do((engine) => engine.write(Uint8Array.of(1)));
    pair.client.do((engine) => engine.write(Uint8Array.of(1)));
    pair.run();
    expectInternalError(pair.client, watched);
  });
});

describe('a caller that errs', () => {
  it.each([
    ['receive', 'a text'],
    ['write', 'a text'],
  ] as const)('%s takes bytes only, and nothing has happened', (method, value) => {
    const pair = new Pair().connect();
    // What a caller without types can do.
    const call = () => pair.client.engine[method](value as unknown as Uint8Array);
    expect(call).toThrow(expect.objectContaining({ code: 'ERR_TLS_INVALID_ARGUMENT' }));
    expect(pair.client.engine.state).toBe(ClientState.CONNECTED);
  });

  it('a hook that calls its engine is refused, and the connection goes on', () => {
    const refused: unknown[] = [];
    const server = new End(
      newServer({
        trace: () => {
          for (const call of callsOf(server)) {
            try {
              call();
            } catch (error) {
              refused.push(error);
            }
          }
        },
      }),
    );
    server.do((engine) => engine.start());
    expect(refused).toHaveLength(11);
    for (const error of refused) expect(error).toMatchObject({ code: 'ERR_TLS_INVALID_ARGUMENT' });
    expect(server.engine.state).toBe(ServerState.START);
    expect(namesOf(server.effects)).toEqual(['deadline handshakeTimeout']);
  });
});

function callsOf({ engine }: End): readonly (() => unknown)[] {
  const none = new Uint8Array(0);
  return [
    () => engine.start(),
    () => engine.receive(none),
    () => engine.receiveEnd(),
    () => engine.transportFailed(undefined),
    () => engine.write(none),
    () => engine.end(),
    () => engine.close(),
    () => engine.abort(),
    () => engine.rekey(),
    () => engine.deadlineReached('handshakeTimeout'),
    () => engine.answer(1, { kind: 'failed', cause: undefined }),
  ];
}

function broken(): never {
  throw new Error('the accelerator is away');
}

/** Seals no record from the one of this number on. */
function withBrokenSeal(from = 1): CryptoProvider {
  let records = 0;
  return {
    ...noble,
    createAead(name, key) {
      const aead = noble.createAead(name, key);
      return {
        ...aead,
        seal(...args) {
          records += 1;
          if (records >= from) broken();
          aead.seal(...args);
        },
      };
    },
  };
}

/** Over, with the cause, once, and no secret left. */
function expectInternalError(end: End, watched: WatchedCrypto): void {
  const error = errorOf(end.effects);
  expect(error).toMatchObject({ code: 'ERR_TLS_INTERNAL' });
  expect(error?.cause).toEqual(new Error('the accelerator is away'));
  expect(namesOf(end.effects).filter((name) => name === 'ended')).toHaveLength(1);
  expect(namesOf(end.effects).at(-1)).toBe('ended');
  expect(watched.leaks()).toEqual([]);
}
