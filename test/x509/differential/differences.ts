/** Where others say of a certificate what we do not. */
import { CertificateError } from '../../../runtime/x509/certificate-error.ts';
import type { Sample } from './corpus.ts';
import { nodeReading } from './node-reading.ts';
import { peculiarReading } from './peculiar-reading.ts';
import { type Field, fields, ourReading, type Reading } from './reading.ts';

export type Peer = 'node' | '@peculiar/x509';

export interface Difference {
  readonly peer: Peer;
  /** What it is about; `accepted` is the certificate as a whole. */
  readonly about: Field | 'accepted' | 'signature' | 'host';
  /** What is said, or `refused: ` and why. */
  readonly ours: string;
  readonly theirs: string;
  readonly source: string;
  readonly der: Uint8Array;
}

/** Differences of one kind, and the rule that makes ours right. */
export interface DifferenceClass {
  readonly name: string;
  readonly reason: string;
  readonly covers: (difference: Difference) => boolean;
}

const peers: readonly (readonly [Peer, (der: Uint8Array) => Reading])[] = [
  ['node', nodeReading],
  ['@peculiar/x509', peculiarReading],
];

/** All differences in one certificate. */
export function differencesIn({ der, source, isAnchor }: Sample): readonly Difference[] {
  const ours = attempt(() => ourReading(der, isAnchor));
  return peers.flatMap(([peer, read]): readonly Difference[] => {
    const theirs = attempt(() => read(der));
    const context = { peer, source, der } as const;
    if (typeof ours === 'string' || typeof theirs === 'string') {
      if (typeof ours === typeof theirs) return [];
      const verdict = (one: Reading | string) => (typeof one === 'string' ? one : 'accepted');
      return [{ ...context, about: 'accepted', ours: verdict(ours), theirs: verdict(theirs) }];
    }
    return fields.flatMap((about) => {
      const [mine, other] = [textOf(ours[about]), textOf(theirs[about])];
      const isTold = mine !== undefined && other !== undefined;
      const differs = isTold && mine !== other && !(isRefusal(mine) && isRefusal(other));
      return differs ? [{ ...context, about, ours: mine, theirs: other }] : [];
    });
  });
}

const isRefusal = (text: string) => text.startsWith('refused: ');

function textOf(read: (() => string) | undefined): string | undefined {
  return read && attempt(read);
}

/** Only a CertificateError is a verdict of ours; theirs is whatever they throw. */
function attempt<Value>(work: () => Value): Value | string {
  try {
    return work();
  } catch (error) {
    const isOurs = error instanceof CertificateError;
    const text = error instanceof Error ? error.message : String(error);
    return `refused: ${isOurs ? text.replace(/ \(at byte \d+\)$/, '') : text}`;
  }
}
