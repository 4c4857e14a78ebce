/**
 * `npm run requirements`: which MUST of the RFCs of TLS is carried where, proven by which test, open, or
 * not applicable. How ids are cited stands in citations.ts.
 *
 * The requirements stand beside the project, in ../shared, which users do not have: so the report
 * is printed, or written where one wants it, and not committed, where nobody could check it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { readCitations } from './citations.ts';
import { makeLedger } from './ledger.ts';
import { knownOpen, notApplicable } from './not-cited.ts';
import { knownOpenInTls12, notApplicableInTls12 } from './not-cited-tls12.ts';
import { reportOf, summaryOf } from './report.ts';
import { readRequirements } from './requirements.ts';

const options = new Command('requirements')
  .description('Tell what became of each requirement of the RFCs of TLS.')
  .option('--check', 'print problems only; exit 1 if there are any')
  .option('--out <file>', 'write the report into this file')
  .option('--root <folder>', 'of the project', fileURLToPath(new URL('../..', import.meta.url)))
  .parse()
  .opts<{ check?: boolean; out?: string; root: string }>();

/** TLS 1.3, then TLS 1.2 with what makes it safe and with elliptic curves. */
const rfcs = ['9846', '5246', '7627', '5746', '8422'] as const;
const tables = rfcs.map((rfc) => join(options.root, `../shared/requirements/rfc${rfc}.tsv`));
const missing = tables.filter((table) => !existsSync(table));
process.exitCode = missing.length === 0 ? run() : skip();

function run(): number {
  const { citations, problems } = readCitations(options.root);
  const requirements = tables.flatMap((table) => readRequirements(readFileSync(table, 'utf8')));
  const joined = makeLedger({
    ...{ requirements, citations },
    knownOpen: { ...knownOpen, ...knownOpenInTls12 },
    notApplicable: [...notApplicable, ...notApplicableInTls12],
  });
  const ledger = { ...joined, problems: [...problems, ...joined.problems] };
  if (options.out !== undefined) writeFileSync(options.out, reportOf(ledger));
  if (options.check) for (const problem of ledger.problems) console.error(problem);
  const isSummary = options.check === true || options.out !== undefined;
  console.log(isSummary ? summaryOf(ledger.entries) : reportOf(ledger));
  return options.check && ledger.problems.length > 0 ? 1 : 0;
}

/** Without the tables nothing can be told; CI must have them. */
function skip(): number {
  const names = missing.map((table) => relative(options.root, table)).join(', ');
  console.log(`requirements: skipped, not there: ${names}`);
  return process.env.CI ? 1 : 0;
}
