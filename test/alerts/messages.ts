/** What the processes of the measurement tell each other. */
import type { ProtocolName } from '../../generated/registries.ts';
import type { Habit } from './plan.ts';

/** Files of a client: whom it trusts, and what it shows; nothing: the empty Certificate. */
export interface ClientFiles {
  readonly ca: string;
  readonly shown: { readonly certificate: string; readonly privateKey: string } | undefined;
}

/** To a client process: one connection after another, each to this server. */
export interface Order {
  readonly client: 'ours' | 'node:tls';
  readonly port: number;
  readonly habit: Habit;
  readonly version: ProtocolName;
  /** One a connection. */
  readonly connections: readonly ClientFiles[];
}

/** How one connection ended for its client. */
export interface Outcome {
  /** The name of the alert; undefined: it never came. */
  readonly alert: string | undefined;
  /** What the client was told in its place. */
  readonly otherwise: string;
  /** From the call to connect until the client knew. */
  readonly ms: number;
}

/** From a server process, once all servers listen: a port for each of `refusals`, in that order. */
export type Ports = readonly number[];
