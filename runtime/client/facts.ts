/**
 * What is true of the server's messages: decoded, checked against what was offered, verified.
 * Every refusal is an error of the registry, which knows its alert.
 *
 * Standard: RFC 9846 4.2.3, 4.3, 4.4, 4.5, 4.7.1; RFC 7301.
 */
import type { ClientFacts as Facts } from '../../generated/client.ts';
import {
  decodeCertificateEntryExtensions,
  decodeCertificateRequestExtensions,
  decodeEncryptedExtensionsExtensions,
  decodeNewSessionTicketExtensions,
} from '../../generated/extensions.ts';
import {
  decodeCertificate,
  decodeCertificateRequest,
  decodeCertificateVerify,
  decodeEncryptedExtensions,
  decodeNewSessionTicket,
  signatureSchemeName,
} from '../../generated/messages.ts';
import { signatureSchemeOf } from '../../generated/registries.ts';
import { equalBytes } from '../bytes.ts';
import { Finding, type TlsEvent } from '../engine/events.ts';
import { TlsError } from '../errors.ts';
import { CommonFacts } from '../handshake/facts.ts';
import { bodyOf, isUnaligned, judged, refuse } from '../handshake/judge.ts';
import type { Session } from '../handshake/session.ts';
import { signedContent } from '../handshake/signed-content.ts';
import { decodeText } from '../handshake/text.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import { CertificateError } from '../x509/certificate-error.ts';
import type { Offer } from './offer.ts';
import { judgeServerHello, type ServerChoice } from './server-hello.ts';

/** What the server chose. */
export const serverChoice = new Finding<ServerChoice>();
/** The protocol that EncryptedExtensions name; undefined inside: none. */
export const encryptedAnswer = new Finding<{ readonly alpnProtocol: string | undefined }>();
/** The server's certificates. */
export const shownCertificates = new Finding<ShownCertificates>();

/** The content of a Certificate message. */
export interface ShownCertificates {
  /** DER, as sent. */
  readonly certificates: readonly Uint8Array[];
  readonly leaf: Certificate;
}

/** What facts need of the messages before. */
export interface ClientMemory {
  offer: Offer | undefined;
  serverLeaf: Certificate | undefined;
}

export class ClientFacts extends CommonFacts implements Facts<TlsEvent> {
  readonly #memory: ClientMemory;

  constructor(session: Session, memory: ClientMemory) {
    super(session, 'server');
    this.#memory = memory;
  }

