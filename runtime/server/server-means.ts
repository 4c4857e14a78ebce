/** What the server has to choose from on its side. */
import type { ServerOptions } from '../engine/options.ts';
import type { Session } from '../handshake/session.ts';

export interface ServerMeans {
  readonly session: Session;
  readonly options: ServerOptions;
}
