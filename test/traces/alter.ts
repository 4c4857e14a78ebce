/**
 * Alters what a trace expects, in every place and every way in which it could be wrong: a trace
 * that comes true although it was altered proves nothing there.
 */
import { alertCodes, alertLevels } from '../../generated/registries.ts';
import { ContentType } from '../../runtime/record/content-type.ts';
import type { Change, ContentScript, Epoch } from '../support/puppet-script.ts';
import { lastBitTurned } from '../support/puppet-values.ts';
import type { Expected, Fact, Result, Trace, Turn } from './trace.ts';

/** The altered traces: each differs from the given one in one expectation. */
export function* alterations(trace: Trace): Generator<Trace> {
  for (const [index, turn] of trace.turns.entries()) {
    for (const sends of alteredLists(turn.sends, alteredSends, isData)) {
      yield withTurn(trace, index, { ...turn, sends });
    }
    for (const results of alteredLists(
      turn.results,
      alteredResults,
      (one) => one.kind === 'data',
    )) {
      yield withTurn(trace, index, { ...turn, results });
    }
    yield withTurn(trace, index, { ...turn, sends: [...turn.sends, anAlert] });
    yield withTurn(trace, index, { ...turn, results: [...turn.results, { kind: 'endOfData' }] });
  }
  yield { ...trace, end: trace.end === 'clean end' ? 'ERR_TLS_TRUNCATED' : 'clean end' };
  if (trace.end !== undefined) yield { ...trace, end: undefined };
  if (trace.end !== 'ERR_TLS_INTERNAL') yield { ...trace, end: 'ERR_TLS_INTERNAL' };
}

function withTurn(trace: Trace, index: number, turn: Turn): Trace {
  return { ...trace, turns: trace.turns.with(index, turn) };
}

/** One item less, one doubled, two changed over, one altered. */
function* alteredLists<T>(
  list: readonly T[],
  alter: (item: T) => Iterable<T>,
  isStream: (item: T) => boolean,
): Generator<readonly T[]> {
  for (const [index, item] of list.entries()) {
    yield list.toSpliced(index, 1);
    yield list.toSpliced(index, 0, item);
    for (const other of alter(item)) yield list.with(index, other);
    const before = list[index - 1];
    if (before === undefined || isStream(before) || isSame(before, item)) continue;
    yield list.toSpliced(index - 1, 2, item, before);
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isData({ content }: Expected): boolean {
  return content.kind === 'bytes' && content.contentType === ContentType.applicationData;
}

const epochs: readonly Epoch[] = ['plaintext', 'handshake', 'application'];

function* alteredSends({ epoch, content }: Expected): Generator<Expected> {
  for (const other of epochs) if (other !== epoch) yield { epoch: other, content };
  for (const other of alteredContents(content)) yield { epoch, content: other };
}

function* alteredContents(content: ContentScript): Generator<ContentScript> {
  if (content.kind === 'bytes') {
    yield { ...content, bytes: lastBitTurned(content.bytes) };
    yield { ...content, contentType: content.contentType + 1 };
    return;
  }
  yield { ...content, name: content.name === 'Finished' ? 'KeyUpdate' : 'Finished', changes: [] };
  for (const [index, change] of content.changes.entries()) {
    yield { ...content, changes: content.changes.with(index, alteredChange(change)) };
  }
}

function alteredChange(change: Change): Change {
  if (change.kind === 'with') return { kind: 'without', name: change.name };
  if (change.kind === 'without') return { kind: 'with', name: change.name };
  return change.kind === 'set' ? { ...change, value: otherValue(change) } : change;
}

/** A value of the same sort that is not true. */
function otherValue({ name, value }: { readonly name: string; readonly value: string }): string {
  if (name === 'status_request') return 'unknown';
  if (name === 'certificate_list') return value === 'empty' ? 'leaf' : 'empty';
  if (/^\d+ bytes$/.test(value)) return `${Number.parseInt(value, 10) + 1} bytes`;
  if (value === 'empty') return 'bytes 00';
  if (value.startsWith('bytes ')) return `${value} 00`;
  return ['server_name', 'application_layer_protocol_negotiation'].includes(name) ? 'x' : '17';
}

function* alteredResults(result: Result): Generator<Result> {
  switch (result.kind) {
    case 'data':
      yield { ...result, bytes: lastBitTurned(result.bytes) };
      return;
    case 'connected':
      for (const [index, [name, value]] of result.facts.entries()) {
        const fact: Fact = [name, `not ${value}`];
        yield { ...result, facts: result.facts.with(index, fact) };
      }
      return;
    case 'waits':
      yield { ...result, task: `not ${result.task}` };
      return;
    case 'throws':
      yield { ...result, code: `not ${result.code}` };
      return;
    default:
      yield { kind: 'data', bytes: Uint8Array.of(1) };
  }
}

const anAlert: Expected = {
  epoch: 'application',
  content: {
    kind: 'bytes',
    contentType: ContentType.alert,
    bytes: Uint8Array.of(alertLevels.access_denied, alertCodes.access_denied),
  },
};
