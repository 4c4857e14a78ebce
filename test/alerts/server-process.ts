/** A server process: one server for each way to refuse. Its argument is `ServerSettings`, JSON. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import type { Ports } from './messages.ts';
import { refusals } from './plan.ts';
import { refusingServer, type ServerSettings } from './servers.ts';

const settings = JSON.parse(process.argv[2] ?? '') as ServerSettings;

process.on('disconnect', () => process.exit());
process.send?.((await Promise.all(refusals.map(listen))) satisfies Ports);

async function listen(refusal: (typeof refusals)[number]): Promise<number> {
  const server = refusingServer(settings, refusal).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server has an address with a port.
  return (server.address() as AddressInfo).port;
}
