/**
 * NSS: `selfserv`, which serves files by HTTP, and `tstclnt`. Both take their certificates from
 * databases, which are made before the first cell.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { NamedGroupName } from '../../../generated/registries.ts';
import type { Identity, Pki } from '../pki.ts';
import { onFreePort } from './free-port.ts';
import type { ClientSettings, Peer, RunningClient, RunningServer, ServerSettings } from './peer.ts';
import { oneShotClient } from './stream-client.ts';
import { versionOf } from './version.ts';

const run = promisify(execFile);

/** The tools do not tell their version: Debian does. */
const version = versionOf(
  'dpkg',
  ['--status', 'libnss3-tools'],
  /^Status: .* installed$[\s\S]*^Version: (?:\d+:)?(\d[\d.]*)/m,
);

export const nss: Peer = {
  name: 'NSS',
  version,
  needs: "selfserv, tstclnt, certutil and pk12util of Debian's libnss3-tools, and openssl",
  prepare: createDatabases,
  server: { speaks: 'files', start: startServer },
  client: { speaks: 'file', start: startClient },
};

const clientAuthOptions = { none: [], request: ['-r'], require: ['-r', '-r'] } as const;

async function startServer(settings: ServerSettings): Promise<RunningServer> {
  const { scope, pki, identity, clientAuth, groups } = settings;
  const name = nicknameOf(identity);
  const { port } = await onFreePort(
    (port) =>
      scope.run('selfserv', [
        ...['-d', databaseOf(pki, 'all'), '-p', String(port), '-v', ...commonOptions(groups)],
        ...['-n', name, '-e', name, ...clientAuthOptions[clientAuth]],
      ]),
    /About to call accept/,
  );
  return { port };
}

async function startClient(settings: ClientSettings): Promise<RunningClient> {
  const { scope, pki, port, identity, groups, data } = settings;
  const file = join(pki.folder, `tstclnt-${port}`);
  writeFileSync(file, data);
  // If it is not told which one to show, it takes any from the database.
  const who =
    identity === undefined
      ? ['-d', databaseOf(pki, 'authorities')]
      : ['-d', databaseOf(pki, 'all'), '-n', nicknameOf(identity)];
  const where = ['-h', 'localhost', '-4', '-p', String(port)];
  const process = scope.run('tstclnt', [...who, ...where, ...commonOptions(groups), '-A', file]);
  return oneShotClient(process);
}

function commonOptions(groups: readonly NamedGroupName[] | undefined): string[] {
  const chosen = groups?.map((group) => groupNames[group] ?? group).join(',');
  return ['-V', 'tls1.3:tls1.3', ...(chosen === undefined ? [] : ['-I', chosen])];
}

const groupNames: Readonly<Record<string, string>> = { secp256r1: 'P256', secp384r1: 'P384' };

/** One database with the authorities only, and one with all keys too. NSS knows no Ed25519. */
async function createDatabases(pki: Pki): Promise<void> {
  const identities = [...pki.kinds].flatMap(([kind, some]) => (kind === 'ed25519' ? [] : [some]));
  for (const content of ['authorities', 'all'] as const) {
    const database = databaseOf(pki, content);
    mkdirSync(database.replace(/^sql:/, ''));
    await run('certutil', ['-N', '-d', database, '--empty-password']);
    for (const { authority } of identities) {
      const what = ['-n', nicknameOf(authority), '-i', authority.certificateFile];
      await run('certutil', ['-A', '-d', database, '-t', 'CT,C,C', ...what]);
    }
  }
  const owners = identities.flatMap(({ server, client }) => [server, client]);
  for (const identity of [...owners, pki.stranger]) await importKey(pki, identity);
}

async function importKey(pki: Pki, identity: Identity): Promise<void> {
  const name = nicknameOf(identity);
  const bundle = join(pki.folder, `${name}.p12`);
  const { certificateFile, keyFile } = identity;
  const what = ['-in', certificateFile, '-inkey', keyFile, '-name', name];
  await run('openssl', ['pkcs12', '-export', ...what, '-out', bundle, '-passout', 'pass:']);
  await run('pk12util', ['-i', bundle, '-d', databaseOf(pki, 'all'), '-W', '']);
}

function databaseOf({ folder }: Pki, content: 'authorities' | 'all'): string {
  return `sql:${join(folder, `nss-${content}`)}`;
}

function nicknameOf({ certificateFile }: Identity): string {
  return basename(certificateFile, '.pem');
}
