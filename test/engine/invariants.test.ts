/** The invariants of the ending hold on every path of both machines; a broken machine is noticed. */
import { describe, expect, it } from 'vitest';
import { damages } from './spec-damages.ts';
import { asksNothingAtTheEnd, explore, type SpecGraph, type SpecSituation } from './spec-graph.ts';
import { invariants } from './spec-invariants.ts';

const graphs: Readonly<Record<'client' | 'server', SpecGraph>> = {
  client: explore('client'),
  server: explore('server'),
};
const rules = invariants.map((invariant) => [invariant.rule, invariant] as const);

describe.each(['client', 'server'] as const)('the %s', (role) => {
  const graph = graphs[role];

  it.each(rules)('%s', (_, { faults }) => {
    expect(faults(graph)).toEqual([]);
  });

  it('has been explored as a whole', () => {
    console.log(`${role}: ${graph.edges.length} edges from ${countOf(graph)} situations`);
    expect(asksNothingAtTheEnd(role)).toBe(true);
    expect(graph.edges.length).toBeGreaterThan(10_000);
  });
});

describe('a server that breaks the rule is noticed', () => {
  const graph = ofOneConfiguration(graphs.server);

  it.each(rules)('%s', (_, { name, faults }) => {
    for (const { what, damage } of damages[name]) {
      let damaged = 0;
      const edges = graph.edges.map((edge) => {
        const other = damage(edge);
        if (other !== undefined) damaged++;
        return other ?? edge;
      });
      expect(damaged, what).toBeGreaterThan(0);
      expect(faults({ ...graph, edges }), what).not.toEqual([]);
    }
  });
});

/** What a server can do that demands certificates and tells refusals later: the most there is. */
function ofOneConfiguration({ starts, edges, ...graph }: SpecGraph): SpecGraph {
  const isIn = ({ state, context }: SpecSituation) =>
    ['draining', 'closed'].includes(state) ||
    (context.clientAuth === 'require' && context.defersAlerts && !context.allowsTruncation);
  return { ...graph, starts: starts.filter(isIn), edges: edges.filter(({ from }) => isIn(from)) };
}

function countOf({ edges }: SpecGraph): number {
  return new Set(edges.map(({ from }) => from.key)).size;
}
