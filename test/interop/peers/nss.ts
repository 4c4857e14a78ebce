/**
 * NSS: `selfserv`, which serves files by HTTP, and `tstclnt`. Both take their certificates from
 * databases, which are made before the first cell.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pki } from '../pki.ts';
import { onFreePort } from './free-port.ts';
import {
  addIdentity,
  authorityFilesOf,
  createDatabase,
  knownTo,
  nicknameOf,
} from './nss-database.ts';
import type {
  ClientSettings,
  Peer,
  PeerSettings,
  RunningClient,
  RunningServer,
  ServerSettings,
} from './peer.ts';
import { oneShotClient } from './stream-client.ts';
import { versionOf } from './version.ts';

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
  const { scope, pki, identity, clientAuth, clientScheme } = settings;
  const name = nicknameOf(identity);
  const { port } = await onFreePort(
    (port) =>
      scope.run('selfserv', [
        ...['-d', `sql:${databaseOf(pki, 'all')}`, '-p', String(port), '-v'],
        ...commonOptions(settings),
        ...(clientScheme === undefined ? [] : ['-J', clientScheme]),
        ...['-n', name, '-e', name, ...clientAuthOptions[clientAuth]],
      ]),
    /About to call accept/,
  );
  return { port };
}

async function startClient(settings: ClientSettings): Promise<RunningClient> {
  const { scope, pki, port, identity, candidates, data } = settings;
  const file = join(pki.folder, `tstclnt-${port}`);
  writeFileSync(file, data);
  // If it is not told which one to show, it takes any from the database.
  const has = identity === undefined && candidates === undefined ? 'authorities' : 'all';
  const which = identity === undefined ? [] : ['-n', nicknameOf(identity)];
  const who = ['-d', `sql:${databaseOf(pki, has)}`, ...which];
  const where = ['-h', 'localhost', '-4', '-p', String(port)];
  const process = scope.run('tstclnt', [...who, ...where, ...commonOptions(settings), '-A', file]);
  return oneShotClient(process);
}

function commonOptions({ groups, versions: { min, max } }: PeerSettings): string[] {
  const chosen = groups?.map((group) => groupNames[group] ?? group).join(',');
  const range = `${min}:${max}`.toLowerCase().replaceAll('v', '');
  return ['-V', range, ...(chosen === undefined ? [] : ['-I', chosen])];
}

const groupNames: Readonly<Record<string, string>> = { secp256r1: 'P256', secp384r1: 'P384' };

/** One database with the authorities only, and one with all keys too. */
async function createDatabases(pki: Pki): Promise<void> {
  const all = databaseOf(pki, 'all');
  const authorities = authorityFilesOf(pki);
  await Promise.all([
    createDatabase(databaseOf(pki, 'authorities'), authorities),
    createDatabase(all, authorities),
  ]);
  const owners = knownTo(pki).flatMap(({ server, client }) => [server, client]);
  for (const identity of [...owners, pki.stranger]) await addIdentity(all, identity);
}

/** Where it is. */
function databaseOf({ folder }: Pki, content: 'authorities' | 'all'): string {
  return join(folder, `nss-${content}`);
}
