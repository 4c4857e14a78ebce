/** A trace as data: what the Markdown says, and what is compared with what happened. */
import { type ErrorCode, errorInfo } from '../../generated/registries.ts';
import type { Change, ContentScript, Epoch, Role, SendScript } from '../support/puppet-script.ts';

export interface Trace {
  readonly file: string;
  /** The heading above it. */
  readonly name: string;
  /** The engine's role; the puppet plays the other. */
  readonly role: Role;
  /** Options of the engine by name, in words. */
  readonly options: ReadonlyMap<string, string>;
  readonly turns: readonly Turn[];
  /** How the connection ends; undefined: it stays open. */
  readonly end: Ending | undefined;
}

export type Ending = 'clean end' | ErrorCode;

/** One thing that happens to the engine, and all that comes of it. */
export interface Turn {
  readonly line: number;
  readonly cause: Cause;
  readonly sends: readonly Expected[];
  readonly results: readonly Result[];
}

export type Cause =
  | { readonly kind: 'start' }
  | { readonly kind: 'receive'; readonly records: readonly SendScript[] }
  | { readonly kind: 'endOfFile' }
  | { readonly kind: 'transportFailure' }
  | { readonly kind: 'call'; readonly name: string; readonly argument: string };

/** What the engine is to send: a message, or a record that is none. */
export interface Expected {
  readonly epoch: Epoch;
  readonly content: ContentScript;
}

/** What the engine tells its application. */
export type Result =
  | { readonly kind: 'connected'; readonly facts: readonly Fact[] }
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'endOfData' }
  | { readonly kind: 'waits'; readonly task: string }
  | { readonly kind: 'throws'; readonly code: string };

/** A member of ConnectionInfo and its value. */
export type Fact = readonly [name: string, value: string];

/** The changes of an expected message. */
export function changesOf({ content }: Expected): readonly Change[] {
  return content.kind === 'message' ? content.changes : [];
}

/** Whether this is a code of the registry. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorInfo, text);
}
