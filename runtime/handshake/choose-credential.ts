/**
 * Which of our certificates a peer gets to see. A client shows one only if the server can use it:
 * one that leads to an authority that was named, that is valid, and whose key signs as the server
 * wants it; otherwise it shows none, and can say why. A server has to show something: what it can
 * sign with, the best fit first.
 *
 * Standard: RFC 9846 4.3.3 to 4.3.5, 4.5.1.2.
 */
import type { Credential } from '../engine/credential.ts';
import type { ChooseCertificateRequest } from '../engine/tasks.ts';
import { brokenHashOf, isSignedUnder } from '../x509/algorithms.ts';
import { type Certificate, isSelfIssued } from '../x509/certificate.ts';
import { normaliseHostName } from '../x509/host-names.ts';
import { matchesName } from '../x509/identity.ts';
import { printName } from '../x509/names.ts';
import { judgeValidity } from '../x509/rules.ts';
import { type ChosenCredential, chainOf, maySign, noScheme, schemesOf } from './credentials.ts';
import { leadsTo } from './lines-of-issuers.ts';
import { matchesFilters } from './oid-filters.ts';

/** A credential, and in words why the peer does not get it. */
export interface PassedOver {
  readonly credential: Credential;
  readonly reason: string;
}

export interface Choice {
  /** Undefined: the peer can use none. */
  readonly chosen: ChosenCredential | undefined;
  /** Those that the peer cannot use; of one that is only not the best nothing is said. */
  readonly passedOver: readonly PassedOver[];
}

/**
 * Chooses among credentials. Of several that fit equally well the first wins.
 * @param timeMs milliseconds since 1970
 */
export function chooseCredential(
  credentials: readonly Credential[],
  request: ChooseCertificateRequest,
  timeMs: number,
): Choice {
  const passedOver: PassedOver[] = [];
  let chosen: ChosenCredential | undefined;
  let best = Number.POSITIVE_INFINITY;
  for (const credential of credentials) {
    // @req 9846:4.5.1.2:2 9846:4.5.2:4 9846:4.5.2:5 9846:4.5.2:6
    const scheme = schemeFor(credential, request);
    const reason = unfitness(credential, scheme, request, timeMs);
    if (reason !== undefined) passedOver.push({ credential, reason });
    if (reason !== undefined || scheme === undefined) continue;
    const rank = rankOf(credential, request, timeMs) + safetyRank(scheme, request);
    if (rank >= best) continue;
    best = rank;
    chosen = { credential, scheme };
  }
  return { chosen, passedOver };
}

/** AES-CBC comes behind AEAD, and what decrypts behind what signs, however well it fits. */
function safetyRank(scheme: number, { legacySchemes = [] }: ChooseCertificateRequest): number {
  if (scheme === noScheme) return 2_000;
  return legacySchemes.includes(scheme) ? 1_000 : 0;
}

function schemeFor(
  credential: Credential,
  { signatureSchemes, takesStaticRsa }: ChooseCertificateRequest,
): number | undefined {
  if (takesStaticRsa === true && credential.decrypt !== undefined) return noScheme;
  return schemesOf(credential).find((one) => signatureSchemes.includes(one));
}

/** Why the peer cannot use it, going on from its name; undefined if it can. */
function unfitness(
  credential: Credential,
  scheme: number | undefined,
  request: ChooseCertificateRequest,
  timeMs: number,
): string | undefined {
  const { purpose, certificateAuthorities: authorities, oidFilters } = request;
  const chain = chainOf(credential);
  const [leaf] = chain;
  if (scheme === undefined) {
    return leaf === undefined || maySign(leaf)
      ? `its key cannot sign as the ${other(purpose)} wants it`
      : 'has a key usage without digitalSignature';
  }
  if (leaf === undefined) return undefined;
  // @req 9846:4.3.3:13 9846:4.5.1.2:9
  if (chain.some(isWeak)) return 'a certificate of its chain is signed with SHA-1 or MD5';
  if (purpose === 'server') return undefined;
  // RFC 9846 4.5.1.2: issued by one of those that were named.
  if (authorities.length > 0 && !leadsTo(authorities, credential)) return issuedByNone(chain);
  // @req 9846:4.3.5:2 9846:4.3.5:3 9846:4.5.1.2:5
  if (!matchesFilters(leaf, oidFilters)) {
    return 'does not have the extensions that the server filters by';
  }
  return judgeValidity(leaf, timeMs)?.problem ?? misuse(leaf);
}

/** What is known of a chain whose issuers nobody named. */
export function issuedByNone(chain: readonly Certificate[]): string {
  const issuers = new Set(chain.map(({ issuer }) => printName(issuer)));
  return `issued by ${[...issuers].join(', ')}: none of these`;
}

/** The lower the better. */
function rankOf(credential: Credential, request: ChooseCertificateRequest, timeMs: number): number {
  const { certificateAuthorities: authorities, certificateSignatureSchemes } = request;
  const chain = chainOf(credential);
  const [leaf] = chain;
  if (leaf === undefined) return Number.MAX_VALUE;
  // @req 9846:4.5.1.2:7 5246:7.4.4:1 5246:7.4.6:10
  const isVerifiable = areSignedUnder(chain, certificateSignatureSchemes);
  const faults = [
    judgeValidity(leaf, timeMs) !== undefined,
    !isVerifiable,
    authorities.length > 0 && !leadsTo(authorities, credential),
  ];
  return faults.reduce((rank, isSo) => 2 * rank + Number(isSo), nameRank(leaf, request));
}

/** By SNI: this very name, a wildcard for it, another one. */
function nameRank(leaf: Certificate, { purpose, serverName }: ChooseCertificateRequest): number {
  if (purpose === 'client' || serverName === undefined) return 0;
  if (!matchesName(leaf, serverName)) return 2;
  const name = normaliseHostName(serverName);
  const names = leaf.extensions.subjectAltName?.dnsNames ?? [];
  return names.some((one) => one.toLowerCase() === name) ? 0 : 1;
}

/** Self-signed ones are believed or not; their signature proves nothing to anybody (4.3.3). */
function isWeak(certificate: Certificate): boolean {
  return brokenHashOf(certificate.signatureAlgorithm) !== undefined && !isSelfIssued(certificate);
}

function areSignedUnder(chain: readonly Certificate[], schemes: readonly number[]): boolean {
  return chain.every((one) => isSelfIssued(one) || isSignedUnder(one.signatureAlgorithm, schemes));
}

function other(purpose: 'client' | 'server'): string {
  return purpose === 'client' ? 'server' : 'client';
}

function misuse({ extensions: { extKeyUsage } }: Certificate): string | undefined {
  const isForClients = extKeyUsage?.some((purpose) => clientPurposes.includes(purpose)) ?? true;
  return isForClients ? undefined : 'has an extended key usage without clientAuth';
}

/** clientAuth, anyExtendedKeyUsage (RFC 5280 4.2.1.12). */
const clientPurposes: readonly string[] = ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0'];
