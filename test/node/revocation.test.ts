/**
 * Whether certificates are revoked, over the wire: what our client and our server find out, and what
 * their peers, node:tls's, hear of it.
 */
import { EventEmitter, once } from 'node:events';
import * as tls from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type ConnectOptions,
  connect,
  createSecureContext,
  createServer,
  createStatusFetcher,
  type RevocationChoice,
  type ServerTlsOptions,
  type StatusFetcher,
} from '../../runtime/node/index.ts';
import { pem } from '../support/openssl-chain.ts';
import {
  der,
  generalizedTime,
  goodLeafExtensions,
  integer,
  makeCa,
  makeLeaf,
  nowMs,
  testPrivateKey,
  utcTime,
} from '../x509/make.ts';
import {
  certId,
  crlDistributionPoints,
  crlEntry,
  distributionPoint,
  fullName,
  isRevoked,
  isUnknown,
  makeCrl,
  makeOcsp,
  mustStaple,
  ocspAt,
  singleResponse,
  uri,
} from '../x509/make-status.ts';
import { closeAll, dial, errorOf, listening, serve, serveTcp } from './network.ts';
import { run } from './script.ts';
import { type Responder, respond } from './status-responder.ts';

afterEach(closeAll);

const root = makeCa('Root', 'Root');
const ca = pem(root);
const key = pem(testPrivateKey('leaf'), 'PRIVATE KEY');
const now = () => nowMs;
const serial = integer(7);

/** A certificate for host.example, for servers and clients, with what says where its status is. */
function leafWith(...extensions: readonly Uint8Array[]): Uint8Array {
  const all = [...goodLeafExtensions(), ...extensions];
  return makeLeaf('Root', { serialNumber: serial, extensions: all });
}

type Status = 'good' | 'revoked' | 'stale' | 'unknown' | 'malformed';

const id = certId(leafWith(), root);
const over = {
  thisUpdate: generalizedTime('20291201000000Z'),
  nextUpdate: der(0xa0, generalizedTime('20291208000000Z')),
};
const ocsp: Readonly<Record<Status, Uint8Array>> = {
  good: makeOcsp({ responses: [singleResponse(id)] }),
  revoked: makeOcsp({ responses: [singleResponse(id, isRevoked)] }),
  stale: makeOcsp({ responses: [singleResponse(id, undefined, over)] }),
  unknown: makeOcsp({ responses: [singleResponse(id, isUnknown)] }),
  malformed: Uint8Array.of(0x30, 0x80),
};
const crls = {
  good: makeCrl(),
  revoked: makeCrl({ entries: [crlEntry(serial)] }),
  stale: makeCrl({ thisUpdate: utcTime('291201000000Z'), nextUpdate: utcTime('291208000000Z') }),
  malformed: Uint8Array.of(0x30, 0x80),
} as const;

const plain = { cert: pem(leafWith()), key };
const fetch = createStatusFetcher({ allowPrivateAddresses: true, maxAge: 0 });

/** A certificate of a responder, and options that fetch from there. */
function pointingTo({ origin }: Responder) {
  const point = distributionPoint(fullName(uri(`${origin}/crl`)));
  return pem(leafWith(ocspAt(`${origin}/ocsp`), crlDistributionPoints(point)));
}

/** A server of node:tls; `heard` is the code of its first failure. */
async function foreignServer(options: tls.TlsOptions, staple?: Uint8Array) {
  const server = tls.createServer(options, (socket) => socket.on('error', () => {}).end('in'));
  const heard = once(server, 'tlsClientError').then(([error]) => error.code as string);
  if (staple !== undefined) {
    server.on('OCSPRequest', (_own, _issuer, callback) => callback(null, Buffer.from(staple)));
  }
  return { ...(await listening(server)), heard };
}

/** Our client; how it ends is the business of whoever asks for it. */
async function dialHost(port: number, options: Partial<ConnectOptions> = {}) {
  const socket = await dial(port, { ca, servername: 'host.example', now, ...options });
  return socket.on('error', () => {});
}

/** What our client and a server of node:tls have of each other: `in`, or what each of them is told. */
async function meeting(
  port: number,
  heard: Promise<string>,
  options: Partial<ConnectOptions>,
): Promise<{ readonly outcome: readonly string[]; readonly statuses: readonly string[] }> {
  const socket = await dialHost(port, options);
  const end = await Promise.race([
    once(socket, 'secureConnect').then(() => undefined),
    errorOf(socket),
  ]);
  if (end !== undefined) return { outcome: [String(end.code), await heard], statuses: [] };
  const { statuses = [] } = socket.connection?.peer ?? {};
  return { outcome: ['in'], statuses: statuses.map((one) => `${one.status} ${one.source}`) };
}

