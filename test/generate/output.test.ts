/** What stands on the disk is compared and brought up to date, in subfolders too. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkOutput, writeOutput } from '../../tools/generate/output.ts';

const files = [
  { path: 'generated/code.ts', text: 'export {};\n' },
  { path: 'generated/diagrams/picture.svg', text: '<svg/>\n' },
];
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tlschart-output-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test('missing files are told and written', () => {
  expect(checkOutput(root, files)).toEqual(files.map(({ path }) => `missing: ${path}`));
  writeOutput(root, files);
  expect(readFileSync(join(root, 'generated/diagrams/picture.svg'), 'utf8')).toBe('<svg/>\n');
  expect(checkOutput(root, files)).toEqual([]);
});

test('stale files are told, text with its diff, and written', () => {
  writeOutput(root, files);
  put('generated/code.ts', 'export const stale = 1;\n');
  put('generated/diagrams/picture.svg', '<svg>stale</svg>\n');
  const [code, picture] = checkOutput(root, files);
  expect(code).toContain('stale: generated/code.ts\n');
  expect(code).toContain('-export const stale = 1;\n+export {};\n');
  expect(picture).toBe('stale: generated/diagrams/picture.svg');
  expect(writeOutput(root, files)).toHaveLength(2);
  expect(checkOutput(root, files)).toEqual([]);
});

test('orphans are told and removed, in folders and with folders', () => {
  writeOutput(root, files);
  put('generated/diagrams/old.svg', '<svg/>\n');
  put('generated/gone/old.ts', '');
  const orphans = ['generated/diagrams/old.svg', 'generated/gone'];
  expect(checkOutput(root, files)).toEqual(
    orphans.map((path) => `orphaned: ${path}: nothing generates it`),
  );
  writeOutput(root, files);
  for (const path of orphans) expect(existsSync(join(root, path)), path).toBe(false);
  expect(checkOutput(root, files)).toEqual([]);
});
