/**
 * Statuses that the host fetches: the effect `wait` with a task `fetchStatus`, what is asked for
 * and in which order, and what comes of the answers.
 */
import { describe, expect, it } from 'vitest';
import type { RevocationOptions } from '../../runtime/engine/options.ts';
import { verifyByPath } from '../../runtime/handshake/verify-peer.ts';
import { type ClientOptions, noble, type Task, TlsError } from '../../runtime/index.ts';
import { connectionOf, errorOf, tasksOf } from '../support/effects.ts';
import { anchors, nowMs, serverKey } from '../support/fixed-identity.ts';
import { newClient, newServer, Pair } from '../support/pair.ts';
import { ClientState } from '../support/states.ts';
import {
  commonName,
  goodCaExtensions,
  goodLeafExtensions,
  integer,
  makeCa,
  makeLeaf,
} from '../x509/make.ts';
import {
  byName,
  certId,
  crlDistributionPoints,
  crlEntry,
  distributionPoint,
  fullName,
  isRevoked,
  makeCrl,
  makeOcsp,
  ocspAt,
  ocspError,
  singleResponse,
  uri,
} from '../x509/make-status.ts';

const urls = {
  leafOcsp: 'http://ocsp.example/leaf',
  otherOcsp: 'http://ocsp.example/other',
  leafCrl: 'http://crl.example/leaf',
  caOcsp: 'http://ocsp.example/ca',
} as const;
const crlsAt = (url: string) => crlDistributionPoints(distributionPoint(fullName(uri(url))));

const root = makeCa('Root', 'Root');
const ca = makeCa('Ca', 'Root', {
  serialNumber: integer(2),
  extensions: [...goodCaExtensions(), ocspAt(urls.caOcsp)],
});
const leaf = makeLeaf('Ca', {
  serialNumber: integer(7),
  issuer: commonName('Ca'),
  extensions: [
    ...goodLeafExtensions(),
    ocspAt(urls.leafOcsp, urls.otherOcsp),
    crlsAt(urls.leafCrl),
  ],
});
const leafId = certId(leaf, ca);
const byCa = { responderId: byName(commonName('Ca')), signedBy: 'Ca' };
const answers = {
  leafGood: makeOcsp({ ...byCa, responses: [singleResponse(leafId)] }),
  leafRevoked: makeOcsp({ ...byCa, responses: [singleResponse(leafId, isRevoked)] }),
  caGood: makeOcsp({ responses: [singleResponse(certId(ca, root))] }),
  caRevoked: makeOcsp({ responses: [singleResponse(certId(ca, root), isRevoked)] }),
  crlGood: makeCrl({ issuer: commonName('Ca'), signedBy: 'Ca' }),
  crlRevoked: makeCrl({
    issuer: commonName('Ca'),
    signedBy: 'Ca',
    entries: [crlEntry(integer(7))],
  }),
  tryLater: ocspError(3),
  malformed: Uint8Array.of(0x30),
} as const;

const credentials = [{ certificates: [leaf, ca], privateKey: serverKey() }];

/** A client that has met the server's certificates. */
function met(revocation: RevocationOptions, client: Partial<ClientOptions> = {}): Pair {
  const asked = { revocation: { fetch: true, ...revocation }, ...client };
  return new Pair({ client: asked, server: { credentials } }).connect();
}

type Host = Readonly<Record<string, Uint8Array | undefined>>;

/** Answers what is asked, until nothing is; the URLs of each question. */
function answerAll({ client }: Pair, host: Host): readonly (readonly string[])[] {
  const rounds: string[][] = [];
  for (let task = openTask(client.effects); task !== undefined; ) {
    if (task.kind !== 'fetchStatus') throw new Error(`asks ${task.kind}`);
    const { id, request } = task;
    const bodies = request.needs.map(({ url }) => host[url]);
    rounds.push(request.needs.map(({ url }) => url));
    if (rounds.length > 9) throw new Error('asks without end');
    const effects = client.do((engine) => engine.answer(id, { kind: 'fetchStatus', bodies }));
    task = openTask(effects);
  }
  return rounds;
}

const openTask = (effects: Parameters<typeof tasksOf>[0]): Task | undefined =>
  tasksOf(effects).at(-1);

/** `connected`, or the code and the alert of the error. */
function outcome({ client }: Pair): string {
  if (connectionOf(client.effects) !== undefined) return 'connected';
  client.do((engine) => engine.receiveEnd());
  const error = errorOf(client.effects);
  return `${error?.code} ${error?.alert}`;
}

const { leafOcsp, otherOcsp, leafCrl, caOcsp } = urls;
const unavailable = 'ERR_TLS_CERT_STATUS_UNAVAILABLE certificate_unknown';
const revoked = 'CERT_REVOKED certificate_revoked';

