/**
 * `spec/key-schedule.ts` -> `generated/key-schedule.ts`: one function a stage, which returns the
 * stage's secrets and wipes what lies between, and one function for each row that is applied to
 * several secrets.
 */
import type { CodeBlockWriter } from 'ts-morph';
import { capitalised, literal, rfcText } from './code-text.ts';
import {
  type ExpandRow,
  type ExtractRow,
  KEY_SCHEDULE_FILE,
  type KeySchedule,
  type LeafRow,
  NO_STAGE,
  type PrfRow,
  type ScheduleRow,
  type Stage,
  sourcesOf,
  ZEROS,
} from './key-schedule-model.ts';
import { readKeySchedule } from './read-key-schedule.ts';
import type { GeneratedFile } from './spec-error.ts';
import { newWriter, writeDoc, writeFileHead } from './write-code.ts';

/**
 * The generated key schedule.
 * @param root the project's root; the spec is read from there
 * @throws SpecError for a fault in the table
 */
export async function emitKeySchedule(root: string): Promise<GeneratedFile[]> {
  const schedule = await readKeySchedule(root);
  const writer = newWriter();
  writeFileHead(writer, KEY_SCHEDULE_FILE, FILE_ABOUT);
  writeImports(writer, schedule);
  for (const stage of schedule.stages) {
    writeStageType(writer, stage, schedule);
    writeStageFunction(writer, planStage(stage, schedule));
  }
  for (const row of schedule.rows.values()) {
    if (row.operation !== 'extract' && row.stage === NO_STAGE) writeLeaf(writer, row, schedule);
  }
  return [{ path: 'generated/key-schedule.ts', text: writer.toString() }];
}

const FILE_ABOUT =
  'The key schedules: of TLS 1.3 (RFC 9846 7) one function a stage, of TLS 1.2 (RFC 5246 8) one ' +
  'for each result. Secrets that come back belong to the caller, who wipes them; intermediates ' +
  'are wiped here.';

/** A stage with all that its function needs to know. */
interface StagePlan {
  readonly stage: Stage;
  readonly schedule: KeySchedule;
  readonly rows: readonly ScheduleRow[];
  /** Secrets taken from earlier stages, by the stage that they come from. */
  readonly taken: ReadonlyMap<string, readonly string[]>;
  /** Inputs that are secrets. */
  readonly inputs: readonly string[];
  readonly hasTranscript: boolean;
  /** Secrets from outside that nothing is derived from afterwards: wiped at the end. */
  readonly consumed: readonly string[];
}

function planStage(stage: Stage, schedule: KeySchedule): StagePlan {
  const rows = membersOf(stage, schedule);
  const sources = [...new Set(rows.flatMap(sourcesOf))];
  const inputs = sources.filter((name) => schedule.inputs.has(name));
  const taken = new Map<string, string[]>();
  for (const name of sources) {
    const origin = schedule.rows.get(name)?.stage;
    if (origin === undefined || origin === stage.name) continue;
    taken.set(origin, [...(taken.get(origin) ?? []), name]);
  }
  const outside = [...inputs, ...[...taken.values()].flat()];
  return {
    stage,
    schedule,
    rows,
    taken,
    inputs,
    hasTranscript: rows.some((row) => row.operation === 'expand' && row.context === 'transcript'),
    consumed: outside.filter((name) => !isUsedAfter(name, stage, schedule)),
  };
}

function membersOf(stage: Stage, schedule: KeySchedule): ScheduleRow[] {
  return [...schedule.rows.values()].filter((row) => row.stage === stage.name);
}

function isUsedAfter(name: string, stage: Stage, schedule: KeySchedule): boolean {
  const order = [...schedule.stages.map((other) => other.name), NO_STAGE];
  const now = order.indexOf(stage.name);
  return [...schedule.rows.values()].some(
    (row) => order.indexOf(row.stage) > now && sourcesOf(row).includes(name),
  );
}

function writeImports(writer: CodeBlockWriter, schedule: KeySchedule): void {
  const rows = [...schedule.rows.values()];
  const names = new Set([
    'type Kdf',
    ...rows.flatMap((row) => (isPrf(row) ? [] : functionOf(row))),
  ]);
  if (rows.some((row) => sourcesOf(row).includes(ZEROS))) names.add('zeroSecret');
  const bare = (name: string) => name.replace('type ', '');
  const sorted = [...names].sort((a, b) =>
    bare(a).toLowerCase() < bare(b).toLowerCase() ? -1 : 1,
  );
  writer
    .blankLine()
    .writeLine(`import { ${sorted.join(', ')} } from '../runtime/codegen/kdf.ts';`)
    .conditionalWriteLine(
      rows.some(isPrf),
      "import { expandSeed, type Prf } from '../runtime/codegen/prf.ts';",
    )
    .writeLine("import type { Secret } from '../runtime/codegen/secret.ts';");
}

function isPrf(row: ScheduleRow): row is PrfRow {
  return row.operation === 'prf';
}

function functionOf(row: ExtractRow | ExpandRow): string {
  if (row.operation === 'extract') return 'extractSecret';
  const isHashed = row.context === 'transcript' || row.context === 'emptyHash';
  return isHashed ? 'deriveSecret' : 'expandLabel';
}

function writeStageType(writer: CodeBlockWriter, stage: Stage, schedule: KeySchedule): void {
  writer.blankLine();
  writeDoc(writer, [`The ${stage.name} stage: ${stage.doc} (${rfcText(stage.rfc)}).`]);
  writer.write(`export interface ${typeOf(stage.name)}`).block(() => {
    for (const row of membersOf(stage, schedule)) {
      if (!row.keep) continue;
      writeDoc(writer, [`${row.rfcName}: ${row.use}.`]);
      writer.writeLine(`readonly ${row.name}: Secret;`);
    }
  });
}

