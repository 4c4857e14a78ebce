/**
 * oid_filters of a CertificateRequest (RFC 9846 4.3.5): which extensions, with which values, a
 * client's certificate has to have. Key usage and extended key usage are understood, the two that
 * the RFC gives a meaning; others are skipped, as it says.
 */
import type { OIDFilter } from '../../generated/messages.ts';
import type { OidFilters } from '../engine/tasks.ts';
import { TlsError } from '../errors.ts';
import type { Certificate } from '../x509/certificate.ts';
import { CertificateError } from '../x509/certificate-error.ts';
import { DerReader } from '../x509/der.ts';
import { readExtKeyUsage, readKeyUsage } from '../x509/extensions.ts';
import { refuse } from './judge.ts';

export const noFilters: OidFilters = { keyUsage: [], extKeyUsage: [] };

/** @throws TlsError for filters that no server may send */
export function readFilters(filters: readonly OIDFilter[]): OidFilters {
  let found = noFilters;
  const seen = new Set<string>();
  for (const filter of filters) {
    const oid = read(filter.certificateExtensionOid, (reader) => reader.objectIdentifier());
    // @req 9846:4.3.5:5
    if (seen.has(oid)) refuse('ERR_TLS_ILLEGAL_PARAMETER', `oid_filters have ${oid} twice`);
    seen.add(oid);
    found = { ...found, ...readValues(oid, filter.certificateExtensionValues) };
  }
  // @req 9846:4.3.5:6
  if (found.extKeyUsage.includes(anyExtendedKeyUsage)) {
    refuse('ERR_TLS_ILLEGAL_PARAMETER', 'oid_filters ask for anyExtendedKeyUsage');
  }
  return found;
}

/** Whether a certificate has all that the filters name; it may have more. */
export function matchesFilters(
  { extensions }: Certificate,
  { keyUsage, extKeyUsage }: OidFilters,
): boolean {
  return (
    keyUsage.every((usage) => extensions.keyUsage?.has(usage)) &&
    extKeyUsage.every((purpose) => extensions.extKeyUsage?.includes(purpose))
  );
}

const anyExtendedKeyUsage = '2.5.29.37.0';

function readValues(oid: string, values: Uint8Array): Partial<OidFilters> {
  // @req 9846:4.3.5:4
  switch (oid) {
    case '2.5.29.15':
      return { keyUsage: [...read(values, (reader) => readKeyUsage(reader, false))] };
    case '2.5.29.37':
      return { extKeyUsage: read(values, readExtKeyUsage) };
    default:
      return {};
  }
}

/** Reads a DER value and nothing behind it. */
function read<T>(der: Uint8Array, value: (reader: DerReader) => T): T {
  const reader = new DerReader(der);
  try {
    const found = value(reader);
    reader.finish();
    return found;
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    throw new TlsError('ERR_TLS_DECODE', { message: `oid_filters: ${error.message}` });
  }
}
