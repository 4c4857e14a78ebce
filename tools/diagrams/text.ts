/**
 * Text that is measured before it is drawn. Widths come from tables, never from the fonts of the
 * machine that draws: the same text takes the same room everywhere, and the same bytes come out.
 */

/** How a piece of text looks. The style sheet and the measurer read the same table. */
export const textStyles = {
  heading: { family: 'sans', size: 20, weight: 600, ink: 'ink' },
  title: { family: 'sans', size: 14.5, weight: 600, ink: 'ink' },
  text: { family: 'sans', size: 12, weight: 400, ink: 'ink' },
  note: { family: 'sans', size: 11.5, weight: 400, ink: 'soft' },
  section: { family: 'sans', size: 11, weight: 400, ink: 'link' },
  caption: { family: 'sans', size: 11, weight: 600, ink: 'soft' },
  event: { family: 'mono', size: 11.5, weight: 600, ink: 'ink' },
  code: { family: 'mono', size: 11, weight: 400, ink: 'soft' },
  fault: { family: 'mono', size: 11, weight: 600, ink: 'fault' },
  faultEvents: { family: 'mono', size: 11, weight: 400, ink: 'fault' },
} as const;

export type TextStyle = keyof typeof textStyles;

/** A piece of text in one style. */
export interface Span {
  readonly text: string;
  readonly style: TextStyle;
  /** Where it begins, from the left of its line. Default: behind the piece before. */
  readonly at?: number;
  readonly href?: string;
}

export interface Line {
  readonly spans: readonly Span[];
  /** Room above the line, beyond what lines have anyway. */
  readonly above?: number;
}

/** Lines and the room that they take. */
export interface TextBlock {
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
}

/** Lines, measured. */
export function textBlock(lines: readonly Line[]): TextBlock {
  const width = Math.max(0, ...lines.map(lineWidth));
  const height = lines.reduce((sum, line) => sum + lineHeight(line), 0);
  return { lines, width: Math.ceil(width), height: Math.ceil(height) };
}

/** The height of a line with what stands above it. */
export function lineHeight({ spans, above = 0 }: Line): number {
  return above + Math.max(0, ...spans.map(({ style }) => textStyles[style].size)) * LEADING;
}

/** Where each piece of a line begins. */
export function spanStarts({ spans }: Line): readonly number[] {
  let end = 0;
  return spans.map((span) => {
    const start = span.at ?? end;
    end = start + textWidth(span.text, span.style);
    return start;
  });
}

function lineWidth(line: Line): number {
  const last = line.spans.at(-1);
  if (last === undefined) return 0;
  return (spanStarts(line).at(-1) ?? 0) + textWidth(last.text, last.style);
}

/** Breaks a text at spaces. A word that is wider than the room keeps a line for itself. */
export function wrapped(text: string, style: TextStyle, room: number): readonly string[] {
  return packed(text.split(' '), ' ', style, room);
}

/** Puts items on lines, as many on each as have room. */
export function packed(
  items: readonly string[],
  separator: string,
  style: TextStyle,
  room: number,
): readonly string[] {
  const lines: string[] = [];
  for (const [index, item] of items.entries()) {
    const piece = index < items.length - 1 ? `${item}${separator.trimEnd()}` : item;
    const last = lines.at(-1);
    const joined = last === undefined ? piece : `${last} ${piece}`;
    if (last !== undefined && textWidth(joined, style) <= room) lines[lines.length - 1] = joined;
    else lines.push(piece);
  }
  return lines;
}

/** The width of a text, on the safe side of what common fonts need. */
export function textWidth(text: string, style: TextStyle): number {
  const { family, size, weight } = textStyles[style];
  if (family === 'mono') return text.length * size * MONOSPACE_WIDTH;
  const units = [...text].reduce((sum, letter) => sum + (sansWidths.get(letter) ?? OTHER), 0);
  return (units / 1000) * size * (weight > 500 ? WIDEST_SANS * BOLD : WIDEST_SANS);
}

const LEADING = 1.42;
/** In ems: the widest of the monospace fonts that are in common use. */
const MONOSPACE_WIDTH = 0.605;
/** The widest sans-serif fonts in common use need so much more than the table says. */
const WIDEST_SANS = 1.16;
const BOLD = 1.15;
const OTHER = 600;

/** Advance widths of a plain sans-serif face, in thousandths of an em, by width. */
const sansWidths = new Map<string, number>(
  (
    [
      [200, "ijl'|"],
      [280, ' !,./:;fIt[]\\'],
      [335, '()-r`"{}'],
      [400, '*'],
      [500, 'cksvxyzJ'],
      [556, '0123456789abdeghnopquL?_#$'],
      [590, '+<>=~^'],
      [620, 'FTZ'],
      [667, 'ABEKPSVXY&'],
      [722, 'CDHNRUw'],
      [778, 'GOQ'],
      [833, 'mM'],
      [950, 'W%@'],
    ] as const
  ).flatMap(([width, letters]) => [...letters].map((letter) => [letter, width] as const)),
);
