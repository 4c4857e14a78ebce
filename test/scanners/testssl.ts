/** testssl.sh: its findings, by their names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { versionOf } from '../interop/peers/version.ts';
import type { Scope } from '../interop/scope.ts';

export const testsslVersion = versionOf('testssl', ['--version'], /testssl\s+(\d+\.\d+\S*)/);

export interface Finding {
  readonly id: string;
  readonly severity: string;
  readonly finding: string;
}

/** Everything but the certificate, whose authority no scanner knows, and the pages it guards. */
const checks = ['--protocols', '--std', '--fs', '--server-preference', '--vulnerable'];

/** @param folder where its report may stand */
export async function testssl(
  scope: Scope,
  port: number,
  folder: string,
): Promise<readonly Finding[]> {
  const report = join(folder, `testssl-${port}.json`);
  const program = scope.run('testssl', [
    ...['--quiet', '--color', '0', '--nodns', 'none', '--warnings', 'off', '--jsonfile', report],
    ...[...checks, `127.0.0.1:${port}`],
  ]);
  await program.exits();
  return JSON.parse(readFileSync(report, 'utf8')) as readonly Finding[];
}
