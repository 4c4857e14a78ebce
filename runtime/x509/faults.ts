/**
 * What can be wrong with a path, by name: the code of the error registry, which is what programs
 * look at and what chooses the alert, and the rule, which is finer and for tools and people.
 */
import type { ErrorCode } from '../../generated/registries.ts';
import type { Certificate } from './certificate.ts';

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
  | 'ERR_TLS_CERT_CONSTRAINT'
  | 'ERR_TLS_CERT_PROFILE'
>;

/** Rules that every profile keeps, by the words of RFC 5280 where it has one. */
export type PathRule =
  | 'encoding'
  | 'chain-length'
  | 'intermediates'
  | 'signature-budget'
  | 'step-budget'
  | 'name-comparison-budget'
  | 'policy-budget'
  | 'issuer-unknown'
  | 'self-signed'
  | 'signature'
  | 'signature-hash'
  | 'signature-algorithm'
  | 'public-key'
  | 'not-before'
  | 'not-after'
  | 'ca-basic-constraints'
  | 'ca-key-cert-sign'
  | 'path-len-constraint'
  | 'leaf-is-ca'
  | 'leaf-digital-signature'
  | 'leaf-key-encipherment'
  | 'ext-key-usage'
  | 'critical-extension'
  | 'unique-identifiers'
  | 'name-constraints-in-leaf'
  | 'name-constraints-form'
  | 'permitted-subtrees'
  | 'excluded-subtrees'
  | 'name-form'
  | 'no-rev-avail'
  | 'policy-qualifiers'
  | 'policy-mappings'
  | 'explicit-policy'
  | 'subject-alt-name';

/** Rules for those who issue (RFC 5280 4, CA/Browser Forum): refused by `strict`, else warned of. */
export type IssuingRule =
  | 'serial-number-zero'
  | 'authority-key-identifier-missing'
  | 'authority-key-identifier-mismatch'
  | 'authority-key-identifier-of-root'
  | 'subject-key-identifier-missing'
  | 'basic-constraints-critical'
  | 'name-constraints-critical'
  | 'name-constraints-leading-period'
  | 'policy-constraints-critical'
  | 'inhibit-any-policy-critical'
  | 'subject-alt-name-critical'
  | 'subject-alt-name-missing'
  | 'key-usage-missing'
  | 'key-cert-sign-without-ca'
  | 'path-len-constraint-without-ca'
  | 'ext-key-usage-of-root'
  | 'ext-key-usage-any'
  | 'ext-key-usage-missing'
  | 'ext-key-usage-mixed'
  | 'common-name-not-in-subject-alt-name'
  | 'dns-name-syntax'
  | 'public-suffix-wildcard'
  | 'rsa-modulus-length'
  | 'authority-info-access-malformed';

/** Why a certificate cannot stand where it stands; `problem` goes on from its name. */
export interface Fault {
  readonly code: PathErrorCode;
  readonly rule: PathRule | IssuingRule;
  readonly problem: string;
}

/** A fault, and whose it is. */
export interface CertificateFault {
  readonly certificate: Certificate;
  readonly fault: Fault;
}

/** Of a rule for issuing. */
export interface IssuingFault extends CertificateFault {
  readonly fault: Fault & { readonly rule: IssuingRule };
}
