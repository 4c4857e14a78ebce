/**
 * What must hold of every path holds in both machines; and each rule notices machines in which it
 * does not: graphs that are damaged on purpose.
 */
import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { type Explorable, explorableOf, type Role } from '../../tools/explore/machines.ts';
import { ClientState } from '../support/states.ts';
import { closingDamages } from './damages/closing.ts';
import { broken, type Damage } from './damages/damage.ts';
import { endingDamages } from './damages/ending.ts';
import { keysDamages } from './damages/keys.ts';
import { livenessDamages } from './damages/liveness.ts';
import { orderDamages } from './damages/order.ts';
import { graphOf, isOver, type Place, type SpecGraph } from './graph.ts';
import { firstBroken, type InvariantName, invariants, titleOf } from './invariants.ts';

const graphs: Readonly<Record<Role, SpecGraph>> = {
  client: graphOf(explorableOf('client')),
  server: graphOf(explorableOf('server')),
};
const damages: Readonly<Record<Exclude<InvariantName, 'moves'>, readonly Damage[]>> = {
  ...orderDamages,
  ...keysDamages,
  ...endingDamages,
  ...closingDamages,
  ...livenessDamages,
};
const rules = invariants.map((one) => [titleOf(one), one] as const);

describe.each(['client', 'server'] as const)('the %s', (role) => {
  it.each(rules)('%s', (_, { faults }) => {
    expect(faults(graphs[role])).toEqual([]);
  });
});

describe('who breaks the rule is noticed', () => {
  const ofOne = {
    client: ofOneConfiguration(graphs.client, { allowsTruncation: false, offered: 'both' }),
    // Demands certificates and tells refusals later: the most there is.
    server: ofOneConfiguration(graphs.server, {
      allowsTruncation: false,
      clientAuth: 'require',
      defersAlerts: true,
    }),
  };

  for (const [title, { name, faults }] of rules) {
    if (name === 'moves') continue;
    it.each(damages[name].map((one) => [one.what, one] as const))(`${title}: %s`, (_, damage) => {
      const { graph, damaged } = broken(ofOne[damage.role ?? 'server'], damage);
      expect(damaged).toBeGreaterThan(0);
      expect(faults(graph)).not.toEqual([]);
    });
  }
});

describe('a machine', () => {
  it('that never comes to rest is not explored', () => {
    const states = { to: { always: 'fro' }, fro: { always: 'to' } };
    expect(firstBroken(withStates(states))).toEqual({
      name: 'moves',
      faults: ['door.to comes back to itself', 'door.fro comes back to itself'],
    });
  });

  it('whose first message is never taken is broken, and told by the rule that it breaks', () => {
    const { machine, ...client } = explorableOf('client');
    const config = structuredClone(machine.config);
    nodeIn(config as Node, 'live', 'handshake', ClientState.WAIT_SH).on = {};
    const other = createMachine(config, machine.implementations as never);
    const found = firstBroken({ ...client, machine: other });
    expect(found?.name).toBe('flow');
    expect(found?.faults[0]).toContain(
      `hs.serverHello (v13) -> ${ClientState.DRAINING}: refuses what is due`,
    );
  });
});

function withStates(states: Record<string, object>): Explorable {
  const machine = createMachine({ id: 'door', initial: 'to', states });
  return { role: 'client', machine, facets: {}, configuration: {} };
}

type Node = { readonly states?: Readonly<Record<string, Node>>; on?: object };

function nodeIn(node: Node, ...path: readonly string[]): Node {
  return path.reduce((outer, name) => outer.states?.[name] ?? outer, node);
}

/** What a machine can do by these options. */
function ofOneConfiguration(
  { starts, edges, ...graph }: SpecGraph,
  members: Readonly<Record<string, unknown>>,
): SpecGraph {
  const isIn = (place: Place) =>
    isOver(place) ||
    Object.entries(members).every(([name, value]) => place.context[name] === value);
  return { ...graph, starts: starts.filter(isIn), edges: edges.filter(({ from }) => isIn(from)) };
}
