/**
 * Proves what the generated key schedule relies on: every name exists, no secret comes from
 * itself, no two are the same, none is used before its stage or after it has been wiped, nothing
 * is there for nothing.
 */
import {
  type ExpandRow,
  type KeySchedule,
  NO_STAGE,
  type ScheduleRow,
  sourcesOf,
  ZEROS,
} from './key-schedule-model.ts';
import type { SpecPlace } from './spec-source.ts';

/** Names that the generated functions use themselves, and words of the table. */
const TAKEN_NAMES = [
  ...[ZEROS, 'kdf', 'secret', 'transcriptHash', 'none', 'emptyHash', 'transcript', 'hash'],
  ...['deriveSecret', 'expandLabel', 'extractSecret', 'zeroSecret', 'prf', 'expandSeed'],
];

/**
 * The same schedule, its rows sorted so that each comes after what it is made of.
 * @param file the file with the tables
 * @throws SpecError at the first row that breaks a rule
 */
export function checkKeySchedule(schedule: KeySchedule, file: SpecPlace): KeySchedule {
  const rows = [...schedule.rows.values()];
  const place = file.at('keySchedule');
  checkFreeNames(schedule, file);
  for (const row of rows) checkNames(row, schedule, place.at(row.name));
  const sorted = sortedRows(schedule.rows, place);
  for (const row of rows) checkLifetime(row, schedule, place.at(row.name));
  checkIntermediates(rows, place);
  checkDistinct(rows, place);
  checkUsed(schedule, file);
  return { ...schedule, rows: sorted };
}

/** Rows and inputs become constants and parameters: no two of them may have one name. */
function checkFreeNames({ inputs, stages, rows }: KeySchedule, file: SpecPlace): void {
  const places: readonly (readonly [name: string, place: SpecPlace])[] = [
    ...[...inputs.keys()].map((name) => [name, file.at('inputs')] as const),
    ...[...rows.keys()].map((name) => [name, file.at('keySchedule')] as const),
  ];
  const taken = new Set(TAKEN_NAMES);
  for (const [name, place] of places) {
    if (taken.has(name)) {
      throw place.at(name).error('has a name that is taken', 'choose another name');
    }
    taken.add(name);
  }
  if (stages.every((stage) => stage.name !== NO_STAGE)) return;
  const remedy = `choose another name: '${NO_STAGE}' marks the rows without a stage`;
  throw file.at('stages').at(NO_STAGE).error('has a name that is taken', remedy);
}

/** An input that no row reads and a stage without rows say something that is not so. */
function checkUsed({ inputs, stages, rows }: KeySchedule, file: SpecPlace): void {
  const all = [...rows.values()];
  const read = new Set(all.flatMap((row) => [...sourcesOf(row), ...optionsOf(row)]));
  for (const name of inputs.keys()) {
    if (read.has(name)) continue;
    throw file.at('inputs').at(name).error('no row reads it', 'remove it, or name it in a row');
  }
  for (const { name } of stages) {
    if (all.some((row) => row.stage === name)) continue;
    throw file.at('stages').at(name).error('no row is of this stage', 'remove it, or give it rows');
  }
}

/** What a row reads besides the secrets that it is made of. */
function optionsOf(row: ScheduleRow): readonly string[] {
  if (row.operation === 'extract') return [];
  return row.operation === 'prf' ? [...row.seeds, String(row.length)] : [row.context, row.length];
}

function checkNames(row: ScheduleRow, schedule: KeySchedule, place: SpecPlace): void {
  const known = [ZEROS, ...schedule.rows.keys(), ...inputsOf(schedule, 'secret')];
  if (row.operation === 'extract') {
    requireName(row.salt, known, place.at('salt'));
    requireName(row.keyMaterial, known, place.at('keyMaterial'));
    return;
  }
  const secrets = known.filter((name) => name !== ZEROS);
  for (const parent of row.parents) requireName(parent, secrets, place.at('parent'));
  if (row.operation === 'prf') {
    for (const seed of row.seeds) requireName(seed, inputsOf(schedule, 'bytes'), place.at('seed'));
    const isInput = typeof row.length === 'string';
    if (isInput) requireName(row.length, inputsOf(schedule, 'length'), place.at('length'));
    return;
  }
  const contexts = ['none', 'emptyHash', 'transcript', ...inputsOf(schedule, 'bytes')];
  requireName(row.context, contexts, place.at('context'));
  requireName(row.length, ['hash', ...inputsOf(schedule, 'length')], place.at('length'));
  checkDeriveSecret(row, place);
}

