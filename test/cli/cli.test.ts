/** The command line as a user meets it: processes, exit codes, one clear line. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writePki } from '../support/certificates.ts';

const directory = mkdtempSync(join(tmpdir(), 'tlschart-cli-'));
let files: Awaited<ReturnType<typeof writePki>>;
let server: ChildProcess;
let port = '';

beforeAll(async () => {
  files = await writePki(directory);
  const { certificate, privateKey } = files.leaf;
  server = start('server', '--port', '0', '--cert', certificate, '--key', privateKey, '--echo');
  const [line] = (await once(server.stdout ?? server, 'data')) as [Buffer];
  port = /^listening on 127\.0\.0\.1:(\d+)\n$/.exec(line.toString())?.[1] ?? '';
});

afterAll(() => rmSync(directory, { recursive: true }));

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'tools/cli/main.ts', ...args]);
}

async function run(input: string, ...args: string[]) {
  const child = start(...args);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (data: Buffer) => {
    stdout += data.toString();
  });
  child.stderr?.on('data', (data: Buffer) => {
    stderr += data.toString();
  });
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  const [code] = (await once(child, 'close')) as [number];
  return { code, stdout, stderr };
}

describe('tlschart client and server', () => {
  test('echo: stdin comes back on stdout, exit 0, a summary on stderr', async () => {
    const ran = await run('a line\n', 'client', `127.0.0.1:${port}`, '--ca', files.ca.certificate);
    expect(ran).toMatchObject({ code: 0, stdout: 'a line\n' });
    expect(ran.stderr).toMatch(/protocol +TLSv1\.3\n +cipher suite +TLS_AES_128_GCM_SHA256\n/);
    expect(ran.stderr).toMatch(/verdict +verified\n/);
  });

  test('an unknown authority: exit 1, one line with code, state and alert', async () => {
    const ran = await run('', 'client', `127.0.0.1:${port}`, '--ca', files.otherCa.certificate);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(
      /^tlschart: .*, in verifyPeer \(UNABLE_TO_VERIFY_LEAF_SIGNATURE, .*; our alert: unknown_ca, 48\)\n$/,
    );
  });

  test('a wrong name is refused, --insecure goes on', async () => {
    const args = ['client', `127.0.0.1:${port}`, '--servername', 'other.example'] as const;
    const refused = await run('', ...args, '--ca', files.ca.certificate);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
    const insecure = await run('x', ...args, '--ca', files.ca.certificate, '--insecure');
    expect(insecure).toMatchObject({ code: 0, stdout: 'x' });
    expect(insecure.stderr).toContain('NOT verified');
  });

  test('--trace tells each step', async () => {
    const address = `127.0.0.1:${port}`;
    const ran = await run('', 'client', address, '--ca', files.ca.certificate, '--trace');
    expect(ran.code).toBe(0);
    expect(ran.stderr).toMatch(
      /hs\.serverHello \(v13\) +waitServerHello -> waitEncryptedExtensions/,
    );
    expect(ran.stderr).toContain('RFC 9846, 4.5.3');
  });

  test.each([
    ['no address', ['client', 'nowhere']],
    ['no such port', ['client', 'localhost:70000']],
    ['an unknown option', ['client', 'localhost:1', '--nonsense']],
    ['a file that is not there', ['client', 'localhost:1', '--ca', '/nonexistent']],
    ['a server without a key', ['server', '--port', '0', '--cert', 'x']],
  ])('wrong use, exit 2: %s', async (_name, args) => {
    const { code, stdout, stderr } = await run('', ...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toContain('    at ');
  });

  test('a key that is not the certificate’s: exit 2', async () => {
    const { certificate } = files.leaf;
    const { privateKey } = files.otherName;
    const args = ['server', '--port', '0', '--cert', certificate, '--key', privateKey];
    const { code, stderr } = await run('', ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^tlschart: .*is not the private key of the first certificate.*\n$/);
  });

  test('SIGTERM closes and exits 0', async () => {
    server.kill('SIGTERM');
    const [code] = (await once(server, 'close')) as [number];
    expect(code).toBe(0);
  });
});
