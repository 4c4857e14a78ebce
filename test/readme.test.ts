/**
 * README.md does what it says: its programs are saved under the names that they give themselves,
 * its commands are run in order by a shell, in a copy of the project, and what it says that they
 * print, they print. Only `npm ci` and `npm test` are left out: whoever reads this has run them.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProjectCopy } from './support/project-copy.ts';
import { describeNeeding } from './support/skips.ts';
import { ClientState, ServerState } from './support/states.ts';

interface Command {
  readonly line: string;
  /** What it prints, where README says so. */
  readonly prints: string | undefined;
}

/** A command under way. */
interface Running {
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  readonly ended: Promise<number | null>;
}

/** Done before; and what is left of a line that is a comment. */
const leftOut = ['npm ci', 'npm test', ''];
const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const programs = blocksOf('js').map((text) => ({ name: nameOf(text), text }));
const commands = blocksOf('sh').flatMap(commandsOf);

/** README's words for this do not stand in a block. */
const walkOfBoth = [
  /^spec -> generated: (\d+) files, \1 changed$/m,
  new RegExp(`^client +hs\\.serverHello .*${ClientState.WAIT_SH} -> `, 'm'),
  new RegExp(`^server +hs\\.clientHello .*${ServerState.START} -> `, 'm'),
  /^client received: /m,
  /: closed cleanly\n$/,
];

/** Where README has its server, and where it is in this test. */
const portInReadme = '8443';
let port = portInReadme;
let project: ProjectCopy;
let server: Running | undefined;

beforeAll(() => {
  project = new ProjectCopy();
  for (const { name, text } of programs) project.write(name, text);
  // `npm start` shall make it.
  rmSync(join(project.root, 'generated'), { recursive: true });
});
afterAll(() => {
  if (server !== undefined && server.child.exitCode !== 0) killGroup(server.child);
  project.remove();
});

test('each program is run by one command, and README says what it prints', () => {
  expect(programs.map(({ name }) => name)).toContain('hello.mjs');
  for (const { name } of programs) {
    const runs = commands.filter(({ line }) => line === `node ${name}`);
    expect(runs.map(({ prints }) => typeof prints)).toEqual(['string']);
  }
});

test('the folders are those of the project', () => {
  const folders = [...readme.matchAll(/^\| `(\w+)\/` \|/gm)].map(([, name]) => name);
  const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  expect(folders).toEqual(include);
});

describeNeeding('openssl', 'the commands, in order', () => {
  test.each(commands)('$line', async ({ line, prints }) => {
    if (line.includes(' -- server ')) return await startServer(line);
    const { output, ended } = start(line.replaceAll(portInReadme, port));
    expect({ code: await ended, ...output }).toMatchObject({ code: 0 });
    if (prints !== undefined) expect(output.stdout).toBe(`${prints}\n`);
    if (line !== 'npm start') return;
    for (const part of walkOfBoth) expect(output.stdout).toMatch(part);
  });

  test('the server runs until SIGTERM', async () => {
    if (server?.child.exitCode !== null) throw new Error('no server runs');
    server.child.kill('SIGTERM');
    const [code] = await once(server.child, 'exit');
    expect(code).toBe(0);
  });
});

/** Starts the server on any free port and waits until it says what README says. */
async function startServer(line: string): Promise<void> {
  server = start(line.replace(portInReadme, '0'));
  await Promise.race([once(server.child.stdout ?? server.child, 'data'), server.ended]);
  const { stdout, stderr } = server.output;
  const [said, digits] = /^(listening on 127\.0\.0\.1):(\d+)\n$/.exec(stdout)?.slice(1) ?? [];
  expect(said, `the server said:\n${stdout}${stderr}`).toBeDefined();
  expect(readme).toContain(`\`${said}:${portInReadme}\``);
  port = digits ?? '';
}

/** Gives a line to a shell. It leads a process group, and its input is at its end. */
function start(line: string): Running {
  // A shell that people type into makes room for the command's own process, too.
  const child = spawn('sh', ['-c', line.includes('|') ? line : `exec ${line}`], {
    cwd: project.root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  return { child, output, ended: once(child, 'close').then(([code]) => code) };
}

/** Ends what a command has left behind, if anything. */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left of it.
  }
}

/** The fenced blocks of a language. */
function blocksOf(language: string): string[] {
  const fences = readme.matchAll(/^```(\w*)\n(.*?)^```$/gms);
  return [...fences].filter(([, name]) => name === language).map(([, , text]) => text ?? '');
}

/** A program says its name in its first line. */
function nameOf(program: string): string {
  const [, name] = /^\/\/ (\S+)\n/.exec(program) ?? [];
  if (name === undefined) throw new Error(`a program of README.md has no name:\n${program}`);
  return name;
}

/** One command a line, unless it ends with a backslash; a comment may follow. */
function commandsOf(block: string): Command[] {
  const lines = block
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '');
  return lines.flatMap((text) => {
    const [code = '', comment] = text.split(/(?:^|\s+)# /);
    const prints = /\bprints: (.*)$/.exec(comment ?? '')?.[1];
    const parts = code.split(' && ').filter((part) => !leftOut.includes(part));
    return parts.map((line) => ({ line, prints }));
  });
}
