/** A client whose process is the connection: what it prints is what it gets. */
import type { ToolProcess } from '../../support/tool-process.ts';
import type { RunningClient } from './peer.ts';

/**
 * A client that sends what it is typed, and ends the connection when nothing more will come.
 * @param data the first bytes to send
 */
export function streamClient(
  process: ToolProcess,
  data: Buffer,
  more: Pick<RunningClient, 'updateKeys'> = {},
): RunningClient {
  process.types(data);
  const client = oneShotClient(process);
  return {
    ...client,
    ...more,
    send: (next) => process.types(next),
    async close() {
      process.stopsTyping();
      await client.close();
    },
  };
}

/** A client that has all its data from the beginning, and ends by itself. */
export function oneShotClient(process: ToolProcess): RunningClient {
  return {
    ended: process.exits(),
    receives: (length) => process.receives(length),
    async close() {
      const code = await process.exits();
      if (code !== 0) throw new Error(`the client ended with the code ${code}`);
    },
    async fails() {
      const code = await process.exits();
      if (code === 0) throw new Error('the client was content');
    },
  };
}
