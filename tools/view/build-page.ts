/**
 * The page as one HTML file: script, styles and machines are in it, and it needs no network. Built
 * from `page/` and from the spec whenever it is asked for.
 */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { dark, light, styleSheet } from '../diagrams/svg/style-sheet.ts';

const page = fileURLToPath(new URL('page/', import.meta.url));

/** @throws BuildFailure of esbuild, whose message names file and line */
export async function buildPage(): Promise<string> {
  const [template, css, script] = await Promise.all([
    readFile(`${page}index.html`, 'utf8'),
    styles(),
    bundle(),
  ]);
  // The functions keep `$` in what is put in from meaning anything.
  return template
    .replace('/* styles */', () => `${colours()}\n${css}\n.diagram {\n${styleSheet()}\n}`)
    .replace('/* script */', () => script.replaceAll('</script', '<\\/script'));
}

/** In the order of their names: what comes later wins. */
async function styles(): Promise<string> {
  const names = (await readdir(`${page}styles`)).sort();
  const files = names.map((name) => readFile(`${page}styles/${name}`, 'utf8'));
  return (await Promise.all(files)).join('\n');
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${page}main.ts`],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('\n');
}

/** The diagrams' colours for the whole page. */
function colours(): string {
  const variables = (palette: Readonly<Record<string, string>>) =>
    Object.entries(palette)
      .map(([name, colour]) => `--${name}:${colour}`)
      .join(';');
  return `:root{${variables(light)}}\n@media (prefers-color-scheme:dark){:root{${variables(dark)}}}`;
}
