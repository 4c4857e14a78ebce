/**
 * OCSP responses (RFC 6960 4.2), read as strictly as certificates are. What makes a good response
 * useless for a certificate (who signed it, its age, an unknown critical extension) is kept and
 * judged in ocsp-check.ts.
 *
 * Not here: response types other than the basic one; RFC 6960 defines no other. Requests are in
 * ocsp-request.ts.
 */
import { type SignatureAlgorithm, signatureAlgorithmOf } from './algorithms.ts';
import { constructedTag, DerReader, primitiveTag, tags } from './der.ts';
import { readExtensionList } from './extension-list.ts';
import { readName } from './names.ts';
import { type RevocationReason, readRevocationReason } from './revocation-reasons.ts';
import { readGeneralizedTime } from './time.ts';

/** OCSPResponseStatus: a response, or why there is none. */
export type OcspResponse =
  | { readonly status: 'successful'; readonly basic: BasicOcspResponse }
  | { readonly status: OcspErrorStatus };

/** A responder that has nothing to say says so unsigned: anybody can. */
export type OcspErrorStatus =
  | 'malformedRequest'
  | 'internalError'
  | 'tryLater'
  | 'sigRequired'
  | 'unauthorized';

/** BasicOCSPResponse. Nothing in it has been verified. All bytes are views. */
export interface BasicOcspResponse {
  /** ResponseData: what is signed. */
  readonly toBeSigned: Uint8Array;
  readonly responderId: ResponderId;
  readonly responses: readonly SingleResponse[];
  /** Dotted OID of a critical extension, of the whole or of a single response. */
  readonly unknownCritical: string | undefined;
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
  /** DER of the certificates that help to verify the signature; not read. */
  readonly certificates: readonly Uint8Array[];
}

export type ResponderId =
  /** A Name, DER. */
  | { readonly name: Uint8Array }
  /** SHA-1 of the responder's key. */
  | { readonly keyHash: Uint8Array };

/** The status of one certificate. Times in milliseconds since 1970. */
export interface SingleResponse {
  readonly certId: CertId;
  readonly status: 'good' | 'revoked' | 'unknown';
  /** Of revoked certificates. */
  readonly revocationTimeMs: number | undefined;
  readonly reason: RevocationReason | undefined;
  readonly thisUpdateMs: number;
  readonly nextUpdateMs: number | undefined;
}

/** Which certificate is meant (RFC 6960 4.1.1). */
export interface CertId {
  /** Dotted OID. */
  readonly hashAlgorithm: string;
  /** Of the issuer's Name, DER. */
  readonly issuerNameHash: Uint8Array;
  /** Of the issuer's key: the contents of the BIT STRING. */
  readonly issuerKeyHash: Uint8Array;
  /** An INTEGER's contents. */
  readonly serialNumber: Uint8Array;
}

/**
 * Reads one OCSPResponse.
 * @param der nothing may follow the response; not copied, and must not change afterwards
 * @throws CertificateError
 */
export function parseOcspResponse(der: Uint8Array): OcspResponse {
  const outer = new DerReader(der);
  const response = outer.enter(tags.sequence);
  outer.finish();
  const number = response.smallInteger(tags.enumerated);
  if (number !== 0) {
    const status = errorStatuses[number] ?? response.fail('an OCSPResponseStatus is not known');
    response.finish();
    return { status };
  }
  const wrapper = response.enter(constructedTag(0));
  response.finish();
  const responseBytes = wrapper.enter(tags.sequence);
  wrapper.finish();
  const type = responseBytes.objectIdentifier();
  if (type !== '1.3.6.1.5.5.7.48.1.1') responseBytes.fail('the response is not a basic one');
  const value = responseBytes.enter(tags.octetString);
  responseBytes.finish();
  return { status: 'successful', basic: readBasicResponse(value) };
}

/** By their code; 0 is successful, 4 was never given out. */
const errorStatuses: readonly (OcspErrorStatus | undefined)[] = [
  undefined,
  'malformedRequest',
  'internalError',
  'tryLater',
  undefined,
  'sigRequired',
  'unauthorized',
];

