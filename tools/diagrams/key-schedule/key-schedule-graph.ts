/**
 * The key schedule as a graph: secrets are boxes in the colours of their stages, the labels of HKDF
 * and the parts of the transcript stand on the arrows. What is derived from several secrets in the
 * same way is text in the boxes of these.
 */
import {
  type KeySchedule,
  type LeafRow,
  type ScheduleRow,
  sourcesOf,
  ZEROS,
} from '../../generate/key-schedule-model.ts';
import type { Graph, GraphEdge, GraphNode } from '../graph.ts';
import { citationText, citationUrl } from '../rfc-link.ts';
import { type Line, type Span, textBlock, wrapped } from '../text.ts';

/** @param specLink a link to the place of a row in the spec */
export function keyScheduleGraph(schedule: KeySchedule, specLink: (name: string) => string): Graph {
  const rows = [...schedule.rows.values()];
  const folded = rows.filter(isFolded);
  const drawn = rows.filter((row) => !isFolded(row));
  const uses = drawn.flatMap((row) => distinctSources(row).map((source) => ({ row, source })));
  return {
    nodes: drawn.flatMap((row) => [
      ...distinctSources(row)
        .filter((source) => !schedule.rows.has(source))
        .map((source) => inputNode(row, source, schedule)),
      rowNode(row, folded, specLink),
    ]),
    edges: uses.map(({ row, source }) => edge(row, source, schedule)),
  };
}

function distinctSources(row: ScheduleRow): readonly string[] {
  return [...new Set(sourcesOf(row))];
}

/** Whether a row is applied to several secrets. */
function isFolded(row: ScheduleRow): row is LeafRow {
  return row.operation !== 'extract' && row.parents.length > 1;
}

function rowNode(
  row: ScheduleRow,
  folded: readonly LeafRow[],
  specLink: (name: string) => string,
): GraphNode {
  const own = folded.filter(({ parents }) => parents.includes(row.name));
  const lines = [
    one({ text: row.rfcName, style: 'event', href: specLink(row.name) }),
    section(row.rfc),
    ...wrapped(row.use, 'note', ROOM).map((text) => one({ text, style: 'note' })),
    ...(row.keep ? [] : [one({ text: 'wiped in its stage', style: 'note' })]),
    ...own.flatMap((leaf, index) => [
      one({ text: `"${leaf.label}"${contextOf(leaf)}`, style: 'event' }, index === 0 ? 6 : 1),
      one({ text: `→ ${leaf.rfcName}`, style: 'code', at: 14 }),
    ]),
  ];
  const tone = row.keep ? row.stage : 'reference';
  return {
    id: row.name,
    shape: 'box',
    tone,
    text: textBlock(lines),
    children: [],
    anchor: row.name,
  };
}

/** One box for each use: what comes from outside would be the middle of everything otherwise. */
function inputNode(row: ScheduleRow, source: string, { inputs }: KeySchedule): GraphNode {
  const doc = inputs.get(source)?.doc;
  const lines = [
    one({ text: source === ZEROS ? '0' : source, style: 'event' }),
    ...(doc === undefined ? [] : [one({ text: doc, style: 'note' })]),
  ];
  const id = inputId(row, source);
  return { id, shape: 'reference', tone: 'reference', text: textBlock(lines), children: [] };
}

function edge(row: ScheduleRow, source: string, schedule: KeySchedule): GraphEdge {
  const from = schedule.rows.has(source) ? source : inputId(row, source);
  return {
    id: `${from}>${row.name}`,
    from,
    to: row.name,
    tone: 'edge',
    label: textBlock(labelLines(row, source, schedule)),
  };
}

function labelLines(row: ScheduleRow, source: string, { stages }: KeySchedule): readonly Line[] {
  if (row.operation === 'extract') {
    const isBoth = row.salt === row.keyMaterial;
    const text = isBoth ? 'salt, key material' : source === row.salt ? 'salt' : 'key material';
    return [one({ text, style: 'code' })];
  }
  const span = stages.find(({ name }) => name === row.stage)?.span ?? '';
  const isTranscript = row.operation === 'expand' && row.context === 'transcript';
  const context = isTranscript ? `over ${span}` : contextOf(row).trim();
  return [
    one({ text: `"${row.label}"`, style: 'event' }),
    ...(context === '' ? [] : [one({ text: context, style: 'code' })]),
  ];
}

function contextOf(row: LeafRow): string {
  if (row.operation === 'prf') return ` over ${row.seeds.join(' + ')}`;
  if (row.context === 'none') return '';
  return row.context === 'emptyHash' ? ' over ""' : ` over ${row.context}`;
}

function inputId(row: ScheduleRow, source: string): string {
  return `input ${source} of ${row.name}`;
}

function section(rfc: string): Line {
  return one({ text: citationText(rfc), style: 'section', href: citationUrl(rfc) });
}

function one(span: Span, above = 0): Line {
  return { spans: [span], above };
}

const ROOM = 250;
