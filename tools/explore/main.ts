/**
 * `npm run explore`: walks both machines to their last configuration and prints how much there is
 * and how much of it the tour of the path tests covers. Fails on a state that nothing reaches, an
 * edge that nothing takes, an event that no state handles.
 */
import { Command, Option } from 'commander';
import { explored, numbersOf } from './exploration.ts';
import { explore } from './graph.ts';
import { explorables } from './machines.ts';
import { witnessOf } from './witness.ts';

const options = new Command('explore')
  .description('Explore the machines of spec/ to the last configuration.')
  .option('--witness <state>', 'print the shortest way to this state instead')
  .addOption(new Option('--role <role>', 'only this machine').choices(['client', 'server']))
  .parse()
  .opts<{ witness?: string; role?: 'client' | 'server' }>();

const chosen = explorables.filter(({ role }) => (options.role ?? role) === role);
const hasProblems = options.witness === undefined ? printNumbers() : printWitness(options.witness);
process.exitCode = hasProblems ? 1 : 0;

function printNumbers(): boolean {
  const explorations = chosen.map((one) => {
    const began = performance.now();
    const exploration = explored(one, showProgress);
    showProgress('');
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${one.role}: ${summaryOf(exploration)}; ${seconds} s`);
    return exploration;
  });
  const problems = explorations.flatMap(({ problems: own }) => own);
  for (const problem of problems) console.error(problem);
  return problems.length > 0;
}

function printWitness(state: string): boolean {
  const found = chosen.flatMap((one) => {
    const lines = witnessOf(explore(one), state);
    return lines === undefined ? [] : [[`${one.role}:`, ...lines].join('\n  ')];
  });
  for (const text of found) console.log(text);
  if (found.length === 0) console.error(`no machine has a state ${state}`);
  return found.length === 0;
}

function summaryOf(exploration: Parameters<typeof numbersOf>[0]): string {
  const of = numbersOf(exploration);
  const count = (number: number) => number.toLocaleString('en');
  const share = (part: number, all: number) => `${((100 * part) / all).toFixed(0)} %`;
  return [
    `${count(of.configurations)} configurations in ${count(of.classes)} classes, ${count(of.transitions)} transitions`,
    `tour: ${count(of.paths)} paths, ${count(of.steps)} steps`,
    `${share(of.pairsTaken, of.pairs)} of ${count(of.pairs)} classes x events`,
    `${share(of.edgesTaken, of.edges)} of ${count(of.edges)} edges of the spec`,
  ].join('; ');
}

/** One line that replaces the one before, where somebody is watching. */
function showProgress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
}
