import type { ProtocolName } from '../../generated/registries.ts';
import type { TlsError } from '../errors.ts';

/** What the trace hook tells of a step. Names only: no keys, no payload. */
export interface TraceStep {
  readonly role: 'client' | 'server';
  /** The version, once it is chosen. */
  readonly protocol: ProtocolName | undefined;
  /** The event's name, such as `hs.serverHello`. */
  readonly event: string;
  /** The alert that came, by its name where it has one. */
  readonly alert: string | undefined;
  /** What was found to be true of it, where the machine asked. */
  readonly facet: string | undefined;
  readonly before: string;
  readonly after: string;
  /** The actions in order, parameters in parentheses. */
  readonly actions: readonly string[];
  /** Key epochs after the step. */
  readonly readEpoch: string;
  readonly writeEpoch: string;
  /** The section that defines the state before, as `9846#4.2.3`. */
  readonly rfc: string | undefined;
  /** What people want to know besides: why a server got no certificate of ours. */
  readonly note: string | undefined;
  /** Why the connection fails, if this step has decided it. */
  readonly failure: TlsError | undefined;
}
