/** What the emitters of a machine are given. */
import type { CompiledMachine, Facets } from './compile.ts';
import type { MachineSource } from './machine-source.ts';

/** Everything about one machine that the emitters read. */
export interface MachineInput {
  readonly role: 'client' | 'server';
  readonly compiled: CompiledMachine;
  readonly facets: Facets;
  readonly source: MachineSource;
  readonly initialContext: Readonly<Record<string, unknown>>;
  /** Delay name -> default in milliseconds. */
  readonly delays: Readonly<Record<string, number>>;
}
