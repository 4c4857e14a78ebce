/**
 * Message sequences of the main traces, from the traces that people wrote by hand from the RFC and
 * that the tests play on real bytes. They are no part of the spec; the pictures show them as they are.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTraces } from '../../../test/traces/read-traces.ts';
import type { Trace } from '../../../test/traces/trace.ts';
import { NotationError, type RegisteredNames } from '../../../test/traces/words.ts';
import { SpecError } from '../../generate/spec-error.ts';
import type { Drawing } from '../drawing.ts';
import { type LegendEntry, pictureSvg } from '../svg/picture.ts';
import { chosenTraces } from './chosen.ts';
import { type Step, stepsOf } from './sequence-model.ts';
import { sequenceSvg } from './sequence-svg.ts';

/** @throws SpecError if a chosen trace is gone or cannot be read */
export function sequencePictures(root: string, names: RegisteredNames): readonly Drawing[] {
  return chosenTraces.map(({ name, title, file, trace: heading }) => {
    const path = `test/traces/${file}`;
    const trace = tracesIn(root, path, names).find((one) => one.name === heading);
    if (trace !== undefined) return { name, title, svg: picture(title, trace, names), parts: [] };
    const remedy =
      'give it its heading back, or choose another in tools/diagrams/sequence/chosen.ts';
    throw new SpecError(path, 1, `there is no trace '${heading}' to draw`, remedy);
  });
}

function tracesIn(root: string, path: string, names: RegisteredNames): readonly Trace[] {
  try {
    return readTraces(path, readFileSync(join(root, path), 'utf8'), names);
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    throw new SpecError(path, 1, error.message, 'write it as test/traces/README.md says');
  }
}

function picture(title: string, trace: Trace, names: RegisteredNames): string {
  const steps = stepsOf(trace, names);
  const sequence = sequenceSvg(steps, trace.role);
  const href = `../../${trace.file}#L${Math.max(1, (trace.turns[1]?.line ?? 2) - 1)}`;
  return pictureSvg({
    title,
    subtitle: [
      { text: `The trace "${trace.name}" of `, style: 'note' },
      { text: trace.file, style: 'section', href },
      { text: `, as the ${trace.role} sees it.`, style: 'note' },
    ],
    ...sequence,
    legend: legendOf(steps),
  });
}

/** Of what is in the picture: TLS 1.2 has no handshake keys. */
function legendOf(steps: readonly Step[]): readonly LegendEntry[] {
  const epochs = new Set(steps.map((step) => (step.kind === 'message' ? step.epoch : 'none')));
  const used = keys.filter(({ epoch }) => epochs.has(epoch));
  return [
    ...used.map(({ epoch, text }) => ({ sample: { tone: epoch }, text })),
    { sample: { tone: 'reference' }, text: 'what the application does' },
  ];
}

const keys = [
  { epoch: 'plaintext', text: 'in the clear' },
  { epoch: 'handshake', text: 'under handshake keys' },
  { epoch: 'application', text: 'under application keys' },
] as const;
