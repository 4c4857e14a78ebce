/** Files of the package that are no code, wherever it is installed. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const manifest = createRequire(import.meta.url).resolve('tlschart/package.json');

/** The path of a file that is named from the package's root. */
export function packageFile(name: string): string {
  return join(dirname(manifest), name);
}
