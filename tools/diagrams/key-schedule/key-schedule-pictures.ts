/** The pictures of the key schedules, one for each version. */

import { Node, SyntaxKind } from 'ts-morph';
import {
  KEY_SCHEDULE_FILE,
  type KeySchedule,
  NO_STAGE,
  type ScheduleRow,
  type Stage,
} from '../../generate/key-schedule-model.ts';
import { readKeySchedule } from '../../generate/read-key-schedule.ts';
import { parseSpec, readSpec } from '../../generate/spec-source.ts';
import type { Drawing } from '../drawing.ts';
import { placed } from '../layout.ts';
import { graphSvg } from '../svg/graph-svg.ts';
import { type LegendEntry, pictureSvg } from '../svg/picture.ts';
import { keyScheduleGraph } from './key-schedule-graph.ts';

/** What differs between the versions. */
interface Page {
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  readonly isShown: (row: ScheduleRow) => boolean;
}

const pages: readonly Page[] = [
  {
    name: 'key-schedule',
    title: 'The key schedule',
    subtitle:
      'TLS 1.3: HKDF-Extract where two arrows meet, HKDF-Expand-Label with the label on the arrow elsewhere.',
    isShown: ({ operation }) => operation !== 'prf',
  },
  {
    name: 'key-schedule-tls12',
    title: 'The key schedule of TLS 1.2',
    subtitle:
      'Its PRF everywhere, with label and seed. A handshake has one of the two master secrets.',
    isShown: ({ operation }) => operation === 'prf',
  },
];

/** Of the spec under `root`. @throws SpecError for a table that is not what it should be */
export async function keySchedulePictures(root: string): Promise<readonly Drawing[]> {
  const schedule = await readKeySchedule(root);
  const lines = entryLines(root);
  const specLink = (name: string) => `../../${KEY_SCHEDULE_FILE}#L${lines.get(name) ?? 1}`;
  return await Promise.all(pages.map((page) => picture(page, schedule, specLink)));
}

async function picture(
  { name, title, subtitle, isShown }: Page,
  schedule: KeySchedule,
  specLink: (name: string) => string,
): Promise<Drawing> {
  const rows = [...schedule.rows.values()].filter(isShown);
  const { width, height, ...graph } = await placed(keyScheduleGraph(schedule, rows, specLink));
  const stages = schedule.stages.filter((stage) => rows.some((row) => row.stage === stage.name));
  const svg = pictureSvg({
    title,
    subtitle: [{ text: subtitle, style: 'note' }],
    width,
    height,
    drawn: graphSvg({ width, height, ...graph }),
    legend: [...stages.map(stageEntry), ...otherEntries],
  });
  return { name, title, svg, parts: [] };
}

function stageEntry({ name, doc }: Stage): LegendEntry {
  return { sample: { tone: name }, text: `${name}: ${doc}` };
}

const otherEntries: readonly LegendEntry[] = [
  { sample: { tone: NO_STAGE }, text: 'of its own' },
  { sample: { tone: 'reference' }, text: 'from outside, or wiped at once' },
];

/** The lines on which the entries of the tables stand, by name. */
function entryLines(root: string): ReadonlyMap<string, number> {
  const source = parseSpec(KEY_SCHEDULE_FILE, readSpec(root, KEY_SCHEDULE_FILE));
  const tables = source
    .getDescendantsOfKind(SyntaxKind.AsExpression)
    .map((table) => table.getExpression())
    .filter(Node.isObjectLiteralExpression);
  return new Map(
    tables
      .flatMap((table) => table.getProperties())
      .filter(Node.isPropertyAssignment)
      .map((entry) => [entry.getName(), entry.getStartLineNumber()]),
  );
}
