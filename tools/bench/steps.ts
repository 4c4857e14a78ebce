/** One step of the state machine without its actions: generated code and XState's actor. */
import { createActor } from 'xstate';
import {
  type ClientMachine,
  type ClientState,
  clientInitialContext,
  stepClient,
} from '../../generated/client.ts';
import { clientMachine } from '../../spec/client.ts';
import { compare } from './compare.ts';
import { report } from './report.ts';

export async function benchSteps(): Promise<void> {
  const machine = generatedMachine('connected(reading, sending)');
  const actor = createActor(clientMachine, { snapshot: connectedSnapshot() }).start();
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

function generatedMachine(state: ClientState): ClientMachine<{ readonly type: string }> {
  // Every verb does nothing, every fact finds nothing.
  const nothing = new Proxy({}, { get: () => () => undefined });
  const { facts, actions } = { facts: nothing, actions: nothing } as Pick<
    ClientMachine<{ readonly type: string }>,
    'facts' | 'actions'
  >;
  return { state, context: { ...clientInitialContext }, facts, actions };
}

function connectedSnapshot() {
  const value = { live: { connected: { inbound: { receiving: 'reading' }, outbound: 'sending' } } };
  return clientMachine.resolveState({ value, context: { ...clientInitialContext } });
}
