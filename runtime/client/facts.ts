/**
 * What is true of the server's messages: decoded, checked against what was offered, verified.
 * Every refusal is an error of the registry, which knows its alert.
 *
 * Standard: RFC 9846 4.2.3, 4.2.4, 4.3, 4.4, 4.5, 4.7.1; RFC 7301; RFC 8449.
 */
import type { ClientFacts as Facts } from '../../generated/client.ts';
import {
  decodeCertificateRequestExtensions,
  decodeEncryptedExtensionsExtensions,
  decodeNewSessionTicketExtensions,
} from '../../generated/extensions.ts';
import {
  decodeCertificateRequest,
  decodeEncryptedExtensions,
  decodeNewSessionTicket,
  decodeServerHello,
} from '../../generated/messages.ts';
import { equalBytes } from '../bytes.ts';
import { Finding, type TlsEvent } from '../engine/events.ts';
import type { ChooseCertificateRequest } from '../engine/tasks.ts';
import { AuthenticationFacts, refusalOf } from '../handshake/authentication-facts.ts';
import { bodyOf, isUnaligned, judged, refuse } from '../handshake/judge.ts';
import { readFilters } from '../handshake/oid-filters.ts';
import { judgeRecordSizeLimit } from '../handshake/record-size.ts';
import { present, type Session } from '../handshake/session.ts';
import { decodeText } from '../handshake/text.ts';
import type { Offer } from './offer.ts';
import {
  isHelloRetryRequest,
  judgeHelloRetryRequest,
  judgeServerHello,
  type RetryRequest,
  type ServerChoice,
} from './server-hello.ts';

/** What the server chose. */
export const serverChoice = new Finding<ServerChoice>();
/** What it asks for before it chooses. */
export const retryRequest = new Finding<RetryRequest>();
/** What EncryptedExtensions say. */
export const encryptedAnswer = new Finding<EncryptedAnswer>();
/** What CertificateRequest says about the certificates that the server takes. */
export const certificateWish = new Finding<CertificateWish>();

/** Undefined: not negotiated. */
export interface EncryptedAnswer {
  readonly alpnProtocol: string | undefined;
  /** Bytes of TLSInnerPlaintext that the server takes in one record. */
  readonly recordSizeLimit: number | undefined;
}

export type CertificateWish = Omit<ChooseCertificateRequest, 'purpose' | 'serverName'>;

/** What facts need of the messages before. */
export interface ClientMemory {
  offer: Offer | undefined;
  retry: RetryRequest | undefined;
  wish: CertificateWish | undefined;
}

export class ClientFacts extends AuthenticationFacts implements Facts<TlsEvent> {
  readonly #memory: ClientMemory;

  constructor(session: Session, memory: ClientMemory) {
    super(session, 'server');
    this.#memory = memory;
  }

  serverHello(event: TlsEvent): 'v13' | 'retry' | 'unaligned' | 'invalid' {
    if (isUnaligned(event)) return 'unaligned';
    return judged(event, () => {
      const hello = decodeServerHello(bodyOf(event, 'ERR_TLS_HELLO_TOO_LARGE'));
      const { retry } = this.#memory;
      // @req 9846:4.2.3:11
      if (isHelloRetryRequest(hello)) {
        // A second one is not worth being judged.
        if (retry === undefined) {
          retryRequest.set(event, judgeHelloRetryRequest(hello, this.#offer));
        }
        return 'retry';
      }
      serverChoice.set(event, judgeServerHello(hello, this.#offer, retry));
      return 'v13';
    });
  }

  encryptedExtensions(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
      const { extensions } = decodeEncryptedExtensions(bodyOf(event));
      const answer = decodeEncryptedExtensionsExtensions(extensions, this.#offer.requested);
      const chosen = answer.applicationLayerProtocolNegotiation?.protocolNameList;
      encryptedAnswer.set(event, {
        alpnProtocol: chosen && this.#judgeProtocol(chosen),
        recordSizeLimit: judgeRecordSizeLimit(answer.recordSizeLimit),
      });
      return 'good';
    });
  }

  certificateRequest(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
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
      certificateWish.set(event, {
        signatureSchemes: signatureAlgorithms.supportedSignatureAlgorithms,
        certificateSignatureSchemes: signatureAlgorithmsCert?.supportedSignatureAlgorithms ?? [],
        certificateAuthorities: extensions.certificateAuthorities?.authorities ?? [],
        asksForStatus: extensions.statusRequest !== undefined,
        oidFilters: readFilters(extensions.oidFilters?.filters ?? []),
      });
      return 'good';
    });
  }

  certificate(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
      // @req 9846:4.5.1:6 9846:4.5.1:14 9846:4.5.1.3:1
      if (this.readCertificates(event, this.#offer.requested) === 'good') return 'good';
      return refuse('ERR_TLS_DECODE', "the server's Certificate is empty");
    });
  }

  newSessionTicket(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
      const { extensions } = decodeNewSessionTicket(bodyOf(event));
      decodeNewSessionTicketExtensions(extensions);
      return 'good';
    });
  }

  taskDone(event: TlsEvent): 'accepted' | 'chosen' | 'refused' {
    if (event.credential !== undefined) {
      return this.isUsable(event, this.#memory.wish?.signatureSchemes ?? []) ? 'chosen' : 'refused';
    }
    if (event.verdict?.accepted === true) return 'accepted';
    event.error = refusalOf(event);
    return 'refused';
  }

  get #offer(): Offer {
    return present(this.#memory.offer, 'ClientHello of ours');
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
}
