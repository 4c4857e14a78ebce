/** Both machines as the page needs them: to run, to draw, and to tell of. */

import { clientStates } from '../../../generated/client-states.ts';
import { errorInfo } from '../../../generated/registries.ts';
import { serverStates } from '../../../generated/server-states.ts';
import {
  machineModel,
  type StateModel,
  statesIn,
  type TransitionModel,
} from '../../diagrams/machine/machine-model.ts';
import { type Explorable, explorableOf, type Role } from '../../explore/machines.ts';

export type { Role } from '../../explore/machines.ts';

export interface Chart extends Explorable {
  readonly model: StateModel;
  readonly states: ReadonlyMap<string, StateModel>;
  readonly transitions: readonly TransitionModel[];
  /** What the peer may send in a state, in the RFC's words. */
  expects(name: string): readonly string[];
}

export const roles: readonly Role[] = ['client', 'server'];

export const charts: Readonly<Record<Role, Chart>> = {
  client: chartOf('client', clientStates),
  server: chartOf('server', serverStates),
};

/** The error codes of the registry. */
export const errorCodes: ReadonlySet<string> = new Set(Object.keys(errorInfo));

/** The ids of the states around a state, from the root on, and its own. */
export function lineTo(id: string): readonly string[] {
  const keys = id.split('.');
  return keys.map((_, index) => keys.slice(0, index + 1).join('.'));
}

function chartOf(
  role: Role,
  infos: Readonly<Record<string, { readonly expects: readonly string[] }>>,
): Chart {
  const explorable = explorableOf(role);
  const model = machineModel(explorable.machine);
  const all = statesIn(model);
  return {
    ...explorable,
    model,
    states: new Map(all.map((state) => [state.id, state])),
    transitions: all.flatMap(({ transitions }) => transitions),
    // Regions of `connected` are told together: each has what is expected of both.
    expects: (name) =>
      Object.entries(infos).find(([key]) => key.split(/[(), ]+/).includes(name))?.[1].expects ?? [],
  };
}
