/** From a mutated configuration to generated code, in memory. */
import { fileURLToPath } from 'node:url';
import type { Explorable } from '../../tools/explore/machines.ts';
import { compileMachine } from '../../tools/generate/machine/compile.ts';
import { emitMachine } from '../../tools/generate/machine/emit-machine.ts';
import {
  type MachineSource,
  readMachineSource,
} from '../../tools/generate/machine/machine-source.ts';
import { machineOf } from './machine-of.ts';
import type { Config } from './mutations.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = new Map<string, MachineSource>();

/** What the generator writes for it. */
export function textOf(explorable: Explorable, config: Config): string {
  const { role, facets } = explorable;
  const machine = machineOf(explorable, config);
  const source = sources.get(role) ?? readMachineSource(root, role);
  sources.set(role, source);
  const domain = new Map(source.context.map(({ name, values }) => [name, values]));
  const { text } = emitMachine({
    role,
    facets,
    compiled: compileMachine(machine, facets, domain),
    source,
    initialContext: machine.config.context as Record<string, unknown>,
    delays: machine.implementations.delays as Record<string, number>,
  });
  return text;
}
