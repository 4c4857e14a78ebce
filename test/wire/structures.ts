/** Every structure of the spec together with everything that is generated for it. */

import { fileURLToPath } from 'node:url';
import { structures as generated, type Structure } from '../../generated/arbitraries.ts';
import { DecodeError } from '../../runtime/codegen/decode-error.ts';
import { readWireSpec } from '../../tools/generate/wire/emit-wire.ts';
import { armsOf, type StructType, structsOf } from '../../tools/generate/wire/schema.ts';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** What the spec says, read as the generator reads it. */
export const spec = readWireSpec(projectRoot);

/** A structure's generated code beside its place in the spec. */
export interface Subject extends Structure {
  readonly struct: StructType;
}

export const subjects: readonly Subject[] = structsOf(spec.schema).map((struct) => {
  const code = generated.find((it) => it.name === struct.name);
  if (code === undefined) throw new Error(`nothing is generated for ${struct.name}`);
  return { ...code, struct };
});

/** The subject of one structure. */
export function subjectOf(name: string): Subject {
  const found = subjects.find((it) => it.name === name);
  if (found === undefined) throw new Error(`the spec has no ${name}`);
  return found;
}

/** Whether a struct can end in bytes whose number only its caller knows. */
export function endsInRest(struct: StructType): boolean {
  return [...struct.fields, ...armsOf(struct)].some((it) => it?.codec.kind === 'rest');
}

/** What decoding some bytes leads to. Any error but DecodeError is thrown on. */
export type Outcome =
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'decoded'; readonly recoded: Uint8Array };

/**
 * Decodes bytes that stand alone and the same bytes between foreign ones. A reader that looks
 * beyond its bounds would come to different ends.
 *
 * @throws Error when the three differ, or when anything but DecodeError is thrown
 */
export function outcomeOf(subject: Structure, bytes: Uint8Array): Outcome {
  const alone = outcomeIn(subject, bytes);
  for (const filling of [0x00, 0xff]) {
    const inside = outcomeIn(subject, between(bytes, filling));
    if (!sameOutcome(alone, inside)) {
      throw new Error(`${subject.name} read bytes that are not its own: ${JSON.stringify(inside)}`);
    }
  }
  return alone;
}

function outcomeIn(subject: Structure, bytes: Uint8Array): Outcome {
  try {
    return { kind: 'decoded', recoded: subject.recode(bytes) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { kind: 'refused', code: error.code, message: error.message };
  }
}

function between(bytes: Uint8Array, filling: number): Uint8Array {
  const margin = 9;
  const around = new Uint8Array(bytes.length + 2 * margin).fill(filling);
  around.set(bytes, margin);
  return around.subarray(margin, margin + bytes.length);
}

function sameOutcome(one: Outcome, other: Outcome): boolean {
  if (one.kind === 'decoded' && other.kind === 'decoded')
    return sameBytes(one.recoded, other.recoded);
  return one.kind === 'refused' && other.kind === 'refused' && one.message === other.message;
}

/** Compares fast: an assertion on bytes looks at each as a property of an object. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
