/** Appends to a key log file in the format of SSLKEYLOGFILE. The file gives its secrets away. */
import { openSync, writeSync } from 'node:fs';
import { messageOf, UsageError } from './usage.ts';

/**
 * Opens the file; if it is new, for its owner only.
 * @returns writes one line, which ends with a line feed
 * @throws UsageError if the file cannot be written
 */
export function openKeyLog(path: string): (line: Uint8Array) => void {
  try {
    const file = openSync(path, 'a', 0o600);
    return (line) => {
      writeSync(file, line);
    };
  } catch (error) {
    throw new UsageError(`--keylog: ${messageOf(error)}`);
  }
}
