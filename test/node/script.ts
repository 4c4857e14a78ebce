/** Scripts that use the Node adapter in a process of their own: do they end by themselves, and how? */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const adapter = new URL('../../runtime/node/index.ts', import.meta.url).href;

/** What no script of a test may take: then it is ended. */
const longestMs = 30_000;

/** A script under way. */
export interface Script {
  /** The first line that it prints. */
  readonly firstLine: Promise<string>;
  /** All that it prints, once it has ended by itself. Rejects if it ends badly, or not at all. */
  readonly output: Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts a script that has `connect`, `createServer`, `createStatusFetcher` and the values given.
 * @param values what JSON can say, by the names that the script has for it
 */
export function start(values: Readonly<Record<string, unknown>>, script: string): Script {
  const names = Object.entries(values).map(
    ([name, value]) => `const ${name} = ${JSON.stringify(value)};`,
  );
  const source = `import { connect, createServer, createStatusFetcher } from '${adapter}'; ${names.join(' ')} ${script}`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', source];
  const child = spawn(process.execPath, args, { cwd: projectRoot, timeout: longestMs });
  const firstLine = once(child.stdout, 'data').then(([chunk]) => String(chunk).trim());
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
  const output = ended.then(([[code, signal], said, complaints]) => {
    if (code === 0) return said.trim();
    throw new Error(`the script ended with ${signal ?? code}:\n${said}\n${complaints}`);
  });
  return { firstLine, output, kill: (signal) => void child.kill(signal) };
}

/** Runs such a script until it ends by itself. @returns its output */
export async function run(port: number, script: string): Promise<string> {
  return await start({ port }, script).output;
}
