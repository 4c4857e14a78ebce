#!/usr/bin/env node
/**
 * The command `tlschart`: a TLS server and a TLS client for people who look at connections, and a
 * page to look at them.
 *
 * Exit codes: 0 all went well, 1 the connection did not or the certificates are refused, 2 the
 * command was not called well.
 */
import { createRequire } from 'node:module';
import { Command, CommanderError, Option } from 'commander';
import { runCheck } from './check.ts';
import { withCheckOptions } from './check-options.ts';
import { runClient } from './client.ts';
import { withRevocationChoices } from './revocation-options.ts';
import { runServer } from './server.ts';
import { withIdentity, withTlsChoices } from './tls-options.ts';
import { parseAddress, parseHost, parseListenPort, parseProtocols, UsageError } from './usage.ts';
import { runView } from './view.ts';
import { viewerPort, withWatchChoices, withWatchDefaults } from './watchers.ts';

const { version } = createRequire(import.meta.url)('tlschart/package.json');

const program = new Command('tlschart')
  .description(
    'TLS 1.3 and TLS 1.2 by statecharts: a server, a client, a page that shows how they go.',
  )
  .version(version)
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error:/, 'tlschart:')) })
  .exitOverride();

withWatchChoices(
  withRevocationChoices(withTlsChoices(withIdentity(program.command('server'), 'our certificate'))),
)
  .description('Serve on a TCP port until SIGINT or SIGTERM.')
  .requiredOption('--port <port>', 'TCP port; 0 for any that is free', parseListenPort)
  .option('--host <host>', 'name or address to listen on', parseHost, '127.0.0.1')
  .addOption(
    new Option('--client-auth <mode>', "whether to ask for the client's certificate")
      .choices(['none', 'request', 'require'])
      .default('none'),
  )
  .option('--ca <file>', "certificates to trust for the client's, in PEM")
  .option('--alpn <names>', 'protocols for ALPN, such as http/1.1,http/1.0', parseProtocols)
  .addOption(
    new Option('--http', 'answer each request with a page (the default)').conflicts('echo'),
  )
  .option('--echo', 'send back what comes')
  .option('--keylog <file>', 'append the secrets of each connection (SSLKEYLOGFILE)')
  .action(async (options) => {
    process.exitCode = await runServer(options);
  });

withWatchChoices(
  withRevocationChoices(
    withTlsChoices(withIdentity(program.command('client'), 'certificate for a server that asks')),
  ),
)
  .description('Connect, then carry standard input to the peer and the peer to standard output.')
  .argument('<host:port>', 'where to; an IPv6 address in brackets', parseAddress)
  .option('--servername <name>', 'name to ask for and to verify; by default the host')
  .option('--ca <file>', "certificates to trust, in PEM; by default Node's own")
  .option('--insecure', 'go on whoever the server is')
  .option('--alpn <names>', 'protocols for ALPN, the preferred first', parseProtocols)
  .option('--keylog <file>', 'append the secrets of the connection (SSLKEYLOGFILE)')
  .action(async (address, options) => {
    process.exitCode = await runClient(address, options);
  });

withCheckOptions(program.command('check'))
  .description('Judge the certificates of a server or of a file, and tell why.')
  .action(async (address, options) => {
    // Whoever has read enough may leave: the exit code tells the verdict.
    process.stdout.on('error', () => {});
    process.exitCode = await runCheck(address, options);
  });

program
  .command('view')
  .description('Serve a page on this machine: the machines, simulated, traced, and live.')
  .option('--port <port>', 'TCP port; 0 for any that is free', parseListenPort, viewerPort)
  .action(async ({ port }) => {
    process.exitCode = await runView(port);
  });

// Whoever read what we tell may leave (`2>&1 | head`): that ends no connection and no server.
process.stderr.on('error', () => {});

try {
  await program.parseAsync(withWatchDefaults(process.argv));
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** Commander has told its own errors already. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`tlschart: ${error.message}\n`);
  return 2;
}
