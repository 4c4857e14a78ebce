/** Configuration: members of the context that nothing assigns stand in the facets' file. */
import { expect, test } from 'vitest';
import { lintTexts } from '../../tools/lint/lint-spec.ts';
import { describeBreaches, soundSpec } from './fixture.ts';

const table = 'export const clientConfiguration';
const assigned = "{ type: 'set', params: { closing: true, pending: 'full' } }";

describeBreaches('configuration', [
  {
    what: 'a member that nothing assigns and no option gives',
    from: assigned,
    to: "{ type: 'set', params: { closing: true } }",
    at: "readonly pending: 'none' | 'write' | 'full';",
    problem: 'nothing assigns context.pending, and it is no configuration (D7)',
    remedy: 'pending: ["none", "write", "full"]',
  },
  {
    what: 'a member that is assigned all the same',
    file: 'spec/facets.ts',
    from: 'export const clientFacets',
    to: `${table} = { pending: ['none', 'write', 'full'] } as const;\nexport const clientFacets`,
    at: table,
    problem: "'pending' is assigned, so it is no configuration (D12)",
    remedy: 'remove it here',
  },
  {
    what: 'a member that the context has not',
    file: 'spec/facets.ts',
    from: 'export const clientFacets',
    to: `${table} = { mood: [true, false] } as const;\nexport const clientFacets`,
    at: table,
    problem: "the context has no 'mood' (D12)",
    remedy: 'remove it',
  },
]);

test('a member that only goes back to its first value is configuration all the same', () => {
  const facets = soundSpec.get('spec/facets.ts') ?? '';
  const row = `${table} = { pending: ['full', 'none', 'write'] } as const;\n`;
  const { faults } = lintTexts(new Map([...soundSpec, ['spec/facets.ts', row + facets]]));
  expect(faults).toEqual([]);
});
