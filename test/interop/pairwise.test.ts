/** The rows really hold every pair, and few of them are enough. */
import { expect, test } from 'vitest';
import { pairwise } from './pairwise.ts';

interface Row {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

const domain = { a: [1, 2, 3], b: [1, 2, 3, 4], c: [1, 2], d: [1, 2, 3] };
const columns = ['a', 'b', 'c', 'd'] as const;

/** Every two values of different columns. */
const pairs = columns.flatMap((one, index) =>
  columns
    .slice(index + 1)
    .flatMap((other) =>
      domain[one].flatMap((value) => domain[other].map((next) => ({ one, value, other, next }))),
    ),
);

function missing(rows: readonly Row[]) {
  return pairs.filter(
    ({ one, value, other, next }) => !rows.some((row) => row[one] === value && row[other] === next),
  );
}

test('every pair is there, in about as many rows as the two longest columns need', () => {
  const rows = pairwise<Row>(domain);
  expect(missing(rows)).toEqual([]);
  expect(rows.length).toBeLessThanOrEqual(15);
});

test('what given rows pair is not paired again', () => {
  const given = pairwise<Row>(domain);
  expect(pairwise<Row>(domain, { given })).toEqual([]);
  const [first, ...others] = given;
  expect(pairwise<Row>(domain, { given: others }).length).toBeLessThanOrEqual(3);
  expect(first).toBeDefined();
});

test('values that may not meet do not, and all other pairs are there', () => {
  const isAllowed = ({ a, d }: Partial<Row>) => !(a === 1 && d !== undefined && d !== 2);
  const rows = pairwise<Row>(domain, { allows: isAllowed });
  expect(rows.every(isAllowed)).toBe(true);
  expect(missing(rows)).toEqual([
    { one: 'a', value: 1, other: 'd', next: 1 },
    { one: 'a', value: 1, other: 'd', next: 3 },
  ]);
});

test('the same rows each time', () => {
  expect(pairwise<Row>(domain)).toEqual(pairwise<Row>(domain));
});
