/**
 * What the spec calls its states, for whoever knows what they are: `ClientState.WAIT_SH` is the
 * state in which a client waits for ServerHello. The generated machines are asked, at no cost.
 */
import {
  type ClientMachine,
  clientInitialContext,
  clientInitialState,
  stepClient,
} from '../../generated/client.ts';
import {
  type ServerMachine,
  serverInitialContext,
  serverInitialState,
  stepServer,
} from '../../generated/server.ts';
import type { Role } from '../../tools/explore/machines.ts';
import { beginnings, type Happening, statesFound } from '../../tools/explore/states.ts';

// Every verb does nothing; the fact is what the event says it is. Each has any name.
const actions = new Proxy({}, { get: () => () => {} }) as ClientMachine<Happening>['actions'] &
  ServerMachine<Happening>['actions'];
const facts = new Proxy(
  {},
  { get: () => (event: Happening) => event.facet },
) as ClientMachine<Happening>['facts'] & ServerMachine<Happening>['facts'];

export const ClientState = statesFound('client', (way) => {
  const context = { ...clientInitialContext, ...beginnings.client };
  const machine: ClientMachine<Happening> = { state: clientInitialState, context, facts, actions };
  for (const event of way) stepClient(machine, event);
  return machine.state;
});

export const ServerState = statesFound('server', (way) => {
  const context = { ...serverInitialContext, ...beginnings.server };
  const machine: ServerMachine<Happening> = { state: serverInitialState, context, facts, actions };
  for (const event of way) stepServer(machine, event);
  return machine.state;
});

/** By role, where a test is about both. */
export const States = { client: ClientState, server: ServerState } as const;

/** Whether the connection is there, whichever of its halves are closed. */
export function isConnected(role: Role, state: string): boolean {
  const { CONNECTED, HALF_CLOSED_LOCAL, HALF_CLOSED_REMOTE, LINGERING } = States[role];
  const states: readonly string[] = [CONNECTED, HALF_CLOSED_LOCAL, HALF_CLOSED_REMOTE, LINGERING];
  return states.includes(state);
}