describe('one need for each certificate, the next source only if the first is not enough', () => {
  it.each<[string, RevocationOptions['mode'] & string, Host, string[][], string]>([
    [
      'good at once',
      'hard-fail',
      { [leafOcsp]: answers.leafGood, [caOcsp]: answers.caGood },
      [[leafOcsp, caOcsp]],
      'connected',
    ],
    [
      'the second responder',
      'hard-fail',
      { [otherOcsp]: answers.leafGood, [caOcsp]: answers.caGood },
      [[leafOcsp, caOcsp], [otherOcsp]],
      'connected',
    ],
    [
      'the CRL at last, after tryLater and rubbish',
      'hard-fail',
      {
        [leafOcsp]: answers.tryLater,
        [otherOcsp]: answers.malformed,
        [leafCrl]: answers.crlGood,
        [caOcsp]: answers.caGood,
      },
      [[leafOcsp, caOcsp], [otherOcsp], [leafCrl]],
      'connected',
    ],
    [
      'nobody: hard-fail',
      'hard-fail',
      {},
      [[leafOcsp, caOcsp], [otherOcsp], [leafCrl]],
      unavailable,
    ],
    [
      'nobody: soft-fail',
      'soft-fail',
      {},
      [[leafOcsp, caOcsp], [otherOcsp], [leafCrl]],
      'connected',
    ],
    [
      'revoked, and then nobody else is asked',
      'soft-fail',
      { [leafOcsp]: answers.leafRevoked },
      [[leafOcsp, caOcsp]],
      revoked,
    ],
    [
      'revoked by the CRL',
      'soft-fail',
      { [leafCrl]: answers.crlRevoked },
      [[leafOcsp, caOcsp], [otherOcsp], [leafCrl]],
      revoked,
    ],
    ['only what is stapled', 'staple-only', {}, [], 'connected'],
    ['off', 'off', {}, [], 'connected'],
  ])('%s', (_name, mode, host, rounds, expected) => {
    const pair = met({ mode });
    expect(answerAll(pair, host)).toEqual(rounds);
    expect(outcome(pair)).toBe(expected);
  });

  it('the leaf alone, and CRLs first', () => {
    const pair = met({ mode: 'hard-fail', depth: 'leaf', sources: ['crl', 'ocsp'] });
    expect(answerAll(pair, { [leafCrl]: answers.crlGood })).toEqual([[leafCrl]]);
    const statuses = connectionOf(pair.client.effects)?.peer?.statuses;
    expect(statuses).toMatchObject([{ index: 0, status: 'good', source: 'crl' }]);
  });

  it('what is at hand is not fetched', () => {
    const pair = met({ mode: 'hard-fail', ocsp: [answers.leafGood, answers.caGood] });
    expect(outcome(pair)).toBe('connected');
    expect(tasksOf(pair.client.effects)).toEqual([]);
  });

  it('nobody is asked about certificates that lead to no anchor', () => {
    const pair = met({ mode: 'hard-fail' }, { anchors: [] });
    expect(tasksOf(pair.client.effects)).toEqual([]);
    expect(outcome(pair)).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY unknown_ca');
  });
});

describe('staples of a chain', () => {
  const { leafGood, caGood, caRevoked } = answers;
  it.each<[string, (Uint8Array | undefined)[], string[][], string]>([
    ['each with its certificate', [leafGood, caGood], [], 'connected'],
    ['the CA is revoked', [leafGood, caRevoked], [], revoked],
    ['of the leaf alone: the rest is fetched', [leafGood], [[caOcsp]], 'connected'],
    ['of the CA alone', [undefined, caGood], [[leafOcsp]], 'connected'],
    [
      'interchanged',
      [caGood, leafGood],
      [],
      'ERR_TLS_BAD_CERTIFICATE_STATUS bad_certificate_status_response',
    ],
  ])('%s', (_name, staples, rounds, expected) => {
    const stapled = credentials.map((one) => ({ ...one, staples: () => staples }));
    const client = { revocation: { mode: 'hard-fail', fetch: true } } as const;
    const pair = new Pair({ client, server: { credentials: stapled } }).connect();
    expect(answerAll(pair, { [leafOcsp]: leafGood, [caOcsp]: caGood })).toEqual(rounds);
    expect(outcome(pair)).toBe(expected);
  });
});