function requireName(name: string, known: readonly string[], place: SpecPlace): void {
  if (known.includes(name)) return;
  throw place.error(`there is no '${name}'`, `write one of ${known.join(', ')}`);
}

function inputsOf(schedule: KeySchedule, kind: 'secret' | 'bytes' | 'length'): string[] {
  return [...schedule.inputs].filter(([, input]) => input.kind === kind).map(([name]) => name);
}

function checkDeriveSecret(row: ExpandRow, place: SpecPlace): void {
  const isDeriveSecret = row.context === 'transcript' || row.context === 'emptyHash';
  if (isDeriveSecret && row.length !== 'hash') {
    const remedy = "write 'hash': Derive-Secret has no other length (RFC 9846 7.1)";
    throw place.at('length').error(`is '${row.length}' with a hash as its context`, remedy);
  }
  if (row.context === 'transcript' && row.stage === NO_STAGE) {
    const remedy = 'give the row a stage, whose span it then covers';
    throw place.at('context').error('a row without a stage has no transcript', remedy);
  }
}

/** The order of the file, as far as each row can come after what it is made of. */
function sortedRows(
  rows: ReadonlyMap<string, ScheduleRow>,
  place: SpecPlace,
): Map<string, ScheduleRow> {
  const sorted = new Map<string, ScheduleRow>();
  const visit = (name: string, path: readonly string[]) => {
    const row = rows.get(name);
    if (row === undefined || sorted.has(name)) return;
    if (path.includes(name)) {
      const cycle = [...path.slice(path.indexOf(name)), name].join(' -> ');
      throw place.at(name).error(`comes from itself: ${cycle}`, 'break the cycle');
    }
    for (const source of sourcesOf(row)) visit(source, [...path, name]);
    sorted.set(name, row);
  };
  for (const name of rows.keys()) visit(name, []);
  return sorted;
}

/** A source must be of the same stage, or a kept secret of an earlier one. */
function checkLifetime(row: ScheduleRow, schedule: KeySchedule, place: SpecPlace): void {
  const order = [...schedule.stages.map((stage) => stage.name), NO_STAGE];
  for (const name of sourcesOf(row)) {
    const source = schedule.rows.get(name);
    if (source === undefined || source.stage === row.stage) continue;
    if (order.indexOf(source.stage) > order.indexOf(row.stage)) {
      const problem = `needs ${name}, which is there only after stage ${row.stage}`;
      throw place.error(problem, `move it to stage ${source.stage} or later`);
    }
    if (!source.keep) {
      const problem = `needs ${name}, which stage ${source.stage} wipes`;
      throw place.error(problem, `write keep: true in ${name}, or compute both in one stage`);
    }
  }
}

/** An intermediate that nothing is made of is a mistake: it would be computed and thrown away. */
function checkIntermediates(rows: readonly ScheduleRow[], place: SpecPlace): void {
  const used = new Set(rows.flatMap(sourcesOf));
  for (const row of rows) {
    if (row.keep || used.has(row.name)) continue;
    throw place.at(row.name).error('is wiped and nothing is made of it', 'write keep: true');
  }
}

/** Two rows with the same parent, label and context would be one secret under two names. */
function checkDistinct(rows: readonly ScheduleRow[], place: SpecPlace): void {
  const nameOf = new Map<string, string>();
  for (const row of rows) {
    if (row.operation === 'extract') continue;
    for (const parent of row.parents) {
      const input = row.operation === 'prf' ? row.seeds.join('+') : row.context;
      const identity = `${parent} '${row.label}' ${input} ${row.stage}`;
      const other = nameOf.get(identity);
      if (other !== undefined) {
        const problem = `is the same secret as ${other}: ${parent} under '${row.label}'`;
        throw place.at(row.name).error(problem, 'correct the label or remove one of the rows');
      }
      nameOf.set(identity, row.name);
    }
  }
}