function writeStageFunction(writer: CodeBlockWriter, plan: StagePlan): void {
  const { stage, rows } = plan;
  writer.blankLine();
  writeDoc(writer, stageDoc(plan));
  writer
    .write(`export function derive${typeOf(stage.name)}(`)
    .write(['kdf: Kdf', ...stageParameters(plan)].join(', '))
    .write(`): ${typeOf(stage.name)}`)
    .block(() => {
      if (rows.some((row) => sourcesOf(row).includes(ZEROS))) {
        writer.writeLine('const zeros = zeroSecret(kdf);');
      }
      rows.forEach((row, index) => {
        writer.writeLine(`const ${row.name} = ${derivation(row)};`);
        for (const name of endingAt(index, plan)) writer.writeLine(`${name}.wipe();`);
      });
      const kept = rows.filter((row) => row.keep).map((row) => row.name);
      writer.writeLine(`return { ${kept.join(', ')} };`);
    });
}

function stageDoc(plan: StagePlan): string[] {
  const { stage, schedule, consumed } = plan;
  const lines = [`Derives the ${stage.name} stage (${rfcText(stage.rfc)}).`];
  if (consumed.length > 0) {
    lines.push(`Wipes ${consumed.join(', ')}: nothing is derived from it afterwards.`);
  }
  for (const name of plan.inputs) lines.push(`@param ${name} ${schedule.inputs.get(name)?.doc}`);
  for (const [origin, names] of plan.taken) {
    lines.push(`@param ${origin} the ${origin} stage, for its ${names.join(', ')}`);
  }
  if (plan.hasTranscript) lines.push(`@param transcriptHash Transcript-Hash(${stage.span})`);
  return lines;
}

function stageParameters(plan: StagePlan): string[] {
  const parameters = plan.inputs.map((name) => `${name}: Secret`);
  for (const [origin, names] of plan.taken) {
    parameters.push(`{ ${names.join(', ')} }: ${typeOf(origin)}`);
  }
  if (plan.hasTranscript) parameters.push('transcriptHash: Uint8Array');
  return parameters;
}

/** What is used for the last time by the row at `index` and must not outlive it. */
function endingAt(index: number, plan: StagePlan): string[] {
  const later = plan.rows.slice(index + 1).flatMap(sourcesOf);
  const row = plan.rows[index];
  return [...new Set(row ? sourcesOf(row) : [])].filter((name) => {
    const isIntermediate = plan.rows.some((other) => other.name === name && !other.keep);
    return (isIntermediate || plan.consumed.includes(name)) && !later.includes(name);
  });
}

function derivation(row: ScheduleRow): string {
  if (row.operation === 'extract') return `extractSecret(kdf, ${row.salt}, ${row.keyMaterial})`;
  return expansionOf(row, row.parents[0] ?? '');
}

function expansionOf(row: LeafRow, parent: string): string {
  if (!isPrf(row)) return expansion(row, parent);
  return `expandSeed(prf, ${parent}, ${literal(row.label)}, [${row.seeds.join(', ')}], ${row.length})`;
}

function expansion(row: ExpandRow, parent: string): string {
  const call = `${functionOf(row)}(kdf, ${parent}, ${literal(row.label)}`;
  if (row.context === 'transcript') return `${call}, transcriptHash)`;
  if (row.context === 'emptyHash') return `${call}, kdf.emptyHash)`;
  const options = leafInputs(row).map(([field, name]) => `${field}: ${name}`);
  return options.length === 0 ? `${call})` : `${call}, { ${options.join(', ')} })`;
}

/** The inputs that become parameters of a row's own function, in their order. */
function parametersOf(row: LeafRow): readonly string[] {
  if (!isPrf(row)) return leafInputs(row).map(([, name]) => name);
  return [...row.seeds, ...(typeof row.length === 'string' ? [row.length] : [])];
}

/** The options of HKDF-Expand-Label that a row takes from inputs. */
function leafInputs(row: ExpandRow): (readonly [field: string, input: string])[] {
  const inputs: (readonly [string, string])[] = [];
  if (row.context !== 'none') inputs.push(['context', row.context]);
  if (row.length !== 'hash') inputs.push(['length', row.length]);
  return inputs;
}

function writeLeaf(writer: CodeBlockWriter, row: LeafRow, schedule: KeySchedule): void {
  const [only, ...others] = row.parents;
  const parent = only !== undefined && others.length === 0 ? only : 'secret';
  const parameters = parametersOf(row).map((name) => {
    const isLength = schedule.inputs.get(name)?.kind === 'length';
    return `${name}: ${isLength ? 'number' : 'Uint8Array'}`;
  });
  writer.blankLine();
  writeDoc(writer, leafDoc(row, parent, schedule));
  writer
    .write(`export function derive${capitalised(row.name)}(`)
    .write([isPrf(row) ? 'prf: Prf' : 'kdf: Kdf', `${parent}: Secret`, ...parameters].join(', '))
    .write('): Secret')
    .block(() => writer.writeLine(`return ${expansionOf(row, parent)};`));
}

function leafDoc(row: LeafRow, parent: string, schedule: KeySchedule): string[] {
  const lines = [`Derives ${row.rfcName}: ${row.use} (${rfcText(row.rfc)}).`];
  if (parent === 'secret') lines.push(`@param secret ${alternatives(row.parents)}`);
  for (const name of parametersOf(row)) {
    lines.push(`@param ${name} ${schedule.inputs.get(name)?.doc}`);
  }
  return lines;
}

function alternatives(names: readonly string[]): string {
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} or ${names[names.length - 1]}`;
}

function typeOf(stage: string): string {
  return `${capitalised(stage)}Stage`;
}
