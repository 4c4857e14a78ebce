/** Machines that are known to be bad: spin must find out what is wrong with each. */
import { type AnyStateMachine, createMachine } from 'xstate';
import { type Explorable, explorables, type Role } from '../explore/machines.ts';
import { specStates } from '../explore/spec-states.ts';
import type { StateName } from '../explore/states.ts';

export interface Mutant {
  readonly what: string;
  readonly role: Role;
  /** What it violates: assertions and deadlocks, or a claim. */
  readonly claim: 'safety' | 'ends';
  /** Part of what spin then says. */
  readonly told: string;
  readonly change: (states: States) => void;
}

/** As much of the configuration of each state as is changed. */
type States = Partial<Record<StateName, State>>;
interface State {
  id?: string;
  on: Record<string, Entry[]>;
  after: Record<string, Entry>;
}

/** A configuration, as far as states stand in it. */
interface Outer {
  readonly states?: Readonly<Record<string, Outer>> | undefined;
}

interface Entry {
  guard?: string;
  target?: string;
  actions?: unknown[];
}

export const mutants: readonly Mutant[] = [
  {
    what: 'a client that answers a second HelloRetryRequest',
    role: 'client',
    claim: 'safety',
    told: 'client_answered',
    change: ({ WAIT_SH, WAIT_SECOND_SH }) => {
      const answering = WAIT_SH?.on['hs.serverHello']?.find(isFor('isRetry'));
      const refusing = WAIT_SECOND_SH?.on['hs.serverHello']?.find(isFor('isRetry'));
      Object.assign(there(refusing), there(answering));
    },
  },
  {
    what: 'a client that connects before Finished',
    role: 'client',
    claim: 'safety',
    told: 'client_peerFinishedOver!=0',
    change: ({ VERIFYING, WAIT_FINISHED }) => {
      const accepted = there(VERIFYING?.on['task.done']?.find(isFor('isAccepted')));
      const good = there(WAIT_FINISHED?.on['hs.finished']?.find(isFor('isGood')));
      accepted.target = good.target ?? '';
      accepted.actions = (good.actions ?? []).filter((action) => action !== 'addToTranscript');
    },
  },
  {
    what: 'a server that ignores the verdict on a certificate',
    role: 'server',
    claim: 'safety',
    told: 'server_verdict==1',
    change: ({ VERIFYING }) => {
      const refused = there(VERIFYING?.on['task.done']?.find(isFor('isRefusalDeferred')));
      const accepted = there(VERIFYING?.on['task.done']?.find(isFor('isAccepted')));
      Object.assign(refused, { guard: 'isRefused', target: accepted.target, actions: [] });
    },
  },
  {
    what: 'a client that connects in TLS 1.2 before Finished',
    role: 'client',
    claim: 'safety',
    told: 'client_peerFinishedOver!=0',
    change: ({ WAIT_CCS12, WAIT_FINISHED12 }) => {
      const changed = there(WAIT_CCS12?.on.ccs?.find(isFor('isGood')));
      const good = there(WAIT_FINISHED12?.on['hs.finished']?.find(isFor('isGood')));
      changed.target = good.target ?? '';
    },
  },
  {
    what: 'a server that takes any Finished in TLS 1.2',
    role: 'server',
    claim: 'safety',
    told: 'server_peerFinishedOver!=0',
    change: ({ WAIT_FINISHED12 }) => {
      delete there(WAIT_FINISHED12?.on['hs.finished']?.find(isFor('isGood'))).guard;
    },
  },
  {
    what: 'a client whose drain begins again and again',
    role: 'client',
    claim: 'ends',
    told: 'acceptance cycle',
    change: ({ DRAINING }) => {
      there(DRAINING?.after.drainTimeout).target = `#${there(DRAINING?.id)}`;
    },
  },
];

/** Both machines, one of them changed. */
export function mutated({ role, change }: Mutant): readonly Explorable[] {
  return explorables.map((one) =>
    one.role === role ? { ...one, machine: changed(one, change) } : one,
  );
}

function changed({ role, machine }: Explorable, change: Mutant['change']): AnyStateMachine {
  const config = structuredClone(machine.config);
  const found = Object.entries(specStates(role)).map(([name, key]) => [name, stateIn(config, key)]);
  change(Object.fromEntries(found));
  return createMachine(config, machine.implementations as object) as AnyStateMachine;
}

/** The configuration of the state with this key, wherever it stands. */
function stateIn({ states = {} }: Outer, key: string): Outer | undefined {
  const inner = Object.values(states).map((one) => stateIn(one, key));
  return states[key] ?? inner.find((one) => one !== undefined);
}

function isFor(guard: string): (entry: Entry) => boolean {
  return (entry) => entry.guard === guard;
}

/** @throws Error if the spec has not what a mutant changes */
function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the spec has no such place any more');
  return value;
}
