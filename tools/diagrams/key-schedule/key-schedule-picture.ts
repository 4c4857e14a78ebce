/** The picture of the key schedule. */

import { Node, SyntaxKind } from 'ts-morph';
import { KEY_SCHEDULE_FILE, NO_STAGE, type Stage } from '../../generate/key-schedule-model.ts';
import { readKeySchedule } from '../../generate/read-key-schedule.ts';
import { parseSpec, readSpec } from '../../generate/spec-source.ts';
import type { Drawing } from '../drawing.ts';
import { placed } from '../layout.ts';
import { graphSvg } from '../svg/graph-svg.ts';
import { type LegendEntry, pictureSvg } from '../svg/picture.ts';
import { keyScheduleGraph } from './key-schedule-graph.ts';

/** Of the spec under `root`. @throws SpecError for a table that is not what it should be */
export async function keySchedulePicture(root: string): Promise<Drawing> {
  const schedule = await readKeySchedule(root);
  const lines = entryLines(root);
  const specLink = (name: string) => `../../${KEY_SCHEDULE_FILE}#L${lines.get(name) ?? 1}`;
  const graph = await placed(keyScheduleGraph(schedule, specLink));
  const title = 'The key schedules';
  const svg = pictureSvg({
    title,
    subtitle: [
      {
        text: 'TLS 1.3: HKDF-Extract where two arrows meet, HKDF-Expand-Label with the label on the arrow elsewhere. TLS 1.2: its PRF.',
        style: 'note',
      },
    ],
    width: graph.width,
    height: graph.height,
    drawn: graphSvg(graph),
    legend: [...schedule.stages.map(stageEntry), ...otherEntries],
  });
  return { name: 'key-schedule', title, svg, parts: [] };
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
