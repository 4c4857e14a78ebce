/** Appends to a key log file in the format of SSLKEYLOGFILE. The file gives its secrets away. */
import { appendFileSync, openSync } from 'node:fs';
import { messageOf, UsageError } from './usage.ts';

/**
 * Opens the file; if it is new, for its owner only. A file that fails later is told once on
 * standard error and left alone: no connection ends for want of a log.
 * @returns writes one line, which ends with a line feed
 * @throws UsageError if the file cannot be opened
 */
export function openKeyLog(path: string): (line: Uint8Array) => void {
  const file = open(path);
  let hasFailed = false;
  return (line) => {
    if (hasFailed) return;
    try {
      appendFileSync(file, line);
    } catch (error) {
      hasFailed = true;
      process.stderr.write(`tlschart: --keylog: ${messageOf(error)}; nothing more is logged\n`);
    }
  };
}

function open(path: string): number {
  try {
    return openSync(path, 'a', 0o600);
  } catch (error) {
    throw new UsageError(`--keylog: ${messageOf(error)}`);
  }
}
