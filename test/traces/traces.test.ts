/**
 * The traces in the Markdown files beside this one, written by hand from RFC 9846 and kept apart
 * from the spec: real bytes, a real engine, a puppet as its peer. Engine and puppet have different
 * crypto providers, now one, now the other: both must be right to understand each other.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nobleProvider } from '../../runtime/crypto/noble.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import { cut } from '../support/cuts.ts';
import { merged } from '../support/effects.ts';
import { alterations } from './alter.ts';
import { differences } from './compare.ts';
import { type Outcome, play, type Staging } from './play.ts';
import { playAgain } from './play-again.ts';
import { readTraces } from './read-traces.ts';
import { registeredNames } from './registered-names.ts';
import type { Trace } from './trace.ts';

const folder = new URL('.', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.md'));
const tracesOf = (file: string) =>
  readTraces(file, readFileSync(new URL(file, folder), 'utf8'), registeredNames);

const stagings: readonly Staging[] = [
  { delivery: 'at once', engineCrypto: nodeProvider, puppetCrypto: nobleProvider },
  { delivery: 'byte by byte', engineCrypto: nobleProvider, puppetCrypto: nodeProvider },
];

describe.each(files)('%s', (file) => {
  test.each(tracesOf(file).map((trace) => [trace.name, trace] as const))('%s', (_name, trace) => {
    for (const staging of stagings) {
      const outcome = play(trace, staging);
      expect(differences(trace, outcome), staging.delivery).toEqual([]);
      if (staging.delivery === 'at once') expectSameForAnyCut(trace, staging, outcome);
      const unnoticed = [...alterations(trace)].filter(
        (altered) => differences(altered, outcome).length === 0,
      );
      expect(unnoticed, 'altered expectations that came true all the same').toEqual([]);
    }
  });
});

/** All lines in one, and cut where no line ends (invariant 28). */
function expectSameForAnyCut(trace: Trace, staging: Staging, { received, effects }: Outcome): void {
  for (const lengths of [[received.length], [7, 300, 1]]) {
    const again = playAgain(trace, staging, cut(received, lengths));
    if (again !== undefined) expect(merged(again), `pieces of ${lengths}`).toEqual(merged(effects));
  }
}
