#!/usr/bin/env node
/** The command `tlschart`. Exit codes: 0 as told, 1 the connection failed, 2 wrong use. */
import { Command } from 'commander';
import { TlsError } from '../../runtime/node/index.ts';
import { type ClientArguments, runClient } from './client.ts';
import { explain } from './report.ts';
import { runServer, type ServerArguments } from './server.ts';
import { UsageError } from './usage.ts';

const program = new Command('tlschart')
  .description('TLS 1.3 from a statechart.')
  .exitOverride((exit) => process.exit(exit.exitCode === 0 ? 0 : 2));

program
  .command('client <host:port>')
  .description('connect; stdin goes to the server, what it sends to stdout')
  .option('--servername <name>', 'the name for SNI and for the certificate (default: the host)')
  .option('--ca <file>', 'certificates to trust, PEM')
  .option('--insecure', 'go on whoever the server is')
  .option('--alpn <list>', 'application protocols, such as h2,http/1.1')
  .option('--keylog <file>', 'append the secrets of the connection, as SSLKEYLOGFILE')
  .option('--trace', 'one line for each step of the machine, on stderr')
  .action((target: string, args: ClientArguments) => finish(() => runClient(target, args)));

program
  .command('server')
  .description('serve until SIGTERM')
  .requiredOption('--port <port>', '0: the system chooses')
  .option('--host <host>', 'the address to listen on', '127.0.0.1')
  .requiredOption('--cert <file>', "the server's certificate first, then those above it, PEM")
  .requiredOption('--key <file>', 'its private key, PEM')
  .option('--alpn <list>', 'application protocols, the preferred first')
  .option('--http', 'answer requests with a page about the connection (the default)')
  .option('--echo', 'send back what comes')
  .option('--keylog <file>', 'append the secrets of all connections, as SSLKEYLOGFILE')
  .option('--trace', 'one line for each step of the machines, on stderr')
  .action((args: ServerArguments) => finish(() => runServer(args)));

await program.parseAsync();

/** Wrong use is one line and 2, whoever finds it. */
async function finish(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof TlsError)) throw error;
    process.stderr.write(`tlschart: ${explain(error)}\n`);
    process.exitCode = 2;
  }
}
