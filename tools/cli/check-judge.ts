/** The verdict of `tlschart check`: first a path, then whether any of it is revoked. */
import { equalBytes } from '../../runtime/bytes.ts';
import { statusHash } from '../../runtime/crypto/status-hash.ts';
import type { SecureContext } from '../../runtime/node/index.ts';
import { type Certificate, parseCertificate } from '../../runtime/x509/certificate.ts';
import { CertificateError } from '../../runtime/x509/certificate-error.ts';
import {
  checkRevocation,
  type RefusedForStatus,
  type RevocationNeed,
  type RevocationPolicy,
  type RevocationResult,
} from '../../runtime/x509/revocation.ts';
import type { Profile } from '../../runtime/x509/rules.ts';
import {
  defaultPathLimits,
  type PathResult,
  type RefusedPath,
  verifyChain,
} from '../../runtime/x509/verify.ts';

/** By what certificates are judged. */
export interface Rules {
  /** Whom to trust, and what verifies signatures. */
  readonly context: SecureContext;
  /** Undefined: any will do. */
  readonly name: string | undefined;
  readonly purpose: 'server' | 'client';
  readonly profile: Profile;
  readonly revocation: RevocationPolicy['mode'];
  /** DER. */
  readonly crls: readonly Uint8Array[];
  /** DER. */
  readonly ocsp: readonly Uint8Array[];
  readonly timeMs: number;
}

/** What there is to judge. */
export interface Evidence {
  /** Where the certificates are from, for people. */
  readonly origin: string;
  readonly isFromFiles: boolean;
  /** DER, the peer's own first. */
  readonly certificates: readonly Uint8Array[];
  /** DER, by the place of their certificates; absent: none were asked for. */
  readonly staples?: readonly (Uint8Array | undefined)[] | undefined;
  /** More certificates to build paths with, DER. */
  readonly intermediates: readonly Uint8Array[];
}

/** What was asked for, and the body that came or why none did. */
export interface Fetched {
  readonly need: RevocationNeed;
  readonly body?: Uint8Array | undefined;
  readonly problem?: string;
}

/** What came out, with what it came from. */
export interface Judgement {
  readonly rules: Rules;
  /** All certificates, those of the peer first; an error stands for one that cannot be read. */
  readonly certificates: readonly (Certificate | CertificateError)[];
  readonly origin: string;
  readonly result: PathResult;
  /** Undefined if there is no path. */
  readonly revocation: RevocationResult | undefined;
  readonly fetched: readonly Fetched[];
}

/** Bundles of intermediates are long. What bounds the work is the same as on the wire. */
const chainLength = 1000;

/** Never throws for anything that stands in the evidence. */
export function judge(
  evidence: Evidence,
  rules: Rules,
  fetched: readonly Fetched[] = [],
): Judgement {
  const { context, timeMs, purpose, profile, name } = rules;
  const { crypto } = context;
  const chain = [...evidence.certificates, ...evidence.intermediates];
  const onWire = defaultPathLimits.chainLength + evidence.intermediates.length;
  const occasion: Occasion = {
    timeMs,
    purpose,
    schemes: crypto.signatureSchemes,
    verifySignature: (scheme, key, message, signature) =>
      crypto.verify(scheme, key, message, signature),
  };
  const result = verifyChain({
    ...occasion,
    profile,
    chain,
    anchors: context.anchorsFor(chain),
    name,
    limits: { chainLength: evidence.isFromFiles ? chainLength : Math.min(onWire, chainLength) },
    explain: true,
  });
  const certificates = chain.map(readOne);
  const revocation = result.accepted
    ? judgeStatus(result.path, evidence, rules, occasion, certificates, fetched)
    : undefined;
  const { origin } = evidence;
  return { rules, certificates, origin, result, revocation, fetched: [...fetched] };
}

/** Whether nothing is wrong. */
export function isAccepted(judgement: Judgement): boolean {
  return refusalIn(judgement) === undefined;
}

/** What is wrong: with the path, or with the status of what stands in it. */
export function refusalIn({
  result,
  revocation,
}: Judgement): RefusedPath | RefusedForStatus | undefined {
  if (!result.accepted) return result;
  return revocation?.accepted === false ? revocation : undefined;
}

type Occasion = Pick<
  Parameters<typeof verifyChain>[0],
  'timeMs' | 'purpose' | 'schemes' | 'verifySignature'
>;

function judgeStatus(
  path: readonly Certificate[],
  { certificates, staples }: Evidence,
  { profile, revocation: mode, crls, ocsp }: Rules,
  occasion: Occasion,
  given: Judgement['certificates'],
  fetched: readonly Fetched[],
): RevocationResult {
  const bodiesOf = (kind: RevocationNeed['kind']) =>
    fetched.flatMap(({ need, body }) => (need.kind === kind && body !== undefined ? [body] : []));
  const stapledTo = ({ der }: Certificate) =>
    staples?.[certificates.findIndex((one) => equalBytes(one, der))];
  return checkRevocation({
    ...occasion,
    hash: statusHash,
    path,
    policy: { mode },
    profile: profile === 'rfc5280' ? profile : 'default',
    crlSigners: given.flatMap((one) => {
      const isBeside = 'der' in one && !path.some(({ der }) => equalBytes(der, one.der));
      return isBeside ? [one] : [];
    }),
    staples: staples && path.map(stapledTo),
    ocsp: [...ocsp, ...bodiesOf('ocsp')],
    crls: [...crls, ...bodiesOf('crl')],
    fetched: fetched.map(({ need }) => need.id),
  });
}

function readOne(der: Uint8Array): Certificate | CertificateError {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (error instanceof CertificateError) return error;
    throw error;
  }
}
