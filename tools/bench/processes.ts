/** What needs a process of its own: memory, start-up time, and the size of what is loaded. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { compare } from './compare.ts';
import { report } from './report.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Heap and buffers of a pair of idle connections. */
export function benchIdle(): void {
  const script = join(root, 'tools/bench/idle.ts');
  const output = execFileSync(process.execPath, ['--expose-gc', '--import', 'tsx', script], {
    cwd: root,
    encoding: 'utf8',
  });
  const { ours, theirs } = JSON.parse(output) as { ours: number; theirs: number };
  report({
    benchmark: 'idle',
    what: "heap and buffers of a connected pair, noble; OpenSSL's own memory is not seen",
    unit: 'KiB',
    ours: ours / 1024,
    peer: 'node:tls',
    theirs: theirs / 1024,
  });
}

/** What a page or a program loads: bundled, minified, compressed. */
const bundles = [
  { what: 'client only, noble', code: "export { TlsClient } from './runtime/index.ts'" },
  { what: 'server only, noble', code: "export { TlsServer } from './runtime/index.ts'" },
  { what: 'all of tlschart', code: "export * from './runtime/index.ts'" },
  {
    what: 'path validator, without signatures',
    code: "export { verifyChain } from './runtime/x509/verify.ts'",
  },
  {
    what: 'path validator and revocation, without signatures',
    code: `export { verifyChain } from './runtime/x509/verify.ts';
      export { checkRevocation } from './runtime/x509/revocation.ts'`,
  },
] as const;

export async function benchSizes(): Promise<void> {
  for (const { what, code } of bundles) {
    const bytes = await bundle(code);
    report({
      benchmark: 'size',
      what: `${what}, gzip`,
      unit: 'kB',
      ours: gzipSync(bytes).length / 1000,
    });
  }
}

/** Time until a program that imports us could run, beside one that imports node:tls. */
export async function benchImport(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tlschart-bench-'));
  try {
    const ours = join(folder, 'ours.mjs');
    writeFileSync(ours, await bundle("export * from './runtime/index.ts'"));
    const theirs = join(folder, 'theirs.mjs');
    writeFileSync(theirs, "import 'node:tls';");
    const run = (file: string) => (times: number) => {
      for (let i = 0; i < times; i++) execFileSync(process.execPath, [file]);
    };
    const figures = await compare(run(ours), run(theirs), { rounds: 7, times: 3 });
    report({
      benchmark: 'import',
      what: 'a process that imports one bundle of all, noble',
      unit: 'ms',
      peer: 'a process that imports node:tls',
      ...figures,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function bundle(code: string): Promise<Uint8Array> {
  const result = await build({
    stdin: { contents: code, resolveDir: root, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    write: false,
  });
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error('nothing was bundled');
  return file.contents;
}
