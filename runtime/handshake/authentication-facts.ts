/**
 * What is true of the peer's Certificate and CertificateVerify, and of the answers to our own
 * questions. Both roles ask the same; what differs is who may be without a certificate.
 *
 * Standard: RFC 9846 4.5.1, 4.5.2; RFC 5246 7.4.2, 7.4.8.
 */
import { decodeCertificateEntryExtensions } from '../../generated/extensions.ts';
import {
  decodeCertificate,
  decodeCertificateVerify,
  decodeTls12Certificate,
  ExtensionType,
  signatureSchemeName,
} from '../../generated/messages.ts';
import { signatureSchemeOf } from '../../generated/registries.ts';
import { Finding, type TlsEvent } from '../engine/events.ts';
import { TlsError } from '../errors.ts';
import { describeKey } from '../x509/algorithm-words.ts';
import type { PublicKey } from '../x509/algorithms.ts';
import { type Certificate, parseCertificate, printSubject } from '../x509/certificate.ts';
import { CertificateError } from '../x509/certificate-error.ts';
import { type ChosenCredential, isSchemeFor, schemesOf } from './credentials.ts';
import { CommonFacts } from './facts.ts';
import { bodyOf, judged, refuse } from './judge.ts';
import { present } from './present.ts';
import { signedContent } from './signed-content.ts';

/** The peer's certificates. */
export const shownCertificates = new Finding<ShownCertificates>();
/** SignatureScheme code point of a CertificateVerify that verified. */
export const verifiedScheme = new Finding<number>();
/** The certificate that we are going to show. */
export const chosenCredential = new Finding<ChosenCredential>();

/** The content of a Certificate message that is not empty. */
export interface ShownCertificates {
  /** DER, as sent. */
  readonly certificates: readonly Uint8Array[];
  readonly leaf: Certificate;
  /** DER of OCSP responses, by the place of their certificates; undefined: not asked for. */
  readonly staples: readonly (Uint8Array | undefined)[] | undefined;
}

/** Something signed, and what was signed. */
export interface SignedByPeer {
  /** SignatureScheme code point. */
  readonly algorithm: number;
  readonly signature: Uint8Array;
  readonly content: Uint8Array;
}

