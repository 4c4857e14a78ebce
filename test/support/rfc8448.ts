/**
 * The traces of RFC 8448 as typed steps. Each step says who does what, with the values that the
 * RFC prints for it.
 */
import { concatBytes } from '../../runtime/bytes.ts';
import { nobleProvider } from '../../runtime/crypto/noble.ts';
import { bytesOf } from './plain-bytes.ts';

/** One of the five connections. */
export interface Trace {
  readonly name: string;
  readonly steps: readonly TraceStep[];
}

/** Who does a step. */
export type TraceRole = 'client' | 'server';

/** One action of one end. */
export interface TraceStep {
  readonly role: TraceRole;
  readonly action: string;
  readonly fields: readonly { readonly name: string; readonly hex: string }[];
}

/** The traces in `rfc8448.json`. */
export function tracesOf(vectors: unknown): readonly Trace[] {
  // The file's form is fixed; a wrong one fails in the first step that is read.
  return (vectors as { traces: readonly Trace[] }).traces;
}

/** The bytes of a field. @throws Error if the step does not have it */
export function field(step: TraceStep, name: string): Uint8Array {
  const found = step.fields.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`"${step.action}" has no ${name}`);
  return bytesOf(found.hex);
}

/** The first step whose action begins so and which prints values. @throws Error if none does */
export function stepOf(trace: Trace, action: string): TraceStep {
  const found = trace.steps.find(
    (step) => step.action.startsWith(action) && step.fields.length > 0,
  );
  if (found === undefined) throw new Error(`${trace.name} has no step "${action}"`);
  return found;
}

/** The label that stands in the action: `derive secret "tls13 c hs traffic"` -> `c hs traffic`. */
export function labelOf(step: TraceStep): string {
  const label = /"tls13 ([^"]+)"/.exec(step.action)?.[1];
  if (label === undefined) throw new Error(`"${step.action}" names no label`);
  return label;
}

/** The records of both sides, in order. */
export function sendSteps(trace: Trace): readonly TraceStep[] {
  return trace.steps.filter(({ action }) => action.startsWith('send'));
}

/** The bodies, without header, of the messages of this name that an end makes. */
export function bodiesOf(trace: Trace, role: TraceRole, name: string): readonly Uint8Array[] {
  const actions = ['a', 'an'].map((article) => `construct ${article} ${name} handshake message`);
  return trace.steps
    .filter((step) => step.role === role && actions.includes(step.action) && step.fields.length > 0)
    .map((step) => field(step, name).subarray(4));
}

/** The last of `bodiesOf`. @throws Error if there is none */
export function bodyOf(trace: Trace, role: TraceRole, name: string): Uint8Array {
  const body = bodiesOf(trace, role, name).at(-1);
  if (body === undefined) throw new Error(`the ${role} of ${trace.name} makes no ${name}`);
  return body;
}

/** The ephemeral keys of one end, as they are made. */
export function privateKeysOf(trace: Trace, role: TraceRole): readonly Uint8Array[] {
  return trace.steps
    .filter((step) => step.role === role && step.action.startsWith('create an ephemeral'))
    .map((step) => field(step, 'private key'));
}

/** Key log label -> secret in hexadecimal digits. */
export function secretsOf(trace: Trace): Readonly<Record<string, string>> {
  const secrets: Record<string, string> = {};
  for (const step of trace.steps) {
    const expanded = step.fields.find(({ name }) => name === 'expanded');
    if (expanded === undefined || !step.action.startsWith('derive secret "')) continue;
    const label = keyLogLabels[labelOf(step)];
    if (label !== undefined) secrets[label] = expanded.hex;
  }
  return secrets;
}

const keyLogLabels: Readonly<Record<string, string>> = {
  'c hs traffic': 'CLIENT_HANDSHAKE_TRAFFIC_SECRET',
  's hs traffic': 'SERVER_HANDSHAKE_TRAFFIC_SECRET',
  'c ap traffic': 'CLIENT_TRAFFIC_SECRET_0',
  's ap traffic': 'SERVER_TRAFFIC_SECRET_0',
  'exp master': 'EXPORTER_SECRET',
};

/** The handshake messages of a trace, collected step by step (RFC 9846 4.1). */
export class TraceTranscript {
  #messages: Uint8Array[] = [];

  /** Takes the message that a step constructs, and the binders that a sent ClientHello ends with. */
  take(step: TraceStep): void {
    const name = /^construct an? (\w+) handshake message/.exec(step.action)?.[1];
    if (name !== undefined) this.#add(field(step, name));
    const [clientHello, ...others] = this.#messages;
    if (step.action === 'send handshake record' && clientHello !== undefined && !others.length) {
      this.#messages = [field(step, 'payload')];
    }
  }

  /** Transcript-Hash of the messages so far. */
  hash(): Uint8Array {
    return nobleProvider.hash('sha256', concatBytes(this.#messages));
  }

  #add(message: Uint8Array): void {
    if (isHelloRetryRequest(message)) {
      const messageHash = Uint8Array.of(254, 0, 0, 32, ...this.hash());
      this.#messages = [messageHash];
    }
    this.#messages.push(message);
  }
}

/** A ServerHello whose random begins like SHA-256("HelloRetryRequest") (RFC 9846 4.2.3). */
function isHelloRetryRequest(message: Uint8Array): boolean {
  const start = [0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11];
  return message[0] === 2 && start.every((byte, i) => message[6 + i] === byte);
}
