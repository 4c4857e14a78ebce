/**
 * The import rules catch what they say: a small tree breaks each of them once, on purpose.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const cruiser = join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** Every file that some rule is about, with the imports that a tidy tree would have. */
const tidy: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'rooms',
    type: 'module',
    dependencies: { '@noble/hashes': '1.0.0' },
    devDependencies: { xstate: '1.0.0', 'ts-morph': '1.0.0', 'fast-check': '1.0.0' },
  }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: { module: 'NodeNext', target: 'ES2023', allowImportingTsExtensions: true },
  }),
  ...fakePackage('xstate'),
  ...fakePackage('ts-morph'),
  ...fakePackage('fast-check'),
  ...fakePackage('@noble/hashes'),
  'spec/client.ts': `import 'xstate';`,
  'generated/client.ts': `import '../runtime/codegen/reader.ts';`,
  'generated/arbitraries.ts': `import 'fast-check'; import './client.ts';`,
  'runtime/codegen/reader.ts': `export const reader = 1;`,
  'runtime/bytes.ts': `export const bytes = 1;`,
  'runtime/k.ts': '',
  'runtime/l.ts': `import './k.ts';`,
  'runtime/crypto/noble.ts': `import '@noble/hashes';`,
  'runtime/engine.ts': `import '../generated/client.ts'; import './crypto/noble.ts';`,
  'runtime/index.ts': `import './engine.ts';`,
  'runtime/node/index.ts': `import 'node:net'; import '../index.ts';`,
  'tools/cli/main.ts': `import '../../runtime/node/index.ts';`,
  'tools/generate/main.ts': `import '../../spec/client.ts'; import 'ts-morph';`,
  'tools/view/page/main.ts': `import '../../../spec/client.ts';`,
  'tools/diagrams/sequence/a.ts': `import '../../../test/traces/read-traces.ts';`,
  'test/traces/read-traces.ts': '',
  'test/engine.test.ts': `import '../runtime/engine.ts'; import '../spec/client.ts';`,
};

/** Breaches: which rule, in which file, by which import. All of them at once in one tree. */
const breaches: readonly [rule: string, path: string, line: string][] = [
  ['spec-imports-xstate-only', 'spec/server.ts', `import '../runtime/bytes.ts';`],
  ['spec-imports-xstate-only', 'spec/facets.ts', `import 'node:fs';`],
  ['generated-stays-thin', 'generated/server.ts', `import '../runtime/bytes.ts';`],
  ['arbitraries-are-for-tests', 'generated/arbitraries.ts', `import '../runtime/bytes.ts';`],
  ['codegen-imports-nothing', 'runtime/codegen/writer.ts', `import '../bytes.ts';`],
  ['runtime-keeps-to-its-room', 'runtime/a.ts', `import '../spec/client.ts';`],
  ['runtime-keeps-to-its-room', 'runtime/b.ts', `import '../tools/generate/main.ts';`],
  ['runtime-keeps-to-its-room', 'runtime/c.ts', `import 'xstate';`],
  ['runtime-keeps-to-its-room', 'runtime/d.ts', `import type {} from 'ts-morph';`],
  ['runtime-keeps-to-its-room', 'runtime/node/e.ts', `import '../../spec/client.ts';`],
  ['crypto-libraries-stay-behind-the-provider', 'runtime/n.ts', `import '@noble/hashes';`],
  ['node-only-in-the-node-adapter', 'runtime/f.ts', `import 'node:fs';`],
  ['node-only-in-the-node-adapter', 'runtime/g.ts', `import type { Socket } from 'net';`],
  ['node-adapter-stays-at-the-edge', 'runtime/h.ts', `export * from './node/index.ts';`],
  ['portable-entry-reaches-no-node', 'runtime/index.ts', `import './h.ts';`],
  ['arbitraries-do-not-ship', 'runtime/i.ts', `import '../generated/arbitraries.ts';`],
  ['command-line-keeps-to-what-ships', 'tools/cli/a.ts', `import '../generate/main.ts';`],
  ['shipped-code-needs-no-dev-dependency', 'tools/cli/b.ts', `import 'ts-morph';`],
  ['tests-are-imported-by-tests', 'tools/generate/a.ts', `import '../../test/engine.test.ts';`],
  ['page-reaches-no-node', 'tools/view/page/main.ts', `import 'node:fs';`],
  [
    'generator-needs-nothing-generated',
    'tools/generate/c.ts',
    `import '../../generated/client.ts';`,
  ],
  [
    'traces-are-drawn-as-they-are-read',
    'tools/diagrams/sequence/b.ts',
    `import '../../../test/engine.test.ts';`,
  ],
  ['no-cycles', 'runtime/k.ts', `import type {} from './l.ts';`],
  ['everything-resolves', 'runtime/m.ts', `import './nowhere.ts';`],
];

const root = mkdtempSync(join(tmpdir(), 'tlschart-imports-'));

beforeAll(() => {
  for (const [path, text] of Object.entries(tidy)) put(path, text);
  copyFileSync(join(projectRoot, '.dependency-cruiser.cjs'), join(root, '.dependency-cruiser.cjs'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('import rules', () => {
  test('a tidy tree has no findings', () => {
    expect(findings()).toEqual([]);
  });

  test('each breach is found, by its rule, in its file', () => {
    for (const [, path, line] of breaches) put(path, `${tidy[path] ?? ''} ${line}`);
    const found = findings();
    expect(breaches.filter(([rule, path]) => !found.includes(`${rule}: ${path}`))).toEqual([]);
  });

  test('a Node builtin behind the portable entry is found however far away', () => {
    put('runtime/index.ts', `import './engine.ts';`);
    put('runtime/engine.ts', `import './f.ts';`);
    expect(findings()).toContain('portable-entry-reaches-no-node: runtime/index.ts');
  });
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function fakePackage(name: string): Record<string, string> {
  const folder = `node_modules/${name}`;
  return {
    [`${folder}/package.json`]: JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
    [`${folder}/index.js`]: '',
  };
}

/** `rule: file` for each finding. */
function findings(): string[] {
  return cruise().summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
}

interface Cruise {
  readonly summary: { readonly violations: readonly Violation[] };
}

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
}

function cruise(): Cruise {
  const rooms = ['spec', 'generated', 'runtime', 'tools', 'test'];
  const command = [
    cruiser,
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
    ...rooms,
  ];
  const output = execFileSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  return JSON.parse(output) as Cruise;
}
