/** Verdicts of path validation as short texts, for tests that compare many. */
import { printSubject } from '../../runtime/x509/certificate.ts';
import { type PathInput, type PathResult, verifyChain } from '../../runtime/x509/verify.ts';
import { pathInput, utcTime } from './make.ts';

/** `accepted` with the subjects of the path, or the code and place of the fault. */
export function verdict(chain: readonly Uint8Array[], more: Partial<PathInput> = {}): string {
  return textOf(verifyChain(pathInput(chain, more)));
}

/** `accepted`, or the rule that was broken and the place of who broke it. Signatures are not looked at. */
export function rule(chain: readonly Uint8Array[], more: Partial<PathInput> = {}): string {
  const result = verifyChain(pathInput(chain, { verifySignature: () => true, ...more }));
  return result.accepted ? 'accepted' : `${result.rule} ${result.index ?? 'anchor'}`;
}

export function textOf(result: PathResult): string {
  if (!result.accepted) return `${result.code} ${result.index ?? 'anchor'}`;
  return `accepted ${result.path.map((certificate) => printSubject(certificate).slice(3)).join(' < ')}`;
}

/** Validity that is over, and that has not begun. */
export const past = { notBefore: utcTime('200101000000Z'), notAfter: utcTime('210101000000Z') };
export const future = { notBefore: utcTime('310101000000Z'), notAfter: utcTime('350101000000Z') };
