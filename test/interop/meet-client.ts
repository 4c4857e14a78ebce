/** A cell in which the peer is the client, and we are the server. */
import { createServer as createHttpServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { expect } from 'vitest';
import { noise } from '../support/tool-process.ts';
import {
  type Cell,
  groupsWith,
  isRefused,
  isWrongGuess,
  peerVersions,
  wrongGuessFor,
} from './cell.ts';
import { checkFacts, checkSame } from './checks.ts';
import { clientIdentity, type OurEnd, type OurServer, startOurServer } from './our-end.ts';
import { partsOf } from './parts.ts';
import type { ClientRole, Peer, RunningClient } from './peers/peer.ts';
import type { Pki } from './pki.ts';
import type { Scope } from './scope.ts';

/** @returns `ok`, or with which alert we refused the client */
export async function meetClient(
  cell: Cell,
  { name, client: role }: Peer,
  pki: Pki,
  scope: Scope,
): Promise<string> {
  if (role === undefined) throw new Error(`${name} is no client`);
  const ours = await startOurServer(cell, pki, scope);
  const [data, ...others] = role.speaks === 'stream' ? partsOf(cell) : [noise(cell.size)];
  const accepted = acceptFinal(ours, cell, role);
  const client = await role.start({
    scope,
    pki,
    port: ours.port,
    groups: groupsFor(cell, role),
    versions: peerVersions(cell),
    identity: clientIdentity(cell, pki),
    updatesKeys: cell.keyUpdate === 'theirs',
    data,
  });
  const end = await Promise.race([accepted, client.ended.then(neverCame)]);
  if (isRefused(cell)) return await refusal(cell, end, client);
  await end.connected;
  if (role.speaks === 'http') serveHttp(end, cell, role);
  else end.socket.pipe(end.socket);
  await converse(cell, client, [data, ...others]);
  if (role.speaks === 'file') end.socket.unpipe().resume().end();
  await client.close();
  const error = await end.over;
  if (role.leavesWithoutNotice) expect(error).toMatchObject({ code: 'ERR_TLS_TRUNCATED' });
  else expect(error).toBeUndefined();
  await checkFacts(cell, end);
  return 'ok';
}

/** The connection that counts: not those that a browser breaks off to ask for a certificate. */
async function acceptFinal(
  server: OurServer,
  { clientAuth }: Cell,
  { comesBackWhenAsked = false }: ClientRole,
): Promise<OurEnd> {
  for (;;) {
    const end = await server.accept();
    const mayBreakOff = comesBackWhenAsked && clientAuth !== 'none';
    if (!mayBreakOff || !(await isBrokenOff(end))) return end;
  }
}

async function isBrokenOff({ connected, over }: OurEnd): Promise<boolean> {
  const error = await Promise.race([connected.then(() => undefined), over]).catch(() => over);
  return error?.code === 'ERR_TLS_TRUNCATED';
}

function neverCame(): never {
  throw new Error('the client ended before it connected');
}

/** One group, or before it the one that the client guesses first. */
function groupsFor(cell: Cell, { wrongGuess = wrongGuessFor }: ClientRole) {
  const { group, retry } = cell;
  return isWrongGuess(retry) ? [wrongGuess(group), group] : groupsWith(cell);
}

/** The client hears of it, and gives up. */
async function refusal(
  { clientAuth }: Cell,
  { socket, over }: OurEnd,
  client: RunningClient,
): Promise<string> {
  socket.resume();
  const error = await over;
  // The stranger's authority has the name of ours, but not its key.
  const isEmpty = clientAuth.endsWith('/empty');
  const code = isEmpty ? 'ERR_TLS_CERTIFICATE_REQUIRED' : 'CERT_SIGNATURE_FAILURE';
  expect(error).toMatchObject({ code, origin: 'local' });
  await client.fails();
  return `refused: ${error?.alert}`;
}

/**
 * What a client posts, it gets back, when all of it is here: clients do not listen before. A
 * browser gets the page that posts.
 */
function serveHttp({ socket }: OurEnd, { size }: Cell, { page = String }: ClientRole): void {
  const server = createHttpServer(async (request, response) => {
    if (request.method === 'POST') response.end(await buffer(request));
    else response.setHeader('content-type', 'text/html').end(page(size));
  });
  server.emit('connection', socket);
}

/** All data there and back, in parts if keys are to be updated between them. */
async function converse(
  { keyUpdate }: Cell,
  client: RunningClient,
  parts: readonly Buffer[],
): Promise<void> {
  let length = 0;
  for (const [index, part] of parts.entries()) {
    if (index > 0) {
      if (keyUpdate === 'theirs') await client.updateKeys?.();
      client.send?.(part);
    }
    length += part.length;
    const received = await client.receives(length);
    checkSame(received.subarray(length - part.length), part);
  }
}
