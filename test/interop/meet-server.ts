/** A cell in which the peer is the server, and we are the client. */

import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect } from 'vitest';
import type { NamedGroupName } from '../../generated/registries.ts';
import { noise } from '../support/tool-process.ts';
import { type Cell, groupsWith, isRefused, isWrongGuess, peerVersions, versionOf } from './cell.ts';
import { checkFacts, checkSame } from './checks.ts';
import { clientAuthOf, type OurEnd, startOurClient } from './our-end.ts';
import { linesOf, partsOf } from './parts.ts';
import type { Peer, RunningServer, ServerRole } from './peers/peer.ts';
import { identitiesOf, type Pki } from './pki.ts';
import type { Scope } from './scope.ts';
import { taken } from './watching.ts';

/** @returns `ok`, or with which alert the server refused us */
export async function meetServer(
  cell: Cell,
  { name, server: role }: Peer,
  pki: Pki,
  scope: Scope,
): Promise<string> {
  if (role === undefined) throw new Error(`${name} is no server`);
  const server = await role.start({
    scope,
    pki,
    identity: identitiesOf(pki, cell.certificate).server,
    clientAuth: clientAuthOf(cell),
    groups: groupsFor(cell),
    versions: peerVersions(cell),
    updatesKeys: cell.keyUpdate === 'theirs',
  });
  const end = startOurClient(cell, pki, server.port, scope);
  if (isRefused(cell)) return await refusal(cell, end, role);
  await end.connected;
  if (role.speaks === 'files') await fetchFile(cell, end, pki.folder);
  else await converse(cell, end, { server, speaks: role.speaks });
  expect(await end.over).toBeUndefined();
  await checkFacts(cell, end);
  return 'ok';
}

/** In TLS 1.2 the client names no group that is not among those; the server is told the best. */
function groupsFor(cell: Cell): readonly NamedGroupName[] | undefined {
  if (versionOf(cell) === 'TLSv1.2') return groupsWith(cell);
  return isWrongGuess(cell.retry) ? [cell.group] : undefined;
}

/**
 * What servers say to a client without a certificate, or with one that they do not trust. GnuTLS
 * 3.7 says decode_error in TLS 1.2 where there is none.
 */
const refusals =
  /^(?:certificate_required|handshake_failure|decode_error|(?:bad|unsupported|no)_certificate|certificate_unknown|unknown_ca|decrypt_error|access_denied)$/;

/** The server tells it after the handshake; in TLS 1.2 in place of its end. */
async function refusal(
  cell: Cell,
  { socket, over, connected }: OurEnd,
  { refusesWithoutAlert = false }: ServerRole,
): Promise<string> {
  const isLate = versionOf(cell) === 'TLSv1.3';
  if (isLate) await connected;
  socket.resume();
  const error = await over;
  if (refusesWithoutAlert && error?.fault === 'transport') return 'refused';
  const code = isLate ? 'ERR_TLS_REFUSED_AFTER_HANDSHAKE' : 'ERR_TLS_PEER_ALERT';
  expect(error).toMatchObject({ code, origin: 'peer' });
  expect(error?.alert).toMatch(refusals);
  return `refused: ${error?.alert}`;
}

/** All data there and back, in parts if keys are to be updated between them. */
async function converse(
  cell: Cell,
  { socket }: OurEnd,
  { server, speaks }: { readonly server: RunningServer; readonly speaks: 'echo' | 'lines' },
): Promise<void> {
  const parts = speaks === 'lines' ? linesOf(cell) : partsOf(cell);
  for (const [index, part] of parts.entries()) {
    if (index > 0 && cell.keyUpdate === 'theirs') await server.updateKeys?.(socket);
    if (part.length > 0) socket.write(part);
    checkSame(await taken(socket, part.length), part);
  }
  socket.resume().end();
}

/** The data as a file that the server sends by HTTP, until it closes. */
async function fetchFile({ size }: Cell, { socket }: OurEnd, folder: string): Promise<void> {
  const content = noise(size);
  // Its own: other cells run beside this one, and a port comes back.
  const path = join(folder, `file-${randomUUID()}`);
  writeFileSync(path, content);
  const response = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    request({ path, host: 'localhost', createConnection: () => socket })
      .on('response', resolve)
      .on('error', reject)
      .end();
  });
  checkSame(await buffer(response), content);
}
