/**
 * The same as `application-key.test.ts` with clients that nobody here wrote: each of them prints
 * the name of the alert, and what our server put on the wire opens under its application key only.
 * RFC 9846 4.5.3, A.2.
 */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, type Mock, vi } from 'vitest';
import { alertCodes } from '../../generated/registries.ts';
import { onlyTls13 } from '../interop/cell.ts';
import { createPki, identitiesOf } from '../interop/pki.ts';
import { Scope } from '../interop/scope.ts';
import { closeAll, serve } from '../node/network.ts';
import { noise } from '../support/tool-process.ts';
import { type ForeignClient, foreignClients } from './foreign-clients.ts';
import { cipherSuite, fatalAlertPlaintext, keyLogIn, openLastRecord } from './last-record.ts';
import { alertFor, describeVariant, type Variant, variants } from './variants.ts';

/** What a compiler may take on a slow machine. */
const preparationMs = 300_000;

const folder = mkdtempSync(join(tmpdir(), 'tlschart-alerts-'));
const pki = await createPki(folder, ['ecdsa']);
afterEach(closeAll);
afterAll(() => rmSync(folder, { recursive: true }));

for (const client of foreignClients) {
  const { name, version, needs } = client.peer;
  describe(name, () => {
    if (version === undefined) testAbsence(needs);
    else testClient(client);
  });
}

function testClient(client: ForeignClient): void {
  beforeAll(async () => await client.peer.prepare?.(pki), preparationMs);

  it.each(variants.map((variant) => [describeVariant(variant), variant] as const))(
    'that shows %s',
    async (_, variant) => {
      // The stranger's authority has the name of ours, but not its key.
      const alert = alertFor(variant, 'bad_certificate');
      const { words, sent, keyLog, error } = await refuse(client, variant);
      expect(words).toMatch(client.prints[alert] ?? 'what it prints');
      expect(error).toMatchObject({ alert, origin: 'local' });
      expect(openLastRecord(sent, keyLogIn(keyLog))).toEqual({
        byHandshakeKey: undefined,
        byApplicationKey: fatalAlertPlaintext(alertCodes[alert]),
      });
    },
  );
}

/** What the client said of it, what our server sent, and what our server says of it. */
async function refuse({ peer }: ForeignClient, variant: Variant) {
  if (peer.client === undefined) throw new Error(`${peer.name} is no client`);
  const { port, wire, refused } = await startServer(variant);
  const scope = new Scope();
  try {
    const running = await peer.client.start({
      scope,
      pki,
      port,
      groups: undefined,
      versions: onlyTls13,
      updatesKeys: false,
      identity: variant.shows === 'none' ? undefined : pki.stranger,
      data: noise(variant.isPipelined ? 100_000 : 0),
    });
    const [error] = await refused;
    await running.fails();
    return { words: scope.lastWords, error, ...wire() };
  } finally {
    await scope.close();
  }
}

/** Our server, as everybody has it, and all that it gives to TCP. */
async function startServer({ isDeferred }: Variant) {
  const { server: own } = identitiesOf(pki, 'ecdsa');
  const { server, port } = await serve(() => expect.unreachable('nobody is let in'), {
    cert: readFileSync(own.certificateFile),
    key: readFileSync(own.keyFile),
    ca: readFileSync(pki.trust),
    cipherSuites: [cipherSuite],
    clientAuth: 'require',
    deferClientAuthAlerts: isDeferred,
  });
  const keyLog: string[] = [];
  server.on('keylog', (line: Buffer) => keyLog.push(line.toString()));
  const writes: Mock<Socket['write']>[] = [];
  server.on('connection', (tcp: Socket) => writes.push(vi.spyOn(tcp, 'write')));
  // The adapter writes nothing but bytes.
  const sent = () => writes.flatMap(({ mock }) => mock.calls.map(([bytes]) => bytes as Uint8Array));
  const wire = () => ({ keyLog, sent: Buffer.concat(sent()) });
  return { port, wire, refused: once(server, 'tlsClientError') };
}

function testAbsence(needs: string): void {
  if (process.env.CI) {
    it('is here', () => {
      throw new Error(`CI must run this: it needs ${needs}`);
    });
  } else {
    // Who has no such client here sees what was left out.
    it.skip(`skipped, it needs ${needs}`, () => undefined);
  }
}
