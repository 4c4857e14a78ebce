/** The two machines with all that can happen to them. */
import type { AnyStateMachine } from 'xstate';
import { clientMachine } from '../../spec/client.ts';
import {
  clientConfiguration,
  clientFacets,
  serverConfiguration,
  serverFacets,
} from '../../spec/facets.ts';
import { serverMachine } from '../../spec/server.ts';

export type Role = 'client' | 'server';

/** A machine, what it is asked, and from which beginnings. */
export interface Explorable {
  readonly role: Role;
  readonly machine: AnyStateMachine;
  /** Event -> facets; none: the event has no facet. */
  readonly facets: Readonly<Record<string, readonly string[]>>;
  /** Members of the context that options give, with every value. */
  readonly configuration: Readonly<Record<string, readonly unknown[]>>;
}

export const explorables: readonly Explorable[] = [
  {
    role: 'client',
    machine: clientMachine,
    facets: clientFacets,
    configuration: clientConfiguration,
  },
  {
    role: 'server',
    machine: serverMachine,
    facets: serverFacets,
    configuration: serverConfiguration,
  },
];

export function explorableOf(role: Role): Explorable {
  const found = explorables.find((one) => one.role === role);
  if (found === undefined) throw new Error(`there is no machine for a ${role}`);
  return found;
}
