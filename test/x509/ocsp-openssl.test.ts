/**
 * OCSP responses by `openssl ocsp` as the responder, to requests that this project encodes; and its
 * CRLs. A PKI of our own certificates, in files.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { encodeOcspRequest } from '../../runtime/x509/ocsp-request.ts';
import { checkRevocation, type RevocationInput } from '../../runtime/x509/revocation.ts';
import { pem } from '../support/openssl-chain.ts';
import { describeNeeding } from '../support/skips.ts';
import {
  anchor,
  commonName,
  der,
  extension,
  extKeyUsage,
  integer,
  makeCa,
  makeLeaf,
  serverAuth,
  testKey,
  testPrivateKey,
  utcTime,
} from './make.ts';
import { verifyWithNode } from './node-signatures.ts';
import { hashWithNode } from './status-rules.ts';

const rootDer = makeCa('Root', 'Root');
const otherRootDer = makeCa('Other', 'Other');
const leaves = {
  good: makeLeaf('Root', { serialNumber: integer(0x10) }),
  revoked: makeLeaf('Root', { serialNumber: integer(0x11) }),
  unknown: makeLeaf('Root', { serialNumber: integer(0x12) }),
} as const;

const ocspSigning = extKeyUsage('1.3.6.1.5.5.7.3.9');
const noCheck = extension('1.3.6.1.5.5.7.48.1.5', der(0x05));
const responder = (fields: Parameters<typeof makeLeaf>[1] = {}, issuer = 'Root') =>
  makeLeaf(issuer, {
    subject: commonName('Responder'),
    subjectPublicKeyInfo: testKey('Responder').subjectPublicKeyInfo,
    serialNumber: integer(0x20),
    extensions: [ocspSigning, noCheck],
    ...fields,
  });

/** Who signs, besides the root. */
const responders = {
  delegate: responder(),
  'delegate without nocheck': responder({ extensions: [ocspSigning] }),
  'delegate without OCSPSigning': responder({ extensions: [extKeyUsage(serverAuth)] }),
  'expired delegate': responder({ notAfter: utcTime('250201000000Z') }),
  'delegate of another issuer': responder({}, 'Other'),
} as const;

