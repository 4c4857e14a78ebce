/** What a program carries that validates paths and has no Node: everything that it imports. */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const resolveDir = fileURLToPath(new URL('../../runtime/x509', import.meta.url));

test('the validator, all profiles and policies in it, is below 20 kB', async () => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: "export { verifyChain } from './verify.ts'", resolveDir, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    metafile: true,
    write: false,
  });
  const imported = Object.keys(metafile.inputs).filter((file) => !file.startsWith('<'));
  expect(imported.filter((file) => !file.startsWith('runtime/'))).toEqual([]);
  const [bundle] = outputFiles;
  expect(gzipSync(bundle?.contents ?? '').length).toBeLessThan(20_000);
});
