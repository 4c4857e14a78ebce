/**
 * Which version comes of it when we have our defaults, TLS 1.2 to TLS 1.3, and the peer speaks all of
 * them, or only one; and what is said when there is none in common.
 */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TlsError } from '../../runtime/index.ts';
import { connect, createServer, type TlsSocket } from '../../runtime/node/index.ts';
import type { Role, Versions } from './cell.ts';
import type { Peer, Seat } from './peers/peer.ts';
import { createPki, identitiesOf, type Pki } from './pki.ts';
import { seatsOf } from './plan.ts';
import { Scope } from './scope.ts';
import { versionSkips } from './skips.ts';
import { testAbsence } from './table.ts';

/** What compilers may take on a slow machine that has other work to do. */
const preparationMs = 300_000;

/** What the peer speaks, and what has to come of it. `refused`: nobody goes on. */
export const versionCases: readonly { readonly speaks: string; readonly result: string }[] = [
  { speaks: 'TLSv1.2 to TLSv1.3', result: 'TLSv1.3' },
  { speaks: 'TLSv1.3', result: 'TLSv1.3' },
  { speaks: 'TLSv1.2', result: 'TLSv1.2' },
  { speaks: 'TLSv1.1', result: 'refused' },
];

/** Defines the tests of these peers. A peer that is not here is a visible skip; in CI it fails. */
export async function testVersions(peers: readonly Peer[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tlschart-versions-'));
  const pki = await createPki(folder, ['ecdsa']);
  afterAll(() => rmSync(folder, { recursive: true }));
  for (const peer of peers) {
    if (peer.version === undefined) testAbsence(peer);
    else describe(peer.name, () => testPeer(peer, pki));
  }
}

function testPeer(peer: Peer, pki: Pki): void {
  beforeAll(async () => await peer.prepare?.(pki), preparationMs);
  for (const seat of seatsOf([peer])) {
    for (const { speaks, result } of versionCases) {
      const skip = versionSkips.find(
        (one) => one.peer === peer.name && one.role === seat.role && one.speaks === speaks,
      );
      const run = () => outcomeOf(seat, versionsOf(speaks), pki);
      if (skip === undefined) {
        it(`as ${seat.role}, ${speaks}: ${result}`, async () => expect(await run()).toBe(result));
      } else {
        it(`left out: as ${seat.role}, ${speaks}`, async (context) => {
          const outcome = await run().catch(String);
          if (outcome === result) throw new Error('not to be skipped any more');
          // Tried, and it cannot.
          context.skip(skip.reason);
        });
      }
    }
  }
}

function versionsOf(speaks: string): Versions {
  const [min = '', max = min] = speaks.split(' to ');
  // As they stand above.
  return { min, max } as Versions;
}

/** The version, or that it was refused in the right words. */
async function outcomeOf({ peer, role }: Seat, versions: Versions, pki: Pki): Promise<string> {
  const scope = new Scope();
  const settings = { scope, pki, versions, groups: undefined, updatesKeys: false };
  const { server: identity } = identitiesOf(pki, 'ecdsa');
  try {
    const met =
      role === 'server'
        ? await meetServer(peer, { ...settings, identity, clientAuth: 'none' })
        : await meetClient(peer, settings);
    if (typeof met === 'string') return met;
    return isClear(met, role) ? 'refused' : `${met.code}: ${met.message}`;
  } catch (error) {
    throw new Error(`${error}\nThe last words of the peer:\n${scope.lastWords}`);
  } finally {
    await scope.close();
  }
}

/** Whoever notices it says so: a server hears what clients speak, a client perhaps only an alert. */
function isClear({ code, alert, message, hint = '' }: TlsError, peersRole: Role): boolean {
  const isTheirs = code === 'ERR_TLS_PEER_ALERT' && alert === 'protocol_version';
  if (isTheirs) return peersRole === 'server' && /no version of TLS that we do/.test(hint);
  return code === 'ERR_TLS_PROTOCOL_VERSION' && /\bTLS 1\.1\b/.test(message);
}

type ServerSettings = Parameters<NonNullable<Peer['server']>['start']>[0];
type ClientSettings = Parameters<NonNullable<Peer['client']>['start']>[0];

async function meetServer(peer: Peer, settings: ServerSettings): Promise<string | TlsError> {
  const running = await peer.server?.start(settings);
  if (running === undefined) throw new Error(`${peer.name} is no server`);
  const ca = readFileSync(settings.pki.trust);
  const where = { port: running.port, host: '127.0.0.1', servername: 'localhost', ca };
  const socket = settings.scope.own(connect(where), (one) => one.destroy());
  return await new Promise((resolve) => {
    socket.once('secureConnect', () => resolve(socket.getProtocol() ?? ''));
    socket.on('error', (error) => resolve(tlsErrorOf(error)));
  });
}

async function meetClient(
  peer: Peer,
  settings: Omit<ClientSettings, 'port' | 'identity' | 'data'>,
): Promise<string | TlsError> {
  const { certificateFile, keyFile } = identitiesOf(settings.pki, 'ecdsa').server;
  const [cert, key] = [readFileSync(certificateFile), readFileSync(keyFile)];
  const server = settings.scope.own(createServer({ cert, key }), (one) => one.close());
  const met = new Promise<string | TlsError>((resolve) => {
    server.once('secureConnection', (socket: TlsSocket) => {
      settings.scope.own(
        socket.on('error', () => {}),
        (one) => one.destroy(),
      );
      resolve(socket.getProtocol() ?? '');
    });
    server.once('tlsClientError', (error) => resolve(tlsErrorOf(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  const client = await peer.client?.start({
    ...settings,
    port,
    identity: undefined,
    data: Buffer.alloc(0),
  });
  if (client === undefined) throw new Error(`${peer.name} is no client`);
  const never = () => {
    throw new Error('the client ended before it connected');
  };
  return await Promise.race([met, client.ended.then(never)]);
}

function tlsErrorOf(error: Error): TlsError {
  return error instanceof TlsError ? error : new TlsError('ERR_TLS_TRANSPORT', { cause: error });
}
