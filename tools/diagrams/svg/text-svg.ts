/** Measured text as SVG. */
import {
  type Line,
  lineHeight,
  type Span,
  spanStarts,
  type TextBlock,
  textStyles,
} from '../text.ts';
import { element, escaped } from './element.ts';

/** The lines of a block, whose upper left corner stands at this place. */
export function textSvg({ lines }: TextBlock, x: number, y: number): readonly string[] {
  let bottom = y;
  return lines.flatMap((line) => {
    bottom += lineHeight(line);
    const size = Math.max(0, ...line.spans.map(({ style }) => textStyles[style].size));
    return runsOf(line).map(({ start, spans }) =>
      runSvg(spans, x + start, bottom - size * DESCENT),
    );
  });
}

/** Pieces that follow each other: the one that draws knows best where the next begins. */
interface Run {
  readonly start: number;
  readonly spans: readonly Span[];
}

function runsOf(line: Line): readonly Run[] {
  const starts = spanStarts(line);
  const runs: { start: number; spans: Span[] }[] = [];
  for (const [index, span] of line.spans.entries()) {
    const last = runs.at(-1);
    if (last !== undefined && span.at === undefined) last.spans.push(span);
    else runs.push({ start: starts[index] ?? 0, spans: [span] });
  }
  return runs;
}

function runSvg(spans: readonly Span[], x: number, y: number): string {
  const [only, ...others] = spans;
  if (only === undefined) return '';
  if (others.length === 0) {
    return linked(only, element('text', { class: only.style, x, y }, escaped(only.text)));
  }
  const pieces = spans.map((span) =>
    linked(span, element('tspan', { class: span.style }, escaped(span.text))),
  );
  return element('text', { x, y }, ...pieces);
}

function linked({ href }: Span, drawn: string): string {
  return href === undefined ? drawn : element('a', { href }, drawn);
}

/** From a line's lower edge up to where its letters stand. */
const DESCENT = 0.38;
