/**
 * What we say of every certificate that can be had, beside what node:crypto and @peculiar/x509 say:
 * whether it is one, each of its fields, its hosts, and by whom it is signed. All differences are
 * explained in differential/classes.ts, and the run prints how many there are of each.
 */
import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseAnchor, parseCertificate } from '../../runtime/x509/certificate.ts';
import { differenceClasses } from './differential/classes.ts';
import { mutants, type Sample, wholeCertificates } from './differential/corpus.ts';
import {
  type Difference,
  type DifferenceClass,
  differencesIn,
} from './differential/differences.ts';
import { hostDifferencesIn } from './differential/hosts.ts';
import { signatureDifferencesIn } from './differential/signatures.ts';

const mutantCount = 20_000;

test('every difference has its reason, and every reason its differences', () => {
  const whole = wholeCertificates();
  const readable = whole.filter(isReadable);
  const signatures = signatureDifferencesIn(readable);
  const differences = [
    ...whole.flatMap(differencesIn),
    ...mutants(mutantCount).flatMap(differencesIn),
    ...readable.flatMap(hostDifferencesIn),
    ...signatures.differences,
  ];
  const counts = countByClass(differences);
  console.log(
    `${whole.length} certificates, ${readable.length} of them read by us and by node; ` +
      `${mutantCount} mutants; ${signatures.count} pairs of certificate and issuer; ` +
      `${differences.length} differences`,
  );
  console.table(
    [...counts].map(([{ name, reason }, { node, peculiar }]) => ({
      node,
      peculiar,
      name,
      reason,
    })),
  );
  const unexplained = differences.filter((one) => classOf(one) === undefined);
  const unused = differenceClasses.filter((one) => !counts.has(one));
  expect({
    unexplained: unexplained.map(textOf),
    unused: unused.map(({ name }) => name),
  }).toEqual({ unexplained: [], unused: [] });
}, 900_000);

function isReadable({ der, isAnchor }: Sample): boolean {
  try {
    (isAnchor ? parseAnchor : parseCertificate)(der);
    new X509Certificate(der);
    return true;
  } catch {
    return false; // Whose fault it is, is among the differences.
  }
}

function classOf(difference: Difference): DifferenceClass | undefined {
  return differenceClasses.find(({ covers }) => covers(difference));
}

interface Count {
  node: number;
  peculiar: number;
}

function countByClass(differences: readonly Difference[]): ReadonlyMap<DifferenceClass, Count> {
  const counts = new Map<DifferenceClass, Count>();
  for (const difference of differences) {
    const found = classOf(difference);
    if (found === undefined) continue;
    const count = counts.get(found) ?? { node: 0, peculiar: 0 };
    count[difference.peer === 'node' ? 'node' : 'peculiar'] += 1;
    counts.set(found, count);
  }
  return counts;
}

function textOf({ peer, about, ours, theirs, source, der }: Difference): string {
  const bytes = Buffer.from(der).toString('base64');
  return `${source}: ${about} is ${ours}, by ${peer} ${theirs} (${bytes})`;
}
