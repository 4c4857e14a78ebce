/** The explorer: on small machines whose every path can be seen at a glance, and on the spec's own. */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { assign, setup } from 'xstate';
import { actionText } from '../../tools/explore/actions.ts';
import { classesOf, countOf } from '../../tools/explore/classes.ts';
import { explored, numbersOf } from '../../tools/explore/exploration.ts';
import { explore } from '../../tools/explore/graph.ts';
import { type Explorable, explorables } from '../../tools/explore/machines.ts';
import { nameOf } from '../../tools/explore/stimuli.ts';
import { witnessOf } from '../../tools/explore/witness.ts';
import { exploredOnce } from '../support/explored-once.ts';

const { createMachine } = setup({
  types: { context: {} as { seen: boolean }, events: {} as { type: string; facet?: string } },
  guards: {
    isGood: ({ event }) => event.facet === 'good',
    isSeen: ({ context }) => context.seen,
  },
  actions: {
    see: assign({ seen: true }),
    greet: () => {},
  },
  delays: { patience: 5 },
});

const facets = { 'hs.hello': ['good', 'bad'], 'io.eof': [] };
type Config = Parameters<typeof createMachine>[0];

/** A door: a good hello opens it; whoever has seen it open is greeted. */
const door: Config = {
  id: 'door',
  context: { seen: false },
  initial: 'shut',
  states: {
    shut: {
      on: {
        'hs.hello': [{ guard: 'isGood', target: 'opening', actions: 'see' }, { target: 'closed' }],
        'io.eof': 'closed',
      },
      after: { patience: 'closed' },
    },
    opening: {
      always: [{ guard: 'isSeen', target: 'open', actions: 'greet' }, { target: 'open' }],
    },
    open: { on: { 'io.eof': 'closed', 'hs.hello': {} } },
    closed: {},
  },
};

const explorable = (config: Config, more: Partial<Explorable> = {}): Explorable => ({
  role: 'client',
  machine: createMachine(config),
  facets,
  configuration: {},
  ...more,
});

describe('a small machine', () => {
  test('is walked to its last configuration, with what each step does', () => {
    const { situations, initial } = explore(explorable(door));
    expect(situations.map(({ state, context }) => [state, context.seen])).toEqual([
      ['shut', false],
      ['open', true],
      ['closed', false],
      ['closed', true],
    ]);
    expect(initial).toEqual([0]);
    const steps = situations[0]?.steps.map((step) => [
      nameOf(step.stimulus),
      situations[step.target]?.state,
      step.actions.map(actionText),
    ]);
    expect(steps).toEqual([
      ['hs.hello (good)', 'open', ['stopTimer(patience)', 'greet']],
      ['hs.hello (bad)', 'closed', ['stopTimer(patience)']],
      ['io.eof', 'closed', ['stopTimer(patience)']],
      ['after.patience', 'closed', ['stopTimer(patience)']],
    ]);
  });

  test('begins in every configuration', () => {
    const both = explore(explorable(door, { configuration: { seen: [false, true] } }));
    expect(both.initial.map((index) => both.situations[index]?.context.seen)).toEqual([
      false,
      true,
    ]);
  });

  test('has classes of situations that nobody can tell apart', () => {
    const graph = explore(explorable(door));
    const classes = classesOf(graph);
    // Closed is closed, whatever was seen before.
    expect(countOf(classes)).toBe(3);
    expect(classes[2]).toBe(classes[3]);
  });

  test('is toured: every class, every event with every facet, in paths that hold together', () => {
    const exploration = explored(explorable(door));
    const { graph, tour } = exploration;
    for (const { start, steps } of tour) {
      let at = start;
      for (const step of steps) {
        expect(graph.situations[at]?.steps).toContain(step);
        at = step.target;
      }
    }
    const numbers = numbersOf(exploration);
    expect(numbers).toMatchObject({ configurations: 4, classes: 3, transitions: 13, pairs: 10 });
    expect(numbers.pairsTaken).toBe(numbers.pairs);
  });

  test('is explored the same way every time', () => {
    const [one, other] = [explored(explorable(door)), explored(explorable(door))];
    expect(one.tour.map(({ steps }) => steps.map(({ stimulus }) => nameOf(stimulus)))).toEqual(
      other.tour.map(({ steps }) => steps.map(({ stimulus }) => nameOf(stimulus))),
    );
  });

  test('tells the shortest way to a state', () => {
    const graph = explore(explorable(door));
    expect(witnessOf(graph, 'open')).toEqual([
      'begins in shut with {"seen":false}',
      'hs.hello (good): shut -> open; stopTimer(patience), greet',
    ]);
    expect(witnessOf(graph, 'ajar')).toBeUndefined();
  });
});

describe('what a spec must not have', () => {
  test('an edge that nothing takes', () => {
    // Nobody gets to `opening` without having seen it.
    expect(explored(explorable(door)).problems).toEqual([
      'nothing takes the edge door.opening always 1',
    ]);
  });

  test('a state that nothing reaches', () => {
    const states = { ...door.states, cellar: { on: { 'io.eof': 'closed' } } };
    expect(explored(explorable({ ...door, states } as Config)).problems).toEqual([
      'nothing leads to the state door.cellar',
      'nothing takes the edge door.opening always 1',
      'nothing takes the edge door.cellar on io.eof 0',
    ]);
  });

  test('an event that no state handles', () => {
    const more = { facets: { ...facets, 'local.knock': [] } };
    expect(explored(explorable(door, more)).problems).toContain(
      'no state handles the event local.knock',
    );
  });
});

describe.each(explorables)("the spec's $role", (one) => {
  const exploration = explored(one, undefined, exploredOnce(one));

  test('has none of these, and its tour leaves nothing out', () => {
    const numbers = numbersOf(exploration);
    console.log(`${one.role}: ${JSON.stringify(numbers)}`);
    expect(exploration.problems).toEqual([]);
    expect(numbers.pairsTaken).toBe(numbers.pairs);
    expect(numbers.edgesTaken).toBe(numbers.edges);
  });

  test('every facet matters somewhere (contract 3)', () => {
    const { situations } = exploration.graph;
    const superfluous = Object.entries(one.facets).flatMap(([type, values]) =>
      values.filter((facet, index) =>
        values.slice(0, index).some((other) =>
          situations.every(({ steps }) => {
            const [a, b] = [facet, other].map((value) =>
              steps.find(({ stimulus }) => stimulus.type === type && stimulus.facet === value),
            );
            return a?.target === b?.target && isDeepStrictEqual(a?.actions, b?.actions);
          }),
        ),
      ),
    );
    expect(superfluous).toEqual([]);
  });
});
