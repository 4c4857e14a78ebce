/** A folder for what the files of one run share: made before the first, removed after the last. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Its path, for `inject`. */
    readonly scratch: string;
  }
}

export default function makeScratch(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'tlschart-test-'));
  project.provide('scratch', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