export abstract class AuthenticationFacts extends CommonFacts {
  /** The scheme is judged before the signature: 4.5.2 wants the right alert for each. */
  certificateVerify(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
      const { algorithm, signature } = decodeCertificateVerify(bodyOf(event));
      const { transcript } = this.session;
      const content = this.isTls12
        ? transcript.keptMessages()
        : signedContent(this.peer, transcript.hash());
      // @req 9846:4.5.2:8 9846:4.5.2:9
      this.judgeSignature('CertificateVerify', { algorithm, signature, content });
      verifiedScheme.set(event, algorithm);
      return 'good';
    });
  }

  /**
   * A signature by the key of the peer's certificate.
   * @throws TlsError if it is not good
   */
  protected judgeSignature(where: string, signed: SignedByPeer): void {
    const { algorithm, signature, content } = signed;
    const { publicKey } = present(this.session.peerLeaf, "certificate of the peer's");
    // @req 9846:4.5.2:4 9846:4.5.2:5 5246:7.4.3:2 5246:7.4.8:2 5246:7.4.8:3 8422:5.9:5
    if (!this.session.offeredSchemes.includes(algorithm) || !this.#fits(publicKey, algorithm)) {
      const name = signatureSchemeName(algorithm);
      refuse(
        'ERR_TLS_ILLEGAL_PARAMETER',
        `${where} uses ${name}, which was not offered or does not fit the key`,
      );
    }
    const { subjectPublicKeyInfo } = publicKey;
    if (!this.session.crypto.verify(algorithm, subjectPublicKeyInfo, content, signature)) {
      throw new TlsError('ERR_TLS_BAD_SIGNATURE', {
        message: `the signature in ${where} does not verify`,
      });
    }
  }

  /** In TLS 1.2 the hash of ECDSA is free of the curve (RFC 9846 4.3.3). */
  #fits({ kind }: PublicKey, algorithm: number): boolean {
    const scheme = signatureSchemeOf(algorithm);
    // @req 9846:4.3.3:1 9846:4.3.3:6 9846:4.3.3:8 9846:4.5.2:6 9846:4.3.3:14 9846:4.3.3:18
    if (scheme === undefined || !isSchemeFor(this.session.version, algorithm)) return false;
    const isEcdsa = scheme.key.startsWith('ec-') && kind.startsWith('ec-');
    // @req 9846:4.3.3:17
    return scheme.key === kind || (this.isTls12 && isEcdsa);
  }

  /**
   * Decodes a Certificate message; `empty` if it holds none.
   * @param requested types of the extensions that its entries may have
   * @throws TlsError or DecodeError
   */
  protected readCertificates(event: TlsEvent, requested: ReadonlySet<number>): 'good' | 'empty' {
    const message = this.isTls12
      ? this.#readList(event, requested)
      : this.#readEntries(event, requested);
    // @req 9846:4.5.1:9 9846:4.5.1:11
    const [first] = message.certificates;
    if (first === undefined) return 'empty';
    shownCertificates.set(event, { ...message, leaf: this.#readLeaf(first) });
    return 'good';
  }

  /** TLS 1.2: a status comes in a message of its own, if at all. */
  #readList(
    event: TlsEvent,
    requested: ReadonlySet<number>,
  ): Pick<ShownCertificates, 'certificates' | 'staples'> {
    const { certificateList: certificates } = decodeTls12Certificate(bodyOf(event));
    const isAskedFor = requested.has(ExtensionType.status_request);
    return { certificates, staples: isAskedFor ? certificates.map(() => undefined) : undefined };
  }

  #readEntries(
    event: TlsEvent,
    requested: ReadonlySet<number>,
  ): Pick<ShownCertificates, 'certificates' | 'staples'> {
    const message = decodeCertificate(bodyOf(event));
    // @req 9846:4.5.1:5
    if (message.certificateRequestContext.length > 0) {
      refuse('ERR_TLS_ILLEGAL_PARAMETER', `the ${this.peer}'s Certificate has a request context`);
    }
    const stapled = message.certificateList.map(
      ({ extensions }) =>
        decodeCertificateEntryExtensions(extensions, requested).statusRequest?.ocspResponse,
    );
    const staples = requested.has(ExtensionType.status_request) ? stapled : undefined;
    return { certificates: message.certificateList.map(({ certData }) => certData), staples };
  }

  /** Whether there is a credential, and it can sign as the peer wants it. */
  protected isUsable(event: TlsEvent, wanted: readonly number[]): boolean {
    const { credential } = event;
    if (credential === undefined || credential === 'none') return false;
    // @req 9846:4.5.1.2:2 9846:4.5.2:4 9846:4.5.2:5 9846:4.5.2:6
    const scheme = schemesOf(credential, this.session.version).find((one) => wanted.includes(one));
    if (scheme === undefined) return false;
    chosenCredential.set(event, { credential, scheme });
    return true;
  }

  /** The key must be able to verify the handshake under a scheme that was offered. */
  #readLeaf(der: Uint8Array): Certificate {
    const leaf = this.#readCertificate(der);
    // @req 5246:7.4.6:4 5246:7.4.6:6 8422:5.6:1
    const isUsable = this.session.offeredSchemes.some((one) => this.#fits(leaf.publicKey, one));
    if (!isUsable) {
      refuse(
        'ERR_TLS_CERT_UNSUPPORTED',
        `the ${this.peer}'s certificate (${printSubject(leaf)}) has ${describeKey(leaf.publicKey)}, which no offered signature scheme fits`,
      );
    }
    return leaf;
  }

  #readCertificate(der: Uint8Array): Certificate {
    try {
      return parseCertificate(der);
    } catch (error) {
      if (!(error instanceof CertificateError)) throw error;
      return refuse(error.code, `the ${this.peer}'s certificate: ${error.message}`);
    }
  }
}

/** The error of a verdict that refuses. */
export function refusalOf({ verdict }: TlsEvent): TlsError {
  if (verdict?.accepted !== false) return new TlsError('ERR_TLS_CERT_REFUSED');
  const { code, detail, cause } = verdict;
  return new TlsError(code, { ...(detail !== undefined && { message: detail }), cause });
}
