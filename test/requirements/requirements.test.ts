/** The requirements report: what is read, how it is joined, what is a failure, what it says. */
import { describe, expect, it } from 'vitest';
import { citationsIn } from '../../tools/requirements/citations.ts';
import { type KnownOpen, makeLedger, type NotApplicable } from '../../tools/requirements/ledger.ts';
import { reportOf, summaryOf } from '../../tools/requirements/report.ts';
import { readRequirements } from '../../tools/requirements/requirements.ts';

const table = [
  'id\tlevel\tsection\ttitle\tsentence',
  '1:2:1\tMUST\t2\tBirds\tBirds MUST fly.',
  '1:2:2\tSHOULD\t2\tBirds\tBirds SHOULD sing.',
  '1:2.1:1\tMUST NOT\t2.1\tPenguins\tPenguins MUST NOT fly.',
  '1:A.1:1\tSHALL\tA.1\tEggs\tEggs SHALL be laid.',
  '1:A.1:2\tREQUIRED\tA.1\tEggs\tA nest is REQUIRED.',
].join('\n');
const requirements = readRequirements(`${table}\n`);

/** Marks in two files: what carries, and what proves. */
function citationsOf({ code = '', test = '' }) {
  return [
    ...citationsIn('runtime/bird.ts', 'carries', code).citations,
    ...citationsIn('test/bird.test.ts', 'proves', test).citations,
  ];
}

interface Given {
  readonly code?: string;
  readonly test?: string;
  readonly notApplicable?: readonly NotApplicable[];
  readonly knownOpen?: KnownOpen;
}

function ledgerOf({ notApplicable = [], knownOpen = {}, ...texts }: Given) {
  return makeLedger({ requirements, citations: citationsOf(texts), notApplicable, knownOpen });
}

/** Everything but 1:2:1 is out of the way. */
const others: readonly NotApplicable[] = [
  { reason: 'no such birds', sections: ['1:2.1', '1:A.1'] },
];

describe('the table', () => {
  it('gives what binds, in order', () => {
    expect(requirements.map(({ id }) => id)).toEqual(['1:2:1', '1:2.1:1', '1:A.1:1', '1:A.1:2']);
    expect(requirements[1]).toEqual({
      id: '1:2.1:1',
      rfc: '1',
      level: 'MUST NOT',
      section: '2.1',
      title: 'Penguins',
      sentence: 'Penguins MUST NOT fly.',
    });
  });

  it('with a line that is none is refused', () => {
    expect(() => readRequirements(`${table}\n1:3\tMUST\t3\tx\ty`)).toThrow('no requirement: 1:3');
    expect(() => readRequirements(`${table}\n1:3:1\tMUST`)).toThrow('no requirement: 1:3:1');
  });
});

describe('a mark', () => {
  it('has a place: the function, the state and its event, the test', () => {
    const code = [
      'export class Bird {',
      '  fly(): void {',
      '    // @req 1:2:1 1:2.1:1',
      '    if (this.isPenguin) return;',
      '  }',
      '}',
    ].join('\n');
    const place = 'Bird > fly';
    expect(citationsIn('runtime/bird.ts', 'carries', code).citations).toEqual([
      { id: '1:2:1', kind: 'carries', file: 'runtime/bird.ts', line: 3, place },
      { id: '1:2.1:1', kind: 'carries', file: 'runtime/bird.ts', line: 3, place },
    ]);
    const spec = "states: {\n  perched: {\n    on: {\n      // @req 1:2:1\n      'air.wind': {},";
    expect(placesIn('spec/bird.ts', spec)).toEqual(['perched > air.wind']);
    const test =
      "describe('birds', () => {\n  // @req 1:2:1\n  it.each([\n    1,\n  ])('fly %i', f);";
    expect(placesIn('test/bird.test.ts', test)).toEqual(['birds > fly %i']);
    const trace = '# Birds\n\n## They fly\n\n<!-- @req 1:2:1 -->\nAs is known.\n';
    expect(placesIn('test/traces/birds.md', trace)).toEqual(['They fly']);
  });

  it('without an id, or with one that is none, is a problem', () => {
    const code = '// @req\n/* @req 1:2:1 flying */\n// @request 1:2:1\nSay `// @req 1:2:1`.\n';
    const { citations, problems } = citationsIn('runtime/bird.ts', 'carries', code);
    expect(citations.map(({ id }) => id)).toEqual(['1:2:1']);
    expect(problems).toEqual([
      'runtime/bird.ts:1: @req nothing is no id',
      'runtime/bird.ts:2: @req flying is no id',
    ]);
  });
});

function placesIn(file: string, text: string): readonly string[] {
  return citationsIn(file, 'carries', text).citations.map(({ place }) => place);
}

