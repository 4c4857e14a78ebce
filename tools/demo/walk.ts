/** A client and a server over a loopback socket, each step of their machines printed. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type TraceStep } from '../../runtime/node/index.ts';
import { traceLine } from '../cli/trace-line.ts';
import { type Authority, createAuthority } from './certificates.ts';

/** Shakes hands, sends data both ways and closes. Rejects if anything of it goes wrong. */
export async function walk(): Promise<void> {
  const ca = await createAuthority('tlschart demo CA');
  const server = await listen(ca);
  const { port } = server.address() as AddressInfo;
  const client = connect({
    host: '127.0.0.1',
    port,
    servername: 'localhost',
    ca: ca.certificatePem,
    ALPNProtocols: ['demo'],
    trace,
  });
  client.once('secureConnect', () => client.write('hello, statechart'));
  client.on('data', (data: Buffer) => console.log(`client received: ${data.toString()}`));
  await once(client, 'close');
  server.close();
  await once(server, 'close');
  console.log(`${client.getProtocol()}, ${client.getCipher()?.name}: closed cleanly`);
}

async function listen(ca: Authority): Promise<Server> {
  const leaf = await ca.issue({ commonName: 'localhost', dnsNames: ['localhost'] });
  const server = createServer(
    { cert: leaf.certificatePem, key: leaf.privateKeyPem, ALPNProtocols: ['demo'], trace },
    (socket) => {
      socket.on('data', (data: Buffer) => socket.end(`you said: ${data.toString()}`));
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function trace(step: TraceStep): void {
  console.log(traceLine(step, step.role));
}
