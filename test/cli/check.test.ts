/** `tlschart check` on files and on servers: exit codes, what people read, what programs read. */
import { once } from 'node:events';
import { CommanderError } from 'commander';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { TlsSocket } from '../../runtime/node/index.ts';
import { UsageError } from '../../tools/cli/usage.ts';
import { closeAll, serve, serveTcp } from '../node/network.ts';
import { respond } from '../node/status-responder.ts';
import {
  commonName,
  der,
  extension,
  extKeyUsage,
  goodLeafExtensions,
  integer,
  keyUsage,
  makeCa,
  makeLeaf,
  serverAuth,
  testKey,
  testPrivateKey,
  utcTime,
} from '../x509/make.ts';
import {
  crlDistributionPoints,
  distributionPoint,
  fullName,
  makeCrl,
  ocspAt,
  uri,
} from '../x509/make-status.ts';
import { crls, leaf, ocsp, root } from '../x509/statuses.ts';
import { check, checkJson, file, pem, removeFiles } from './check-runs.ts';

afterEach(closeAll);
afterAll(removeFiles);

const ca = ['--ca', file('root.pem', pem('CERTIFICATE', root))];
/** When the certificates and statuses that are made by hand are good. */
const then = ['--time', '2030-01-01T00:00:00Z'];
const good = ['--chain', file('leaf.der', leaf), ...ca, ...then];
const named = [...good, '--name', 'host.example'];

const crlFile = (name: keyof typeof crls) => file(`${name}.crl`, crls[name]);
const ocspFile = (name: keyof typeof ocsp) => file(`${name}.ocsp`, ocsp[name]);

