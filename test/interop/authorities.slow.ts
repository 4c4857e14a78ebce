/**
 * Real servers and real clients with certificates of real authorities, all made by OpenSSL's own
 * commands: who is let in under which mode of revocation, which alert the other end sees, which code
 * and which words the user gets. What has to come out stands in `authorities/*-kinds.ts`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { cleanUp } from '../cli/run.ts';
import { closeAll } from '../node/network.ts';
import { respond } from '../node/status-responder.ts';
import { describeNeeding } from '../support/skips.ts';
import { killAll, ToolProcess } from '../support/tool-process.ts';
import { Authorities } from './authorities/authorities.ts';
import { daysAgoEnv } from './authorities/authority.ts';
import {
  type ClientKind,
  type ClientKindName,
  clientKinds,
  type SettingName,
  settings,
} from './authorities/client-kinds.ts';
import { type ClientPki, makeClientPki } from './authorities/client-pki.ts';
import { serveByCommand, serveHere, visit } from './authorities/meet-client.ts';
import { MetServer } from './authorities/meet-server.ts';
import { printClientTable, printServerTable } from './authorities/report.ts';
import {
  modes,
  type ServerKind,
  type ServerKindName,
  serverKinds,
} from './authorities/server-kinds.ts';
import { makeServerPki, type ServerPki } from './authorities/server-pki.ts';
import type { Met } from './authorities/told.ts';
import { onFreePort } from './peers/free-port.ts';

const folder = mkdtempSync(join(tmpdir(), 'tlschart-authorities-'));
afterAll(async () => {
  await closeAll();
  await killAll();
  await cleanUp();
  rmSync(folder, { recursive: true });
});

describeNeeding('authorities', 'our clients and servers of OpenSSL', () => {
  const names = Object.keys(serverKinds) as readonly ServerKindName[];
  const outcomes = new Map<string, Met>();
  let pki: ServerPki;

  beforeAll(async () => {
    const authorities = new Authorities(join(folder, 'servers'));
    const [responder, staleResponder] = await Promise.all([
      startResponder(authorities),
      startResponder(authorities, 30),
    ]);
    const lists = await respond((path) =>
      path === '/issuing.crl' ? readFileSync(pki.lists) : undefined,
    );
    pki = makeServerPki(authorities, { responder, staleResponder, lists: `${lists.origin}/` });
    // They look whether their index has changed when they are done with somebody.
    for (const url of [responder, staleResponder])
      authorities.issuing.ask(url, authorities.responder);
  });
  afterAll(() => console.log(printServerTable(outcomes)));

  test.concurrent.for(names)('%s', async (name, { expect }) => {
    const kind: ServerKind = serverKinds[name];
    const server = await MetServer.start(pki.servers[name]);
    const came: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    for (const { mode, way } of cellsOf(kind)) {
      const met = await server[way]({ mode, kind, pki });
      outcomes.set(`${name}/${mode}/${way}`, met);
      came[`${mode}, ${way}`] = withMissing(met, kind.words);
      wanted[`${mode}, ${way}`] = kind.outcomes[mode];
    }
    expect(came).toEqual(wanted);
    await server.stop();
  });

  test.concurrent.for(inTls12)('%s, in TLS 1.2', async (name, { expect }) => {
    const kind: ServerKind = serverKinds[name];
    const server = await MetServer.start(pki.servers[name], '-tls1_2');
    const came: Record<string, string> = {};
    for (const mode of modes) {
      came[mode] = withMissing(await server.byConnect({ mode, kind, pki }), kind.words);
    }
    expect(came).toEqual(kind.outcomes);
    await server.stop();
  });
});

/** Where the version could make a difference: what is stapled comes in another message there. */
const inTls12: readonly ServerKindName[] = [
  'expired',
  'unknown CA',
  'wrong name',
  'weak key',
  'changed after signing',
  'good staple',
  'no status',
  'staple: revoked',
  'stale staple',
  "another's staple",
  'must-staple and stapled',
  'CRL: good',
  'responder: good',
];

describeNeeding('authorities', 'our servers and clients of OpenSSL', () => {
  const names = Object.keys(clientKinds) as readonly ClientKindName[];
  const outcomes = new Map<string, Met>();
  let pki: ClientPki;

  beforeAll(() => {
    pki = makeClientPki(new Authorities(join(folder, 'clients')));
  });
  afterAll(() => console.log(printClientTable(outcomes)));

  test.concurrent.for(Object.keys(settings) as readonly SettingName[])(
    '%s',
    async (name, { expect }) => {
      const came: Record<string, string> = {};
      const wanted: Record<string, string> = {};
      const here = await serveHere(settings[name], pki);
      const byCommand = await serveByCommand(settings[name], pki);
      for (const who of names) {
        const { outcomes: outcomesOf, words, ...kind }: ClientKind = clientKinds[who];
        const met = await visit(here, pki.clients[who], pki.trust);
        outcomes.set(`${who}/${name}/here`, met);
        came[who] = withMissing(met, words);
        wanted[who] = outcomesOf[name];
        // The command lets everybody in whom it knows, and says nothing of their statuses.
        if (kind.isDenied) continue;
        const metByCommand = await visit(byCommand, pki.clients[who], pki.trust);
        outcomes.set(`${who}/${name}/byCommand`, metByCommand);
        came[`${who}, by command`] = withMissing(metByCommand, words);
        wanted[`${who}, by command`] = outcomesOf[name].replace(/^in: .*/, 'in');
      }
      expect(came).toEqual(wanted);
    },
  );

  test.concurrent.for(['off', 'soft-fail, CRLs', 'hard-fail, no CRL'] as const)(
    '%s, in TLS 1.2',
    async (name, { expect }) => {
      const came: Record<string, string> = {};
      const wanted: Record<string, string> = {};
      const here = await serveHere(settings[name], pki);
      for (const who of names) {
        const { outcomes: outcomesOf, words }: ClientKind = clientKinds[who];
        const met = await visit(here, pki.clients[who], pki.trust, '-tls1_2');
        came[who] = withMissing(met, words);
        // An alert of TLS 1.3 only.
        wanted[who] = outcomesOf[name].replace('certificate_required', 'handshake_failure');
      }
      expect(came).toEqual(wanted);
    },
  );
});

/** Each mode by `connect`; by the command where it matters, for each is a process. */
function cellsOf({ outcomes }: ServerKind) {
  const isOne = new Set(Object.values(outcomes)).size === 1;
  return modes.flatMap((mode) => [
    { mode, way: 'byConnect' as const },
    ...(isOne && mode !== 'soft-fail' ? [] : [{ mode, way: 'byCommand' as const }]),
  ]);
}

/** Tells which words are missing in a refusal. */
function withMissing({ outcome, words }: Met, wanted: readonly RegExp[]): string {
  if (outcome.startsWith('in')) return outcome;
  const missing = wanted.filter((word) => !word.test(words));
  return missing.length === 0 ? outcome : `${outcome}, without ${missing.join(' ')}: ${words}`;
}

/** `openssl ocsp`, on a free port. @returns its URL */
async function startResponder(authorities: Authorities, daysAgo = 0): Promise<string> {
  const { issuing, responder } = authorities;
  const { port } = await onFreePort((free) => {
    const args = ['ocsp', '-port', String(free), ...issuing.responding(responder)];
    return new ToolProcess('openssl', args, { env: daysAgoEnv(daysAgo) });
  }, /waiting for OCSP client connections/);
  return `http://127.0.0.1:${port}/`;
}
