/** The steps of a trace as a message sequence: two lifelines, arrows in between, notes outside. */
import type { Role } from '../../../test/support/puppet-script.ts';
import { element } from '../svg/element.ts';
import { textSvg } from '../svg/text-svg.ts';
import {
  type Line,
  packed,
  type Span,
  type TextBlock,
  textBlock,
  textWidth,
  wrapped,
} from '../text.ts';
import type { MessageStep, NoteStep, Step } from './sequence-model.ts';

export interface DrawnSequence {
  readonly width: number;
  readonly height: number;
  readonly drawn: readonly string[];
}

/** @param engine the side whose application speaks in the notes */
export function sequenceSvg(steps: readonly Step[], engine: Role): DrawnSequence {
  const room = noteRoom(steps);
  const columns = columnsFor(messageRoom(steps), engine, room);
  let y = HEAD_HEIGHT;
  let isLoud = false;
  const drawn = steps.flatMap((step) => {
    if (step.kind === 'gap') {
      if (isLoud) y += TURN_GAP;
      isLoud = false;
      return [];
    }
    isLoud = true;
    const top = y;
    if (step.kind === 'message') {
      y += messageBlock(step).height + MESSAGE_MARGIN;
      return messageSvg(step, columns, top);
    }
    const block = noteBlock(step, room);
    y += block.height + NOTE_MARGIN;
    return noteSvg(step, block, columns, top);
  });
  const width = columns.width;
  return { width, height: y + 8, drawn: [...lifelines(columns, engine, y), ...drawn] };
}

interface Columns {
  readonly client: number;
  readonly server: number;
  readonly width: number;
}

function columnsFor(between: number, engine: Role, notes: number): Columns {
  const own = notes + NOTE_GAP + 2 * NOTE_PADDING;
  const client = engine === 'client' ? own : END_WIDTH / 2;
  const server = client + between;
  return { client, server, width: server + (engine === 'server' ? own : END_WIDTH / 2) };
}

/** What the longest message needs between the lifelines. */
function messageRoom(steps: readonly Step[]): number {
  const widths = steps.map((step) => (step.kind === 'message' ? messageBlock(step).width + 90 : 0));
  return Math.max(MIN_BETWEEN, ...widths);
}

function noteRoom(steps: readonly Step[]): number {
  const widths = steps.flatMap((step) =>
    step.kind === 'note' ? step.text.split('\n').map((text) => textWidth(text, 'event')) : [],
  );
  return Math.min(NOTE_ROOM, Math.max(END_WIDTH / 2, ...widths));
}

/** Details stand behind the name, or below it where they are many. */
function messageBlock({ text, detail }: MessageStep): TextBlock {
  const name: Span = { text, style: 'event' };
  if (detail === '') return textBlock([{ spans: [name] }]);
  const line = textBlock([{ spans: [name, { text: `  ${detail}`, style: 'code' }] }]);
  if (line.width <= DETAIL_ROOM) return line;
  const details = packed(detail.split('; '), '; ', 'code', DETAIL_ROOM);
  return textBlock([
    { spans: [name] },
    ...details.map((words): Line => ({ spans: [{ text: words, style: 'code' }] })),
  ]);
}

/** A line with its text in the middle, on a pill in the colour of the keys. */
function messageSvg(step: MessageStep, columns: Columns, top: number): readonly string[] {
  const [from, to] =
    step.from === 'client' ? [columns.client, columns.server] : [columns.server, columns.client];
  const block = messageBlock(step);
  const y = top + (block.height + MESSAGE_MARGIN) / 2;
  const away = to > from ? 1 : -1;
  const height = block.height + 3;
  const width = block.width + 18;
  const x = (columns.client + columns.server - width) / 2;
  const head = `M${to} ${y}L${to - away * 9} ${y - 4.5}L${to - away * 9} ${y + 4.5}Z`;
  return [
    element('path', { class: 'edge', d: `M${from} ${y}H${to - away * 9}` }),
    element('path', { class: 'head', d: head }),
    element('rect', { class: `${step.epoch}`, x, y: y - height / 2, width, height, rx: 10 }),
    ...textSvg(block, x + 9, y - block.height / 2),
  ];
}

function noteBlock({ text, tone }: NoteStep, room: number): TextBlock {
  const style = tone === 'failure' ? 'fault' : 'event';
  const [first = '', ...facts] = text.split('\n');
  const heads = wrapped(first, style, room).map((words) => ({ spans: [{ text: words, style }] }));
  const rest = facts.flatMap((fact) => wrapped(fact, 'code', room));
  const details = rest.map((words) => ({ spans: [{ text: words, style: 'code' }] }));
  return textBlock([...heads, ...details] as readonly Line[]);
}

/** Beside the lifeline of the one that it is about. A call points at it, a result away from it. */
function noteSvg(
  { side, tone }: NoteStep,
  block: TextBlock,
  columns: Columns,
  top: number,
): readonly string[] {
  const line = columns[side];
  const width = block.width + 2 * NOTE_PADDING;
  const height = block.height + 6;
  const away = side === 'client' ? -1 : 1;
  const near = line + away * NOTE_GAP;
  const x = side === 'client' ? near - width : near;
  const y = top + 3 + height / 2;
  const points =
    tone === 'call' ? `M${line} ${y}l${away * 8} -4v8Z` : `M${near} ${y}l${-away * 8} -4v8Z`;
  return [
    element('path', { class: 'edge', d: `M${line} ${y}H${near}` }),
    element('path', { class: 'head', d: points }),
    element('rect', {
      class: tone === 'call' ? 'reference' : 'plain',
      x,
      y: top + 3,
      width,
      height,
      rx: 5,
    }),
    ...textSvg(block, x + NOTE_PADDING, top + 6),
  ];
}

function lifelines(columns: Columns, engine: Role, bottom: number): readonly string[] {
  return (['client', 'server'] as const).flatMap((role) => {
    const x = columns[role];
    const name = role === 'client' ? 'Client' : 'Server';
    const block = textBlock([{ spans: [{ text: name, style: 'title' }] }]);
    const tone = role === engine ? 'closed' : 'plain';
    return [
      element('path', { class: 'edge', d: `M${x} ${30}V${bottom}` }),
      element('rect', {
        class: tone,
        x: x - END_WIDTH / 2,
        y: 0,
        width: END_WIDTH,
        height: 30,
        rx: 8,
      }),
      ...textSvg(block, x - block.width / 2, 15 - block.height / 2),
    ];
  });
}

const HEAD_HEIGHT = 44;
const MESSAGE_MARGIN = 10;
const DETAIL_ROOM = 400;
const TURN_GAP = 12;
const NOTE_MARGIN = 11;
const NOTE_ROOM = 270;
const NOTE_PADDING = 9;
const NOTE_GAP = 18;
const END_WIDTH = 110;
const MIN_BETWEEN = 400;
