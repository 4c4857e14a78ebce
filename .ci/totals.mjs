/**
 * Counts one vitest run from its JSON report: prints `PASSED FAILED SKIPPED`, three numbers.
 *
 *   node .ci/totals.mjs REPORT.json EXIT_CODE
 *
 * A run cannot look better than it was: a file that failed before its first test, a run that
 * ended badly without naming a test, a run without tests or without a report each count as a
 * failure.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';

const [path, exitCode] = process.argv.slice(2);
console.log(totals(readReport(path), Number(exitCode)).join(' '));

function totals(report, code) {
  if (report === undefined) return [0, 1, 0];
  const passed = report.numPassedTests;
  const skipped = report.numPendingTests + report.numTodoTests;
  const failed = report.numFailedTests + report.testResults.filter(failedToLoad).length;
  const fellOver = code !== 0 || report.numTotalTests === 0;
  return [passed, failed === 0 && fellOver ? 1 : failed, skipped];
}

/** A test file that failed although none of its tests did: an import or a hook threw. */
function failedToLoad(file) {
  return file.status === 'failed' && !file.assertionResults.some((one) => one.status === 'failed');
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
