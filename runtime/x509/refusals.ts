/**
 * Why attempts at a path fail, and which of several failures is worth telling: an expired path
 * says more than an unknown CA. The codes are those that OpenSSL, and Node with it, would give.
 */
import { describeKey } from './algorithm-words.ts';
import { type BrokenHash, brokenHashOf, type SignatureAlgorithm } from './algorithms.ts';
import { type Certificate, isSelfIssued, printSubject } from './certificate.ts';
import type { CertificateFault, Fault } from './faults.ts';
import { printBriefly } from './names.ts';
import type { SignatureVerdict } from './signatures.ts';

/** Why one attempt failed, and how far it had come. */
export interface Reason extends CertificateFault {
  readonly progress: number;
  /** This one can stand in no path of the peer's certificate: the rule is broken in all of them. */
  readonly barred?: Certificate | undefined;
}

/** How far an attempt came: the first thing that was wrong, in the order of judging. */
export const progresses = { deadEnd: 0, length: 1, signatures: 2, rules: 3, name: 4 } as const;

/**
 * Nobody has issued a certificate. Where in the line it stands gives the name.
 * @param place 0 for the peer's own
 */
export function deadEnd(certificate: Certificate, place: number): Reason {
  const fault = place === 0 ? leafFault(certificate) : chainFault(certificate);
  return { certificate, fault, progress: progresses.deadEnd };
}

/** There are more issuers to try, but the line is long enough. */
export function tooLong(certificate: Certificate, limit: number): Reason {
  const problem = `would have more than ${limit} intermediate CAs in its path`;
  const fault: Fault = { code: 'PATH_LENGTH_EXCEEDED', rule: 'intermediates', problem };
  return { certificate, fault, progress: progresses.length };
}

/** The signature of a certificate by the issuer of its name is not good. */
export function badSignature(
  certificate: Certificate,
  issuer: Certificate,
  verdict: Exclude<SignatureVerdict, 'good'>,
): Reason {
  const fault = signatureFault(certificate, issuer, verdict);
  return { certificate, fault, progress: progresses.signatures };
}

function leafFault(certificate: Certificate): Fault {
  return isSelfIssued(certificate)
    ? { code: 'DEPTH_ZERO_SELF_SIGNED_CERT', rule: 'self-signed', problem: selfSigned }
    : { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', ...issuerMissing(certificate) };
}

function chainFault(certificate: Certificate): Fault {
  return isSelfIssued(certificate)
    ? { code: 'SELF_SIGNED_CERT_IN_CHAIN', rule: 'self-signed', problem: selfSigned }
    : { code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', ...issuerMissing(certificate) };
}

const selfSigned = 'is self-signed and not a trust anchor';

function issuerMissing({ issuer }: Certificate): Omit<Fault, 'code'> {
  const problem = `is issued by ${printBriefly(issuer)}, which is neither sent nor trusted`;
  return { rule: 'issuer-unknown', problem };
}

function signatureFault(
  { signatureAlgorithm }: Certificate,
  issuer: Certificate,
  verdict: Exclude<SignatureVerdict, 'good'>,
): Fault {
  switch (verdict) {
    case 'bad': {
      const problem = `has a signature that the key of ${printSubject(issuer)} does not verify`;
      return { code: 'CERT_SIGNATURE_FAILURE', rule: 'signature', problem };
    }
    case 'weak': {
      const hash = hashNames[brokenHashOf(signatureAlgorithm) ?? 'sha1'];
      const problem = `is signed with ${hash}, which proves nothing any more`;
      return { code: 'CERT_SIGNATURE_FAILURE', rule: 'signature-hash', problem };
    }
    case 'unsupported': {
      const problem = `is signed by ${printSubject(issuer)} ${unsupportedWay(signatureAlgorithm, issuer)}`;
      return { code: 'ERR_TLS_CERT_UNSUPPORTED', rule: 'signature-algorithm', problem };
    }
  }
}

const hashNames: Readonly<Record<BrokenHash, string>> = { md2: 'MD2', md5: 'MD5', sha1: 'SHA-1' };

/** Goes on from who has signed. */
function unsupportedWay(algorithm: SignatureAlgorithm, { publicKey }: Certificate): string {
  const key = describeKey(publicKey);
  if (publicKey.kind === 'unsupported') return `with ${key}, which is not accepted`;
  if (algorithm === 'unsupported') return 'in a way that is not supported';
  return `by ${algorithm} with ${key}, which cannot be verified here`;
}
