/** How a connection judges its peer: by path and name, by the caller's functions, or leniently. */
import { type ErrorCode, errorInfo } from '../../generated/registries.ts';
import type { StatusFetcher, Verifier } from '../adapter/answers.ts';
import type { EngineOptions, RevocationOptions } from '../engine/options.ts';
import type { RefusedPeer, VerifyPeerAnswer, VerifyPeerRequest } from '../engine/tasks.ts';
import { refuseArgument } from '../errors.ts';
import { verifyByPath } from '../handshake/verify-peer.ts';
import type { CertificateStatus, RevocationNeed } from '../x509/revocation-input.ts';
import type { RevocationPolicy } from '../x509/revocation-policy.ts';
import { type DetailedPeerCertificate, peerCertificateOf } from './peer-certificate.ts';
import type { SecureContext } from './secure-context.ts';
import { sharedStatusFetcher } from './status-fetcher.ts';

/** Why a server is not who it should be; undefined if it is. As in node:tls. */
export type CheckServerIdentity = (
  hostname: string,
  certificate: DetailedPeerCertificate,
) => Error | undefined;

/** How revocation is judged. CRLs are given by the option `crl`. */
export interface NodeRevocationOptions extends Omit<RevocationOptions, 'fetch' | 'crls'> {
  /**
   * Fetch what certificates point to: by `createStatusFetcher` with its defaults, by one of your
   * own, or not at all. Default: false.
   */
  readonly fetch?: boolean | StatusFetcher;
}

/** The mode alone, or with what belongs to it. */
export type RevocationChoice = RevocationPolicy['mode'] | NodeRevocationOptions;

/** The options about the rules for paths, as engines have them. */
type PathRules = {
  readonly [Name in 'certificateProfile' | 'certificatePolicies' | 'isPublicSuffix']?:
    | EngineOptions[Name]
    | undefined;
};

/** What a judgement is made with. */
export interface VerificationParts {
  /** The context in force when the peer shows its certificates. */
  readonly context: () => SecureContext;
  readonly now: (() => number) | undefined;
  readonly revocation: RevocationChoice | null | undefined;
  /** By which rules paths are judged. */
  readonly rules: PathRules;
  /** Is given what a server has stapled to its own certificate. */
  readonly onStaple?: (response: Uint8Array) => void;
  /** Takes the place of everything else. */
  readonly verifyPeer: Verifier | undefined;
  /** Takes the place of the check of the name. */
  readonly checkServerIdentity: CheckServerIdentity | undefined;
  /** Undefined: a refusal ends the connection. Otherwise it is only told. */
  readonly onTolerated: ((code: ErrorCode) => void) | undefined;
}

/** Who is asked: the engine's own hook, at once; or `later`, when the hook gives no answer. */
export interface Verification {
  readonly hook: (request: VerifyPeerRequest) => VerifyPeerAnswer | undefined;
  readonly later: Verifier;
}

/** The caller's functions are asked outside of the engine: they may do with the socket what they like. */
export function verificationBy(parts: VerificationParts): Verification {
  const { verifyPeer, checkServerIdentity } = parts;
  const isOurs = verifyPeer === undefined && checkServerIdentity === undefined;
  return {
    hook: (request) => {
      const [staple] = request.staples ?? [];
      if (staple !== undefined && request.fetched === undefined) parts.onStaple?.(staple);
      return isOurs ? tolerate(parts, verify(parts, request)) : undefined;
    },
    later: async (request) =>
      tolerate(
        parts,
        verifyPeer === undefined ? verify(parts, request) : await verifyPeer(request),
      ),
  };
}

function verify(parts: VerificationParts, request: VerifyPeerRequest): VerifyPeerAnswer {
  const { context, now, rules, checkServerIdentity } = parts;
  const { crypto } = context();
  const anchors = context().anchorsFor(request.certificates);
  const revocation = revocationFor(parts.revocation, context());
  const options = {
    anchors,
    revocation,
    ...pathRulesOf(rules),
    ...(now !== undefined && { now }),
  };
  const name = checkServerIdentity === undefined ? request.name : undefined;
  const verdict = verifyByPath({ ...request, name }, options, crypto);
  disownUseless(fetcherFor(parts.revocation), request, verdict);
  if (checkServerIdentity === undefined) return verdict;
  if ('needs' in verdict || !verdict.accepted) return verdict;
  const certificate = peerCertificateOf(request.certificates, true);
  const error = checkServerIdentity(request.name ?? '', certificate);
  if (error === undefined || error === null) return verdict;
  const { accepted, authorized, ...found } = verdict;
  return { ...refusalBy(error), ...found };
}

/** Undefined is as good as absent. */
function pathRulesOf({ certificateProfile, certificatePolicies, isPublicSuffix }: PathRules) {
  return {
    ...(certificateProfile && { certificateProfile }),
    ...(certificatePolicies && { certificatePolicies }),
    ...(isPublicSuffix && { isPublicSuffix }),
  };
}

/** What was fetched and proved nothing is not to be kept for others. */
function disownUseless(
  fetcher: StatusFetcher | undefined,
  { fetched = [] }: VerifyPeerRequest,
  verdict: VerifyPeerAnswer,
): void {
  if ('needs' in verdict) return;
  for (const { need, body } of fetched) {
    if (body !== undefined && isUseless(need, verdict.statuses)) fetcher?.disown?.(need, body);
  }
}

/** It was asked for as there was nothing better, and the status still does not come from its kind. */
function isUseless(
  { kind, index }: RevocationNeed,
  statuses: readonly CertificateStatus[] = [],
): boolean {
  const status = statuses.find((one) => one.index === index);
  return status !== undefined && (status.source !== kind || status.status === 'unknown');
}

/** How revocation is judged where nothing replaces the verification. */
export function revocationFor(
  option: RevocationChoice | null | undefined,
  { crls }: SecureContext,
): RevocationOptions {
  const given = typeof option === 'string' ? { mode: option } : (option ?? {});
  const { mode = crls === undefined ? 'soft-fail' : 'hard-fail', ...policy } = given;
  const fetch = fetcherFor(option) !== undefined;
  return { ...policy, mode, ...(crls !== undefined && { crls }), fetch };
}

/** Who fetches, if anybody. */
export function fetcherFor(option: RevocationChoice | null | undefined): StatusFetcher | undefined {
  const fetch = typeof option === 'string' ? false : (option?.fetch ?? false);
  if (typeof fetch === 'boolean') return fetch ? sharedStatusFetcher() : undefined;
  if (typeof fetch === 'function') return fetch;
  return refuseArgument('revocation.fetch', 'must be a boolean or a function');
}

/** An error of the caller's, with its own code if that is one of a certificate's errors. */
function refusalBy(error: Error & { readonly code?: unknown }): RefusedPeer {
  const { code, message: detail } = error;
  const isKnown =
    typeof code === 'string' &&
    Object.hasOwn(errorInfo, code) &&
    errorInfo[code as ErrorCode].fault === 'certificate';
  return {
    accepted: false,
    code: isKnown ? (code as ErrorCode) : 'ERR_TLS_CERT_REFUSED',
    detail,
    cause: error,
  };
}

function tolerate({ onTolerated }: VerificationParts, verdict: VerifyPeerAnswer): VerifyPeerAnswer {
  if ('needs' in verdict || verdict.accepted || onTolerated === undefined) return verdict;
  const { path, policies, statuses } = verdict;
  onTolerated(verdict.code);
  return {
    accepted: true,
    authorized: false,
    ...(path && { path }),
    ...(policies && { policies }),
    ...(statuses && { statuses }),
  };
}
