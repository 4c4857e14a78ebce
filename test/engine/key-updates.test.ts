/** KeyUpdates (RFC 9846 4.7.3): who asks, who answers, how often, and what counts as a flood. */
import { describe, expect, it } from 'vitest';
import type { TraceStep } from '../../runtime/index.ts';
import { errorOf } from '../support/effects.ts';
import { Pair } from '../support/pair.ts';
import { text } from './stream-parts.ts';

/** A connected pair that notes what the server took. */
function watchedPair() {
  const steps: TraceStep[] = [];
  const pair = new Pair({ server: { trace: (step) => steps.push(step) } }).connect();
  steps.length = 0;
  const updates = () =>
    steps.filter(({ event }) => event === 'hs.keyUpdate').map(({ facet }) => facet);
  return { pair, updates };
}

describe('KeyUpdate', () => {
  it('asks once until the answer has come', () => {
    const { pair, updates } = watchedPair();
    pair.client.do((engine) => engine.rekey());
    pair.client.do((engine) => engine.rekey());
    pair.run();
    expect(updates()).toEqual(['requested', 'notRequested']);
    // The answer goes out before the next data.
    pair.server.do((engine) => engine.write(text('data')));
    pair.run();
    pair.client.do((engine) => engine.rekey());
    pair.run();
    expect(updates()).toEqual(['requested', 'notRequested', 'requested']);
  });

  it('several requests get one answer, before the next data', () => {
    const pair = new Pair().connect();
    const written = pair.server.written.length;
    for (let i = 0; i < 3; i++) {
      pair.client.do((engine) => engine.rekey());
      pair.run();
    }
    expect(pair.server.written.length).toBe(written);
    pair.server.do((engine) => engine.write(text('data')));
    pair.run();
    expect(pair.client.data).toEqual(text('data'));
    // A KeyUpdate and the data: two records, each with its header, type byte and tag.
    expect(pair.server.written.length - written).toBe(5 + 5 + 1 + 16 + (5 + 4 + 1 + 16));
  });

  it('a request of our own while one is due answers it', () => {
    const pair = new Pair().connect();
    pair.client.do((engine) => engine.rekey());
    pair.run();
    pair.server.do((engine) => engine.rekey());
    pair.server.do((engine) => engine.write(text('data')));
    pair.run();
    expect(pair.client.data).toEqual(text('data'));
    pair.client.do((engine) => engine.write(text('more')));
    pair.run();
    expect(pair.server.data).toEqual(text('more'));
  });

  it('an upload with many updates is no flood', () => {
    const pair = new Pair().connect();
    for (let i = 0; i < 100; i++) {
      pair.client.do((engine) => engine.rekey());
      pair.client.do((engine) => engine.write(text('data')));
      pair.run();
      pair.server.do((engine) => engine.rekey());
      pair.run();
    }
    expect(errorOf(pair.client.effects)).toBeUndefined();
    expect(errorOf(pair.server.effects)).toBeUndefined();
  });
});
