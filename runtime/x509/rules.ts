/**
 * What a certificate must be to stand where it stands in a path (RFC 5280 6.1.3, 6.1.4; RFC 9846
 * 4.5.1.2). Pure questions about one certificate; signatures and the order of a path are elsewhere.
 *
 * These are the rules that protect. Rules for those who issue (key identifiers present, the common
 * name among the alternative names, serial numbers above zero) refuse nothing here.
 *
 * Not here: name constraints and policies. A certificate that depends on them is refused, never
 * waved through.
 */
import type { ErrorCode } from '../../generated/registries.ts';
import type { Certificate } from './certificate.ts';
import { matchesName } from './identity.ts';
import { printable } from './names.ts';

/** What the peer whose certificate it is does in the connection. */
export type Purpose = 'server' | 'client';

/** The codes of the error registry with which a path can be refused. */
export type PathErrorCode = Extract<
  ErrorCode,
  | 'CERT_HAS_EXPIRED'
  | 'CERT_NOT_YET_VALID'
  | 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'
  | 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'
  | 'DEPTH_ZERO_SELF_SIGNED_CERT'
  | 'SELF_SIGNED_CERT_IN_CHAIN'
  | 'CERT_SIGNATURE_FAILURE'
  | 'INVALID_CA'
  | 'PATH_LENGTH_EXCEEDED'
  | 'INVALID_PURPOSE'
  | 'ERR_TLS_CERT_ALTNAME_INVALID'
  | 'ERR_TLS_CERT_MALFORMED'
  | 'ERR_TLS_CERT_UNSUPPORTED'
  | 'ERR_TLS_CERT_UNKNOWN_CONSTRAINT'
>;

/** Why a certificate cannot stand where it stands; `problem` goes on from its name. */
export interface Fault {
  readonly code: PathErrorCode;
  readonly problem: string;
}

/** When and for what a path is judged. */
export interface Occasion {
  /** Milliseconds since 1970. */
  readonly timeMs: number;
  readonly purpose: Purpose;
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
    judgeConstraints(certificate) ??
    judgeValidity(certificate, occasion.timeMs) ??
    judgeAuthority(certificate, followingCas) ??
    judgeExtendedUsage(certificate, occasion.purpose, [purposeIds[occasion.purpose], anyPurpose])
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
  return (
    judgeConstraints(certificate) ??
    judgeValidity(certificate, occasion.timeMs) ??
    (isPinned ? undefined : judgeEndEntity(certificate)) ??
    judgeLeafKey(certificate) ??
    judgeExtendedUsage(certificate, occasion.purpose, [purposeIds[occasion.purpose]])
  );
}

/** Judges whether the certificate is for the name that was asked for (RFC 6125 6). */
export function judgeName(certificate: Certificate, name: string): Fault | undefined {
  if (matchesName(certificate, name)) return undefined;
  const code = 'ERR_TLS_CERT_ALTNAME_INVALID';
  const names = certificate.extensions.subjectAltName;
  if (names === undefined) {
    return { code, problem: `has no subjectAltName, so it is not for ${printable(name)}` };
  }
  const addresses = names.ipAddresses.map(printAddress);
  const all = [...names.dnsNames, ...addresses];
  const shown = all.slice(0, 5).join(', ') + (all.length > 5 ? ', ...' : '');
  return { code, problem: printable(`is for ${shown || 'no host'}, not for ${name}`) };
}

/** KeyPurposeId (RFC 5280 4.2.1.12). */
const purposeIds: Readonly<Record<Purpose, string>> = {
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
};

/** A CA's way to say that it does not restrict the usages of what it issues. */
const anyPurpose = '2.5.29.37.0';

function judgeConstraints({ extensions }: Certificate): Fault | undefined {
  const code = 'ERR_TLS_CERT_UNKNOWN_CONSTRAINT';
  const [unknown] = extensions.unknownCritical;
  if (unknown !== undefined) {
    return { code, problem: `has the critical extension ${unknown}, which is not understood` };
  }
  // Even where they are not critical: to pass them over would widen what a CA was trusted with.
  if (extensions.hasNameConstraints) {
    return { code, problem: 'has name constraints, which are not supported' };
  }
  return undefined;
}

/** RFC 5280 4.1.2.5: both ends belong to the validity, and the last second belongs to it whole. */
function judgeValidity(
  { notBeforeMs, notAfterMs }: Certificate,
  timeMs: number,
): Fault | undefined {
  // Written so that a time which is no number is never within.
  if (!(timeMs >= notBeforeMs)) {
    const problem = `is not valid before ${printTime(notBeforeMs)}, ${span(notBeforeMs - timeMs)} from now by our clock, ${printTime(timeMs)}`;
    return { code: 'CERT_NOT_YET_VALID', problem };
  }
  if (!(timeMs < notAfterMs + 1000)) {
    const problem = `expired at ${printTime(notAfterMs)}, ${span(timeMs - notAfterMs)} ago by our clock, ${printTime(timeMs)}`;
    return { code: 'CERT_HAS_EXPIRED', problem };
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
    return { code: 'INVALID_CA', problem: 'is not a CA certificate, but has issued another one' };
  }
  if (keyUsage !== undefined && !keyUsage.has('keyCertSign')) {
    return { code: 'INVALID_CA', problem: 'has a key usage without keyCertSign' };
  }
  const { pathLenConstraint = Number.POSITIVE_INFINITY } = basicConstraints;
  if (followingCas > pathLenConstraint) {
    const problem = `allows ${pathLenConstraint} CAs below it, and there are ${followingCas}`;
    return { code: 'PATH_LENGTH_EXCEEDED', problem };
  }
  return undefined;
}

/** A CA's key on a server that faces the net is a CA in danger: browsers refuse it as well. */
function judgeEndEntity({ extensions }: Certificate): Fault | undefined {
  if (extensions.basicConstraints?.cA !== true) return undefined;
  return { code: 'INVALID_PURPOSE', problem: 'is a CA certificate, which no peer may show' };
}

/** RFC 9846 4.5.1.2: the key signs, so keyUsage, where there is one, allows signatures. */
function judgeLeafKey({ extensions, publicKey }: Certificate): Fault | undefined {
  if (publicKey.kind === 'unsupported') {
    return { code: 'ERR_TLS_CERT_UNSUPPORTED', problem: 'has a key that is not supported' };
  }
  // @req 9846:4.5.1.2:3
  if (extensions.keyUsage?.has('digitalSignature') === false) {
    return { code: 'INVALID_PURPOSE', problem: 'has a key usage without digitalSignature' };
  }
  return undefined;
}

/** An extKeyUsage in a CA restricts what stands below it ("nesting", as all browsers have it). */
function judgeExtendedUsage(
  { extensions }: Certificate,
  purpose: Purpose,
  accepted: readonly string[],
): Fault | undefined {
  const { extKeyUsage } = extensions;
  if (extKeyUsage === undefined || extKeyUsage.some((id) => accepted.includes(id)))
    return undefined;
  return { code: 'INVALID_PURPOSE', problem: `has an extended key usage without ${purpose}Auth` };
}

function printTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}

function printAddress(address: Uint8Array): string {
  if (address.length === 4) return address.join('.');
  const view = new DataView(address.buffer, address.byteOffset, address.length);
  const groups = Array.from({ length: 8 }, (_, i) => view.getUint16(2 * i).toString(16));
  return groups.join(':');
}
