/**
 * What a CertificateRequest says of the certificates that the server takes (RFC 9846 4.4.2, RFC
 * 5246 7.4.4): the same in both versions once it is read.
 */
import { decodeCertificateRequestExtensions } from '../../generated/extensions.ts';
import {
  ClientCertificateType,
  decodeCertificateRequest,
  decodeTls12CertificateRequest,
} from '../../generated/messages.ts';
import { signatureSchemeOf } from '../../generated/registries.ts';
import type { TlsEvent } from '../engine/events.ts';
import type { ChooseCertificateRequest } from '../engine/tasks.ts';
import { authenticationBy, isSchemeFor } from '../handshake/credentials.ts';
import { bodyOf, refuse } from '../handshake/judge.ts';
import { noFilters, readFilters } from '../handshake/oid-filters.ts';

export type CertificateWish = Omit<ChooseCertificateRequest, 'purpose' | 'serverName'>;

/** TLS 1.3. @throws TlsError or DecodeError */
export function readWish(event: TlsEvent): CertificateWish {
  const request = decodeCertificateRequest(bodyOf(event));
  // @req 9846:4.4.2:3
  if (request.certificateRequestContext.length > 0) {
    refuse('ERR_TLS_ILLEGAL_PARAMETER', 'CertificateRequest has a context in the handshake');
  }
  const extensions = decodeCertificateRequestExtensions(request.extensions);
  const { signatureAlgorithms, signatureAlgorithmsCert = signatureAlgorithms } = extensions;
  // @req 9846:4.4.2:5
  if (signatureAlgorithms === undefined) {
    refuse('ERR_TLS_MISSING_EXTENSION', 'CertificateRequest lacks signature_algorithms');
  }
  const schemes = signatureAlgorithms.supportedSignatureAlgorithms;
  return {
    signatureSchemes: schemes.filter((code) => isSchemeFor('TLSv1.3', code)),
    certificateSignatureSchemes: signatureAlgorithmsCert?.supportedSignatureAlgorithms ?? [],
    certificateAuthorities: extensions.certificateAuthorities?.authorities ?? [],
    asksForStatus: extensions.statusRequest !== undefined,
    oidFilters: readFilters(extensions.oidFilters?.filters ?? []),
  };
}

/** TLS 1.2: types of keys and signature schemes have to agree. @throws TlsError or DecodeError */
export function readTls12Wish(event: TlsEvent): CertificateWish {
  const request = decodeTls12CertificateRequest(bodyOf(event));
  const schemes = request.supportedSignatureAlgorithms;
  return {
    // @req 5246:7.4.4:3 5246:7.4.6:2
    signatureSchemes: schemes.filter((code) => isWanted(code, request.certificateTypes)),
    certificateSignatureSchemes: schemes,
    certificateAuthorities: request.certificateAuthorities,
    asksForStatus: false,
    oidFilters: noFilters,
  };
}

/** EdDSA goes by the type of ECDSA (RFC 8422 5.5). */
function isWanted(code: number, types: readonly ClientCertificateType[]): boolean {
  const { key } = signatureSchemeOf(code) ?? {};
  if (key === undefined) return false;
  const isRsa = authenticationBy(key) === 'rsa';
  // @req 5246:7.4.4:2 8422:3.1:1
  return types.includes(isRsa ? ClientCertificateType.rsa_sign : ClientCertificateType.ecdsa_sign);
}
