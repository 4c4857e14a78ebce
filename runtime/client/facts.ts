/**
 * What is true of the server's messages: decoded, checked against what was offered, verified.
 * Every refusal is an error of the registry, which knows its alert.
 *
 * Standard: RFC 9846 4.2.3, 4.2.4, 4.3, 4.4, 4.5, 4.7.1; RFC 5246 7.4; RFC 7301; RFC 8449.
 */
import type { ClientFacts as Facts } from '../../generated/client.ts';
import {
  decodeEncryptedExtensionsExtensions,
  decodeNewSessionTicketExtensions,
} from '../../generated/extensions.ts';
import {
  decodeCertificateStatus,
  decodeEncryptedExtensions,
  decodeHelloRequest,
  decodeNewSessionTicket,
  decodeServerHello,
  decodeServerHelloDone,
  decodeServerKeyExchange,
  namedGroupName,
  type ServerHello,
} from '../../generated/messages.ts';
import { Finding, type TlsEvent } from '../engine/events.ts';
import type { ClientOptions } from '../engine/options.ts';
import {
  AuthenticationFacts,
  refusalOf,
  shownCertificates,
} from '../handshake/authentication-facts.ts';
import { authenticationBy, curveOf } from '../handshake/credentials.ts';
import { bodyOf, isUnaligned, judged, refuse } from '../handshake/judge.ts';
import { present } from '../handshake/present.ts';
import { judgeRecordSizeLimit } from '../handshake/record-size.ts';
import type { Session } from '../handshake/session.ts';
import { signedExchange } from '../handshake/signed-content.ts';
import type { SentSecret } from '../legacy/legacy.ts';
import { type AnyCipherSuite, isStaticRsa } from '../legacy/suites.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type CertificateWish, readTls12Wish, readWish } from './certificate-wish.ts';
import { judgeProtocol, type Offer } from './offer.ts';
import {
  chosenVersion,
  isHelloRetryRequest,
  judgeHelloRetryRequest,
  judgeServerHello,
  type RetryRequest,
  type ServerChoice,
} from './server-hello.ts';
import { acceptParams, type Tls12Exchange } from './tls12-exchange.ts';
import { judgeTls12ServerHello, type Tls12Choice } from './tls12-server-hello.ts';

/** What the server chose. */
export const serverChoice = new Finding<ServerChoice | Tls12Choice>();
/** TLS 1.2: DER of an OCSP response. */
export const stapledResponse = new Finding<Uint8Array>();
/** TLS 1.2: the key exchange. */
export const serverExchange = new Finding<ServerExchange>();
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

/** The server's half of the key exchange of TLS 1.2, accepted. */
export interface ServerExchange extends Tls12Exchange {
  /** SignatureScheme code point of its signature. */
  readonly scheme: number;
}

/** What facts need of the messages before. */
export interface ClientMemory {
  offer: Offer | undefined;
  retry: RetryRequest | undefined;
  wish: CertificateWish | undefined;
  /** TLS 1.2: what the server chose. */
  tls12: Tls12Choice | undefined;
  /** TLS 1.2: the body of our ClientKeyExchange, and the secret that it makes. */
  exchange: SentSecret | undefined;
}

type Tls12Facet = 'v12' | 'v12Stapling' | 'v12StaticRsa' | 'v12StaticRsaStapling';

export class ClientFacts extends AuthenticationFacts implements Facts<TlsEvent> {
  readonly #options: ClientOptions;
  readonly #memory: ClientMemory;

  constructor(session: Session, options: ClientOptions, memory: ClientMemory) {
    super(session, 'server');
    this.#options = options;
    this.#memory = memory;
  }

