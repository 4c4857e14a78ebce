/** All that is generated from the two spec machines. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyStateMachine } from 'xstate';
import type { GeneratedFile } from '../spec-error.ts';
import { type Configuration, compileMachine, type Facets } from './compile.ts';
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
  const load = async (name: string): Promise<Record<string, unknown>> =>
    await import(pathToFileURL(join(root, 'spec', name)).href);
  // The linter has seen that these exports are what the dialect says.
  const machine = (await load(`${role}.ts`))[`${role}Machine`] as AnyStateMachine;
  const alphabet = await load('facets.ts');
  const facets = alphabet[`${role}Facets`] as Facets;
  const configuration = (alphabet[`${role}Configuration`] ?? {}) as Configuration;
  const input: MachineInput = {
    role,
    facets,
    compiled: compileMachine(machine, { facets, configuration }),
    source: readMachineSource(root, role),
    initialContext: machine.config.context as Record<string, unknown>,
    delays: machine.implementations.delays as Record<string, number>,
  };
  return { input, machine };
}
