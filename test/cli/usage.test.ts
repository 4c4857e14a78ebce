/** Mistakes in calling the command: one clear line, exit code 2. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAddress, parseHost, parseListenPort, parseProtocols } from '../../tools/cli/usage.ts';
import { type CredentialFiles, writePki } from '../support/certificates.ts';
import { cleanUp, run } from './run.ts';

let folder: string;
let files: Readonly<Record<'otherName' | 'leaf', CredentialFiles>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tlschart-usage-'));
  files = await writePki(folder);
});
afterAll(async () => {
  await cleanUp();
  rmSync(folder, { recursive: true, force: true });
});

describe('arguments', () => {
  test.each([
    ['localhost:443', { host: 'localhost', port: 443 }],
    ['127.0.0.1:1', { host: '127.0.0.1', port: 1 }],
    ['[::1]:65535', { host: '::1', port: 65_535 }],
  ])('%s is an address', (text, address) => expect(parseAddress(text)).toEqual(address));

  test.each([
    '',
    'localhost',
    ':443',
    '::1:443',
    '[::1]',
    '[x]:1',
    'a:0',
    'a:65536',
    'a:-1',
    'a:1e2',
  ])("'%s' is none", (text) => expect(() => parseAddress(text)).toThrow(InvalidArgumentError));

  test('ports, hosts and protocol names', () => {
    expect(parseListenPort('0')).toBe(0);
    expect(() => parseListenPort(' 1')).toThrow(InvalidArgumentError);
    expect(parseHost('[::1]')).toBe('::1');
    expect(() => parseHost('')).toThrow(InvalidArgumentError);
    expect(parseProtocols('h2,http/1.1')).toEqual(['h2', 'http/1.1']);
    expect(() => parseProtocols('h2,')).toThrow(InvalidArgumentError);
    expect(() => parseProtocols('x'.repeat(256))).toThrow(InvalidArgumentError);
  });
});

describe('exit code 2 and one line', () => {
  async function expectMistake(args: readonly string[], line: RegExp): Promise<void> {
    const { code, stdout, stderr } = await run(args);
    expect(stderr).toMatch(/^tlschart: /);
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  }
  const server = (cert: string, key: string) => [
    'server',
    '--port',
    '0',
    '--cert',
    cert,
    '--key',
    key,
  ];

  test('arguments that are missing, wrong or too many', async () => {
    await Promise.all([
      expectMistake(['server'], /required option '--port <port>' not specified/),
      expectMistake(['client'], /missing required argument 'host:port'/),
      expectMistake(['client', '::1:443'], /IPv6 address in brackets/),
      expectMistake(['client', 'a:1', 'b:1'], /too many arguments/),
      expectMistake(['client', 'nowhere'], /Write HOST:PORT/),
      expectMistake(['client', 'localhost:70000'], /A port is a number from 0 to 65535/),
      expectMistake(['client', '999.1.1.1:1'], /HOST: '999\.1\.1\.1' is neither a host name nor/),
      expectMistake(['client', 'a:1', '--servername', 'a b'], /--servername: 'a b' is neither/),
      expectMistake(['server', '--port', '0', '--cert', 'x'], /--cert FILE and --key FILE need/),
      expectMistake(['server', '--port', '0'], /--cert: is missing: a server needs a certificate/),
      expectMistake(['check'], /say what to check: HOST:PORT or --chain FILE/),
      expectMistake(['check', 'a:1', '--name', 'a b'], /neither a host name nor an IP address/),
      expectMistake(['nonsense'], /unknown command 'nonsense'/),
    ]);
  });

  test('options that do not go together', async () => {
    const good = server(files.leaf.certificate, files.leaf.privateKey);
    await Promise.all([
      expectMistake([...good, '--echo', '--http'], /'--http' cannot be used with option '--echo'/),
      expectMistake([...good, '--alpn', 'h2'], /--alpn: h2 is not what --http speaks/),
      expectMistake([...good, '--crl', 'x'], /--crl, .* need --client-auth request or require/),
      expectMistake(
        ['client', 'a:1', '--revocation', 'on'],
        /choices are off, soft-fail, hard-fail/,
      ),
      expectMistake([...good, '--nonsense'], /unknown option '--nonsense'/),
      expectMistake(['client', 'a:1', '--nonsense'], /unknown option '--nonsense'/),
    ]);
  });

  test('what watches: a form of --trace, a port of --inspect, no viewer, no page outside of a checkout', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    other.close();
    await once(other, 'close');
    await Promise.all([
      expectMistake(['client', 'a:1', '--trace=xml'], /Allowed choices are text, json/),
      expectMistake(['client', 'a:1', '--inspect=0'], /port of a viewer is from 1 to 65535/),
      expectMistake(['client', 'a:1', `--inspect=${port}`], /--inspect: .*npm run view/),
      expectMistake(['view'], /view needs a checkout of tlschart/),
    ]);
  });

  test('files', async () => {
    const { certificate, privateKey } = files.leaf;
    const garbage = join(folder, 'garbage');
    writeFileSync(garbage, 'garbage');
    await Promise.all([
      expectMistake(server(join(folder, 'absent'), privateKey), /--cert: .*no such file/),
      expectMistake(server(garbage, privateKey), /--cert: .*no CERTIFICATE block/),
      expectMistake(
        server(certificate, files.otherName.privateKey),
        /--key: is not the private key of the first certificate/,
      ),
      expectMistake(['client', 'a:1', '--pfx', garbage], /--pfx: is no PKCS#12/),
      expectMistake(['client', 'a:1', '--ca', join(folder, 'absent')], /--ca: .*no such file/),
      expectMistake(['check', '--chain', garbage], /--chain: .*no CERTIFICATE block/),
      expectMistake(['client', 'a:1', '--ca', garbage], /--ca: .*no CERTIFICATE block/),
      expectMistake(['client', 'a:1', '--crl', garbage], /--crl: .*no X509 CRL block/),
      expectMistake(['client', 'a:1', '--keylog', folder], /--keylog: .*directory/),
    ]);
  });

  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const args = server(files.leaf.certificate, files.leaf.privateKey);
    await expectMistake(
      args.map((arg) => (arg === '0' ? String(port) : arg)),
      new RegExp(`cannot listen on 127\\.0\\.0\\.1:${port}: .*address already in use`),
    );
    other.close();
  });
});

test('--help and --version are no mistakes', async () => {
  const [help, version] = await Promise.all([run(['server', '--help']), run(['--version'])]);
  expect(help.code).toBe(0);
  expect(help.stdout).toContain('--keylog <file>');
  expect(version).toMatchObject({ code: 0, stderr: '' });
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
