/**
 * Vectors made elsewhere stand in `../shared/vectors`, beside the project, and are not copied into
 * it. A checkout without them skips those suites and says so; in CI their absence is a failure.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

const folder = new URL('../../../shared/vectors/', import.meta.url);

/**
 * The parsed content of a vector file, or undefined if there is none.
 * @param name path in the vectors folder, such as `rfc8448.json`
 */
function loadVectors(name: string): unknown | undefined {
  const path = fileURLToPath(new URL(name, folder));
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/** As `describeVectors` gives it, for a suite that needs several. @throws if it is not there */
export function vectorsOf(name: string): unknown {
  const vectors = loadVectors(name);
  if (vectors === undefined) throw new Error(`../shared/vectors/${name} is missing`);
  return vectors;
}

/** The names of the vector files in a folder of vectors, sorted. */
export function vectorFilesIn(name: string): readonly string[] {
  return readdirSync(new URL(name, folder))
    .filter((file) => file.endsWith('.json'))
    .sort();
}

/**
 * A `describe` that needs a vector file: skipped with the reason in its title if the file is
 * missing, failing if it is missing in CI.
 * @param name path in the vectors folder
 * @param suite gets the parsed file; what it holds is for the suite to know
 */
export function describeVectors(
  name: string,
  title: string,
  suite: (vectors: unknown) => void,
): void {
  const vectors = loadVectors(name);
  if (vectors !== undefined) {
    describe(title, () => suite(vectors));
  } else if (process.env.CI) {
    it(`${title}: ../shared/vectors/${name} is there`, () => {
      throw new Error(`CI must run the vectors: ../shared/vectors/${name} is missing`);
    });
  } else {
    it.skip(`${title}: skipped, ../shared/vectors/${name} is not there`, () => undefined);
  }
}
