/**
 * What a certificate must be to stand where it stands in a path (RFC 5280 6.1.3, 6.1.4; RFC 9846
 * 4.5.1.2). Pure questions about one certificate; signatures and the order of a path are elsewhere.
 *
 * These are the rules that protect, in every profile but where it is said. Rules for those who
 * issue are in issuing-rules.ts.
 *
 * Not here: name constraints and policies, which are about several certificates.
 */
import { describeKey } from './algorithm-words.ts';
import type { Certificate } from './certificate.ts';
import { CertificateError } from './certificate-error.ts';
import type { Fault } from './faults.ts';
import { printAddress } from './host-names.ts';
import { matchesName } from './identity.ts';
import { printable } from './names.ts';
import { judgeNoRevAvail } from './no-rev-avail.ts';
import { unknownCriticalQualifier } from './policies.ts';
import { anyPurpose, type Purpose, purposeIds } from './purposes.ts';

/**
 * Which rules hold. `default`: those that protect. `strict`: those for issuing as well. `rfc5280`:
 * those of RFC 5280 6 in its own words, names compared by 7.1 and policies processed, without what
 * browsers ask beyond it of the peer's certificate.
 */
export type Profile = 'default' | 'strict' | 'rfc5280';

/** When, for what and by which rules a path is judged. */
export interface Occasion {
  /** Milliseconds since 1970. */
  readonly timeMs: number;
  readonly purpose: Purpose;
  /** What the key of the peer is used for. Default: it signs. */
  readonly keyUse?: 'digitalSignature' | 'keyEncipherment' | undefined;
  readonly profile?: Profile | undefined;
}

/**
 * Judges a certificate as an issuer, the trust anchor included.
 * @param followingCas how many CAs stand between it and the leaf, self-issued ones not counted
 */
export function judgeIssuer(
  certificate: Certificate,
  occasion: Occasion,
  followingCas: number,
): Fault | undefined {
  return (
    judgeContents(certificate, occasion) ??
    judgeValidity(certificate, occasion.timeMs) ??
    judgeAuthority(certificate, followingCas) ??
    judgeExtendedUsage(certificate, occasion.purpose, true)
  );
}

/**
 * Judges the peer's own certificate, but for its name.
 * @param isPinned it is itself a trust anchor: then it may be a CA, as self-signed ones often are
 */
export function judgeLeaf(
  certificate: Certificate,
  occasion: Occasion,
  isPinned: boolean,
): Fault | undefined {
  const isByRfc5280 = occasion.profile === 'rfc5280';
  return (
    judgeContents(certificate, occasion) ??
    judgeLeafConstraints(certificate) ??
    judgeValidity(certificate, occasion.timeMs) ??
    (isPinned || isByRfc5280 ? undefined : judgeEndEntity(certificate)) ??
    judgeLeafKey(certificate, occasion) ??
    judgeExtendedUsage(certificate, occasion.purpose, isByRfc5280)
  );
}

/** Judges whether the certificate is for the name that was asked for (RFC 6125 6). */
export function judgeName(certificate: Certificate, name: string): Fault | undefined {
  if (matchesName(certificate, name)) return undefined;
  const kind = { code: 'ERR_TLS_CERT_ALTNAME_INVALID', rule: 'subject-alt-name' } as const;
  const names = certificate.extensions.subjectAltName;
  if (names === undefined) {
    return { ...kind, problem: `has no subjectAltName, so it is not for ${printable(name)}` };
  }
  const count = names.dnsNames.length + names.ipAddresses.length;
  const addresses = names.ipAddresses.slice(0, 5).map(printAddress);
  const first = [...names.dnsNames.slice(0, 5), ...addresses].slice(0, 5);
  const shown = first.join(', ') + (count > 5 ? ', ...' : '');
  return { ...kind, problem: printable(`is for ${shown || 'no host'}, not for ${name}`) };
}

/** What nobody here understands, and so cannot be kept to. */
function judgeContents(certificate: Certificate, { profile }: Occasion): Fault | undefined {
  const [unknown] = certificate.extensions.unknownCritical;
  if (unknown !== undefined) {
    const problem = `has the critical extension ${unknown}, which is not understood`;
    return { code: 'ERR_TLS_CERT_UNKNOWN_CONSTRAINT', rule: 'critical-extension', problem };
  }
  if (certificate.hasUniqueIdentifiers && profile !== 'rfc5280') {
    const problem = 'has a unique identifier, which no certificate may have';
    return { code: 'ERR_TLS_CERT_UNSUPPORTED', rule: 'unique-identifiers', problem };
  }
  try {
    return judgeQualifiers(certificate) ?? judgeNoRevAvail(certificate);
  } catch (error) {
    if (error instanceof CertificateError) return malformed(error);
    throw error;
  }
}

/** RFC 5280 4.2.1.4. */
function judgeQualifiers(certificate: Certificate): Fault | undefined {
  const unknown = unknownCriticalQualifier(certificate);
  if (unknown === undefined) return undefined;
  const problem = `has a critical policy with the qualifier ${unknown}, which is not understood`;
  return { code: 'ERR_TLS_CERT_UNKNOWN_CONSTRAINT', rule: 'policy-qualifiers', problem };
}

/** A certificate that turned out malformed when it was looked at more closely. */
export function malformed({ code, message }: CertificateError): Fault {
  return { code, rule: 'encoding', problem: `is malformed: ${message}` };
}

