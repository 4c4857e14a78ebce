/** `openssl s_server` and `openssl s_client` as peers. */
import { spawnSync } from 'node:child_process';
import type { CredentialFiles } from './certificates.ts';
import { ToolProcess } from './tool-process.ts';

/** Whether there is an openssl of the version that the tests know. */
export function hasOpenssl(): boolean {
  const { stdout } = spawnSync('openssl', ['version'], { encoding: 'utf8' });
  return stdout?.startsWith('OpenSSL 3.') ?? false;
}

/** Whether programs can be run in another time. */
export function hasFaketime(): boolean {
  return spawnSync('faketime', ['--version']).status === 0;
}

/** `s_server` for one connection on a free port of 127.0.0.1. */
export async function startServer(
  identity: CredentialFiles,
  args: readonly string[] = [],
): Promise<{ readonly openssl: ToolProcess; readonly port: number }> {
  const { certificate, privateKey } = identity;
  const where = ['-accept', '127.0.0.1:0', '-naccept', '1'];
  const who = ['-cert', certificate, '-key', privateKey];
  const openssl = new ToolProcess('openssl', ['s_server', ...where, ...who, ...args]);
  const [, port] = await openssl.says(/^ACCEPT .*:(\d+)$/m);
  return { openssl, port: Number(port) };
}

/** `s_client`, on its way to 127.0.0.1. */
export function startClient(port: number, args: readonly string[] = []): ToolProcess {
  return new ToolProcess('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, ...args]);
}

/** The dummy change_cipher_spec records that openssl shows with `-msg`: sent `>>>`, got `<<<`. */
export function dummiesIn(words: string, direction: '>>>' | '<<<'): number {
  const header = new RegExp(`^${direction} .*RecordHeader.*\\n +14 03 03 00 01$`, 'gm');
  return words.match(header)?.length ?? 0;
}
