/** Machines that are known to be bad: spin must find out what is wrong with each. */
import { type AnyStateMachine, createMachine } from 'xstate';
import { type Explorable, explorables, type Role } from '../explore/machines.ts';

export interface Mutant {
  readonly what: string;
  readonly role: Role;
  /** What it violates: assertions and deadlocks, or a claim. */
  readonly claim: 'safety' | 'ends';
  /** Part of what spin then says. */
  readonly told: string;
  readonly change: (handshake: States, ending: States) => void;
}

/** As much of a configuration as is changed. */
type States = Record<string, { on: Record<string, Entry[]>; after: Record<string, Entry> }>;
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
    change: ({ waitServerHello, waitSecondServerHello }) => {
      const answering = waitServerHello?.on['hs.serverHello']?.find(isFor('isRetry'));
      const refusing = waitSecondServerHello?.on['hs.serverHello']?.find(isFor('isRetry'));
      Object.assign(there(refusing), there(answering));
    },
  },
  {
    what: 'a client that connects before Finished',
    role: 'client',
    claim: 'safety',
    told: 'client_peerFinishedOver!=0',
    change: ({ verifyPeer, waitFinished }) => {
      const accepted = there(verifyPeer?.on['task.done']?.find(isFor('isAccepted')));
      const good = there(waitFinished?.on['hs.finished']?.find(isFor('isGood')));
      accepted.target = good.target ?? '';
      accepted.actions = (good.actions ?? []).filter((action) => action !== 'addToTranscript');
    },
  },
  {
    what: 'a server that ignores the verdict on a certificate',
    role: 'server',
    claim: 'safety',
    told: 'server_verdict==1',
    change: ({ verifyPeer }) => {
      const refused = there(verifyPeer?.on['task.done']?.find(isFor('isRefusalDeferred')));
      Object.assign(refused, { guard: 'isRefused', target: 'waitFinished', actions: [] });
    },
  },
  {
    what: 'a client whose drain begins again and again',
    role: 'client',
    claim: 'ends',
    told: 'acceptance cycle',
    change: (_, { draining }) => {
      there(draining?.after.drainTimeout).target = '#draining';
    },
  },
];

/** Both machines, one of them changed. */
export function mutated({ role, change }: Mutant): readonly Explorable[] {
  return explorables.map((one) =>
    one.role === role ? { ...one, machine: changed(one.machine, change) } : one,
  );
}

function changed(machine: AnyStateMachine, change: Mutant['change']): AnyStateMachine {
  const config = structuredClone(machine.config);
  const { live, ending } = there(config.states);
  const { handshake } = there(live?.states);
  // The spec's own literal: its parts have the shape that is named here.
  change(handshake?.states as unknown as States, ending?.states as unknown as States);
  return createMachine(config, machine.implementations as object) as AnyStateMachine;
}

function isFor(guard: string): (entry: Entry) => boolean {
  return (entry) => entry.guard === guard;
}

/** @throws Error if the spec has not what a mutant changes */
function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the spec has no such place any more');
  return value;
}