const isRevokedAlert = ['CERT_REVOKED', 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED'];
const isMissingAlert = [
  'ERR_TLS_CERT_STATUS_UNAVAILABLE',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
];
const isBadAlert = [
  'ERR_TLS_BAD_CERTIFICATE_STATUS',
  'ERR_SSL_TLSV1_BAD_CERTIFICATE_STATUS_RESPONSE',
];
const isIn = ['in'];

describe('what a server staples', () => {
  test.each<[string, Status | undefined, RevocationChoice | undefined, readonly string[], string?]>(
    [
      ['good', 'good', undefined, isIn, 'good staple'],
      ['good', 'good', 'hard-fail', isIn, 'good staple'],
      ['good', 'good', 'staple-only', isIn, 'good staple'],
      ['revoked', 'revoked', undefined, isRevokedAlert],
      ['revoked', 'revoked', 'hard-fail', isRevokedAlert],
      ['revoked', 'revoked', 'staple-only', isRevokedAlert],
      ['revoked', 'revoked', 'off', isIn],
      ['stale', 'stale', undefined, isBadAlert],
      ['stale', 'stale', 'hard-fail', isBadAlert],
      ['unknown', 'unknown', 'soft-fail', isBadAlert],
      ['malformed', 'malformed', 'staple-only', isBadAlert],
      ['nothing', undefined, undefined, isIn, 'unavailable undefined'],
      ['nothing', undefined, 'staple-only', isIn, 'unavailable undefined'],
      ['nothing', undefined, 'hard-fail', isMissingAlert],
      ['nothing', undefined, { mustStaple: 'require' }, isMissingAlert],
    ],
  )('%s (%s), %j', async (_name, state, revocation, outcome, status) => {
    const { port, heard } = await foreignServer(plain, state && ocsp[state]);
    const met = await meeting(port, heard, revocation === undefined ? {} : { revocation });
    expect(met).toEqual({ outcome, statuses: status === undefined ? [] : [status] });
  });

  test.each<[Status | undefined, RevocationChoice, readonly string[]]>([
    ['good', 'soft-fail', isIn],
    [undefined, 'soft-fail', isMissingAlert],
    [undefined, 'staple-only', isMissingAlert],
    [undefined, { mustStaple: 'ignore' }, isIn],
    [undefined, 'off', isIn],
  ])('a certificate that must be stapled, with %s: %j', async (state, revocation, outcome) => {
    const certificate = leafWith(mustStaple);
    const staple = makeOcsp({ responses: [singleResponse(certId(certificate, root))] });
    const { port, heard } = await foreignServer(
      { cert: pem(certificate), key },
      state === undefined ? undefined : staple,
    );
    expect((await meeting(port, heard, { revocation })).outcome).toEqual(outcome);
  });
});

describe('what is at hand', () => {
  test.each<[string, Partial<ConnectOptions>, readonly string[], string?]>([
    ['a good CRL', { crl: crls.good }, isIn, 'good crl'],
    ['one that revokes', { crl: crls.revoked }, isRevokedAlert],
    ['one in PEM', { crl: pem(crls.revoked, 'X509 CRL') }, isRevokedAlert],
    ['a stale one', { crl: crls.stale }, isMissingAlert],
    [
      'a stale one, tolerated',
      { crl: crls.stale, revocation: 'soft-fail' },
      isIn,
      'unavailable undefined',
    ],
    [
      'a stale one, with a mode that is undefined',
      { crl: crls.stale, revocation: { depth: 'leaf', mode: undefined } as never },
      isMissingAlert,
    ],
    [
      'an OCSP response',
      { revocation: { mode: 'hard-fail', ocsp: [ocsp.good] } },
      isIn,
      'good ocsp',
    ],
    ['one that revokes', { revocation: { ocsp: [ocsp.revoked] } }, isRevokedAlert],
  ])('%s', async (_name, options, outcome, status) => {
    const { port, heard } = await foreignServer(plain);
    const met = await meeting(port, heard, options);
    expect(met).toEqual({ outcome, statuses: status === undefined ? [] : [status] });
  });

  test('what is not accepted is told where it is tolerated', async () => {
    const { port } = await foreignServer(plain, ocsp.revoked);
    const socket = await dialHost(port, { rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    expect(socket).toMatchObject({ authorized: false, authorizationError: 'CERT_REVOKED' });
    const { peer } = socket.connection ?? {};
    expect(peer?.path).toHaveLength(2);
    expect(peer).toMatchObject({
      authorized: false,
      statuses: [{ index: 0, status: 'revoked', source: 'staple' }],
    });
  });

  test('so it is where the application refuses the name', async () => {
    const { port } = await foreignServer(plain, ocsp.good);
    const checkServerIdentity = () => new Error('not ours');
    const socket = await dialHost(port, { rejectUnauthorized: false, checkServerIdentity });
    await once(socket, 'secureConnect');
    expect(socket).toMatchObject({ authorizationError: 'ERR_TLS_CERT_REFUSED' });
    expect(socket.connection?.peer?.statuses).toMatchObject([{ status: 'good' }]);
  });
});

describe('what is fetched', () => {
  type Bodies = { readonly ocsp?: Uint8Array; readonly crl?: Uint8Array };

  test.each<[string, Bodies, 'soft-fail' | 'hard-fail', readonly string[], string[], string?]>([
    ['good OCSP', { ocsp: ocsp.good }, 'hard-fail', isIn, ['/ocsp'], 'good ocsp'],
    ['OCSP: revoked', { ocsp: ocsp.revoked }, 'soft-fail', isRevokedAlert, ['/ocsp']],
    ['a good CRL', { crl: crls.good }, 'hard-fail', isIn, ['/ocsp', '/crl'], 'good crl'],
    ['a CRL that revokes', { crl: crls.revoked }, 'soft-fail', isRevokedAlert, ['/ocsp', '/crl']],
    [
      'stale, both',
      { ocsp: ocsp.stale, crl: crls.stale },
      'hard-fail',
      isMissingAlert,
      ['/ocsp', '/crl'],
    ],
    [
      'rubbish, both: no staple, so that it is as good as nothing',
      { ocsp: ocsp.malformed, crl: crls.malformed },
      'soft-fail',
      isIn,
      ['/ocsp', '/crl'],
      'unavailable undefined',
    ],
    ['404', {}, 'soft-fail', isIn, ['/ocsp', '/crl'], 'unavailable undefined'],
    ['404', {}, 'hard-fail', isMissingAlert, ['/ocsp', '/crl']],
  ])('%s, %j, %s', async (_name, bodies, mode, outcome, paths, status) => {
    const responder = await respond((path) => (path === '/ocsp' ? bodies.ocsp : bodies.crl));
    const { port, heard } = await foreignServer({ cert: pointingTo(responder), key });
    const met = await meeting(port, heard, { revocation: { mode, fetch } });
    expect(met).toEqual({ outcome, statuses: status === undefined ? [] : [status] });
    expect(responder.asked.map(({ url }) => url)).toEqual(paths);
  });

  test.each([
    ['soft-fail', isIn],
    ['hard-fail', isMissingAlert],
  ] as const)('a responder that is down: %s', async (mode, outcome) => {
    const { port: free, server: gone } = await serveTcp(() => {});
    gone.close();
    await once(gone, 'close');
    gone.listen(0);
    const origin = `http://127.0.0.1:${free}`;
    const cert = pointingTo({ origin, port: free, asked: [] });
    const { port, heard } = await foreignServer({ cert, key });
    expect((await meeting(port, heard, { revocation: { mode, fetch } })).outcome).toEqual(outcome);
  });

  test('who could not be asked is told, with the reason', async () => {
    const responder = await respond(() => undefined);
    const { port } = await foreignServer({ cert: pointingTo(responder), key });
    const revocation = { mode: 'hard-fail', fetch } as const;
    const { message } = await errorOf(await dialHost(port, { revocation }));
    for (const [source, path] of [
      ['OCSP', 'ocsp'],
      ['CRL', 'crl'],
    ]) {
      const from = `${source}: nothing came from ${responder.origin}/${path}`;
      expect(message).toContain(`${from} (the answer has the status 404)`);
    }
  });

  test('nothing is fetched unless it is wanted, and never from loopback by default', async () => {
    const responder = await respond(() => ocsp.revoked);
    const { port, heard } = await foreignServer({ cert: pointingTo(responder), key });
    for (const revocation of ['soft-fail', { fetch: false }, { fetch: true }] as const) {
      expect((await meeting(port, heard, { revocation })).outcome).toEqual(isIn);
    }
    expect(responder.asked).toEqual([]);
  });

  test('with a check of the name by the application, too', async () => {
    const responder = await respond(() => ocsp.revoked);
    const { port, heard } = await foreignServer({ cert: pointingTo(responder), key });
    const options = { checkServerIdentity: () => undefined, revocation: { fetch } };
    expect((await meeting(port, heard, options)).outcome).toEqual(isRevokedAlert);
    expect(responder.asked).toHaveLength(1);
  });

  test.each<[string, unknown, readonly string[]]>([
    ['null: it could not be had', null, isIn],
    ['text: internal_error', 'MII=', ['ERR_TLS_INTERNAL', 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR']],
  ])('a fetcher of the application that gives %s', async (_name, body, outcome) => {
    const responder = await respond(() => undefined);
    const { port, heard } = await foreignServer({ cert: pointingTo(responder), key });
    const ours = (() => body) as StatusFetcher;
    expect((await meeting(port, heard, { revocation: { fetch: ours } })).outcome).toEqual(outcome);
  });

  test('a slow responder costs its own timeout, and the handshake’s at most', async () => {
    const responder = await respond(() => () => {});
    const { port, heard } = await foreignServer({ cert: pointingTo(responder), key });
    const slow = createStatusFetcher({ allowPrivateAddresses: true, timeout: 50 });
    expect((await meeting(port, heard, { revocation: { fetch: slow } })).outcome).toEqual(isIn);
    const patient = { handshakeTimeout: 60, drainTimeout: 50, revocation: { fetch } };
    const error = await errorOf(await dialHost(port, patient));
    expect(error.code).toBe('ERR_TLS_HANDSHAKE_TIMEOUT');
  });

  test('a connection that ends stops what is fetched for it', async () => {
    let isClosed: Promise<unknown> = Promise.resolve();
    const responder = await respond(() => (response) => {
      isClosed = once(response, 'close');
    });
    const { port, heard } = await foreignServer({ cert: pointingTo(responder), key });
    const socket = await dialHost(port, { revocation: { fetch } });
    while (responder.asked.length === 0) await new Promise(setImmediate);
    socket.destroy();
    const began = performance.now();
    await isClosed;
    // The fetcher's own timeout is five seconds.
    expect(performance.now() - began).toBeLessThan(3_000);
    await heard;
  });

  test.each([
    ['is asked for again', 0, 2],
    ['but no sooner than `retryAfter` says', 60_000, 1],
  ])('an answer that proves nothing %s', async (_name, retryAfter, times) => {
    const response = makeOcsp({ responses: [singleResponse(id)], signedBy: 'Mallory' });
    const responder = await respond((path) => (path === '/ocsp' ? response : crls.good));
    const { port, heard } = await foreignServer({ cert: pointingTo(responder), key });
    const keeping = createStatusFetcher({ allowPrivateAddresses: true, retryAfter });
    for (let turn = 0; turn < 2; turn++) {
      const met = await meeting(port, heard, { revocation: { mode: 'hard-fail', fetch: keeping } });
      expect(met).toEqual({ outcome: isIn, statuses: ['good crl'] });
    }
    const paths = responder.asked.map(({ url }) => url);
    expect(paths.filter((path) => path === '/ocsp')).toHaveLength(times);
    // What was believed is kept.
    expect(paths.filter((path) => path === '/crl')).toHaveLength(1);
  });

  test('who is destroyed meanwhile ends at once, and the answer is too late for anybody', async () => {
    let release = () => {};
    const responder = await respond(() => (response) => {
      release = () => response.end(ocsp.good);
    });
    const { port, heard } = await foreignServer({ cert: pointingTo(responder), key });
    const came = new EventEmitter();
    const watched: StatusFetcher = async (need) => {
      const body = await fetch(need);
      came.emit('body');
      return body;
    };
    const socket = await dialHost(port, { revocation: { fetch: watched } });
    let isIn = false;
    socket.on('secureConnect', () => {
      isIn = true;
    });
    while (responder.asked.length === 0) await new Promise(setImmediate);
    socket.destroy();
    await once(socket, 'close');
    expect(await heard).toMatch(/ERR_SSL_TLSV1_ALERT_USER_CANCELLED|ECONNRESET/);
    const answered = once(came, 'body');
    release();
    await answered;
    await new Promise(setImmediate);
    expect(isIn).toBe(false);
  });
});

describe('our server, about its clients', () => {
  /** What a client of node:tls hears, and what our server says. */
  async function outcomeOf(cert: string, options: Partial<ServerTlsOptions>) {
    const { server, port } = await serve((socket) => socket.end('in'), {
      ...plain,
      ca,
      now,
      requestCert: true,
      ...options,
    });
    const refusals: string[] = [];
    server.on('tlsClientError', (error) => refusals.push(error.code));
    const client = tls.connect({
      port,
      host: '127.0.0.1',
      servername: 'host.example',
      ca,
      cert,
      key,
    });
    const heard = await new Promise<string>((resolve) => {
      client.once('data', (data) => resolve(String(data)));
      client.once('error', ({ code = '' }: NodeJS.ErrnoException) => resolve(code));
    });
    client.destroy();
    return [...refusals, heard];
  }

  test.each<[string, Partial<ServerTlsOptions>, readonly string[]]>([
    ['nothing', {}, isIn],
    ['a good CRL', { crl: crls.good }, isIn],
    ['a CRL that revokes', { crl: crls.revoked }, isRevokedAlert],
    ['a stale CRL', { crl: crls.stale }, isMissingAlert],
    ['no status, and hard-fail', { revocation: 'hard-fail' }, isMissingAlert],
    ['an OCSP response', { revocation: { ocsp: [ocsp.revoked] } }, isRevokedAlert],
  ])('%s', async (_name, options, outcome) => {
    expect(await outcomeOf(plain.cert, options)).toEqual(outcome);
  });

  test.each([
    [ocsp.good, isIn],
    [ocsp.revoked, isRevokedAlert],
    [undefined, isMissingAlert],
  ])('fetches', async (body, outcome) => {
    const responder = await respond((path) => (path === '/ocsp' ? body : undefined));
    const revocation = { mode: 'hard-fail', fetch } as const;
    expect(await outcomeOf(pointingTo(responder), { revocation })).toEqual(outcome);
  });

  test('by the CRL of the context that belongs to the name', async () => {
    const { server, port } = await serve((socket) => socket.end('in'), {
      ...plain,
      ca,
      now,
      requestCert: true,
    });
    server.addContext('host.example', { ...plain, ca, crl: crls.revoked });
    const socket = await dialHost(port, plain);
    expect(await errorOf(socket)).toMatchObject({ alert: 'certificate_revoked' });
  });
});

describe('what our server staples', () => {
  /** What clients of node:tls are given, one after the other. */
  async function stapledBy(options: Partial<ServerTlsOptions>, times = 1) {
    const { port } = await serve((socket) => socket.end(), { ...plain, ...options });
    const given: (Buffer | null)[] = [];
    for (let time = 0; time < times; time++) {
      const who = { port, host: '127.0.0.1', servername: 'host.example', ca };
      // An option that its types do not have.
      const client = tls.connect({ ...who, requestOCSP: true } as tls.ConnectionOptions);
      const [response] = await once(client, 'OCSPResponse');
      given.push(response);
      client.destroy();
    }
    return given.map((one) => one && new Uint8Array(one));
  }

  test('bytes', async () => {
    expect(await stapledBy({ ocspResponse: ocsp.good })).toEqual([ocsp.good]);
  });

  test('from a function, which is asked each time', async () => {
    const responses = [ocsp.good, ocsp.stale, undefined, null as unknown as undefined];
    const ocspResponse = () => responses.shift();
    expect(await stapledBy({ ocspResponse }, 4)).toEqual([ocsp.good, ocsp.stale, null, null]);
  });

  test('nothing to nobody who has not asked', async () => {
    let asked = 0;
    const ocspResponse = () => {
      asked += 1;
      return ocsp.good;
    };
    const { port } = await serve((socket) => socket.end(), { ...plain, ocspResponse });
    await once(await dialHost(port, { revocation: 'off' }), 'secureConnect');
    expect(asked).toBe(0);
    await once(await dialHost(port), 'secureConnect');
    expect(asked).toBe(1);
    await once(await dialHost(port, { maxVersion: 'TLSv1.2' }), 'secureConnect');
    expect(asked).toBe(2);
  });

  test('what OCSPRequest answers, later; null, and the option counts', async () => {
    const chain = { ...plain, cert: `${plain.cert}${ca}`, ocspResponse: ocsp.stale };
    const { server, port } = await serve((socket) => socket.end(), chain);
    const asked: (Uint8Array | null)[][] = [];
    server.on('OCSPRequest', (own, issuer, callback) => {
      asked.push([new Uint8Array(own), issuer && new Uint8Array(issuer)]);
      setImmediate(callback, null, asked.length === 1 ? ocsp.good : null);
    });
    const staples: Uint8Array[] = [];
    for (let time = 0; time < 2; time++) {
      const socket = await dialHost(port, { requestOCSP: true, revocation: 'off' });
      const [staple] = await once(socket, 'OCSPResponse');
      staples.push(new Uint8Array(staple));
    }
    expect(staples).toEqual([ocsp.good, ocsp.stale]);
    expect(asked).toEqual([
      [leafWith(), root],
      [leafWith(), root],
    ]);
  });

  test('an error of whoever answers OCSPRequest ends the connection', async () => {
    const { server, port } = await serve(undefined, plain);
    server.on('OCSPRequest', (_own, issuer, callback) => {
      callback(issuer === null ? new Error('no responder') : null);
    });
    const failed = once(server, 'tlsClientError');
    const error = await errorOf(await dialHost(port));
    expect(error).toMatchObject({ alert: 'internal_error' });
    const [ours] = await failed;
    expect(ours).toMatchObject({ code: 'ERR_TLS_INTERNAL', cause: new Error('no responder') });
  });

  test('one that cannot be', () => {
    for (const ocspResponse of [new Uint8Array(0), 'MII=' as unknown as Uint8Array]) {
      expect(() => createServer({ ...plain, ocspResponse })).toThrow(/^ocspResponse: must be DER/);
    }
  });
});

describe('who is told of staples', () => {
  test('OCSPResponse comes before secureConnect', async () => {
    const { port } = await foreignServer(plain, ocsp.good);
    const socket = await dialHost(port);
    const events: string[] = [];
    socket.on('OCSPResponse', (staple) => events.push(`staple of ${staple.length}`));
    socket.on('secureConnect', () => events.push('secureConnect'));
    await once(socket, 'secureConnect');
    expect(events).toEqual([`staple of ${ocsp.good.length}`, 'secureConnect']);
  });

  test('who destroys the socket then has no connection', async () => {
    const { port } = await foreignServer(plain, ocsp.good);
    const socket = await dialHost(port);
    socket.on('OCSPResponse', () => socket.destroy(new Error('not this one')));
    let isIn = false;
    socket.on('secureConnect', () => {
      isIn = true;
    });
    expect(await errorOf(socket)).toEqual(new Error('not this one'));
    expect(isIn).toBe(false);
  });

  test('what a listener throws is an uncaught exception', async () => {
    const { port } = await serve((socket) => socket.on('error', () => {}).resume(), {
      ocspResponse: ocsp.good,
    });
    const script = `process.on('uncaughtException', (error) => {
        console.log(error.message);
        socket.destroy();
      });
      const socket = connect({ port, host: '127.0.0.1', verifyPeer: () => ({ accepted: true }), requestOCSP: true });
      socket.on('OCSPResponse', () => { throw new Error('of the application'); });`;
    expect(await run(port, script)).toBe('of the application');
  });

  test('an application that verifies is given them if it asks for them', async () => {
    const { port } = await foreignServer(plain, ocsp.revoked);
    const given: unknown[] = [];
    const verifyPeer: ConnectOptions['verifyPeer'] = ({ staples }) => {
      given.push(staples);
      return { accepted: true };
    };
    for (const more of [{}, { requestOCSP: true }, { revocation: 'soft-fail' as const }]) {
      await once(await dialHost(port, { verifyPeer, ...more }), 'secureConnect');
    }
    expect(given).toEqual([undefined, [ocsp.revoked], [ocsp.revoked]]);
  });
});

describe('options that would be of no avail', () => {
  const port = 1;
  test.each<[string, object]>([
    ['crl', { secureContext: createSecureContext(), crl: crls.good }],
    ['ocspResponse', { secureContext: createSecureContext(), ocspResponse: ocsp.good }],
    ['crl', { crl: [] }],
    ['revocation', { revocation: 'hardfail' }],
    ['revocation.depth', { revocation: { depth: 'all' } }],
    ['revocation.fetch', { revocation: { fetch: 'http://ocsp.example' } }],
    ['revocation.ocsp', { revocation: { ocsp: [pem(ocsp.good, 'OCSP RESPONSE')] } }],
  ])('%s, of both roles', (name, options) => {
    const message = expect.stringMatching(new RegExp(`^${name.replace('.', '\\.')}[: ]`));
    const refusal = expect.objectContaining({ code: 'ERR_TLS_INVALID_ARGUMENT', message });
    expect(() => connect({ port, host: '127.0.0.1', ...options })).toThrow(refusal);
    const isContext = 'secureContext' in options;
    expect(() => createServer({ ...(isContext ? {} : plain), ...options })).toThrow(refusal);
  });
});