  serverHello(event: TlsEvent): 'v13' | 'unaligned' | 'invalid' {
    if (isUnaligned(event)) return 'unaligned';
    return judged(event, () => {
      const body = bodyOf(event, 'ERR_TLS_HELLO_TOO_LARGE');
      serverChoice.set(event, judgeServerHello(body, this.#offer));
      return 'v13';
    });
  }

  encryptedExtensions(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
      const { extensions } = decodeEncryptedExtensions(bodyOf(event));
      const answer = decodeEncryptedExtensionsExtensions(extensions, this.#offer.requested);
      const chosen = answer.applicationLayerProtocolNegotiation?.protocolNameList;
      encryptedAnswer.set(event, { alpnProtocol: chosen && this.#judgeProtocol(chosen) });
      return 'good';
    });
  }

  certificateRequest(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
      const request = decodeCertificateRequest(bodyOf(event));
      if (request.certificateRequestContext.length > 0) {
        refuse('ERR_TLS_ILLEGAL_PARAMETER', 'CertificateRequest has a context in the handshake');
      }
      const { signatureAlgorithms } = decodeCertificateRequestExtensions(request.extensions);
      if (signatureAlgorithms === undefined) {
        refuse('ERR_TLS_MISSING_EXTENSION', 'CertificateRequest lacks signature_algorithms');
      }
      return 'good';
    });
  }

  certificate(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
      const message = decodeCertificate(bodyOf(event));
      if (message.certificateRequestContext.length > 0) {
        refuse('ERR_TLS_ILLEGAL_PARAMETER', "the server's Certificate has a request context");
      }
      for (const { extensions } of message.certificateList) {
        decodeCertificateEntryExtensions(extensions, this.#offer.requested);
      }
      const certificates = message.certificateList.map(({ certData }) => certData);
      const [first] = certificates;
      if (first === undefined) refuse('ERR_TLS_DECODE', "the server's Certificate is empty");
      shownCertificates.set(event, { certificates, leaf: this.#readLeaf(first) });
      return 'good';
    });
  }

  /** The scheme is judged before the signature: 4.5.2 wants the right alert for each. */
  certificateVerify(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
      const { algorithm, signature } = decodeCertificateVerify(bodyOf(event));
      const { publicKey } = this.#leaf;
      const offered = this.#offer.extensions.signatureAlgorithms?.supportedSignatureAlgorithms;
      const scheme = signatureSchemeOf(algorithm);
      const fits = scheme?.use.includes('handshake') && scheme.key === publicKey.kind;
      if (!offered?.includes(algorithm) || !fits) {
        const name = signatureSchemeName(algorithm);
        refuse(
          'ERR_TLS_ILLEGAL_PARAMETER',
          `CertificateVerify uses ${name}, which was not offered or does not fit the key`,
        );
      }
      const content = signedContent('server', this.session.transcript.hash());
      const { crypto } = this.session;
      if (!crypto.verify(algorithm, publicKey.subjectPublicKeyInfo, content, signature)) {
        throw new TlsError('ERR_TLS_BAD_SIGNATURE');
      }
      verifiedScheme.set(event, signatureSchemeName(algorithm));
      return 'good';
    });
  }

  newSessionTicket(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
      const { extensions } = decodeNewSessionTicket(bodyOf(event));
      decodeNewSessionTicketExtensions(extensions);
      return 'good';
    });
  }

  taskDone(event: TlsEvent): 'accepted' | 'refused' {
    const { verdict } = event;
    if (verdict?.accepted === true) return 'accepted';
    const details = verdict?.detail === undefined ? {} : { message: verdict.detail };
    event.error = new TlsError(verdict?.code ?? 'ERR_TLS_CERT_REFUSED', details);
    return 'refused';
  }

  get #offer(): Offer {
    if (this.#memory.offer === undefined) throw new Error('no ClientHello was sent yet');
    return this.#memory.offer;
  }

  get #leaf(): Certificate {
    if (this.#memory.serverLeaf === undefined) throw new Error('no certificate was taken yet');
    return this.#memory.serverLeaf;
  }

  /** Exactly one protocol, and one of ours (RFC 7301 3.1). */
  #judgeProtocol(chosen: readonly Uint8Array[]): string {
    const [protocol] = chosen;
    const offered = this.#offer.extensions.applicationLayerProtocolNegotiation?.protocolNameList;
    const isOurs = protocol !== undefined && offered?.some((one) => equalBytes(one, protocol));
    if (chosen.length !== 1 || !isOurs) {
      refuse(
        'ERR_TLS_ILLEGAL_PARAMETER',
        'the server chose an application protocol that was not offered',
      );
    }
    return decodeText(protocol) ?? '';
  }

  /** The key must be able to verify CertificateVerify under a scheme that was offered. */
  #readLeaf(der: Uint8Array): Certificate {
    const leaf = readCertificate(der);
    const offered = this.#offer.extensions.signatureAlgorithms?.supportedSignatureAlgorithms ?? [];
    const isUsable = offered.some((code) => signatureSchemeOf(code)?.key === leaf.publicKey.kind);
    if (!isUsable) {
      refuse(
        'ERR_TLS_CERT_UNSUPPORTED',
        "no offered signature scheme fits the key of the server's certificate",
      );
    }
    return leaf;
  }
}

/** Name of the scheme of a CertificateVerify that verified. */
export const verifiedScheme = new Finding<string>();

function readCertificate(der: Uint8Array): Certificate {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return refuse(error.code, `the server's certificate: ${error.message}`);
  }
}
