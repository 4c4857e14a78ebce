/** Compares what a trace says with what happened. */
import { alertNameOf } from '../../generated/registries.ts';
import { concatBytes, equalBytes, hexOf } from '../../runtime/bytes.ts';
import { ContentType } from '../../runtime/record/content-type.ts';
import { isCertificateName, puppetCertificate } from '../support/puppet-certificates.ts';
import { contradictionOf } from '../support/puppet-changes.ts';
import type { Epoch, Seen } from '../support/puppet-script.ts';
import { wordsOf } from '../support/puppet-values.ts';
import type { Happened, Outcome, TurnOutcome } from './play.ts';
import { changesOf, type Expected, type Result, type Trace, type Turn } from './trace.ts';

/** Every difference, in words; none: the trace has come true. */
export function differences(trace: Trace, outcome: Outcome): readonly string[] {
  const found = trace.turns.flatMap((turn, index) => {
    const happened = outcome.turns[index] ?? { seen: [], results: [] };
    return [...differencesInSends(turn, happened), ...differencesInResults(turn, happened)];
  });
  const end = endOf(outcome);
  const expected = trace.end ?? 'open';
  return end === expected ? found : [...found, `the end: expected ${expected}, got ${end}`];
}

function endOf({ end }: Outcome): string {
  if (end === undefined) return 'open';
  return end.clean ? 'clean end' : end.error.code;
}

function differencesInSends(turn: Turn, { seen }: TurnOutcome): readonly string[] {
  const expected = mergedSends(turn.sends.map(sendOfExpected));
  const actual = mergedSends(seen.map(sendOfSeen));
  const said = `line ${turn.line}: expected ${spoken(expected)}, sent ${spoken(actual)}`;
  // @req 9846:4:1 9846:5:4
  if (spoken(expected) !== spoken(actual)) return [said];
  return seenMessages(seen).flatMap(({ name, version, body }, index) => {
    const changes = changesOf(seenMessagesExpected(turn.sends)[index] ?? noMessage);
    const referents = {
      message: name,
      version,
      publicKeyOf: () => undefined,
      certificateOf: puppetCertificate,
    };
    const contradiction = contradictionOf(body, changes, referents);
    return contradiction === undefined ? [] : [`line ${turn.line}: ${contradiction}`];
  });
}

const noMessage: Expected = {
  epoch: 'plaintext',
  content: { kind: 'bytes', contentType: 0, bytes: new Uint8Array(0) },
};

function seenMessages(seen: readonly Seen[]) {
  return seen.flatMap((one) => (one.kind === 'message' ? [one] : []));
}

function seenMessagesExpected(sends: readonly Expected[]): readonly Expected[] {
  return sends.filter(({ content }) => content.kind === 'message');
}

/** What was sent, in a form that both sides can be brought into. */
interface Send {
  readonly epoch: Epoch;
  readonly name: string;
  /** Application data. */
  readonly data: Uint8Array | undefined;
}

function sendOfExpected({ epoch, content }: Expected): Send {
  return content.kind === 'message'
    ? { epoch, name: content.name, data: undefined }
    : sendOfBytes(epoch, content.contentType, content.bytes);
}

function sendOfSeen(seen: Seen): Send {
  return seen.kind === 'message'
    ? { epoch: seen.epoch, name: seen.name, data: undefined }
    : sendOfBytes(seen.epoch, seen.contentType, seen.bytes);
}

function sendOfBytes(epoch: Epoch, contentType: number, bytes: Uint8Array): Send {
  if (contentType === ContentType.applicationData) return { epoch, name: 'data', data: bytes };
  return { epoch, name: nameOfBytes(contentType, bytes), data: undefined };
}

function nameOfBytes(contentType: number, bytes: Uint8Array): string {
  if (contentType === ContentType.changeCipherSpec) return `change_cipher_spec ${hexOf(bytes)}`;
  if (contentType !== ContentType.alert) return `type ${contentType} ${hexOf(bytes)}`;
  const [level, description = -1] = bytes;
  return `alert ${alertNameOf(description) ?? hexOf(bytes)} (level ${level})`;
}

/** How data is cut into records is the sender's affair. */
function mergedSends(sends: readonly Send[]): readonly Send[] {
  const merged: Send[] = [];
  for (const send of sends) {
    const last = merged.at(-1);
    if (send.data === undefined || last?.data === undefined || last.epoch !== send.epoch) {
      merged.push(send);
    } else {
      merged[merged.length - 1] = { ...last, data: concatBytes([last.data, send.data]) };
    }
  }
  return merged;
}

const braces = {
  plaintext: ['', ''],
  early: ['(', ')'],
  handshake: ['{', '}'],
  application: ['[', ']'],
} as const;

function spoken(sends: readonly Send[]): string {
  if (sends.length === 0) return 'nothing';
  return sends
    .map(({ epoch, name, data }) => {
      const [open, close] = braces[epoch];
      return `${open}${data === undefined ? name : `data ${hexOf(data)}`}${close}`;
    })
    .join(', ');
}

function differencesInResults(turn: Turn, { results }: TurnOutcome): readonly string[] {
  const expected = mergedData(turn.results);
  const actual = mergedData(results);
  const isSame =
    expected.length === actual.length &&
    expected.every((one, index) => isSameResult(one, actual[index]));
  if (isSame) return [];
  return [`line ${turn.line}: expected ${told(expected)}, got ${told(actual)}`];
}

/** How data is cut into effects is the engine's affair. */
function mergedData<R extends Result | Happened>(results: readonly R[]): readonly R[] {
  const merged: R[] = [];
  for (const result of results) {
    const last = merged.at(-1);
    if (result.kind === 'data' && last?.kind === 'data') {
      merged[merged.length - 1] = { ...last, bytes: concatBytes([last.bytes, result.bytes]) };
    } else merged.push(result);
  }
  return merged;
}

function isSameResult(expected: Result, actual: Happened | undefined): boolean {
  switch (expected.kind) {
    case 'connected':
      return (
        actual?.kind === 'connected' &&
        expected.facts.every(([name, value]) => isFact(actual.info[name], value))
      );
    case 'data':
      return actual?.kind === 'data' && equalBytes(expected.bytes, actual.bytes);
    case 'confirmed':
    case 'endOfData':
      return actual?.kind === expected.kind;
    case 'waits':
      return actual?.kind === 'waits' && actual.task === expected.task;
    case 'throws':
      return actual?.kind === 'throws' && actual.code === expected.code;
  }
}

function told(results: readonly (Result | Happened)[]): string {
  if (results.length === 0) return 'no result';
  return JSON.stringify(results, (_key, value: unknown) =>
    value instanceof Uint8Array ? hexOf(value) : value,
  );
}

/** Certificates are told by their names. */
function isFact(actual: unknown, value: string): boolean {
  if (!Array.isArray(actual)) return String(actual) === value;
  const names = wordsOf(value);
  return (
    names.length === actual.length &&
    names.every((name, index) => {
      const shown: unknown = actual[index];
      return (
        shown instanceof Uint8Array &&
        isCertificateName(name) &&
        equalBytes(shown, puppetCertificate(name))
      );
    })
  );
}