describe('files', () => {
  test('accepted: exit code 0, each certificate of the path, and what is still to wish for', async () => {
    const { code, stdout, stderr } = await check(...named);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^certificates: .*leaf\.der\n {2}0 CN=Leaf\n {4}issuer {2}CN=Root\n/);
    expect(stdout).toMatch(/ {4}serial {2}07\n {4}valid {3}2025-01-01T00:00:00Z to 2035-01-01T/);
    expect(stdout).toContain(
      'path 1: accepted\n  CN=Leaf, issued by CN=Root\n  CN=Root, issued by CN=Root\n',
    );
    expect(stdout).toMatch(/ {2}warning: .* \(authority-key-identifier-missing\)\n/);
    expect(stdout).toContain('revocation: soft-fail\n  CN=Leaf: unavailable\n');
    expect(stdout).toContain(
      'judged: for the server host.example, profile default, at 2030-01-01T00:00:00Z\n',
    );
    expect(stdout).toMatch(/\nverdict: accepted\n$/);
  });

  test('--json: one object', async () => {
    const { code, report } = await checkJson(...named);
    expect(code).toBe(0);
    expect(report).toMatchObject({
      accepted: true,
      code: null,
      rule: null,
      alert: null,
      detail: null,
      name: 'host.example',
      purpose: 'server',
      profile: 'default',
      time: '2030-01-01T00:00:00Z',
      path: [
        { subject: 'CN=Leaf', issuer: 'CN=Root', serial: '07', notAfter: '2035-01-01T00:00:00Z' },
        { subject: 'CN=Root', issuer: 'CN=Root', serial: '01' },
      ],
      tried: [],
      revocation: {
        mode: 'soft-fail',
        statuses: [{ certificate: 0, status: 'unavailable', source: null, passedOver: [] }],
        fetched: [],
        notFetched: [],
      },
    });
    expect(report.warnings).toContainEqual(
      expect.objectContaining({ certificate: null, rule: 'subject-key-identifier-missing' }),
    );
  });

  const stranger = ['--ca', file('stranger.pem', pem('CERTIFICATE', makeCa('Other', 'Other')))];
  const chain = ['--chain', file('leaf.pem', pem('CERTIFICATE', leaf))];
  test.each([
    ['expired', [...good, '--time', '2035-01-02'], 'CERT_HAS_EXPIRED', 'not-after'],
    ['too early', [...good, '--time', '2024-12-31'], 'CERT_NOT_YET_VALID', 'not-before'],
    [
      'the wrong name',
      [...good, '--name', 'other.example'],
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'subject-alt-name',
    ],
    [
      'an unknown CA',
      [...chain, ...stranger, ...then],
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'issuer-unknown',
    ],
    [
      "nobody's, as the platform sees it",
      [...chain, ...then],
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'issuer-unknown',
    ],
    [
      'the profile strict',
      [...good, '--profile', 'strict'],
      'ERR_TLS_CERT_PROFILE',
      'authority-key-identifier-missing',
    ],
  ])('%s: exit code 1, the code and the rule', async (_, args, code, rule) => {
    const [text, json] = [await check(...args), await checkJson(...args)];
    expect({ code: text.code, stderr: text.stderr }).toEqual({ code: 1, stderr: '' });
    expect(text.stdout).toMatch(
      new RegExp(`^path 1: refused by the rule ${rule} \\(${code}\\)$`, 'm'),
    );
    expect(text.stdout).toMatch(
      new RegExp(`^verdict: REFUSED: .*\\(${code}, RFC .*; alert: `, 'm'),
    );
    expect(text.stdout).toContain('revocation: not judged, as there is no path\n');
    expect(json.code).toBe(1);
    expect(json.report).toMatchObject({
      accepted: false,
      code,
      rule,
      path: [],
      tried: [{ code, rule, detail: json.report.detail }],
      revocation: { statuses: [] },
    });
    expect(json.report.tried[0].path[0]).toMatchObject({ subject: 'CN=Leaf' });
  });

  test('the alert is that of the code', async () => {
    const { stdout } = await check(...good, '--time', '2035-01-02');
    expect(stdout).toMatch(/; alert: certificate_expired, 45\)\n$/);
    const { report } = await checkJson(...good, '--name', 'other.example');
    expect(report.alert).toBe('bad_certificate');
  });

  test('--purpose: what a server may show, a client may not', async () => {
    const usage = goodLeafExtensions().toSpliced(1, 1, extKeyUsage(serverAuth));
    const server = file('server.der', makeLeaf('Root', { extensions: usage }));
    const args = ['--chain', server, ...ca, ...then];
    expect((await check(...args)).code).toBe(0);
    const { code, report } = await checkJson(...args, '--purpose', 'client');
    expect({ code, rule: report.rule }).toEqual({ code: 1, rule: 'ext-key-usage' });
  });

  test('each path that was tried is told, the good one last', async () => {
    const old = makeCa('CA', 'Root', { notAfter: utcTime('290101000000Z') });
    const more = file('cas.pem', pem('CERTIFICATE', old, makeCa('CA', 'Root')));
    const args = ['--chain', file('below.der', makeLeaf('CA')), ...ca, ...then];
    const [alone, text, json] = [
      await checkJson(...args),
      await check(...args, '--intermediates', more),
      await checkJson(...args, '--intermediates', more),
    ];
    expect(alone).toMatchObject({ code: 1, report: { rule: 'issuer-unknown' } });
    expect(text.stdout).toMatch(
      /^path 1: refused by the rule not-after \(CERT_HAS_EXPIRED\)\n(.*\n){3} {2}certificate 1 \(CN=CA\) expired .*\npath 2: accepted\n {2}CN=Leaf, issued by CN=CA\n {2}CN=CA, issued by CN=Root\n/m,
    );
    expect(json).toMatchObject({ code: 0, report: { tried: [{ rule: 'not-after' }] } });
    expect(json.report.path).toHaveLength(3);
  });

  test('more certificates than a peer may send', async () => {
    const others = Array.from({ length: 12 }, (_, n) => makeCa(`CA ${n}`, 'Elsewhere'));
    const bundle = file('bundle.pem', pem('CERTIFICATE', leaf, ...others));
    expect((await check('--chain', bundle, ...ca, ...then)).code).toBe(0);
  });

  test('what is no certificate is refused, and does not spoil others', async () => {
    const cut = leaf.subarray(0, -1);
    const refused = await checkJson('--chain', file('cut.der', cut), ...ca, ...then);
    expect(refused).toMatchObject({
      code: 1,
      report: { code: 'ERR_TLS_CERT_MALFORMED', tried: [] },
    });
    const mixed = file('mixed.pem', pem('CERTIFICATE', leaf, cut));
    const { code, stdout } = await check('--chain', mixed, ...ca, ...then);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}1 cannot be read: .*byte/m);
  });

  test('a trust anchor that is shown itself has no status', async () => {
    const pinned = makeCa('Pinned', 'Pinned', { extensions: goodLeafExtensions() });
    const path = file('pinned.der', pinned);
    const { code, stdout } = await check('--chain', path, '--ca', path, ...then);
    expect(code).toBe(0);
    expect(stdout).toContain('revocation: soft-fail\n  not asked: the leaf itself is trusted\n');
  });

  test('names cannot write on the terminal, not even those of files and URLs', async () => {
    const subject = commonName('a\u001b[2J\nverdict: accepted\u202e');
    const extensions = [...goodLeafExtensions(), ocspAt('http://ocsp.example/\u001b[2J')];
    const hostile = file('\u001b\u202e.der', makeLeaf('Root', { subject, extensions }));
    const { code, stdout } = await check('--chain', hostile, ...ca, ...then);
    expect(code).toBe(0);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
    expect(stdout.match(/^verdict: /gm)).toHaveLength(1);
    const json = await check('--chain', hostile, ...ca, ...then, '--json');
    expect(json.stdout.trimEnd()).not.toMatch(/\p{C}/u);
  });
});

