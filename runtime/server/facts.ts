/** What is true of the client's messages. Standard: RFC 9846 4.2.2, 4.2.4, 4.5; RFC 5246 7.4. */

import {
  decodeClientKeyExchange,
  namedGroupName,
  type ServerECDHParams,
} from '../../generated/messages.ts';
import { deferrableErrors, type ProtocolName } from '../../generated/registries.ts';
import type { ServerFacts as Facts } from '../../generated/server.ts';
import type { Secret } from '../codegen/secret.ts';
import type { KeyShare } from '../crypto/provider.ts';
import { Finding, type TlsEvent } from '../engine/events.ts';
import { TlsError } from '../errors.ts';
import {
  AuthenticationFacts,
  chosenCredential,
  refusalOf,
} from '../handshake/authentication-facts.ts';
import { chainOf, noScheme } from '../handshake/credentials.ts';
import { bodyOf, isUnaligned, judged, refuse } from '../handshake/judge.ts';
import { present } from '../handshake/present.ts';
import { checkStaticRsa } from '../handshake/static-rsa-options.ts';
import type { StaticRsaDecryption } from '../legacy/legacy.ts';
import { isStaticRsa } from '../legacy/suites.ts';
import type { Answer } from './answer.ts';
import { answerClientHello } from './client-hello.ts';
import type { ServerMeans } from './server-means.ts';

/** What the server answers to the ClientHello. */
export const answer = new Finding<Answer>();

/** TLS 1.2: what the key exchange gave, or with static RSA is going to give. */
export const keyExchangeResult = new Finding<Secret | StaticRsaDecryption>();

/** What facts need of the messages before. */
export interface ServerMemory {
  answer: Answer | undefined;
  tls12: Tls12Flight | undefined;
  preMasterSecret: Secret | undefined;
  decryption: StaticRsaDecryption | undefined;
}

/** TLS 1.2: what our flight says, made before our key signs it. */
export interface Tls12Flight {
  /** Undefined: static RSA. */
  readonly exchange: ServerHalf | undefined;
  /** DER of the OCSP response of our certificate, where the client asked for it. */
  readonly staple: Uint8Array | undefined;
}

/** Our half of the key exchange. */
export interface ServerHalf {
  readonly share: KeyShare;
  readonly params: ServerECDHParams;
}

export class ServerFacts extends AuthenticationFacts implements Facts<TlsEvent> {
  readonly #means: ServerMeans;
  readonly #memory: ServerMemory;

  constructor(means: ServerMeans, memory: ServerMemory) {
    super(means.session, 'client');
    this.#means = means;
    this.#memory = memory;
  }

  clientHello(event: TlsEvent): 'v13' | 'v12' | 'retry' | 'unaligned' | 'invalid' {
    if (isUnaligned(event)) return 'unaligned';
    return judged(event, () => {
      const body = bodyOf(event, 'ERR_TLS_HELLO_TOO_LARGE');
      const { answer: first } = this.#memory;
      const found = answerClientHello(
        body,
        this.#means,
        first?.version === 'TLSv1.3' ? first : undefined,
      );
      answer.set(event, found);
      if (found.version === 'TLSv1.2') return 'v12';
      return found.retry === undefined ? 'v13' : 'retry';
    });
  }

  clientKeyExchange(event: TlsEvent): 'good' | 'invalid' {
    return judged(event, () => {
      if (isStaticRsa(this.session.suite)) return this.#takeEncryptedSecret(event);
      const { ecdhYc } = decodeClientKeyExchange(bodyOf(event));
      const share = present(this.#memory.tls12?.exchange?.share, 'key share');
      const secret = share.secretWith(ecdhYc);
      if (secret === undefined) {
        const group = namedGroupName(share.group);
        refuse('ERR_TLS_ILLEGAL_PARAMETER', `the client's key is not valid for ${group}`);
      }
      keyExchangeResult.set(event, secret);
      return 'good';
    });
  }

  /** Whether there is a secret in it is not asked here (RFC 5246 7.4.7.1). */
  #takeEncryptedSecret(event: TlsEvent): 'good' {
    const { preferences, random, credential } = this.session;
    const legacy = present(preferences.legacy, 'suite of `legacy`');
    const { publicKey } = present(credential && chainOf(credential.credential)[0], 'certificate');
    const { legacyVersion } = present(this.#memory.answer, 'ClientHello').hello;
    const body = bodyOf(event);
    keyExchangeResult.set(event, legacy.receiveSecret(publicKey, body, legacyVersion, random));
    return 'good';
  }

  certificate(event: TlsEvent): 'good' | 'empty' | 'invalid' {
    return judged(event, () => {
      // @req 9846:4.5.1:7
      const found = this.readCertificates(event, noExtensions);
      if (found === 'empty') event.error = new TlsError('ERR_TLS_CERTIFICATE_REQUIRED');
      return found;
    });
  }

  taskDone(
    event: TlsEvent,
  ): 'accepted' | 'chosen' | 'chosenToDecrypt' | 'refused' | 'unacceptable' {
    if (event.credential !== undefined) return this.#judgeChoice(event);
    if (event.verdict?.accepted === true) return 'accepted';
    event.error = refusalOf(event);
    return deferrableErrors.has(event.error.code) ? 'refused' : 'unacceptable';
  }

  #judgeChoice(event: TlsEvent): 'chosen' | 'chosenToDecrypt' | 'unacceptable' {
    const { signatureSchemes = [], serverName, version } = this.#memory.answer ?? {};
    if (this.isUsable(event, signatureSchemes)) {
      this.#requireSingleUse(event);
      return 'chosen';
    }
    if (this.#isForStaticRsa(event)) return 'chosenToDecrypt';
    // Only the application chooses by name: our own choice fails for want of a scheme.
    const isByName = this.#means.options.chooseCertificate !== undefined;
    event.error = noCertificate(event, isByName ? serverName : undefined, version);
    return 'unacceptable';
  }

  /** Others than those of the options have not been looked at yet. */
  #requireSingleUse({ credential }: TlsEvent): void {
    const { legacy, credentials = [] } = this.#means.options;
    if (legacy === undefined || credential === undefined || credential === 'none') return;
    for (const one of credentials) checkStaticRsa(one, { legacy, credentials: [credential] });
  }

  #isForStaticRsa(event: TlsEvent): boolean {
    const { credential } = event;
    const found = this.#memory.answer;
    const isPossible = found?.version === 'TLSv1.2' && found.suites.some(isStaticRsa);
    if (!isPossible || credential === 'none' || credential?.decrypt === undefined) return false;
    // Others than those of the options have not been looked at yet.
    checkStaticRsa(credential, this.#means.options);
    chosenCredential.set(event, { credential, scheme: noScheme });
    return true;
  }
}

/** We ask for no extension in a client's Certificate. */
const noExtensions: ReadonlySet<number> = new Set();

function noCertificate(
  { credential }: TlsEvent,
  serverName: string | undefined,
  version: ProtocolName | undefined,
): TlsError {
  if (credential !== 'none' || serverName === undefined) {
    const what =
      version === 'TLSv1.2'
        ? 'cipher suite, signature scheme and curve that fit'
        : 'signature scheme that fits';
    return new TlsError('ERR_TLS_NO_SHARED_SIGNATURE_SCHEME', {
      message: `the client offers no ${what} a certificate's key`,
    });
  }
  return new TlsError('ERR_TLS_NO_CERTIFICATE', {
    message: `there is no certificate for '${serverName}' that the client can verify`,
  });
}
