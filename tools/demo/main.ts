/**
 * `npm start`: the whole loop. Regenerates from the spec, makes throw-away certificates, connects
 * the generated client and server over a loopback socket, sends data both ways, closes, and
 * prints the walk through both machines.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, createServer, type TraceStep } from '../../runtime/node/index.ts';
import { traceLine } from '../cli/trace-line.ts';
import { generate } from '../generate/generate.ts';
import { writeOutput } from '../generate/output.ts';
import { createAuthority } from './certificates.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

const files = await generate(root);
const changed = writeOutput(root, files);
console.log(`spec -> generated: ${files.length} files, ${changed.length} changed`);

const ca = await createAuthority('tlschart demo CA');
const leaf = await ca.issue({ commonName: 'localhost', dnsNames: ['localhost'] });
const trace = (step: TraceStep) => console.log(traceLine(step, step.role));

const server = createServer(
  { cert: leaf.certificatePem, key: leaf.privateKeyPem, ALPNProtocols: ['demo'], trace },
  (socket) => {
    socket.on('data', (data: Buffer) => socket.end(`you said: ${data.toString()}`));
  },
);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
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