describe('--fetch', () => {
  /** A chain whose leaf points to a responder, and what it answers. */
  async function pointing(bodies: Readonly<Record<string, Uint8Array | undefined>>) {
    const responder = await respond((path) => bodies[path]);
    const point = distributionPoint(fullName(uri(`${responder.origin}/crl`)));
    const certificate = makeLeaf('Root', {
      serialNumber: integer(7),
      extensions: [
        ...goodLeafExtensions(),
        ocspAt(`${responder.origin}/ocsp`),
        crlDistributionPoints(point),
      ],
    });
    const chain = ['--chain', file('pointing.der', certificate), ...ca, ...then];
    return { ...responder, chain };
  }

  test('what is good: the first source is enough', async () => {
    const { chain, asked, origin } = await pointing({ '/ocsp': ocsp.good, '/crl': crls.good });
    const { code, stdout } = await check(...chain, '--fetch-any', '--revocation', 'hard-fail');
    expect(code).toBe(0);
    expect(stdout).toMatch(/CN=Leaf: good, says an OCSP response of 2029/);
    expect(stdout).toContain(`    fetched: an OCSP response from ${origin}/ocsp\n`);
    expect(asked).toHaveLength(1);
  });

  test('what is revoked, by the second source where the first does not answer', async () => {
    const { chain, origin } = await pointing({ '/crl': crls.revoked });
    const { code, report } = await checkJson(...chain, '--fetch-any');
    expect(code).toBe(1);
    expect(report).toMatchObject({
      code: 'CERT_REVOKED',
      revocation: {
        statuses: [{ status: 'revoked', source: 'crl' }],
        fetched: [
          {
            certificate: 0,
            source: 'ocsp',
            url: `${origin}/ocsp`,
            problem: expect.stringContaining('status 404'),
          },
          { certificate: 0, source: 'crl', url: `${origin}/crl`, problem: null },
        ],
        notFetched: [],
      },
    });
  });

  test('asks no private address by itself, and nobody by default', async () => {
    const { chain, asked, origin } = await pointing({ '/ocsp': ocsp.good });
    const fetching = await check(...chain, '--fetch', '--revocation', 'hard-fail');
    expect(fetching.code).toBe(1);
    expect(fetching.stdout).toMatch(/fetched: an OCSP response .*, in vain: .*no address on the/);
    const plain = await check(...chain);
    expect(plain.stdout).toContain(`not fetched: an OCSP response from ${origin}/ocsp`);
    expect(asked).toEqual([]);
  });
});

test('noRevAvail (RFC 9608): it is told that nobody was asked', async () => {
  const extensions = [...goodLeafExtensions(), extension('2.5.29.56', der(0x05))];
  const chain = ['--chain', file('exempt.der', makeLeaf('Root', { extensions }))];
  const hard = ['--revocation', 'hard-fail', '--crl', crlFile('revoked')];
  const { code, stdout } = await check(...chain, ...ca, ...then, ...hard);
  expect(code).toBe(0);
  expect(stdout).toContain('CN=Leaf: not asked: its issuer publishes no status (noRevAvail)\n');
});

