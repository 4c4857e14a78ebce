/** Everything under `generated/diagrams/`: the pictures, and a page that shows them. */
import type { AnyStateMachine } from 'xstate';
import type { RegisteredNames } from '../../test/traces/words.ts';
import type { GeneratedFile } from '../generate/spec-error.ts';
import { importSpecModule } from '../generate/spec-source.ts';
import type { Drawing } from './drawing.ts';
import { indexPage } from './index-page.ts';
import { keySchedulePictures } from './key-schedule/key-schedule-pictures.ts';
import { machinePictures } from './machine/machine-pictures.ts';
import { stateLines } from './machine/state-lines.ts';
import { sequencePictures } from './sequence/sequence-pictures.ts';

const folder = 'generated/diagrams';

/**
 * Draws the spec under `root`, which the other emitters have found to be without faults.
 * @throws SpecError for a trace that cannot be drawn
 */
export async function emitDiagrams(root: string): Promise<GeneratedFile[]> {
  const names = await registeredNames(root);
  const sequences = sequencePictures(root, names);
  const placedOnes = await Promise.all([
    machineDrawings(root, 'client', names.errors),
    machineDrawings(root, 'server', names.errors),
    keySchedulePictures(root),
  ]);
  const drawings = [...placedOnes.flat(), ...sequences];
  return [
    ...drawings.map(({ name, svg }) => ({ path: `${folder}/${name}.svg`, text: svg })),
    { path: `${folder}/README.md`, text: indexPage(drawings) },
  ];
}

/** From the spec: nothing may be needed here that is only about to be generated. */
async function registeredNames(root: string): Promise<RegisteredNames> {
  const registries = await importSpecModule(root, 'spec/registries.ts');
  // The registries' own emitter has checked the tables.
  const alerts = registries.alerts as Readonly<Record<string, { code: number; level: string }>>;
  const alertBytes = ({ code, level }: { code: number; level: string }) =>
    Uint8Array.of(level === 'warning' ? 1 : 2, code);
  return {
    alerts: new Map(Object.entries(alerts).map(([name, alert]) => [name, alertBytes(alert)])),
    errors: new Set(Object.keys(registries.errors ?? {})),
  };
}

async function machineDrawings(
  root: string,
  role: 'client' | 'server',
  errors: ReadonlySet<string>,
): Promise<readonly Drawing[]> {
  const file = `spec/${role}.ts`;
  const module = await importSpecModule(root, file);
  // The linter has seen that the export is a machine.
  const machine = module[`${role}Machine`] as AnyStateMachine;
  return machinePictures(role, machine, errors, stateLines(root, file));
}
