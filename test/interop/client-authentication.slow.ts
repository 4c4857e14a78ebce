/**
 * Client authentication with servers and clients that nobody here wrote: which certificate is chosen,
 * who is let in, which alert the other end hears, and how all that is explained. Prints it as a table.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientSituations } from './client-auth/client-situations.ts';
import { meet } from './client-auth/meet.ts';
import { type ClientAuthPki, createClientAuthPki } from './client-auth/pki.ts';
import { printRows, type Row } from './client-auth/report.ts';
import { serverSituations } from './client-auth/server-situations.ts';
import { expectedOf, type Situation } from './client-auth/situation.ts';
import { tls12ClientSituations, tls12ServerSituations } from './client-auth/tls12-situations.ts';
import { curl } from './peers/curl.ts';
import { gnutls } from './peers/gnutls.ts';
import { go } from './peers/go.ts';
import { nginx } from './peers/nginx.ts';
import { nodeTls } from './peers/node-tls.ts';
import { nss } from './peers/nss.ts';
import { openssl } from './peers/openssl.ts';
import type { Peer } from './peers/peer.ts';
import { testAbsence } from './table.ts';

/** What a compiler may take on a slow machine that has other work to do. */
const preparationMs = 300_000;

const folder = mkdtempSync(join(tmpdir(), 'tlschart-client-auth-'));
const pki = await createClientAuthPki(folder);
const rows: Row[] = [];
afterAll(() => {
  console.log(printRows(rows));
  rmSync(folder, { recursive: true });
});

for (const peer of [openssl, gnutls, nss, go, nodeTls, nginx, curl]) {
  if (peer.version === undefined) testAbsence(peer);
  else describe(peer.name, () => testPeer(peer, pki));
}

function testPeer(peer: Peer, pki: ClientAuthPki): void {
  if (peer === go) beforeAll(async () => await peer.prepare?.(goPki(pki)), preparationMs);
  if (peer.server !== undefined) {
    describe('asks us', () => {
      for (const situation of serverSituations) testSituation(situation, peer);
    });
    describe('asks us in TLS 1.2', () => {
      for (const situation of tls12ServerSituations) testSituation(situation, peer);
    });
  }
  if (peer.client !== undefined) {
    describe('is asked', () => {
      for (const situation of clientSituations) testSituation(situation, peer);
    });
    describe('is asked in TLS 1.2', () => {
      for (const situation of tls12ClientSituations) testSituation(situation, peer);
    });
  }
}

function testSituation(situation: Situation, peer: Peer): void {
  const { title, impossible } = situation;
  const reason = impossible?.[peer.name];
  it(title, async (context) => {
    const row = { peer, situation, seen: reason };
    if (reason !== undefined) {
      rows.push(row);
      context.skip(reason);
    }
    const seen = await meet(situation, peer, pki).catch((error: unknown) => {
      rows.push(row);
      throw error;
    });
    rows.push({ ...row, seen });
    const { explained, ...expected } = expectedOf(situation, peer.name);
    const { explanation, ...rest } = seen;
    expect(rest).toEqual(expected);
    const parts = explained.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    expect(explanation).toMatch(new RegExp(parts.join('[^]*')));
  });
}

/** All it needs to be compiled is a place. */
function goPki({ folder, clients }: ClientAuthPki) {
  return { folder, kinds: new Map(), stranger: clients.stranger, trust: '' };
}