  helloRequest(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
      decodeHelloRequest(bodyOf(event));
      return 'good';
    });
  }

  serverHello(event: TlsEvent): 'v13' | Tls12Facet | 'retry' | 'unaligned' | 'invalid' {
    return judged(event, () => {
      const hello = decodeServerHello(bodyOf(event, 'ERR_TLS_HELLO_TOO_LARGE'));
      const { retry } = this.#memory;
      // @req 9846:4.2.3:11
      const isRetry = isHelloRetryRequest(hello);
      // A second one is not worth being judged.
      if (isRetry && retry !== undefined) return isUnaligned(event) ? 'unaligned' : 'retry';
      // @req 9846:4.2.4:4
      const version = chosenVersion(hello, this.session.preferences.versions);
      if (version === 'TLSv1.2' && isRetry) {
        refuse('ERR_TLS_PROTOCOL_VERSION', 'a HelloRetryRequest of TLS 1.2, which has none');
      }
      if (version === 'TLSv1.2') return this.#judgeTls12Hello(event, hello);
      // Keys change here.
      if (isUnaligned(event)) return 'unaligned';
      if (isRetry) {
        retryRequest.set(event, judgeHelloRetryRequest(hello, this.#offer));
        return 'retry';
      }
      serverChoice.set(event, judgeServerHello(hello, this.#offer, retry));
      return 'v13';
    });
  }

  #judgeTls12Hello(event: TlsEvent, hello: ServerHello): Tls12Facet {
    // @req 9846:4.2.4:12
    if (this.#memory.retry !== undefined) {
      refuse('ERR_TLS_ILLEGAL_PARAMETER', 'the server chose TLS 1.2 after a HelloRetryRequest');
    }
    const choice = judgeTls12ServerHello(hello, this.#offer, this.#options);
    serverChoice.set(event, choice);
    const { staples, suite } = choice;
    if (isStaticRsa(suite)) return staples ? 'v12StaticRsaStapling' : 'v12StaticRsa';
    return staples ? 'v12Stapling' : 'v12';
  }

  encryptedExtensions(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
      const { extensions } = decodeEncryptedExtensions(bodyOf(event));
      const answer = decodeEncryptedExtensionsExtensions(extensions, this.#offer.requested);
      const chosen = answer.applicationLayerProtocolNegotiation?.protocolNameList;
      encryptedAnswer.set(event, {
        alpnProtocol: chosen && judgeProtocol(chosen, this.#offer),
        recordSizeLimit: judgeRecordSizeLimit(answer.recordSizeLimit),
      });
      return 'good';
    });
  }

  certificateRequest(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
      certificateWish.set(event, this.isTls12 ? readTls12Wish(event) : readWish(event));
      return 'good';
    });
  }

  certificate(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
      // @req 9846:4.5.1:6 9846:4.5.1:14 9846:4.5.1.3:1
      if (this.readCertificates(event, this.#offer.requested) === 'empty') {
        refuse('ERR_TLS_DECODE', "the server's Certificate is empty");
      }
      const { leaf } = shownCertificates.of(event);
      judgeKeyKind(leaf, this.session.suite);
      if (this.isTls12) judgeCurve(leaf, this.#offer);
      return 'good';
    });
  }

  certificateStatus(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
      const { ocspResponse } = decodeCertificateStatus(bodyOf(event));
      stapledResponse.set(event, ocspResponse);
      return 'good';
    });
  }

  /** Our own half is made here: whether the server's is valid is known only then. */
  serverKeyExchange(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
      const { params, algorithm, signature } = decodeServerKeyExchange(bodyOf(event));
      const content = signedExchange(this.session, params);
      this.judgeSignature('ServerKeyExchange', { algorithm, signature, content });
      const offered = this.#offer.extensions.supportedGroups?.namedGroupList ?? [];
      const exchange = acceptParams(params, offered, this.session);
      serverExchange.set(event, { ...exchange, scheme: algorithm });
      return 'good';
    });
  }

  serverHelloDone(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
      decodeServerHelloDone(bodyOf(event));
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
}

/** In TLS 1.2 the suite says which kind of key the server has (RFC 8422 2). */
function judgeKeyKind({ publicKey: { kind } }: Certificate, suite: AnyCipherSuite): void {
  const { name, authentication } = suite;
  // A key for RSASSA-PSS only signs (RFC 4055 1.2).
  const isOfKind = isStaticRsa(suite) ? kind === 'rsa' : authentication === authenticationBy(kind);
  // @req 5246:7.4.2:2 5246:7.4.2:6 8422:2.1:1 8422:2.2:1 8422:5.3:2
  if (authentication === 'any' || isOfKind) return;
  refuse(
    'ERR_TLS_ILLEGAL_PARAMETER',
    `the key of the server's certificate is not of the kind that ${name} is for`,
  );
}

/** In TLS 1.2 our groups are also the curves that a key may be on (RFC 8422 5.1, 5.3). */
function judgeCurve({ publicKey: { kind } }: Certificate, { extensions }: Offer): void {
  const curve = curveOf(kind);
  // @req 8422:5.3:3 8422:5.3:4
  const isOffered = curve && extensions.supportedGroups?.namedGroupList.includes(curve);
  if (curve === undefined || isOffered === true) return;
  refuse(
    'ERR_TLS_ILLEGAL_PARAMETER',
    `the key of the server's certificate is on ${namedGroupName(curve)}, which was not offered`,
  );
}
