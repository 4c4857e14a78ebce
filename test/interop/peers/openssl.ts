/** OpenSSL: `s_server`, whose data are typed back to it, and `s_client`. */
import type { NamedGroupName } from '../../../generated/registries.ts';
import type { ToolProcess } from '../../support/tool-process.ts';
import type { Identity } from '../pki.ts';
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

export const openssl: Peer = {
  name: 'OpenSSL',
  version: versionOf('openssl', ['version'], /^OpenSSL (3\.\S+)/),
  needs: 'OpenSSL 3 (Debian: openssl)',
  server: { speaks: 'echo', start: startServer },
  client: { speaks: 'stream', start: startClient },
};

const clientAuthOptions = {
  none: [],
  request: ['-verify', '1', '-verify_return_error'],
  require: ['-Verify', '1', '-verify_return_error'],
} as const;

async function startServer(settings: ServerSettings): Promise<RunningServer> {
  const { scope, pki, identity, clientAuth, crl, groups, updatesKeys } = settings;
  const process: ToolProcess = scope.run(
    'openssl',
    [
      ...['s_server', '-accept', '127.0.0.1:0', '-naccept', '1', ...versionOptions(settings)],
      ...['-CAfile', pki.trust, ...clientAuthOptions[clientAuth]],
      ...(crl === undefined ? [] : ['-CRL', crl.pem, '-crl_check']),
      ...schemeOptions(settings),
      ...[...identityOptions(identity), ...groupOptions(groups), ...showing(updatesKeys)],
      ...(settings.moreOptions ?? []),
    ],
    { onData: (data) => process.types(data) },
  );
  const [, port] = await process.says(/^ACCEPT .*:(\d+)$/m);
  return { port: Number(port), updateKeys: () => updateKeys(process) };
}

async function startClient(settings: ClientSettings): Promise<RunningClient> {
  const { scope, pki, port, identity, candidates = [], groups, updatesKeys, data } = settings;
  const process = scope.run('openssl', [
    ...['s_client', '-connect', `127.0.0.1:${port}`, ...versionOptions(settings)],
    ...['-CAfile', pki.trust, '-verify_return_error', '-verify_hostname', 'localhost'],
    ...[...identityOptions(identity), ...groupOptions(groups), ...showing(updatesKeys)],
    ...(settings.moreOptions ?? []),
    // Of these it takes what the server can use, by key and by CA.
    ...candidates.flatMap((one) => ['-xcert', one.certificateFile, '-xkey', one.keyFile]),
  ]);
  return streamClient(process, data, { updateKeys: () => updateKeys(process) });
}

/** What TLS 1.1 needs is below the level of security that is usual. */
function versionOptions({ versions: { min, max } }: PeerSettings): readonly string[] {
  const old = max === 'TLSv1.1' ? ['-cipher', 'DEFAULT@SECLEVEL=0'] : [];
  return ['-min_protocol', min, '-max_protocol', max, ...old];
}

function identityOptions(identity: Identity | undefined): readonly string[] {
  if (identity === undefined) return [];
  const { certificateFile, keyFile, chainFile } = identity;
  const chain = chainFile === undefined ? [] : ['-cert_chain', chainFile];
  return ['-cert', certificateFile, '-key', keyFile, ...chain];
}

function schemeOptions({ clientScheme }: ServerSettings): readonly string[] {
  return clientScheme === undefined ? [] : ['-client_sigalgs', clientScheme];
}

function groupOptions(groups: readonly NamedGroupName[] | undefined): readonly string[] {
  return groups === undefined ? [] : ['-groups', groups.join(':')];
}

/** With `-msg` it tells of its messages. */
function showing(updatesKeys: boolean): readonly string[] {
  return updatesKeys ? ['-msg'] : [];
}

/** The command only counts at the beginning of what is typed. */
async function updateKeys(process: ToolProcess): Promise<void> {
  process.types('K\n');
  await process.says(/>>> TLS 1\.3, Handshake .*KeyUpdate/);
}
