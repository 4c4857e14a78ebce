/**
 * The looks of all pictures. One file serves a light and a dark page: the colours are variables that
 * follow the reader's `prefers-color-scheme`, and the ground is painted, so that a picture can be
 * read on any page.
 */
import { textStyles } from '../text.ts';

type Palette = Readonly<Record<string, string>>;

/** Text keeps a contrast of 4.5 to 1 on every ground that it stands on, lines one of 3 to 1. */
export const light: Palette = {
  ground: '#ffffff',
  ink: '#1f2328',
  soft: '#525c67',
  link: '#0a58ba',
  fault: '#b3261e',
  line: '#7a848f',
  frame: '#f7f8fa',
  frameLine: '#b4bcc6',
  plain: '#eef0f3',
  plainLine: '#87919c',
  blue: '#e6f0fd',
  blueLine: '#4a83cc',
  amber: '#fdf1d7',
  amberLine: '#b6811c',
  green: '#e4f4ea',
  greenLine: '#3f9264',
  violet: '#f0eafb',
  violetLine: '#8767c4',
};

export const dark: Palette = {
  ground: '#0d1117',
  ink: '#e6edf3',
  soft: '#a3adb8',
  link: '#79b4ff',
  fault: '#ff938a',
  line: '#8b95a1',
  frame: '#141a22',
  frameLine: '#3d4754',
  plain: '#1d242d',
  plainLine: '#6b7683',
  blue: '#12243d',
  blueLine: '#4f86cc',
  amber: '#30260f',
  amberLine: '#b98a30',
  green: '#11291c',
  greenLine: '#469268',
  violet: '#231b38',
  violetLine: '#8a6fc4',
};

/** Which colour each tone of a box has. */
const tones: Readonly<Record<string, string>> = {
  plain: 'plain',
  closed: 'violet',
  'tag-reading': 'blue',
  'tag-waiting': 'amber',
  'tag-flushing': 'green',
  plaintext: 'plain',
  handshake: 'amber',
  application: 'green',
  resumption: 'violet',
  none: 'plain',
  early: 'violet',
};

/** The `<style>` of a picture. */
export function styleSheet(): string {
  return [
    `svg{${variables(light)}}`,
    `@media (prefers-color-scheme:dark){svg{${variables(dark)}}}`,
    '.ground{fill:var(--ground)}',
    ...Object.entries(textStyles).map(
      ([name, { family, size, weight, ink }]) =>
        `.${name}{font:${weight} ${size}px ${fonts[family]};fill:var(--${ink})}`,
    ),
    'text{white-space:pre}',
    'a:hover{text-decoration:underline}',
    ...Object.entries(tones).map(
      ([tone, colour]) => `.${tone}{fill:var(--${colour});stroke:var(--${colour}Line)}`,
    ),
    '.frame{fill:var(--frame)}',
    '.frame.plain{stroke:var(--frameLine)}',
    '.reference{fill:var(--ground);stroke:var(--plainLine);stroke-dasharray:4 3}',
    '.start,.head{fill:var(--line)}',
    '.edge{fill:none;stroke:var(--line);stroke-width:1.3}',
    '.failure{stroke:var(--fault);stroke-dasharray:5 4}',
    '.head.failure{fill:var(--fault);stroke:none}',
    '.label{fill:var(--ground)}',
    '.framed{fill:var(--frame)}',
    '.inner{fill:none}',
  ].join('\n');
}

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
}

const fonts = {
  sans: '-apple-system,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif',
  mono: 'ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace',
} as const;