describeNeeding('openssl', 'OCSP responses of openssl', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tlschart-ocsp-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const file = (name: string) => join(folder, name.replaceAll(' ', '-'));
  const write = (name: string, bytes: string | Uint8Array): string => {
    writeFileSync(file(name), bytes, { mode: 0o600 });
    return file(name);
  };
  write('root.pem', pem(rootDer));
  write('root.key', pem(testPrivateKey('Root'), 'PRIVATE KEY'));
  write('responder.key', pem(testPrivateKey('Responder'), 'PRIVATE KEY'));
  write('other.pem', pem(otherRootDer));
  write('other.key', pem(testPrivateKey('Other'), 'PRIVATE KEY'));
  for (const [name, bytes] of Object.entries(leaves)) write(`${name}.pem`, pem(bytes));
  for (const [name, bytes] of Object.entries(responders)) write(`${name}.pem`, pem(bytes));
  write(
    'index.txt',
    'V\t350101000000Z\t\t10\tunknown\t/CN=Leaf\n' +
      'R\t350101000000Z\t260101000000Z,keyCompromise\t11\tunknown\t/CN=Leaf\n',
  );

  function openssl(...args: readonly string[]): void {
    const { status, stderr } = spawnSync('openssl', [...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`);
  }

  /** What the responder answers to a request for a leaf. */
  function answer(
    leaf: Uint8Array,
    { signer = 'root', key = 'root', ca = 'root', args = [] as readonly string[] } = {},
  ): Uint8Array {
    const request = encodeOcspRequest(anchor(leaf), anchor(rootDer), hashWithNode);
    return respondTo(write('request.der', request), { signer, key, ca, args });
  }

  function respondTo(
    request: string,
    { signer = 'root', key = 'root', ca = 'root', args = [] as readonly string[] } = {},
  ): Uint8Array {
    const where = ['-index', file('index.txt'), '-reqin', request, '-respout', file('answer.der')];
    const who = ['-rsigner', file(`${signer}.pem`), '-rkey', file(`${key}.key`)];
    const which = ['-CA', file(`${ca}.pem`), '-ndays', '7'];
    openssl('ocsp', ...where, ...who, ...which, ...args);
    return Uint8Array.from(readFileSync(file('answer.der')));
  }

  /** The status of a leaf by a staple, or the code of the refusal. */
  function check(
    leaf: Uint8Array,
    staple: Uint8Array,
    more: Partial<RevocationInput> = {},
  ): string {
    const result = checkRevocation({
      path: [anchor(leaf), anchor(rootDer)],
      timeMs: Date.now(),
      purpose: 'server',
      policy: { mode: 'hard-fail' },
      staples: [staple],
      schemes: [0x0403],
      verifySignature: verifyWithNode,
      hash: hashWithNode,
      ...more,
    });
    const [status] = result.certificates;
    return result.accepted ? (status?.status ?? 'none') : `${result.code}: ${result.detail}`;
  }

  test('good, revoked and unknown, by the issuer itself', () => {
    expect(check(leaves.good, answer(leaves.good))).toBe('good');
    expect(check(leaves.revoked, answer(leaves.revoked))).toMatch(
      /^CERT_REVOKED: .*2026-01-01T00:00:00Z \(keyCompromise\)/,
    );
    expect(check(leaves.unknown, answer(leaves.unknown))).toMatch(/^ERR_TLS_BAD.*does not know/);
  });

  test('a responder that names itself by its key', () => {
    expect(check(leaves.good, answer(leaves.good, { args: ['-resp_key_id'] }))).toBe('good');
  });

  test.each([
    ['delegate', /^good$/],
    ['delegate without nocheck', /^good$/],
    ['delegate without OCSPSigning', /^ERR_TLS_BAD.*no OCSPSigning/],
    ['expired delegate', /^ERR_TLS_BAD.*not valid now/],
    ['delegate of another issuer', /^ERR_TLS_BAD.*has not issued/],
  ] as const)('by a %s', (signer, expected) => {
    expect(check(leaves.good, answer(leaves.good, { signer, key: 'responder' }))).toMatch(expected);
  });

  test('a delegate whose certificate is not sent', () => {
    const staple = answer(leaves.good, {
      signer: 'delegate',
      key: 'responder',
      args: ['-resp_no_certs'],
    });
    expect(check(leaves.good, staple)).toMatch(/^ERR_TLS_BAD.*no key is known/);
    const responder = [anchor(responders.delegate)];
    expect(check(leaves.good, staple, { responders: responder })).toBe('good');
  });

  test('a signature that is corrupted', () => {
    expect(check(leaves.good, answer(leaves.good, { args: ['-badsig'] }))).toMatch(
      /^ERR_TLS_BAD.*signature that is bad/,
    );
  });

  test('expired, and still to come', () => {
    const staple = answer(leaves.good);
    const at = (days: number) =>
      check(leaves.good, staple, { timeMs: Date.now() + days * 86_400_000 });
    expect(at(6)).toBe('good');
    expect(at(8)).toMatch(/^ERR_TLS_BAD.*should have been replaced/);
    expect(at(-1)).toMatch(/^ERR_TLS_BAD.*to come/);
  });

  test('by another CA, about another issuer', () => {
    const staple = answer(leaves.good, { signer: 'other', key: 'other', ca: 'other' });
    // openssl does not know the issuer and says so.
    expect(check(leaves.good, staple)).toMatch(/^ERR_TLS_BAD/);
  });

  test('about another certificate', () => {
    expect(check(leaves.good, answer(leaves.revoked))).toMatch(/^ERR_TLS_BAD.*about other/);
  });

  test('several certificates, and CertIDs with SHA-256', () => {
    const request = file('several.der');
    const certificates = ['good', 'revoked'].flatMap((name) => ['-cert', file(`${name}.pem`)]);
    const issuer = ['-issuer', file('root.pem')];
    for (const digest of [[], ['-sha256']]) {
      openssl('ocsp', ...issuer, ...digest, ...certificates, '-no_nonce', '-reqout', request);
      const staple = respondTo(request);
      expect(check(leaves.good, staple)).toBe('good');
      expect(check(leaves.revoked, staple)).toMatch(/^CERT_REVOKED/);
      expect(check(leaves.unknown, staple)).toMatch(/^ERR_TLS_BAD.*about other/);
    }
  });

  test('a nonce that nobody has asked for does no harm', () => {
    const request = file('nonce.der');
    const about = ['-issuer', file('root.pem'), '-cert', file('good.pem')];
    openssl('ocsp', ...about, '-nonce', '-reqout', request);
    expect(check(leaves.good, respondTo(request))).toBe('good');
  });

  test('its CRLs', () => {
    write('crlnumber', '05\n');
    const config = write(
      'ca.cnf',
      [
        '[ca]',
        'default_ca = own',
        '[own]',
        `database = ${file('index.txt')}`,
        `crlnumber = ${file('crlnumber')}`,
        'default_md = sha256',
        'crl_extensions = crl',
        '[crl]',
        'authorityKeyIdentifier = issuer:always',
        'issuingDistributionPoint = critical, @point',
        '[point]',
        'onlyuser = TRUE',
        '',
      ].join('\n'),
    );
    const by = ['-config', config, '-cert', file('root.pem'), '-keyfile', file('root.key')];
    openssl('ca', '-gencrl', ...by, '-crldays', '7', '-out', file('crl.pem'));
    openssl('crl', '-in', file('crl.pem'), '-outform', 'DER', '-out', file('crl.der'));
    const crls = [Uint8Array.from(readFileSync(file('crl.der')))];
    const empty = { staples: undefined, crls };
    expect(check(leaves.good, new Uint8Array(0), empty)).toBe('good');
    expect(check(leaves.revoked, new Uint8Array(0), empty)).toMatch(/^CERT_REVOKED.*keyCompromise/);
  });
});
