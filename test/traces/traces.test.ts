/**
 * The traces in the Markdown files beside this one, written by hand from RFC 9846 and kept apart
 * from the spec: real bytes, a real engine, a puppet as its peer.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { alterations } from './alter.ts';
import { differences } from './compare.ts';
import { type Delivery, play } from './play.ts';
import { readTraces } from './read-traces.ts';

const folder = new URL('.', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.md'));
const tracesOf = (file: string) => readTraces(file, readFileSync(new URL(file, folder), 'utf8'));
const deliveries: readonly Delivery[] = ['at once', 'byte by byte'];

describe.each(files)('%s', (file) => {
  test.each(tracesOf(file).map((trace) => [trace.name, trace] as const))('%s', (_name, trace) => {
    for (const delivery of deliveries) {
      const outcome = play(trace, delivery);
      expect(differences(trace, outcome), delivery).toEqual([]);
      const unnoticed = [...alterations(trace)].filter(
        (altered) => differences(altered, outcome).length === 0,
      );
      expect(unnoticed, 'altered expectations that came true all the same').toEqual([]);
    }
  });
});
