/**
 * `npm run requirements`: which MUST of RFC 9846 is carried where, proven by which test, open, or
 * not applicable. How ids are cited stands in citations.ts.
 *
 * The requirements stand beside the project, in ../shared, which users do not have: so the report
 * is printed, or written where one wants it, and not committed, where nobody could check it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { readCitations } from './citations.ts';
import { makeLedger } from './ledger.ts';
import { knownOpen, notApplicable } from './not-cited.ts';
import { reportOf, summaryOf } from './report.ts';
import { readRequirements } from './requirements.ts';

const options = new Command('requirements')
  .description('Tell what became of each requirement of RFC 9846.')
  .option('--check', 'print problems only; exit 1 if there are any')
  .option('--out <file>', 'write the report into this file')
  .option('--root <folder>', 'of the project', fileURLToPath(new URL('../..', import.meta.url)))
  .parse()
  .opts<{ check?: boolean; out?: string; root: string }>();

const table = join(options.root, '../shared/requirements/rfc9846.tsv');
process.exitCode = existsSync(table) ? run() : skip();

function run(): number {
  const { citations, problems } = readCitations(options.root);
  const requirements = readRequirements(readFileSync(table, 'utf8'));
  const joined = makeLedger({ requirements, citations, notApplicable, knownOpen });
  const ledger = { ...joined, problems: [...problems, ...joined.problems] };
  if (options.out !== undefined) writeFileSync(options.out, reportOf(ledger));
  if (options.check) for (const problem of ledger.problems) console.error(problem);
  const isSummary = options.check === true || options.out !== undefined;
  console.log(isSummary ? summaryOf(ledger.entries) : reportOf(ledger));
  return options.check && ledger.problems.length > 0 ? 1 : 0;
}

/** Without the table nothing can be told; CI must have it. */
function skip(): number {
  console.log('requirements: skipped, ../shared/requirements/rfc9846.tsv is not there');
  return process.env.CI ? 1 : 0;
}
