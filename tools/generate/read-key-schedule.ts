/**
 * Reads `spec/key-schedule.ts` into typed rows. What the rows say of each other is proved in
 * `check-key-schedule.ts`.
 */
import { checkKeySchedule } from './check-key-schedule.ts';
import { checkedTable, type Row, type Shape, textOf } from './check-table.ts';
import {
  type Input,
  KEY_SCHEDULE_FILE,
  type KeySchedule,
  NO_STAGE,
  type ScheduleRow,
  type Stage,
} from './key-schedule-model.ts';
import { loadSpecModule, SpecPlace } from './spec-source.ts';

/**
 * The key schedule of the spec under `root`.
 * @throws SpecError for a malformed row, an unknown name, a cycle, a secret out of its lifetime
 */
export async function readKeySchedule(root: string): Promise<KeySchedule> {
  const module = await loadSpecModule(root, KEY_SCHEDULE_FILE);
  const file = new SpecPlace(root, KEY_SCHEDULE_FILE);
  const inputs = checkedTable(module.inputs, file.at('inputs'), INPUT_SHAPE);
  const stages = checkedTable(module.stages, file.at('stages'), STAGE_SHAPE);
  const rows = checkedTable(module.keySchedule, file.at('keySchedule'), (row) =>
    rowShape(row, stages),
  );
  return checkKeySchedule(
    {
      inputs: new Map(Object.entries(inputs).map(([name, row]) => [name, toInput(row)])),
      stages: Object.entries(stages).map(([name, row]) => toStage(name, row)),
      rows: new Map(Object.entries(rows).map(([name, row]) => [name, toRow(name, row)])),
    },
    file,
  );
}

const INPUT_SHAPE: Shape = { kind: ['secret', 'bytes', 'length'], doc: 'text', rfc: 'rfc' };
const STAGE_SHAPE: Shape = { span: 'text', doc: 'text', rfc: 'rfc' };

function rowShape(row: Readonly<Record<string, unknown>>, stages: object): Shape {
  const stage = [...Object.keys(stages), NO_STAGE];
  const common: Shape = { rfcName: 'text', stage, keep: 'flag', use: 'text', rfc: 'rfc' };
  if (row.operation === 'extract') {
    return { operation: ['extract'], salt: 'name', keyMaterial: 'name', ...common };
  }
  if (row.operation === 'prf') {
    const length = typeof row.length === 'number' ? 'length' : 'name';
    const prf: Shape = {
      operation: ['prf'],
      parent: 'names',
      label: 'label',
      seed: 'names',
      length,
    };
    return { ...prf, ...common, stage: [NO_STAGE] };
  }
  const parent = row.stage === NO_STAGE ? 'names' : 'name';
  const expand: Shape = { parent, label: 'label', context: 'name', length: 'name' };
  return { operation: ['expand', 'extract', 'prf'], ...expand, ...common };
}

function toInput(row: Row): Input {
  // INPUT_SHAPE has checked it.
  return { kind: textOf(row, 'kind') as Input['kind'], doc: textOf(row, 'doc') };
}

function toStage(name: string, row: Row): Stage {
  return { name, span: textOf(row, 'span'), doc: textOf(row, 'doc'), rfc: textOf(row, 'rfc') };
}

function toRow(name: string, row: Row): ScheduleRow {
  const common = {
    name,
    rfcName: textOf(row, 'rfcName'),
    stage: textOf(row, 'stage'),
    keep: row.keep === true,
    use: textOf(row, 'use'),
    rfc: textOf(row, 'rfc'),
  };
  if (row.operation === 'extract') {
    const sources = { salt: textOf(row, 'salt'), keyMaterial: textOf(row, 'keyMaterial') };
    return { operation: 'extract', ...common, ...sources };
  }
  const parents = [row.parent].flat().map(String);
  if (row.operation === 'prf') {
    const length = typeof row.length === 'number' ? row.length : textOf(row, 'length');
    const seeds = [row.seed].flat().map(String);
    return { operation: 'prf', ...common, parents, label: textOf(row, 'label'), seeds, length };
  }
  return {
    operation: 'expand',
    ...common,
    parents,
    label: textOf(row, 'label'),
    context: textOf(row, 'context'),
    length: textOf(row, 'length'),
  };
}