describe('revocation', () => {
  const statusesIn = async (...args: readonly string[]) => {
    const { code, report } = await checkJson(...good, ...args);
    const [{ status, source }] = report.revocation.statuses;
    return [code, report.code, status, source];
  };

  test.each([
    ['a CRL', ['--crl', crlFile('good')], [0, null, 'good', 'crl']],
    ['a CRL that has it', ['--crl', crlFile('revoked')], [1, 'CERT_REVOKED', 'revoked', 'crl']],
    ['OCSP', ['--ocsp', ocspFile('good')], [0, null, 'good', 'ocsp']],
    ['OCSP: revoked', ['--ocsp', ocspFile('revoked')], [1, 'CERT_REVOKED', 'revoked', 'ocsp']],
    [
      'the worst of several',
      ['--ocsp', ocspFile('good'), '--ocsp', ocspFile('revoked'), '--crl', crlFile('good')],
      [1, 'CERT_REVOKED', 'revoked', 'ocsp'],
    ],
    [
      'hard-fail, no status',
      ['--revocation', 'hard-fail'],
      [1, 'ERR_TLS_CERT_STATUS_UNAVAILABLE', 'unavailable', null],
    ],
    [
      'hard-fail, good',
      ['--revocation', 'hard-fail', '--crl', crlFile('good')],
      [0, null, 'good', 'crl'],
    ],
    ['a stale CRL passes soft-fail', ['--crl', crlFile('stale')], [0, null, 'unavailable', null]],
    [
      'and not hard-fail',
      ['--crl', crlFile('stale'), '--revocation', 'hard-fail'],
      [1, 'ERR_TLS_CERT_STATUS_UNAVAILABLE', 'unavailable', null],
    ],
    ['staple-only', ['--revocation', 'staple-only'], [0, null, 'unavailable', null]],
  ])('%s', async (_, args, expected) => expect(await statusesIn(...args)).toEqual(expected));

  test('in words: who says so and since when', async () => {
    const older = makeCrl({ thisUpdate: utcTime('291230000000Z') });
    const list = file('revoked.pem', pem('X509 CRL', older, crls.revoked));
    const { code, stdout } = await check(...good, '--crl', list);
    expect(code).toBe(1);
    expect(stdout).toContain('path 1: accepted\n');
    expect(stdout).toContain(
      '  CN=Leaf: revoked since 2029-12-01T00:00:00Z (unspecified), says a CRL of 2029-12-31T00:00:00Z, valid until 2030-01-07T00:00:00Z\n',
    );
    expect(stdout).toMatch(
      /verdict: REFUSED: .*was revoked.*\(CERT_REVOKED, .*; alert: certificate_revoked, 44\)\n$/,
    );
  });

  test('in words: why a source does not count, and who could still be asked', async () => {
    const extensions = [...goodLeafExtensions(), ocspAt('http://ocsp.example/')];
    const chain = file('asks.der', makeLeaf('Root', { extensions }));
    const list = crlFile('by another key');
    const { code, stdout } = await check('--chain', chain, ...ca, ...then, '--crl', list);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /CN=Leaf: unavailable\n {4}passed over: a CRL: .*signature.*\n {4}not fetched: an OCSP response from http:\/\/ocsp\.example\/\n/,
    );
  });

  test('off: nobody is asked', async () => {
    const { code, stdout } = await check(...good, '--revocation', 'off');
    expect(code).toBe(0);
    expect(stdout).toContain('revocation: off\n');
  });

  test('rfc5280: --intermediates may sign CRLs', async () => {
    const signer = makeCa('Root', 'Root', {
      subjectPublicKeyInfo: testKey('second').subjectPublicKeyInfo,
      extensions: [keyUsage('cRLSign')],
    });
    const list = file('second.crl', makeCrl({ signedBy: 'second' }));
    const args = ['--crl', list, '--intermediates', file('signer.der', signer)];
    expect(await statusesIn(...args)).toEqual([0, null, 'unavailable', null]);
    const byRfc = await statusesIn(...args, '--profile', 'rfc5280');
    expect(byRfc).toEqual([0, null, 'good', 'crl']);
  });
});

