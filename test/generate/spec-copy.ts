/** A copy of the spec that a test may spoil. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The project's own root. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/**
 * A root with a copy of one spec file, in which `from` has been replaced by `to`.
 * @throws Error if the file does not have `from` exactly once: the test would spoil nothing
 */
export function spoiledSpec(file: string, from: string, to: string): string {
  const root = mkdtempSync(join(tmpdir(), 'tlschart-spec-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cpSync(join(projectRoot, file), join(root, file), { recursive: true });
  const text = readFileSync(join(root, file), 'utf8');
  if (text.split(from).length !== 2) throw new Error(`not exactly once in ${file}: ${from}`);
  writeFileSync(join(root, file), text.replace(from, to));
  return root;
}

/** 1-based line on which a text stands in a root's file. */
export function lineOf(root: string, file: string, text: string): number {
  const before = readFileSync(join(root, file), 'utf8').split(text)[0] ?? '';
  return before.split('\n').length;
}
