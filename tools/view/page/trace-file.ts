/** Reads what `--trace=json` has written. Lines that are no steps, such as summaries, are passed over. */
import type { StepRecord } from '../../cli/step-record.ts';

/** @throws Error if no line is a step */
export function stepsOf(text: string): readonly StepRecord[] {
  const steps = text.split('\n').flatMap(stepIn);
  if (steps.length === 0) throw new Error('no line of it is a step of --trace=json');
  return steps;
}

function stepIn(line: string): readonly StepRecord[] {
  if (!line.startsWith('{')) return [];
  try {
    const value: unknown = JSON.parse(line);
    return isStep(value) ? [value] : [];
  } catch {
    return [];
  }
}

function isStep(value: unknown): value is StepRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { role, atMs, actions, ...rest } = value as Partial<Record<string, unknown>>;
  const names = ['peer', 'event', 'before', 'after', 'readEpoch', 'writeEpoch'] as const;
  return (
    (role === 'client' || role === 'server') &&
    typeof atMs === 'number' &&
    Array.isArray(actions) &&
    names.every((name) => typeof rest[name] === 'string')
  );
}
