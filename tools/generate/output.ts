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
import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import type { GeneratedFile } from './spec-error.ts';

const folder = 'generated';

/** Writes what changed and removes what nothing generates any more. Returns one line a change. */
export function writeOutput(root: string, files: readonly GeneratedFile[]): string[] {
  mkdirSync(join(root, folder), { recursive: true });
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

/** Compares byte for byte. Returns one entry a difference: missing, stale with its diff, orphaned. */
export function checkOutput(root: string, files: readonly GeneratedFile[]): string[] {
  const differences = files.flatMap(({ path, text }) => {
    const found = onDisk(root, path);
    if (found === undefined) return [`missing: ${path}`];
    if (found === text) return [];
    return [`stale: ${path}\n${createTwoFilesPatch(path, `${path} (from the spec)`, found, text)}`];
  });
  const orphans = orphaned(root, files).map((path) => `orphaned: ${path}: nothing generates it`);
  return [...differences, ...orphans];
}

function onDisk(root: string, path: string): string | undefined {
  const place = join(root, path);
  return existsSync(place) ? readFileSync(place, 'utf8') : undefined;
}

function orphaned(root: string, files: readonly GeneratedFile[]): string[] {
  const known = new Set(files.map(({ path }) => path));
  const place = join(root, folder);
  const found = existsSync(place) ? readdirSync(place) : [];
  return found
    .map((name) => `${folder}/${name}`)
    .filter((path) => !known.has(path))
    .sort();
}
