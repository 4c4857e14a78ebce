/** All that is generated from the two spec machines. */
import type { AnyStateMachine } from 'xstate';
import type { GeneratedFile } from '../spec-error.ts';
import { loadSpecModule } from '../spec-source.ts';
import { compileMachine, type Facets } from './compile.ts';
import { emitMachine } from './emit-machine.ts';
import { emitStates } from './emit-states.ts';
import type { MachineInput } from './machine-input.ts';
import { readMachineSource } from './machine-source.ts';

/** The machines, their state tables and their pure configurations. */
export async function emitMachines(root: string): Promise<GeneratedFile[]> {
  const inputs = await Promise.all([readMachine(root, 'client'), readMachine(root, 'server')]);
  return inputs.flatMap(({ input, machine }) => [
    emitMachine(input),
    emitStates(input),
    {
      path: `generated/${input.role}.machine.json`,
      text: `${JSON.stringify(machine.config, undefined, 2)}\n`,
    },
  ]);
}

async function readMachine(root: string, role: 'client' | 'server') {
  const spec = await loadSpecModule(root, `spec/${role}.ts`);
  const tables = await loadSpecModule(root, 'spec/facets.ts');
  // The linter has seen that these exports are what the dialect says.
  const machine = spec[`${role}Machine`] as AnyStateMachine;
  const facets = tables[`${role}Facets`] as Facets;
  const source = readMachineSource(root, role);
  const domain = new Map(source.context.map(({ name, values }) => [name, values]));
  const input: MachineInput = {
    role,
    facets,
    compiled: compileMachine(machine, facets, domain),
    source,
    initialContext: machine.config.context as Record<string, unknown>,
    delays: machine.implementations.delays as Record<string, number>,
  };
  return { input, machine };
}
