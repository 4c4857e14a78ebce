/** sslscan: what it says of a server, by its own headings. */
import { versionOf } from '../interop/peers/version.ts';
import type { Scope } from '../interop/scope.ts';

export const sslscanVersion = versionOf('sslscan', ['--version'], /(\d+\.\d+\.\d+)/);

/** Heading -> the lines below it, without the columns that tell of the scanner's own key exchange. */
export type Report = Readonly<Record<string, readonly string[]>>;

export async function sslscan(scope: Scope, port: number): Promise<Report> {
  const program = scope.run('sslscan', ['--no-colour', `127.0.0.1:${port}`]);
  await program.exits();
  const blocks = program.words.split(/\n{2,}/).map((block) => block.trim().split('\n'));
  return Object.fromEntries(
    blocks.map(([heading = '', ...lines]) => [heading.trim().replace(/:$/, ''), lines.map(stable)]),
  );
}

function stable(line: string): string {
  return line
    .trim()
    .replace(/\s+Curve .*$/, '')
    .replaceAll(/\s+/g, ' ');
}
