/** The verification of the peer's certificates that both roles do unless told otherwise. */
import { equalBytes } from '../bytes.ts';
import type { CryptoProvider } from '../crypto/provider.ts';
import { statusHash } from '../crypto/status-hash.ts';
import type { EngineOptions, RevocationOptions } from '../engine/options.ts';
import type { StatusQuestion, VerifyPeerAnswer, VerifyPeerRequest } from '../engine/tasks.ts';
import type { Certificate } from '../x509/certificate.ts';
import { checkRevocation, type RevocationNeed } from '../x509/revocation.ts';
import { verifyChain } from '../x509/verify.ts';
import { revocationOf } from './verification-options.ts';

/** What a peer is verified with. */
export type VerificationOptions = Pick<
  EngineOptions,
  'anchors' | 'now' | 'revocation' | 'certificateProfile' | 'certificatePolicies' | 'isPublicSuffix'
>;

/**
 * A path to one of the anchors, the name that was asked for, and whether any of it is revoked.
 * @returns a question where `revocation.fetch` wants it and there is something to fetch
 */
export function verifyByPath(
  request: VerifyPeerRequest,
  options: VerificationOptions,
  crypto: CryptoProvider,
): VerifyPeerAnswer {
  const { anchors = [], now = Date.now } = options;
  const timeMs = now();
  if (!Number.isFinite(timeMs)) throw new Error('the option now gave no time');
  const { certificates, name, purpose, keyUse } = request;
  const occasion: Occasion = {
    timeMs,
    purpose,
    keyUse,
    profile: options.certificateProfile,
    schemes: crypto.signatureSchemes,
    verifySignature: (scheme, key, message, signature) =>
      crypto.verify(scheme, key, message, signature),
  };
  const { certificatePolicies: policies, isPublicSuffix } = options;
  const chain = certificates;
  const result = verifyChain({ ...occasion, chain, anchors, name, policies, isPublicSuffix });
  if (!result.accepted) return { accepted: false, code: result.code, detail: result.detail };
  const verdict = judgeStatus(result.path, request, revocationOf(options.revocation), occasion);
  const found = { path: result.path, policies: result.policies };
  return 'needs' in verdict ? verdict : { ...verdict, ...found };
}

type Occasion = Pick<
  Parameters<typeof verifyChain>[0],
  'timeMs' | 'purpose' | 'keyUse' | 'profile' | 'schemes' | 'verifySignature'
>;

function judgeStatus(
  path: readonly Certificate[],
  { certificates, staples, fetched = [] }: VerifyPeerRequest,
  { fetch = false, crls = [], ocsp = [], responders, ...policy }: RevocationOptions,
  occasion: Occasion,
): VerifyPeerAnswer {
  const fetchedAs = (kind: RevocationNeed['kind']) =>
    fetched.flatMap(({ need, body }) => (need.kind === kind && body !== undefined ? [body] : []));
  const stapledTo = ({ der }: Certificate) =>
    staples?.[certificates.findIndex((one) => equalBytes(one, der))];
  const result = checkRevocation({
    ...occasion,
    profile: occasion.profile === 'rfc5280' ? 'rfc5280' : 'default',
    hash: statusHash,
    path,
    policy,
    responders,
    staples: staples && path.map(stapledTo),
    ocsp: [...ocsp, ...fetchedAs('ocsp')],
    crls: [...crls, ...fetchedAs('crl')],
    fetched: fetched.map(({ need }) => need.id),
    unavailable: fetched
      .filter(({ body }) => body === undefined)
      .map(({ need, problem }) => ({ need, problem })),
  });
  const [first] = result.needs;
  if (fetch && first !== undefined) return questionAbout(result.needs);
  const statuses = result.certificates;
  if (result.accepted) return { accepted: true, authorized: true, statuses };
  return { accepted: false, code: result.code, detail: result.detail, statuses };
}

/** One source for each certificate: where that is enough, the next ones are not bothered. */
function questionAbout(needs: readonly RevocationNeed[]): StatusQuestion {
  const firstOf = (index: number) => needs.find((need) => need.index === index);
  return { needs: needs.filter((need) => need === firstOf(need.index)) };
}
