/** The rows of `spec/key-schedule.ts` as the generator's parts hand them on. */

/** The spec file, as a path from the root. */
export const KEY_SCHEDULE_FILE = 'spec/key-schedule.ts';
/** The RFC's "0", where a secret is absent. */
export const ZEROS = 'zeros';
/** `stage` of the rows that are functions of their own. */
export const NO_STAGE = 'none';

/** The checked table. */
export interface KeySchedule {
  readonly inputs: ReadonlyMap<string, Input>;
  readonly stages: readonly Stage[];
  /** The rows by name, each after those that it is made of. */
  readonly rows: ReadonlyMap<string, ScheduleRow>;
}

/** Something that comes from outside the schedule. */
export interface Input {
  readonly kind: 'secret' | 'bytes' | 'length';
  readonly doc: string;
}

/** One function's worth of secrets. */
export interface Stage {
  readonly name: string;
  /** First and last message of the transcript, as in the RFC: `ClientHello..ServerHello`. */
  readonly span: string;
  readonly doc: string;
  readonly rfc: string;
}

/** A row of any operation. */
export type ScheduleRow = ExtractRow | ExpandRow | PrfRow;

interface CommonRow {
  readonly name: string;
  /** What the RFC calls it. */
  readonly rfcName: string;
  readonly stage: string;
  /** False for an intermediate, which its stage wipes. */
  readonly keep: boolean;
  readonly use: string;
  readonly rfc: string;
}

/** HKDF-Extract(salt, keyMaterial). */
export interface ExtractRow extends CommonRow {
  readonly operation: 'extract';
  readonly salt: string;
  readonly keyMaterial: string;
}

/** HKDF-Expand-Label(parent, label, context, length). */
export interface ExpandRow extends CommonRow {
  readonly operation: 'expand';
  /** One parent; for a row without a stage, each secret that it is applied to. */
  readonly parents: readonly string[];
  readonly label: string;
  /** 'none', 'emptyHash', 'transcript' or an input. */
  readonly context: string;
  /** 'hash' or an input. */
  readonly length: string;
}

/** PRF(parent, label, seeds) of TLS 1.2. Never of a stage: it is applied to each of its parents. */
export interface PrfRow extends CommonRow {
  readonly operation: 'prf';
  readonly parents: readonly string[];
  readonly label: string;
  /** Inputs, in the order in which they are joined. */
  readonly seeds: readonly string[];
  /** A number of bytes, or an input. */
  readonly length: number | string;
}

/** A row that is applied to each of its parents. */
export type LeafRow = ExpandRow | PrfRow;

/** The names that a row is made of: rows, inputs or `zeros`. */
export function sourcesOf(row: ScheduleRow): readonly string[] {
  return row.operation === 'extract' ? [row.salt, row.keyMaterial] : row.parents;
}
