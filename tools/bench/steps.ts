/** One step of the state machine without its actions: generated code and XState's actor. */
import { createActor } from 'xstate';
import {
  type ClientMachine,
  clientInitialContext,
  clientInitialState,
  stepClient,
} from '../../generated/client.ts';
import { clientMachine } from '../../spec/client.ts';
import { type Happening, wayTo } from '../explore/states.ts';
import { compare } from './compare.ts';
import { report } from './report.ts';

export async function benchSteps(): Promise<void> {
  const machine = generatedMachine();
  const actor = createActor(clientMachine).start();
  for (const step of wayTo('client', 'CONNECTED')) {
    stepClient(machine, step);
    actor.send(step);
  }
  const event = { type: 'app.data' };
  const figures = await compare(
    (times) => {
      for (let i = 0; i < times; i++) stepClient(machine, event);
    },
    (times) => {
      for (let i = 0; i < times / 100; i++) actor.send(event);
    },
    { rounds: 9, times: 500_000 },
  );
  report({
    benchmark: 'step',
    what: 'app.data in connected',
    unit: 'ns',
    ours: figures.ours * 1e6,
    peer: 'actor.send of XState',
    // It is measured for a hundredth of the times.
    theirs: figures.theirs * 1e8,
  });
}

function generatedMachine(): ClientMachine<Happening> {
  // Every verb does nothing, every fact is what the event says it is.
  const actions = new Proxy(
    {},
    { get: () => () => undefined },
  ) as ClientMachine<Happening>['actions'];
  const factOf = (event: Happening) => event.facet;
  const facts = new Proxy({}, { get: () => factOf }) as ClientMachine<Happening>['facts'];
  return { state: clientInitialState, context: { ...clientInitialContext }, facts, actions };
}
