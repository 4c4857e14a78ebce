/**
 * GnuTLS: `gnutls-serv` as an echo server, which takes text, and `gnutls-cli`. Both take commands
 * among the data.
 */
import type { Duplex } from 'node:stream';
import type { Identity } from '../pki.ts';
import { taken } from '../watching.ts';
import { onFreePort } from './free-port.ts';
import type {
  ClientSettings,
  Peer,
  PeerSettings,
  RunningClient,
  RunningServer,
  ServerSettings,
} from './peer.ts';
import { streamClient } from './stream-client.ts';
import { versionOf } from './version.ts';

export const gnutls: Peer = {
  name: 'GnuTLS',
  version: versionOf('gnutls-cli', ['--version'], /^gnutls-cli (3\.\S+)/),
  needs: 'gnutls-cli and gnutls-serv (Debian: gnutls-bin)',
  server: { speaks: 'lines', start: startServer },
  client: { speaks: 'stream', start: startClient },
};

const clientAuthOptions = {
  none: ['--disable-client-cert'],
  request: ['--verify-client-cert'],
  require: ['--require-client-cert', '--verify-client-cert'],
} as const;

async function startServer(settings: ServerSettings): Promise<RunningServer> {
  const { scope, pki, identity, clientAuth, crl } = settings;
  const { port } = await onFreePort(
    (port) =>
      scope.run('gnutls-serv', [
        ...['--echo', '--nodb', '--noticket', '--port', String(port)],
        ...['--x509cafile', pki.trust, ...clientAuthOptions[clientAuth]],
        ...(crl === undefined ? [] : ['--x509crlfile', crl.pem]),
        ...identityOptions(identity),
        ...['--priority', priorityOf(settings) + schemesOf(settings)],
      ]),
    /listening on IPv4 .*done/,
  );
  return { port, updateKeys };
}

async function startClient(settings: ClientSettings): Promise<RunningClient> {
  const { scope, pki, port, data } = settings;
  const [identity = settings.identity] = settings.candidates ?? [];
  const process = scope.run('gnutls-cli', [
    ...['127.0.0.1', '--port', String(port), '--inline-commands', '--single-key-share'],
    ...['--x509cafile', pki.trust, '--verify-hostname', 'localhost'],
    ...[...identityOptions(identity), '--priority', priorityOf(settings)],
  ]);
  const updateKeys = async () => {
    // A command has to begin a line; the first newline is data, and comes back as one.
    process.types('\n');
    process.types('^rekey^\n');
    await process.says(/Rekey was completed/);
  };
  return streamClient(process, data, { updateKeys });
}

function identityOptions(identity: Identity | undefined): readonly string[] {
  if (identity === undefined) return [];
  return ['--x509certfile', identity.certificateFile, '--x509keyfile', identity.keyFile];
}

function priorityOf({ groups, versions: { min, max } }: PeerSettings): string {
  const chosen = groups?.map((group) => `:+GROUP-${group.toUpperCase()}`).join('');
  const spoken = [...new Set([max, min])].map((version) => version.replace('v', ''));
  return [
    'NORMAL:-VERS-ALL',
    ...spoken.map((version) => `+VERS-${version}`),
    ...(chosen === undefined ? [] : [`-GROUP-ALL${chosen}`]),
  ].join(':');
}

/** It is the same list for its own signatures. */
function schemesOf({ clientScheme }: ServerSettings): string {
  if (clientScheme === undefined) return '';
  return `:-SIGN-ALL:+SIGN-${clientScheme.toUpperCase().replaceAll('_', '-')}`;
}

/** A client may ask the server for it, in the data. The server confirms it in the data. */
async function updateKeys(socket: Duplex): Promise<void> {
  socket.write('**REHANDSHAKE**\n');
  await taken(socket, 'Successfully executed command\n'.length);
}
