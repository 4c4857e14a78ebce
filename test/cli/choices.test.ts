/** The options that choose: client authentication, cryptography, groups, suites, schemes. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClientAuthority } from '../node/client-pki.ts';
import { type CredentialFiles, type TestPki, writePki } from '../support/certificates.ts';
import { describeNeeding } from '../support/skips.ts';
import { cleanUp, run, type Server, startServer } from './run.ts';

let folder: string;
let files: Readonly<Record<keyof TestPki, CredentialFiles>>;
let client: CredentialFiles;
let stranger: CredentialFiles;
let requiring: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tlschart-choices-'));
  files = await writePki(folder);
  const [known, unknown] = [
    await createClientAuthority('clients'),
    await createClientAuthority('strangers'),
  ];
  client = write('client', await known.issue('somebody'));
  stranger = write('stranger', await unknown.issue('nobody'));
  const clientCa = join(folder, 'clients.pem');
  writeFileSync(clientCa, known.ca);
  const auth = ['--client-auth', 'require', '--ca', clientCa];
  requiring = await startServer(files.leaf, '--echo', ...auth, '--crypto', 'noble');
});
afterAll(async () => {
  await cleanUp();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, { cert, key }: { readonly cert: string; readonly key: string }) {
  const [certificate, privateKey] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  writeFileSync(certificate, cert);
  writeFileSync(privateKey, key);
  return { certificate, privateKey };
}

function meet(...options: readonly string[]) {
  const address = `localhost:${requiring.port}`;
  return run(['client', address, '--ca', files.ca.certificate, ...options], 'x');
}

const shows = ({ certificate, privateKey }: CredentialFiles) =>
  ['--cert', certificate, '--key', privateKey] as const;

describeNeeding('openssl', 'a key store', () => {
  test('gets in whom the server knows, with its passphrase', async () => {
    const { certificate, privateKey } = client;
    const store = join(folder, 'client.p12');
    const from = ['-in', certificate, '-inkey', privateKey, '-out', store];
    execFileSync('openssl', ['pkcs12', '-export', ...from, '-passout', 'pass:secret']);
    const shown = await meet('--pfx', store, '--passphrase', 'secret');
    expect(shown).toMatchObject({ code: 0, stdout: 'x' });
    const guessed = await meet('--pfx', store, '--passphrase', 'guess');
    expect(guessed.code).toBe(2);
    expect(guessed.stderr).toMatch(/^tlschart: --pfx: .*the passphrase is wrong/);
  });
});

describe('a server that requires a certificate', () => {
  test('lets in whom it knows', async () => {
    expect(await meet(...shows(client))).toMatchObject({ code: 0, stdout: 'x' });
  });

  test('is shown the one of several that it can use', async () => {
    const { code, stderr, stdout } = await meet(...shows(stranger), ...shows(client));
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'x' });
    expect(stderr).toMatch(/we showed +CN=somebody\n/);
    expect(stderr).toMatch(/not shown +CN=nobody: issued by CN=strangers: none of these\n/);
  });

  test('tells a client without one why not', async () => {
    const { code, stderr } = await meet();
    expect(code).toBe(1);
    expect(stderr).toContain('certificate_required');
    await requiring.seen(/failed: .*ERR_TLS_CERTIFICATE_REQUIRED/);
  });

  test('tells a stranger why not', async () => {
    const { code, stderr } = await meet(...shows(stranger));
    expect(code).toBe(1);
    expect(stderr).toContain('certificate_required');
    expect(stderr).toMatch(/asked for +a certificate by CN=clients\n/);
    expect(stderr).toMatch(/not shown +CN=nobody: issued by CN=strangers: none of these\n/);
  });
});

describe('choices', () => {
  test('are what the summary shows', async () => {
    const { code, stderr } = await meet(
      ...shows(client),
      ...['--crypto', 'noble', '--groups', 'secp384r1', '--suites', 'TLS_CHACHA20_POLY1305_SHA256'],
    );
    expect(stderr).toMatch(/cipher suite +TLS_CHACHA20_POLY1305_SHA256\n/);
    expect(stderr).toMatch(/group +secp384r1\n/);
    expect(code).toBe(0);
  });

  test('a scheme that the server cannot sign with: handshake_failure', async () => {
    const { code, stderr } = await meet('--sigalgs', 'ed25519');
    expect(code).toBe(1);
    expect(stderr).toContain('handshake_failure');
  });

  test.each([
    ['--groups', 'x448'],
    ['--suites', 'HIGH:!aNULL'],
    ['--sigalgs', 'rsa_pkcs1_md5'],
    ['--crypto', 'rot13'],
    ['--min-version', 'TLSv1.1'],
    ['--max-version', 'SSLv3'],
  ])('%s %s: exit 2, and the option is named', async (option, value) => {
    const { code, stderr } = await meet(option, value);
    expect(code).toBe(2);
    expect(stderr).toContain(option);
  });

  test('--client-auth without --ca is no server', async () => {
    const { certificate, privateKey } = files.leaf;
    const identity = ['--port', '0', '--cert', certificate, '--key', privateKey];
    const { code, stderr } = await run(['server', ...identity, '--client-auth', 'request']);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--ca') });
  });
});

describe('TLS 1.2', () => {
  const asksForPage = (port: number, ...options: readonly string[]) => {
    const trust = ['--ca', files.ca.certificate];
    return run(['client', `localhost:${port}`, ...trust, ...options], 'GET / HTTP/1.0\r\n\r\n');
  };

  test('the summary tells it, the trace what a capture shows, and the answer comes whole', async () => {
    const server = await startServer(files.leaf, '--max-version', 'TLSv1.2', '--trace');
    const { code, stdout, stderr } = await asksForPage(server.port, '--trace');
    expect(code).toBe(0);
    expect(stdout).toContain('<h1>Hello over TLSv1.2</h1>');
    expect(stderr).toMatch(/protocol +TLSv1\.2\n/);
    expect(stderr).toMatch(/cipher suite +TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256\n/);
    const shown = (text: string) =>
      [...text.matchAll(/a capture shows: (.*)\n/g)].map(([, words]) => words);
    const [hidden, ccs] = ['Encrypted Handshake Message (Finished)', 'Change Cipher Spec'];
    const closing = 'Encrypted Alert (close_notify)';
    expect(shown(stderr)).toEqual([
      `sent ${ccs}, sent ${hidden}`,
      `came ${ccs}`,
      `came ${hidden}`,
      `came ${closing}, sent ${closing}`,
    ]);
    const [, told = ''] = await server.seen(/([\s\S]*sent Encrypted Alert \(close_notify\)\n)/);
    expect(shown(told)).toEqual([
      `came ${ccs}`,
      `came ${hidden}, sent ${ccs}, sent ${hidden}`,
      `sent ${closing}`,
    ]);
  });

  test('--suites are those and no others, whatever their version, in either name', async () => {
    const server = await startServer(files.leaf);
    const names = ['ECDHE-ECDSA-AES256-GCM-SHA384', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'];
    const { code, stderr } = await asksForPage(server.port, '--suites', names.join());
    expect(code).toBe(0);
    expect(stderr).toMatch(/cipher suite +TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384\n/);
    const nothing = await asksForPage(
      server.port,
      '--suites',
      names[0] ?? '',
      '--min-version',
      'TLSv1.3',
    );
    expect(nothing).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--suites: none of'),
    });
  });

  test('a server that is limited to TLS 1.3: the alert, and what it means', async () => {
    const server = await startServer(files.leaf, '--min-version', 'TLSv1.3');
    const { stderr, code } = await asksForPage(server.port, '--max-version', 'TLSv1.2');
    expect(code).toBe(1);
    expect(stderr).toMatch(/alert protocol_version.*the peer speaks no version of TLS that we do/);
  });
});

describe('--legacy', () => {
  const suite = 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA';
  const page = expect.stringContaining('<h1>Hello over TLSv1.2</h1>');
  const old = ['--legacy', '--max-version', 'TLSv1.2'];

  test('without it there is no such suite', async () => {
    const { code, stderr } = await meet('--suites', suite);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(suite) });
  });

  test('AES-CBC with HMAC', async () => {
    const server = await startServer(files.leaf, ...old, '--suites', suite);
    const trust = ['--ca', files.ca.certificate];
    const { code, stdout, stderr } = await speakTo(server.port, ...trust);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: page });
    expect(stderr).toMatch(new RegExp(`cipher suite +${suite}\n`));
  });

  describeNeeding('openssl', 'static RSA', () => {
    test('is told to have no forward secrecy', async () => {
      const own = { certificate: join(folder, 'rsa.pem'), privateKey: join(folder, 'rsa.key') };
      const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost'];
      const uses = ['keyUsage=keyEncipherment', 'subjectAltName=DNS:localhost'];
      const out = ['-keyout', own.privateKey, '-out', own.certificate];
      const more = uses.flatMap((extension) => ['-addext', extension]);
      execFileSync('openssl', [...request, ...more, ...out], { stdio: 'ignore' });
      const names = ['--suites', 'TLS_RSA_WITH_AES_128_CBC_SHA'];
      const server = await startServer(own, ...old, ...names);
      const { code, stdout, stderr } = await speakTo(server.port, '--ca', own.certificate);
      expect({ code, stdout }).toMatchObject({ code: 0, stdout: page });
      expect(stderr).toMatch(/group +none: no forward secrecy\n/);
    });
  });

  function speakTo(port: number, ...options: readonly string[]) {
    return run(['client', `localhost:${port}`, ...old, ...options], 'GET / HTTP/1.0\r\n\r\n');
  }
});