describe('the ledger', () => {
  const code = '// @req 1:2:1\nfly();';
  const test = "// @req 1:2:1\ntest('flies', f);";
  const status = (given: Given) => ledgerOf({ notApplicable: others, ...given }).entries[0]?.status;
  const problems = (given: Given) => ledgerOf({ notApplicable: others, ...given }).problems;

  it('tells what is carried and proven, carried only, open, not applicable', () => {
    expect(status({ code, test })).toBe('proven');
    expect(status({ code })).toBe('carried');
    expect(status({ test })).toBe('open');
    expect(status({})).toBe('open');
    expect(status({ notApplicable: [{ reason: 'no birds', ids: ['1:2:1'] }] })).toBe(
      'notApplicable',
    );
  });

  it('takes what is carried, with and without a test', () => {
    expect(problems({ code, test })).toEqual([]);
    expect(problems({ code })).toEqual([]);
  });

  it('fails for an unknown id, and for one that binds nobody', () => {
    const wrong = '// @req 1:2:1 1:2:2 1:9:9\nfly();';
    expect(problems({ code: wrong })).toEqual([
      'runtime/bird.ts:1: no requirement has the id 1:2:2',
      'runtime/bird.ts:1: no requirement has the id 1:9:9',
    ]);
  });

  it('fails for what is open, unless it is known to be', () => {
    expect(problems({})).toEqual(['1:2:1 is open: Birds MUST fly.']);
    expect(problems({ test })).toEqual([
      '1:2:1 is proven, but nothing is said to carry it: Birds MUST fly.',
    ]);
    expect(problems({ knownOpen: { '1:2:1': 'no wings yet' } })).toEqual([]);
  });

  it('keeps open what is known to be kept in part only, whatever is cited', () => {
    const given = { code, test, knownOpen: { '1:2:1': 'in part: not at night' } };
    expect(status(given)).toBe('open');
    expect(problems(given)).toEqual([]);
  });

  it('fails for tables that contradict the marks, each other, or the RFC', () => {
    const birds = { reason: 'no birds', ids: ['1:2:1'] };
    const notApplicable = [...others, birds];
    expect(problems({ code, notApplicable })).toEqual([
      '1:2:1 is cited, and said to be not applicable',
    ]);
    expect(
      problems({ notApplicable: [...notApplicable, { reason: 'x', sections: ['1:2'] }] }),
    ).toEqual(['1:2:1 is said twice to be not applicable']);
    expect(problems({ notApplicable, knownOpen: { '1:2:1': 'x' } })).toEqual([
      '1:2:1 is said to be open and not applicable',
    ]);
    const dead = [...others, { reason: 'x', ids: ['1:2:2'], sections: ['1:9'] }];
    expect(problems({ code, notApplicable: dead, knownOpen: { '1:9:9': 'x' } })).toEqual([
      'no requirement has the id 1:2:2',
      'no requirement has the id 1:9:9',
      'no requirement stands in section 1:9',
    ]);
  });
});

it('requirements of several RFCs are told apart, and counted by RFC', () => {
  const other = readRequirements('id\tlevel\n2:2:1\tMUST\t2\tFish\tFish MUST swim.\n');
  const notApplicable = [
    { reason: 'no birds', sections: ['1:2', '1:2.1', '1:A.1'] },
    { reason: 'no fish', sections: ['2:2'] },
  ];
  const all = [...requirements, ...other];
  const ledger = makeLedger({ requirements: all, citations: [], notApplicable, knownOpen: {} });
  expect(ledger.entries.at(-1)?.reason).toBe('no fish');
  const [first, second, ...more] = summaryOf(ledger.entries).split('\n');
  expect(first).toContain('RFC 1: 4 requirements');
  expect(second).toContain('RFC 2: 1 requirements');
  expect(more).toEqual([]);
});

it('the report tells each requirement with its places or its reason', () => {
  const ledger = ledgerOf({
    code: 'function fly() {\n  // @req 1:2:1 1:2.1:1\n  flap();\n}',
    test: "// @req 1:2:1\ntest('flies', f);",
    notApplicable: [{ reason: 'no eggs', ids: ['1:A.1:1'] }],
    knownOpen: { '1:A.1:2': 'no nest yet' },
  });
  expect(summaryOf(ledger.entries)).toBe(
    'RFC 1: 4 requirements: 1 carried and proven, 1 carried only, 1 open or in part, 1 not applicable',
  );
  const report = reportOf(ledger);
  expect(report).toContain('- 1:A.1:2: A nest is REQUIRED. **Why:** no nest yet');
  expect(report).toContain('| RFC 1 A.1 Eggs | 0 | 0 | 1 | 1 |');
  expect(report).toContain(
    [
      '## RFC 1 2 Birds',
      '',
      '- **1:2:1** MUST: Birds MUST fly.',
      '  - carried by `runtime/bird.ts:2` fly',
      '  - proven by `test/bird.test.ts:1` flies',
      '',
      '## RFC 1 2.1 Penguins',
      '',
      '- **1:2.1:1** MUST NOT: Penguins MUST NOT fly.',
      '  - carried only',
      '  - carried by `runtime/bird.ts:2` fly',
      '',
      '## RFC 1 A.1 Eggs',
      '',
      '- **1:A.1:1** SHALL: Eggs SHALL be laid.',
      '  - not applicable: no eggs',
      '- **1:A.1:2** REQUIRED: A nest is REQUIRED.',
      '  - open or in part: no nest yet',
    ].join('\n'),
  );
});
