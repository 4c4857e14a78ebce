/**
 * Layer 1: the generated machines, with actions that only note what is asked of them, go the whole
 * tour and walks at random, and do what XState does at each step on the way. (`test/lockstep` asks
 * every situation by itself; here one machine goes on from what it has become.)
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as client from '../../generated/client.ts';
import * as server from '../../generated/server.ts';
import { actionText } from '../../tools/explore/actions.ts';
import { explored } from '../../tools/explore/exploration.ts';
import type { Situation, Step } from '../../tools/explore/graph.ts';
import { explorables } from '../../tools/explore/machines.ts';
import { type Generated, newMachine, stepMachine } from '../support/lockstep.ts';

const generated: Readonly<Record<'client' | 'server', Generated>> = {
  client: {
    initialState: client.clientInitialState,
    initialContext: client.clientInitialContext,
    step: client.stepClient as unknown as Generated['step'],
  },
  server: {
    initialState: server.serverInitialState,
    initialContext: server.serverInitialContext,
    step: server.stepServer as unknown as Generated['step'],
  },
};
const walks = 3_000;
const timeout = 120_000;

describe.each(explorables)('$role', (explorable) => {
  const { graph, tour } = explored(explorable);
  const at = (index: number): Situation => {
    const situation = graph.situations[index];
    if (situation === undefined) throw new Error(`there is no situation ${index}`);
    return situation;
  };
  const goes = (start: number, steps: Iterable<Step>) => {
    const machine = newMachine(at(start));
    for (const step of steps) {
      const told = stepMachine(generated[explorable.role], machine, step.stimulus);
      const { state, context } = at(step.target);
      if (told.join() !== step.actions.map(actionText).join() || machine.state !== state)
        return false;
      if (Object.entries(context).some(([name, value]) => machine.context[name] !== value)) {
        return false;
      }
    }
    return true;
  };

  test('the whole tour', { timeout }, () => {
    const steps = tour.reduce((sum, path) => sum + path.steps.length, 0);
    console.log(`${explorable.role}, control: ${tour.length} paths, ${steps} steps`);
    expect(tour.filter((path) => !goes(path.start, path.steps))).toEqual([]);
  });

  test('walks at random', { timeout }, () => {
    const choices = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.constantFrom(...graph.initial), choices, (start, numbers) => {
        const steps: Step[] = [];
        let here = at(start);
        for (const number of numbers) {
          const step = here.steps[number % here.steps.length];
          if (step === undefined) break;
          steps.push(step);
          here = at(step.target);
        }
        return goes(start, steps);
      }),
      { numRuns: walks },
    );
  });
});