/** RFC 5280 4.2.1.10: only a CA has names to constrain, so whatever it means, it is no leaf. */
function judgeLeafConstraints({ extensions }: Certificate): Fault | undefined {
  if (extensions.nameConstraints === undefined || extensions.basicConstraints?.cA === true) {
    return undefined;
  }
  const problem = 'has name constraints and is no CA';
  const code = 'ERR_TLS_CERT_UNKNOWN_CONSTRAINT';
  return { code, rule: 'name-constraints-in-leaf', problem };
}

/** RFC 5280 4.1.2.5: both ends belong to the validity, and the last second belongs to it whole. */
export function judgeValidity(
  { notBeforeMs, notAfterMs }: Certificate,
  timeMs: number,
): Fault | undefined {
  // Written so that a time which is no number is never within.
  if (!(timeMs >= notBeforeMs)) {
    const problem = `is not valid before ${printTime(notBeforeMs)}, ${span(notBeforeMs - timeMs)} from now by our clock, ${printTime(timeMs)}`;
    return { code: 'CERT_NOT_YET_VALID', rule: 'not-before', problem };
  }
  if (!(timeMs < notAfterMs + 1000)) {
    const problem = `expired at ${printTime(notAfterMs)}, ${span(timeMs - notAfterMs)} ago by our clock, ${printTime(timeMs)}`;
    return { code: 'CERT_HAS_EXPIRED', rule: 'not-after', problem };
  }
  return undefined;
}

/** A length of time for people: `412 days`, `3 hours`, `1 minute`. */
function span(ms: number): string {
  const minutes = ms / 60_000;
  const [count, unit] =
    minutes >= 2 * 24 * 60
      ? [minutes / 24 / 60, 'days']
      : minutes >= 2 * 60
        ? [minutes / 60, 'hours']
        : [minutes, 'minutes'];
  return Number.isFinite(ms) ? `${Math.max(1, Math.floor(count))} ${unit}` : 'at no time';
}

/** RFC 5280 6.1.4 (k) to (n). Without keyUsage a CA may use its key for anything. */
function judgeAuthority({ extensions }: Certificate, followingCas: number): Fault | undefined {
  const { basicConstraints, keyUsage } = extensions;
  if (basicConstraints?.cA !== true) {
    const problem = 'is not a CA certificate, but has issued another one';
    return { code: 'INVALID_CA', rule: 'ca-basic-constraints', problem };
  }
  if (keyUsage !== undefined && !keyUsage.has('keyCertSign')) {
    const problem = 'has a key usage without keyCertSign';
    return { code: 'INVALID_CA', rule: 'ca-key-cert-sign', problem };
  }
  const { pathLenConstraint = Number.POSITIVE_INFINITY } = basicConstraints;
  if (followingCas > pathLenConstraint) {
    const problem = `allows ${pathLenConstraint} CAs below it, and has ${followingCas}`;
    return { code: 'PATH_LENGTH_EXCEEDED', rule: 'path-len-constraint', problem };
  }
  return undefined;
}

/** A CA's key on a server that faces the net is a CA in danger: browsers refuse it as well. */
function judgeEndEntity({ extensions }: Certificate): Fault | undefined {
  if (extensions.basicConstraints?.cA !== true) return undefined;
  const problem = 'is a CA certificate, which no peer may show';
  return { code: 'INVALID_PURPOSE', rule: 'leaf-is-ca', problem };
}

/**
 * RFC 9846 4.5.1.2: the key signs, so keyUsage, where there is one, allows signatures; for static RSA
 * it allows keyEncipherment (RFC 5246 7.4.2).
 */
function judgeLeafKey(
  { extensions, publicKey }: Certificate,
  { purpose, keyUse = 'digitalSignature' }: Occasion,
): Fault | undefined {
  if (publicKey.kind === 'unsupported') {
    const problem = `has ${describeKey(publicKey)}, which is not accepted`;
    return { code: 'ERR_TLS_CERT_UNSUPPORTED', rule: 'public-key', problem };
  }
  // @req 9846:4.5.1.2:3 5246:7.4.2:7 5246:7.4.2:8 5246:7.4.2:12
  if (purpose !== 'any' && extensions.keyUsage?.has(keyUse) === false) {
    const problem = `has a key usage without ${keyUse}`;
    const rule = keyUse === 'digitalSignature' ? 'leaf-digital-signature' : 'leaf-key-encipherment';
    return { code: 'INVALID_PURPOSE', rule, problem };
  }
  return undefined;
}

/**
 * An extKeyUsage in a CA restricts what stands below it ("nesting", as all browsers have it).
 * @param acceptsAny whether anyExtendedKeyUsage will do
 */
function judgeExtendedUsage(
  { extensions: { extKeyUsage } }: Certificate,
  purpose: Purpose,
  acceptsAny: boolean,
): Fault | undefined {
  if (purpose === 'any' || extKeyUsage === undefined) return undefined;
  if (extKeyUsage.includes(purposeIds[purpose])) return undefined;
  if (acceptsAny && extKeyUsage.includes(anyPurpose)) return undefined;
  const problem = `has an extended key usage without ${purpose}Auth`;
  return { code: 'INVALID_PURPOSE', rule: 'ext-key-usage', problem };
}

function printTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
