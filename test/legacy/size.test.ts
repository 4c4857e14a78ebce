/** `legacy` costs nothing where nobody asks for it: what a client or a server loads has none of it. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { legacyCipherSuites } from '../../generated/registries.ts';

const resolveDir = fileURLToPath(new URL('../../runtime', import.meta.url));

async function bundleOf(contents: string) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    metafile: true,
    write: false,
  });
  const [output] = Object.values(metafile.outputs);
  const files = Object.entries(output?.inputs ?? {}).filter(([, one]) => one.bytesInOutput > 0);
  return { text: outputFiles[0]?.text ?? '', files: files.map(([file]) => file) };
}

/** Files with code that only `legacy` needs. */
const isLegacy = (file: string) =>
  /runtime\/legacy\/(?!suites)|crypto\/noble-(?:legacy|hash-blocks)/.test(file);

test.each(['TlsClient', 'TlsServer'])('a program with %s only', async (name) => {
  const { text, files } = await bundleOf(`export { ${name} } from './index.ts'`);
  expect(files.filter(isLegacy)).toEqual([]);
  for (const suite of Object.keys(legacyCipherSuites)) expect(text).not.toContain(suite);
  // A text of the AES-CBC of @noble/ciphers.
  expect(text).not.toContain('pkcs7: empty');
});

test('a program that asks for it has all of it', async () => {
  const { text, files } = await bundleOf("export { legacy } from './legacy/index.ts'");
  expect(files.filter(isLegacy).length).toBeGreaterThan(5);
  for (const suite of Object.keys(legacyCipherSuites)) expect(text).toContain(suite);
});
