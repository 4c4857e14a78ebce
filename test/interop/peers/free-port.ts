/** Ports for servers that cannot choose one themselves. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { ToolProcess } from '../../support/tool-process.ts';

const mostTries = 3;

/**
 * Starts a server on a port that was free a moment ago; on another one if somebody was faster.
 * @param ready what it says when it listens
 */
export async function onFreePort(
  start: (port: number) => ToolProcess,
  ready: RegExp,
): Promise<{ readonly port: number; readonly process: ToolProcess }> {
  for (let left = mostTries; ; left--) {
    const port = await findPort();
    const process = start(port);
    try {
      await process.says(ready);
      return { port, process };
    } catch (error) {
      if (left === 1) throw error;
    }
  }
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