function readBasicResponse(value: DerReader): BasicOcspResponse {
  const fields = value.enter(tags.sequence);
  value.finish();
  const toBeSigned = fields.fork().element(tags.sequence);
  const { responderId, responses, unknownCritical } = readResponseData(fields.enter(tags.sequence));
  const signatureAlgorithm = signatureAlgorithmOf(fields.unreadElement(tags.sequence));
  const signature = fields.octetAlignedBitString();
  const certificates = readCertificates(fields.enterOptional(constructedTag(0)));
  fields.finish();
  return {
    toBeSigned,
    responderId,
    responses,
    unknownCritical,
    signatureAlgorithm,
    signature,
    certificates,
  };
}

function readCertificates(wrapper: DerReader | undefined): readonly Uint8Array[] {
  const certificates: Uint8Array[] = [];
  const list = wrapper?.enter(tags.sequence);
  wrapper?.finish();
  while (list !== undefined && !list.isAtEnd) certificates.push(list.element(tags.sequence));
  return certificates;
}

type ResponseData = Pick<BasicOcspResponse, 'responderId' | 'responses' | 'unknownCritical'>;

/** Version 1 is the default and the only one, so its field is absent. */
function readResponseData(fields: DerReader): ResponseData {
  const responderId = readResponderId(fields);
  readGeneralizedTime(fields); // producedAt: when it was signed decides nothing
  const list = fields.enter(tags.sequence);
  const responses: SingleResponse[] = [];
  let unknownCritical: string | undefined;
  while (!list.isAtEnd) {
    const single = list.enter(tags.sequence);
    responses.push(readSingleResponse(single));
    unknownCritical ??= readCriticalExtension(single.enterOptional(constructedTag(1)));
    single.finish();
  }
  unknownCritical ??= readCriticalExtension(fields.enterOptional(constructedTag(1)));
  fields.finish();
  return { responderId, responses, unknownCritical };
}

function readResponderId(fields: DerReader): ResponderId {
  const byName = fields.enterOptional(constructedTag(1));
  const wrapper = byName ?? fields.enter(constructedTag(2));
  const id =
    byName === undefined
      ? { keyHash: wrapper.contents(tags.octetString) }
      : { name: readName(byName) };
  wrapper.finish();
  return id;
}

function readSingleResponse(fields: DerReader): SingleResponse {
  const certId = readCertId(fields.enter(tags.sequence));
  const status = readCertStatus(fields);
  const thisUpdateMs = readGeneralizedTime(fields);
  const wrapper = fields.enterOptional(constructedTag(0));
  const nextUpdateMs = wrapper && readGeneralizedTime(wrapper);
  wrapper?.finish();
  return { certId, ...status, thisUpdateMs, nextUpdateMs };
}

/** Parameters of the hash are NULL or absent, as people have it. */
function readCertId(fields: DerReader): CertId {
  const algorithm = fields.enter(tags.sequence);
  const hashAlgorithm = algorithm.objectIdentifier();
  if (!algorithm.isAtEnd && algorithm.contents(tags.null).length > 0)
    algorithm.fail('NULL is long');
  algorithm.finish();
  const issuerNameHash = fields.contents(tags.octetString);
  const issuerKeyHash = fields.contents(tags.octetString);
  const serialNumber = fields.integer();
  fields.finish();
  return { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber };
}

type CertStatus = Pick<SingleResponse, 'status' | 'revocationTimeMs' | 'reason'>;

function readCertStatus(fields: DerReader): CertStatus {
  const revoked = fields.enterOptional(constructedTag(1));
  if (revoked !== undefined) {
    const revocationTimeMs = readGeneralizedTime(revoked);
    const wrapper = revoked.enterOptional(constructedTag(0));
    const reason = wrapper && readRevocationReason(wrapper);
    wrapper?.finish();
    revoked.finish();
    return { status: 'revoked', revocationTimeMs, reason };
  }
  const isGood = fields.isNext(primitiveTag(0));
  if (fields.contents(primitiveTag(isGood ? 0 : 2)).length > 0) fields.fail('NULL is long');
  const status = isGood ? 'good' : 'unknown';
  return { status, revocationTimeMs: undefined, reason: undefined };
}

/**
 * The first critical extension that is not understood. None that RFC 6960 4.4 defines changes what
 * a status means, so none is, but a nonce, which nobody here asks for.
 */
function readCriticalExtension(wrapper: DerReader | undefined): string | undefined {
  if (wrapper === undefined) return undefined;
  const [critical] = readExtensionList(wrapper, () => false).filter((id) => id !== nonce);
  wrapper.finish();
  return critical;
}

const nonce = '1.3.6.1.5.5.7.48.1.2';
