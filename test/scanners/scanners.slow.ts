/**
 * What scanners see of our server: only its suites, nothing that is vulnerable. Twice: as it is by
 * default, where both take TLS 1.2 for disabled, since they do not know extended_master_secret in
 * all that they ask; and without demanding it, where they see the older suites too. What they say
 * that depends on their own version, or on the certificate, is not kept.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createPki, identitiesOf } from '../interop/pki.ts';
import { Scope } from '../interop/scope.ts';
import { closeAll, serve } from '../node/network.ts';
import { sslscan, sslscanVersion } from './sslscan.ts';
import { type Finding, testssl, testsslVersion } from './testssl.ts';

const longestMs = 400_000;
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tlschart-scanners-'));
const pki = await createPki(folder, ['ecdsa', 'rsa']);
const scope = new Scope();

afterAll(async () => {
  await scope.close();
  await closeAll();
  rmSync(folder, { recursive: true });
});

const tls13Suites = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
];

const tls12Suites = {
  ecdsa: [
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
  ],
  rsa: [
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-RSA-CHACHA20-POLY1305',
  ],
} as const;

type Kind = keyof typeof tls12Suites;

const bits = ['128 bits', '256 bits', '256 bits'];
const words = ['Preferred', 'Accepted', 'Accepted'];

describeScanner('sslscan', sslscanVersion, () => {
  const lines = (version: string, suites: readonly string[]) =>
    suites.map((suite, at) => `${words[at]} ${version} ${bits[at]} ${suite}`);

  const expected = (kind: Kind, sees12: boolean) => ({
    'SSL/TLS Protocols': [
      ...['SSLv2 disabled', 'SSLv3 disabled', 'TLSv1.0 disabled', 'TLSv1.1 disabled'],
      ...[`TLSv1.2 ${sees12 ? 'enabled' : 'disabled'}`, 'TLSv1.3 enabled'],
    ],
    'TLS Fallback SCSV': ['Server supports TLS Fallback SCSV'],
    'TLS renegotiation': ['Session renegotiation not supported'],
    Heartbleed: [
      'TLSv1.3 not vulnerable to heartbleed',
      ...(sees12 ? ['TLSv1.2 not vulnerable to heartbleed'] : []),
    ],
    'Supported Server Cipher(s)': [
      ...lines('TLSv1.3', tls13Suites),
      ...(sees12 ? lines('TLSv1.2', tls12Suites[kind]) : []),
    ],
    'Server Key Exchange Group(s)': [
      'TLSv1.3 128 bits secp256r1 (NIST P-256)',
      'TLSv1.3 192 bits secp384r1 (NIST P-384)',
      'TLSv1.3 128 bits x25519',
    ],
  });

  it.each(['ecdsa', 'rsa'] as const)('the default server, %s', async (kind) => {
    const report = await sslscan(scope, await startDefault(kind));
    expect(report).toMatchObject(expected(kind, false));
  });

  it.each(['ecdsa', 'rsa'] as const)('one that takes the older master secret, %s', async (kind) => {
    const report = await sslscan(scope, await startLenient(kind));
    expect(report).toMatchObject(expected(kind, true));
  });
});

describeScanner('testssl.sh', testsslVersion, () => {
  it.concurrent.each([
    ['ecdsa', startDefault, false],
    ['rsa', startDefault, false],
    ['ecdsa', startLenient, true],
    ['rsa', startLenient, true],
  ] as const)(
    '%s, %o',
    async (kind, start, sees12) => {
      const findings = await testssl(scope, await start(kind), folder);
      // The program of Debian has no old ciphers to try with; it tries by hand.
      const known = findings.filter(({ id }) => id !== 'engine_problem');
      expect(known.filter(({ severity }) => severity !== 'OK' && severity !== 'INFO')).toEqual([]);
      expect(protocols(known)).toEqual({
        ...{
          SSLv2: 'not offered',
          SSLv3: 'not offered',
          TLS1: 'not offered',
          TLS1_1: 'not offered',
        },
        ...{ TLS1_2: sees12 ? 'offered' : 'not offered', TLS1_3: 'offered with final' },
      });
      expect(findingOf(known, 'cipherorder_TLSv1_3')).toBe(tls13Suites.join(' '));
      expect(findingOf(known, 'cipherorder_TLSv1_2')).toBe(
        sees12 ? tls12Suites[kind].join(' ') : undefined,
      );
      // Of TLS 1.3 it asks no block ciphers.
      const wanted = vulnerabilities.filter((id) => sees12 || id !== 'SWEET32');
      const found = known.map(({ id }) => id);
      expect(wanted.filter((id) => !found.includes(id))).toEqual([]);
    },
    longestMs,
  );
});

/** What was looked for, each once at least. */
const vulnerabilities = [
  ...['heartbleed', 'CCS', 'ticketbleed', 'ROBOT', 'secure_renego', 'secure_client_renego'],
  ...['CRIME_TLS', 'POODLE_SSL', 'fallback_SCSV', 'SWEET32', 'FREAK', 'DROWN', 'LOGJAM', 'BEAST'],
  ...['LUCKY13', 'RC4'],
];

function protocols(findings: readonly Finding[]): Readonly<Record<string, string>> {
  const isVersion = ({ id }: Finding) => /^(?:SSLv\d|TLS1(?:_\d)?)$/.test(id);
  return Object.fromEntries(findings.filter(isVersion).map(({ id, finding }) => [id, finding]));
}

function findingOf(findings: readonly Finding[], id: string): string | undefined {
  return findings.find((one) => one.id === id)?.finding.trim();
}

/** `tlschart server`, as everybody starts it. */
async function startDefault(kind: Kind): Promise<number> {
  const { server } = identitiesOf(pki, kind);
  const program = scope.run(
    process.execPath,
    [
      ...['--import', 'tsx', 'tools/cli/main.ts', 'server', '--port', '0'],
      ...['--cert', server.certificateFile, '--key', server.keyFile],
    ],
    { cwd: root },
  );
  const [, port] = await program.says(/^listening on .*:(\d+)$/m);
  return Number(port);
}

async function startLenient(kind: Kind): Promise<number> {
  const { server } = identitiesOf(pki, kind);
  const { port } = await serve(
    (socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end('HTTP/1.0 204 No Content\r\n\r\n'));
    },
    {
      cert: readFileSync(server.certificateFile),
      key: readFileSync(server.keyFile),
      requireExtendedMasterSecret: false,
    },
  );
  return port;
}

function describeScanner(name: string, version: string | undefined, suite: () => void): void {
  describe(name, () => {
    if (version !== undefined) suite();
    else if (process.env.CI) {
      it('is here', () => {
        throw new Error(`CI must run this: it needs ${name}`);
      });
    } else it.skip(`skipped, it needs ${name}`, () => undefined);
  });
}
