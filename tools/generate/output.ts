/** Brings generated files to the disk, or tells how the disk differs from them. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import type { GeneratedFile } from './spec-error.ts';

const folder = 'generated';

/** Writes what changed and removes what nothing generates any more. Returns one line a change. */
export function writeOutput(root: string, files: readonly GeneratedFile[]): string[] {
  for (const place of new Set([folder, ...files.map(({ path }) => dirname(path))])) {
    mkdirSync(join(root, place), { recursive: true });
  }
  const changed = files.filter(({ path, text }) => onDisk(root, path) !== text);
  for (const { path, text } of changed) writeFileSync(join(root, `${path}.new`), text);
  for (const { path } of changed) renameSync(join(root, `${path}.new`), join(root, path));
  const orphans = orphaned(root, files);
  for (const path of orphans) rmSync(join(root, path), { recursive: true });
  return [
    ...changed.map(({ path }) => `wrote ${path}`),
    ...orphans.map((path) => `removed ${path}, which nothing generates any more`),
  ];
}

/**
 * Compares byte for byte. Returns one entry a difference: missing, stale with its diff, orphaned.
 * The diff of a picture tells nobody anything.
 */
export function checkOutput(root: string, files: readonly GeneratedFile[]): string[] {
  const differences = files.flatMap(({ path, text }) => {
    const found = onDisk(root, path);
    if (found === undefined) return [`missing: ${path}`];
    if (found === text) return [];
    if (path.endsWith('.svg')) return [`stale: ${path}`];
    return [`stale: ${path}\n${createTwoFilesPatch(path, `${path} (from the spec)`, found, text)}`];
  });
  const orphans = orphaned(root, files).map((path) => `orphaned: ${path}: nothing generates it`);
  return [...differences, ...orphans];
}

function onDisk(root: string, path: string): string | undefined {
  const place = join(root, path);
  return existsSync(place) ? readFileSync(place, 'utf8') : undefined;
}

/** What stands in the folder and is neither generated nor a folder of something that is. */
function orphaned(root: string, files: readonly GeneratedFile[]): string[] {
  const known = new Set(files.flatMap(({ path }) => [path, dirname(path)]));
  return filesBelow(root, folder, known)
    .filter((path) => !known.has(path))
    .sort();
}

/** A folder that nothing generates into is an orphan as a whole, and not looked into. */
function filesBelow(root: string, place: string, known: ReadonlySet<string>): string[] {
  if (!existsSync(join(root, place))) return [];
  return readdirSync(join(root, place), { withFileTypes: true }).flatMap((entry) => {
    const path = `${place}/${entry.name}`;
    return entry.isDirectory() && known.has(path) ? filesBelow(root, path, known) : [path];
  });
}
