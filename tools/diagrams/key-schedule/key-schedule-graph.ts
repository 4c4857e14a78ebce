/**
 * A key schedule as a graph: secrets are boxes in the colours of their stages, labels and the parts
 * of the transcript stand on the arrows. What HKDF derives from several secrets in the same way is
 * text in the boxes of these. What the PRF of TLS 1.2 derives from either of its master secrets is a
 * box that tells its label itself.
 */
import {
  type ExpandRow,
  type KeySchedule,
  type PrfRow,
  type ScheduleRow,
  sourcesOf,
  ZEROS,
} from '../../generate/key-schedule-model.ts';
import type { Graph, GraphEdge, GraphNode } from '../graph.ts';
import { citationText, citationUrl } from '../rfc-link.ts';
import { type Line, type Span, textBlock, wrapped } from '../text.ts';

/**
 * @param rows those that are drawn: of one version
 * @param specLink a link to the place of a row in the spec
 */
export function keyScheduleGraph(
  schedule: KeySchedule,
  rows: readonly ScheduleRow[],
  specLink: (name: string) => string,
): Graph {
  const folded = rows.filter(isFolded);
  const drawn = rows.filter((row) => !isFolded(row));
  const uses = drawn.flatMap((row) => distinctSources(row).map((source) => ({ row, source })));
  const nodes = drawn.flatMap((row) => [
    ...distinctSources(row)
      .filter((source) => !schedule.rows.has(source))
      .map((source) => inputNode(row, source, schedule)),
    rowNode(row, folded, specLink),
  ]);
  return {
    nodes: [...new Map(nodes.map((node) => [node.id, node])).values()],
    edges: uses.map(({ row, source }) => edge(row, source, schedule)),
  };
}

function distinctSources(row: ScheduleRow): readonly string[] {
  return [...new Set(sourcesOf(row))];
}

/** Whether a row is told in the boxes of the secrets that it is applied to. */
function isFolded(row: ScheduleRow): row is ExpandRow {
  return row.operation === 'expand' && row.parents.length > 1;
}

/** Whether it says its label in its own box: it would stand on several arrows. */
function isLabelled(row: ScheduleRow): row is PrfRow {
  return row.operation === 'prf' && row.parents.length > 1;
}

function rowNode(
  row: ScheduleRow,
  folded: readonly ExpandRow[],
  specLink: (name: string) => string,
): GraphNode {
  const own = folded.filter(({ parents }) => parents.includes(row.name));
  const lines = [
    one({ text: row.rfcName, style: 'event', href: specLink(row.name) }),
    section(row.rfc),
    ...wrapped(row.use, 'note', ROOM).map((text) => one({ text, style: 'note' })),
    ...(row.keep ? [] : [one({ text: 'wiped in its stage', style: 'note' })]),
    ...(isLabelled(row) ? prfLines(row).map((line) => ({ ...line, above: 3 })) : []),
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

/** One box for each use by HKDF: what comes from outside would be the middle of everything otherwise. */
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
  const label = isLabelled(row) ? undefined : textBlock(labelLines(row, source, schedule));
  return { id: `${from}>${row.name}`, from, to: row.name, tone: 'edge', label };
}

function labelLines(row: ScheduleRow, source: string, { stages }: KeySchedule): readonly Line[] {
  if (row.operation === 'extract') {
    const isBoth = row.salt === row.keyMaterial;
    const text = isBoth ? 'salt, key material' : source === row.salt ? 'salt' : 'key material';
    return [one({ text, style: 'code' })];
  }
  if (row.operation === 'prf') return prfLines(row);
  const span = stages.find(({ name }) => name === row.stage)?.span ?? '';
  const isTranscript = row.context === 'transcript';
  const context = isTranscript ? `over ${span}` : contextOf(row).trim();
  return [
    one({ text: `"${row.label}"`, style: 'event' }),
    ...(context === '' ? [] : [one({ text: context, style: 'code' })]),
  ];
}

function prfLines({ label, seeds }: PrfRow): readonly Line[] {
  return [
    one({ text: `"${label}"`, style: 'event' }),
    one({ text: `over ${seeds.join(' + ')}`, style: 'code' }),
  ];
}

function contextOf(row: ExpandRow): string {
  if (row.context === 'none') return '';
  return row.context === 'emptyHash' ? ' over ""' : ` over ${row.context}`;
}

function inputId(row: ScheduleRow, source: string): string {
  if (row.operation === 'prf') return `input ${source}`;
  return `input ${source} of ${row.name}`;
}

function section(rfc: string): Line {
  return one({ text: citationText(rfc), style: 'section', href: citationUrl(rfc) });
}

function one(span: Span, above = 0): Line {
  return { spans: [span], above };
}

const ROOM = 250;