describe('answers', () => {
  it('too few bodies: the others could not be had', () => {
    const pair = met({ mode: 'hard-fail', depth: 'leaf', sources: ['ocsp'] });
    for (let round = 0; round < 2; round++) {
      const task = openTask(pair.client.effects);
      pair.client.do((one) => one.answer(task?.id ?? 0, { kind: 'fetchStatus', bodies: [] }));
    }
    expect(outcome(pair)).toBe(unavailable);
  });

  it('failed: internal_error, with the cause', () => {
    const pair = met({ mode: 'soft-fail' });
    const task = openTask(pair.client.effects);
    pair.client.do((one) => one.answer(task?.id ?? 0, { kind: 'failed', cause: 'no network' }));
    expect(outcome(pair)).toBe('ERR_TLS_INTERNAL internal_error');
    expect(errorOf(pair.client.effects)?.cause).toBe('no network');
  });

  it('a body that is no bytes: internal_error, and nothing is thrown at the host', () => {
    const pair = met({ mode: 'soft-fail' });
    const task = openTask(pair.client.effects);
    const bodies = ['text'] as unknown as Uint8Array[];
    pair.client.do((one) => one.answer(task?.id ?? 0, { kind: 'fetchStatus', bodies }));
    expect(outcome(pair)).toBe('ERR_TLS_INTERNAL internal_error');
  });
});

describe('a verifier of the application', () => {
  it('may ask as well, and is given what came', () => {
    const seen: (readonly string[])[] = [];
    const verifyPeer: ClientOptions['verifyPeer'] = (request) => {
      seen.push((request.fetched ?? []).map(({ need }) => need.url));
      const revocation = { mode: 'hard-fail', fetch: true } as const;
      return verifyByPath(request, { anchors, now: () => nowMs, revocation }, noble);
    };
    const pair = met({}, { verifyPeer });
    answerAll(pair, { [otherOcsp]: answers.leafGood, [caOcsp]: answers.caGood });
    expect(outcome(pair)).toBe('connected');
    expect(seen).toEqual([[], [leafOcsp, caOcsp], [leafOcsp, caOcsp, otherOcsp]]);
  });

  it.each([
    ['for nothing', []],
    ['for the same again', [{ kind: 'crl', id: 'crl x', index: 0, url: 'http://x/' } as const]],
  ])('one that asks %s ends: internal_error', (_name, needs) => {
    const pair = met({}, { verifyPeer: () => ({ needs }) });
    expect(answerAll(pair, {})).toHaveLength(needs.length);
    expect(outcome(pair)).toBe('ERR_TLS_INTERNAL internal_error');
  });

  it('an answer that is none ends the connection, and is not thrown at the host', () => {
    const pair = met({}, { verifyPeer: () => undefined });
    const task = openTask(pair.client.effects);
    const answer = { kind: 'verifyPeer', verdict: undefined as never } as const;
    pair.client.do((one) => one.answer(task?.id ?? 0, answer));
    expect(outcome(pair)).toBe('ERR_TLS_INTERNAL internal_error');
  });
});

it('the engine waits in VERIFYING for each question', () => {
  const pair = met({ mode: 'hard-fail' });
  expect(pair.client.engine.state).toBe(ClientState.VERIFYING);
  const task = openTask(pair.client.effects);
  pair.client.do((one) => one.answer(task?.id ?? 0, { kind: 'fetchStatus', bodies: [] }));
  expect(pair.client.engine.state).toBe(ClientState.VERIFYING);
  expect(openTask(pair.client.effects)?.id).not.toBe(task?.id);
});

describe('options that would be of no avail', () => {
  it.each<[string, unknown]>([
    ['revocation', 'hardfail'],
    ['revocation', { mode: 'Hard-Fail' }],
    ['revocation.depth', { depth: 'leafs' }],
    ['revocation.mustStaple', { mustStaple: true }],
    ['revocation.sources', { sources: ['OCSP'] }],
    ['revocation.maxAgeSeconds', { maxAgeSeconds: Number.NaN }],
    ['revocation.clockSkewSeconds', { clockSkewSeconds: -1 }],
    ['revocation.ocsp', { ocsp: ['MII='] }],
    ['revocation.crls', { crls: ['-----BEGIN X509 CRL-----'] }],
    ['revocation.responders', { responders: [root] }],
    ['revocation', 7],
  ])('%s: %j is refused by both', (name, revocation) => {
    const options = { revocation } as Partial<ClientOptions>;
    const message = expect.stringMatching(new RegExp(`^${name}[: ]`));
    const refusal = expect.objectContaining({ code: 'ERR_TLS_INVALID_ARGUMENT', message });
    expect(() => newClient(options)).toThrow(refusal);
    expect(() => newServer(options as object)).toThrow(TlsError);
  });

  it('a member that is undefined is the default', () => {
    const none = { clockSkewSeconds: undefined, mode: undefined } as unknown as RevocationOptions;
    const later = () => nowMs + 30 * 86_400_000;
    const ocsp = [answers.leafGood, answers.caGood];
    const pair = met({ ...none, mode: 'hard-fail', fetch: false, ocsp }, { now: later });
    expect(outcome(pair)).toBe(unavailable);
  });
});