describe('a server', () => {
  const identity = (certificate: Uint8Array) => ({
    cert: pem('CERTIFICATE', certificate),
    key: Buffer.from(testPrivateKey('leaf')),
  });

  test('its certificate is judged for its host, and it is left in peace', async () => {
    const ends: Promise<unknown>[] = [];
    const { port } = await serve((socket: TlsSocket) => {
      ends.push(once(socket, 'end'));
      socket.resume();
    }, identity(leaf));
    const address = `localhost:${port}`;
    const wrong = await checkJson(address, ...ca, ...then);
    expect(wrong).toMatchObject({
      code: 1,
      report: { code: 'ERR_TLS_CERT_ALTNAME_INVALID', name: 'localhost', origin: address },
    });
    const { code, stdout } = await check(address, ...ca, ...then, '--name', 'host.example');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^certificates: localhost:\d+\n {2}0 CN=Leaf\n/);
    expect(stdout).toMatch(/\nverdict: accepted\n$/);
    expect(ends).toHaveLength(2);
    await Promise.all(ends);
  });

  test('what it staples counts', async () => {
    const { port } = await serve((socket) => socket.resume(), {
      ...identity(leaf),
      ocspResponse: ocsp.revoked,
    });
    const args = [`127.0.0.1:${port}`, ...ca, ...then, '--name', 'host.example'];
    expect(await checkJson(...args)).toMatchObject({
      code: 1,
      report: {
        code: 'CERT_REVOKED',
        revocation: {
          statuses: [{ status: 'revoked', source: 'staple', reason: 'keyCompromise' }],
        },
      },
    });
    expect((await check(...args, '--revocation', 'off')).code).toBe(0);
  });

  test('that wants a certificate of ours is judged all the same', async () => {
    const { port } = await serve(undefined, {
      ...identity(leaf),
      clientAuth: 'require',
      ca: pem('CERTIFICATE', root),
    });
    const { code } = await check(`localhost:${port}`, ...ca, ...then, '--name', 'host.example');
    expect(code).toBe(0);
  });

  test('that goes on and on is left', async () => {
    const { port } = await serve(
      (socket) => {
        const more = setInterval(() => socket.write('more'), 20);
        socket.on('error', () => {}).on('close', () => clearInterval(more));
      },
      { ...identity(leaf), allowHalfOpen: true },
    );
    const args = [`localhost:${port}`, ...ca, ...then, '--name', 'host.example'];
    expect((await check(...args)).code).toBe(0);
  }, 10_000);

  test('nobody there, or no TLS: one line on standard error', async () => {
    const nobody = await check('127.0.0.1:1', '--json');
    expect(nobody).toMatchObject({ code: 1, stdout: '' });
    expect(nobody.stderr).toMatch(/^tlschart: the transport failed: connect ECONNREFUSED .*\n$/);
    const { port } = await serveTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const noTls = await check(`127.0.0.1:${port}`);
    expect(noTls).toMatchObject({ code: 1, stdout: '' });
    expect(noTls.stderr).toMatch(/^tlschart: .*ERR_TLS_UNKNOWN_RECORD_TYPE.*\n$/);
  });
});

describe('mistakes', () => {
  const garbage = file('garbage', 'garbage');

  test.each([
    [/say what to check/, []],
    [/HOST:PORT and --chain/, ['a:1', ...good]],
    [/HOST or --name: '999\.1\.1\.1' is neither/, ['999.1.1.1:1']],
    [/--chain: .*no such file/, ['--chain', '/nowhere/at/all']],
    [/--chain: .*garbage: PEM: no CERTIFICATE block/, ['--chain', garbage]],
    [/--intermediates: .*no CERTIFICATE block/, [...good, '--intermediates', garbage]],
    [/--ca: .*no CERTIFICATE block/, [...good, '--ca', garbage]],
    [/--ca: .*byte/, [...good, '--ca', file('cut.ca', leaf.subarray(0, -1))]],
    [/--crl: .*no X509 CRL block/, [...good, '--crl', garbage]],
    [/--ocsp: .*no OCSP response in DER/, [...good, '--ocsp', garbage]],
    [/asks neither .* nor --fetch/, [...good, '--fetch', '--revocation', 'off']],
    [/asks neither --crl nor --ocsp/, [...good, '--crl', crlFile('good'), '--revocation', 'off']],
  ])('%s', async (message, args) => {
    const error: unknown = await check(...args).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
  });

  test.each([
    ['nowhere'],
    ['--name', 'a b'],
    ['--name', '1.2.3'],
    ['--time', 'now'],
    ['--time', '2030-02-30'],
    ['--time', '2030-01-01T00:00:00'],
    ['--time', '2030-01-01T25:00Z'],
    ['--purpose', 'any'],
    ['--profile', 'lax'],
    ['--revocation', 'maybe'],
  ])('%s %s', async (...args) => {
    await expect(check(...args)).rejects.toBeInstanceOf(CommanderError);
  });

  test.each([
    ['2030-01-01', '2030-01-01T00:00:00Z'],
    ['2030-01-01T01:30+01:00', '2030-01-01T00:30:00Z'],
    ['2028-02-29T00:00:00.5Z', '2028-02-29T00:00:00.500Z'],
  ])('%s is a time', async (text, instant) => {
    expect((await checkJson(...good, '--time', text)).report.time).toBe(instant);
  });
});
