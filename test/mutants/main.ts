/**
 * `npm run test:mutants`: faults are put into the spec, one at a time; the machine is generated anew
 * and tried until something fails that does not know the spec. Prints killed and alive by kind; fails
 * if fewer than 95 % are killed, or one lives whose reason is not known.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Explorable, explorables, type Role } from '../../tools/explore/machines.ts';
import { Court } from './court.ts';
import { type Kind, kinds, type Mutant, mutantsOf } from './mutations.ts';
import { textOf } from './regenerate.ts';
import { survivors } from './survivors.ts';

interface Verdict {
  readonly name: string;
  readonly kind: Kind;
  /** What has found it; null: it lives. */
  readonly killer: string | null;
}

const options = new Command('test:mutants')
  .description('Put faults into the spec, one at a time, and see whether the tests find them.')
  .option('--one-of <n>', 'try one mutant of so many', wholeNumber, 1)
  .option('--log <file>', 'note each verdict there, and skip those that are noted already')
  .addOption(new Option('--role <role>', 'only this machine').choices(['client', 'server']))
  .option('--only <text...>', 'only mutants whose name has one of these texts in it')
  .parse()
  .opts<{ oneOf: number; log?: string; role?: string; only?: string[] }>();

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stop.abort();
    process.exit(1);
  });
}
const known = new Map(readLog().map((verdict) => [verdict.name, verdict]));
const verdicts: Verdict[] = [];
for (const explorable of explorables) {
  if ((options.role ?? explorable.role) === explorable.role) await tryAll(explorable);
}
process.exitCode = report() ? 0 : 1;

async function tryAll(explorable: Explorable): Promise<void> {
  const { role, machine } = explorable;
  const original = textOf(explorable, machine.config as never);
  const court = await Court.open(role, stop.signal);
  try {
    const found = await court.judge(machine.config as never, original);
    if (found !== undefined) throw new Error(`the spec itself is found wrong by ${found}`);
    const mutants = mutantsOf(machine.config);
    demandKnown(role, mutants);
    const chosen = mutants
      .filter(({ name }) => options.only?.some((text) => name.includes(text)) ?? true)
      .filter((_, index) => index % options.oneOf === 0);
    const queue = chosen.map((mutant) => ({ ...mutant, name: `${role}: ${mutant.name}` }));
    const all = queue.length;
    const work = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const verdict = known.get(next.name) ?? (await judge(explorable, court, next, original));
        if (verdict !== undefined) note(verdict);
        showProgress(`${role}: ${all - queue.length} of ${all}`);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
    showProgress('');
  } finally {
    court.close();
  }
}

/** A reason that stands for no mutant is one that nobody has read for long. */
function demandKnown(role: Role, mutants: readonly Mutant[]): void {
  const names = mutants.map(({ name }) => `${role}: ${name}`);
  const stale = survivors.find(
    ({ name: known }) =>
      known.startsWith(`${role}: `) && !names.some((name) => name.startsWith(known)),
  );
  if (stale !== undefined) throw new Error(`there is no mutant any more called ${stale.name}`);
}

/** Undefined: the generator makes the same of it as of the spec. */
async function judge(
  explorable: Explorable,
  court: Court,
  { name, kind, config }: Mutant,
  original: string,
): Promise<Verdict | undefined> {
  let text: string;
  try {
    text = textOf(explorable, config);
  } catch {
    return { name, kind, killer: 'the generator' };
  }
  if (text === original) return undefined;
  return { name, kind, killer: (await court.judge(config, text)) ?? null };
}

function note(verdict: Verdict): void {
  verdicts.push(verdict);
  if (options.log !== undefined && !known.has(verdict.name)) {
    appendFileSync(options.log, `${JSON.stringify(verdict)}\n`);
  }
}

function readLog(): readonly Verdict[] {
  const { log } = options;
  if (log === undefined || !existsSync(log)) return [];
  const lines = readFileSync(log, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line): Verdict => JSON.parse(line));
}

/** Whether all is well. */
function report(): boolean {
  for (const kind of [...kinds, undefined]) console.log(rowOf(kind));
  const alive = verdicts.filter(({ killer }) => killer === null);
  const listed = alive.map(({ name }) => ({ name, reason: reasonFor(name) }));
  for (const { name, reason } of listed) console.log(`alive: ${name}: ${reason ?? 'WHY?'}`);
  const share = 1 - alive.length / Math.max(1, verdicts.length);
  return share >= 0.95 && listed.every(({ reason }) => reason !== undefined);
}

function rowOf(kind: Kind | undefined): string {
  const own = verdicts.filter((verdict) => kind === undefined || verdict.kind === kind);
  const killed = own.filter(({ killer }) => killer !== null).length;
  const share = own.length === 0 ? '' : `${((100 * killed) / own.length).toFixed(1)} %`;
  const [name, counts] = [(kind ?? 'all').padEnd(20), `${killed} of ${own.length}`.padStart(14)];
  return `${name} ${counts}  ${share}`.trimEnd();
}

function reasonFor(name: string): string | undefined {
  return survivors.find((survivor) => name.startsWith(survivor.name))?.reason;
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 on.');
}

/** One line that replaces the one before, where somebody is watching. */
function showProgress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
}
