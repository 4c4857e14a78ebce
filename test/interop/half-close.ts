/**
 * One half after the other (RFC 9846 6.1): whoever has sent all it has closes its half and still
 * gets all that the other end has to say. Both orders, both roles, all bytes by their hash.
 */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, createServer, type TlsSocket } from '../../runtime/node/index.ts';
import { readAll } from '../node/network.ts';
import { noise } from '../support/tool-process.ts';
import { onlyTls13 } from './cell.ts';
import { checkSame } from './checks.ts';
import type { ClientRole, Peer, RunningClient, ServerRole } from './peers/peer.ts';
import { createPki, identitiesOf, type Pki } from './pki.ts';
import { Scope } from './scope.ts';
import { testAbsence } from './table.ts';

/** Who closes its half first. */
type Order = 'we end first' | 'they end first';

/** A peer, and in which roles and orders it can do it. */
export interface HalfCloser {
  readonly peer: Peer;
  readonly roles: readonly ('client' | 'server')[];
  readonly orders: readonly Order[];
}

/** What a compiler may take on a slow machine that has other work to do. */
const preparationMs = 300_000;

const ourData = noise(64 * 1024, 1);
const theirData = noise(64 * 1024, 2);

/** Defines the tests of these peers. A peer that is not here is a visible skip; in CI it fails. */
export async function testHalfClose(closers: readonly HalfCloser[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tlschart-half-close-'));
  const pki = await createPki(folder, ['ecdsa']);
  afterAll(() => rmSync(folder, { recursive: true }));
  for (const closer of closers) {
    if (closer.peer.version === undefined) testAbsence(closer.peer);
    else describe(closer.peer.name, () => testCloser(closer, pki));
  }
}

function testCloser({ peer, roles, orders }: HalfCloser, pki: Pki): void {
  beforeAll(async () => await peer.prepare?.(pki), preparationMs);
  for (const order of orders) {
    for (const role of roles) {
      it(`as ${role}: ${order}`, async () => {
        const scope = new Scope();
        try {
          if (role === 'server') await meetServer(peer.server, { order, pki, scope });
          else await meetClient(peer.client, { order, pki, scope });
        } catch (error) {
          throw new Error(`${error}\nThe last words of the peer:\n${scope.lastWords}`);
        } finally {
          await scope.close();
        }
      });
    }
  }
}

interface Circumstances {
  readonly order: Order;
  readonly pki: Pki;
  readonly scope: Scope;
}

/** What both roles of a peer are told. */
const settingsFor = ({ order, ...others }: Circumstances) =>
  ({
    ...others,
    groups: undefined,
    // In TLS 1.2 halves do not close by themselves.
    versions: onlyTls13,
    updatesKeys: false,
    halves: order === 'they end first' ? 'first' : 'second',
  }) as const;

async function meetServer(role: ServerRole | undefined, where: Circumstances): Promise<void> {
  const { server: identity } = identitiesOf(where.pki, 'ecdsa');
  const settings = { ...settingsFor(where), identity, clientAuth: 'none' } as const;
  const { port, stream } = (await role?.start(settings)) ?? {};
  if (port === undefined || stream?.send === undefined) throw new Error('no such server');
  stream.send(theirData);
  const ca = readFileSync(where.pki.trust);
  const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca, ...halfOpen });
  await converse(where, socket, stream);
}

async function meetClient(role: ClientRole | undefined, where: Circumstances): Promise<void> {
  const { certificateFile, keyFile } = identitiesOf(where.pki, 'ecdsa').server;
  const identity = { cert: readFileSync(certificateFile), key: readFileSync(keyFile) };
  const server = where.scope.own(createServer({ ...identity, ...halfOpen }), (one) => one.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connected = once(server, 'secureConnection');
  // A TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  const settings = { ...settingsFor(where), port, identity: undefined, data: theirData };
  const stream = await role?.start(settings);
  if (stream === undefined) throw new Error('no such client');
  const [socket] = await connected;
  await converse(where, socket, stream);
}

const halfOpen = { allowHalfOpen: true } as const;

/** Carries one half after the other, and sees the peer go in peace. */
async function converse(
  { order, scope }: Circumstances,
  socket: TlsSocket,
  peer: RunningClient,
): Promise<void> {
  scope.own(socket, (one) => one.destroy());
  const closed = once(socket, 'close');
  const isContent = peer.close();
  isContent.catch(() => {});
  if (order === 'we end first') {
    await send(socket);
    expect(socket.writableFinished).toBe(true);
    checkSame(await readAll(socket), theirData);
  } else {
    checkSame(await readAll(socket), theirData);
    expect(socket.writable).toBe(true);
    await send(socket);
  }
  checkSame(await peer.receives(ourData.length), ourData);
  await isContent;
  await closed;
}

/** Sends all we have and closes our half. */
async function send(socket: TlsSocket): Promise<void> {
  const finished = once(socket, 'finish');
  socket.end(ourData);
  await finished;
}
