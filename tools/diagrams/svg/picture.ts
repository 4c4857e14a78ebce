/** A whole SVG file: title, ground, what is drawn, and a legend below. */
import { type Span, textBlock, textWidth } from '../text.ts';
import { element, escaped } from './element.ts';
import { styleSheet } from './style-sheet.ts';
import { textSvg } from './text-svg.ts';

export interface Picture {
  readonly title: string;
  /** Where the title leads to. */
  readonly href?: string;
  /** A line under the title. */
  readonly subtitle: readonly Span[];
  readonly width: number;
  readonly height: number;
  /** Elements, drawn from the upper left corner of the space that is theirs. */
  readonly drawn: readonly string[];
  readonly legend: readonly LegendEntry[];
}

/** A sample and what it means. */
export interface LegendEntry {
  readonly sample: { readonly tone: string } | { readonly span: Span };
  readonly text: string;
}

const margin = 24;
const headHeight = 58;
const sampleWidth = 22;

export function pictureSvg(picture: Picture): string {
  const { title, subtitle, drawn } = picture;
  const head = textBlock([{ spans: [{ text: title, style: 'heading' }] }, { spans: subtitle }]);
  const inner = Math.max(picture.width, head.width, MIN_WIDTH);
  const legend = legendSvg(picture.legend, inner);
  const width = Math.ceil(inner + 2 * margin);
  const height = Math.ceil(picture.height + legend.height + headHeight + 2 * margin);
  const left = margin + Math.max(0, (inner - picture.width) / 2);
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
  };
  const parts = [
    element('title', {}, escaped(title)),
    element('style', {}, `\n${styleSheet()}\n`),
    element('rect', { class: 'ground', width, height, rx: 8 }),
    ...textSvg(head, margin, margin - 6),
    group(left, margin + headHeight, drawn),
    group(margin, height - margin - legend.height, legend.drawn),
  ];
  return `${element('svg', attributes, '\n', parts.join('\n'), '\n')}\n`;
}

/** Elements that stand together, moved to their place, each on its own line. */
function group(x: number, y: number, drawn: readonly string[]): string {
  const place = { transform: `translate(${Math.round(x)} ${Math.round(y)})` };
  return element('g', place, '\n', drawn.join('\n'), '\n');
}

/** In rows, from the left. */
function legendSvg(entries: readonly LegendEntry[], room: number) {
  const drawn: string[] = [];
  let [x, y] = [0, GAP];
  for (const { sample, text } of entries) {
    const isText = 'span' in sample;
    const lead = isText ? textWidth(sample.span.text, sample.span.style) + 8 : sampleWidth + 7;
    const width = lead + textWidth(text, 'note') + GAP;
    if (x > 0 && x + width - GAP > room) [x, y] = [0, y + ROW];
    if (isText) drawn.push(...textSvg(textBlock([{ spans: [sample.span] }]), x, y));
    else {
      const box = { class: sample.tone, x, y: y + 1, width: sampleWidth, height: 14, rx: 4 };
      drawn.push(element('rect', box));
    }
    drawn.push(...textSvg(textBlock([{ spans: [{ text, style: 'note' }] }]), x + lead, y));
    x += width;
  }
  return { drawn, height: entries.length === 0 ? 0 : y + ROW };
}

const MIN_WIDTH = 560;
const GAP = 20;
const ROW = 22;
