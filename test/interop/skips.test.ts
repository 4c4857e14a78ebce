/** Nothing is skipped in silence: each skip is listed with its reason, and each listed one is used. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { needs } from '../support/skips.ts';
import { peers } from './peers/all.ts';
import { examplesOf, seatsOf } from './plan.ts';
import { isFor, skips, versionSkips } from './skips.ts';
import { versionCases } from './versions.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** The only files that may skip: for want of a tool or peer, or of the RFCs and vectors in ../shared. */
const skipping = [
  'alerts/application-key.slow.ts',
  'interop/table.ts',
  'interop/versions.ts',
  'scanners/scanners.slow.ts',
  'support/skips.ts',
  'support/vectors.ts',
  'wire/rfc-text.ts',
  'lint/citations.test.ts',
];

const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(`${root}${path}`, 'utf8') }));

test.each(Object.keys(needs))('the skip for want of %s is in use', (need) => {
  const users = sources.filter(({ text }) => text.includes(`describeNeeding('${need}'`));
  expect(users.map(({ path }) => path)).not.toEqual([]);
});

test.each(skips)('$peer $role at the interop table: $reason', (skip) => {
  const seats = seatsOf(peers).filter(({ peer, role }) => {
    return peer.name === skip.peer && (skip.role ?? role) === role;
  });
  expect(seats, `there is no such peer`).not.toEqual([]);
  // Whether it is about a peer that is not here, or in another version, cannot be known.
  const concerned = seats.filter((seat) => seat.peer.version !== undefined && isFor(skip, seat));
  for (const seat of concerned) expect(examplesOf(skip, seat)).not.toEqual([]);
});

test.each(versionSkips)('$peer for $speaks: $reason', ({ peer, speaks }) => {
  expect(peers.map(({ name }) => name)).toContain(peer);
  expect(versionCases.map((one) => one.speaks)).toContain(speaks);
});

test('no test is skipped, left for later or run alone anywhere else', () => {
  const marked = /\b(?:it|test|describe)(?:\.\w+)*\.(?:skip|skipIf|runIf|todo|only|fails)\b/;
  const found = sources.filter(({ path, text }) => !skipping.includes(path) && marked.test(text));
  expect(found.map(({ path }) => path)).toEqual([]);
});
