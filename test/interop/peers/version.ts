/** Whether a program is there, and in which version. */
import { spawnSync } from 'node:child_process';

/**
 * What the pattern's group finds in what the program says of itself; undefined if it is not
 * there, or is another program.
 */
export function versionOf(
  program: string,
  args: readonly string[],
  pattern: RegExp,
): string | undefined {
  const { stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error !== undefined) return undefined;
  return pattern.exec(stdout + stderr)?.[1];
}
