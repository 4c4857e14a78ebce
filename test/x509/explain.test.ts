/** What a result tells beside the verdict: the rule, warnings, and the paths that were tried. */
import { describe, expect, test } from 'vitest';
import { printSubject } from '../../runtime/x509/certificate.ts';
import { type PathInput, type PathResult, verifyChain } from '../../runtime/x509/verify.ts';
import { anchor, makeCa, makeLeaf, pathInput, testKey, unsigned } from './make.ts';
import { past } from './verdict.ts';

const explained = (chain: readonly Uint8Array[], more: Partial<PathInput> = {}) =>
  verifyChain(pathInput(chain, { explain: true, ...more }));

/** Each path that was tried: its subjects, and what broke which rule. */
function tried(result: PathResult): readonly string[] {
  return (result.tried ?? []).map(({ path, rule, index }) => {
    const names = path.map((certificate) => printSubject(certificate).slice(3)).join(' < ');
    return `${names}: ${rule} ${index ?? 'anchor'}`;
  });
}

describe('with explain', () => {
  const leaf = makeLeaf('A');
  const expired = makeCa('A', 'Root', { keyLabel: 'A', ...past });
  const forged = makeCa('A', 'Root', { signedBy: testKey('forger') });
  const good = makeCa('A', 'Other');
  const other = anchor(makeCa('Other', 'Other'));

  test('all paths are listed, in the order in which they were tried', () => {
    const result = explained([leaf, forged, expired]);
    expect(result).toMatchObject({ accepted: false, rule: 'not-after', index: 2 });
    expect(tried(result)).toEqual(['Leaf < A < Root: signature 1', 'Leaf < A < Root: not-after 2']);
    expect(result.tried?.[0]).toMatchObject({
      code: 'CERT_SIGNATURE_FAILURE',
      subject: 'CN=A',
      detail: 'certificate 1 (CN=A) has a signature that the key of CN=Root does not verify',
    });
  });

  test('those before the one that was found are as well', () => {
    const root = anchor(makeCa('Root', 'Root'));
    const result = explained([leaf, expired, good], { anchors: [root, other] });
    expect(result.accepted).toBe(true);
    expect(tried(result)).toEqual(['Leaf < A < Root: not-after 1']);
  });

  test('where no path leads to an anchor, the line is', () => {
    expect(tried(explained([leaf, good]))).toEqual(['Leaf < A: issuer-unknown 1']);
    expect(tried(explained([makeLeaf('A', unsigned), Uint8Array.of(1)]))).toEqual([
      'Leaf: issuer-unknown 0',
    ]);
  });

  test('a path that is too long is, as far as it was followed', () => {
    const result = explained([leaf, makeCa('A', 'B'), makeCa('B', 'Root')], {
      limits: { intermediates: 1 },
    });
    expect(tried(result)).toEqual(['Leaf < A: intermediates 1']);
  });
});

test('without explain nothing is collected', () => {
  expect(verifyChain(pathInput([makeLeaf('A')])).tried).toBeUndefined();
  expect(verifyChain(pathInput([makeLeaf('Root')])).tried).toBeUndefined();
});
