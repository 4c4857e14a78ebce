/**
 * What the client's machine has done, beyond what both roles do.
 *
 * Standard: RFC 9846 4.2.2, 4.2.4, 4.5.1; RFC 5246 7.4; RFC 8422 5.
 */
import type { ClientActions as Actions } from '../../generated/client.ts';
import {
  type ClientHello,
  encodeClientHello,
  encodeClientKeyExchange,
  HandshakeType,
} from '../../generated/messages.ts';
import type { ErrorCode } from '../../generated/registries.ts';
import type { KeyShare } from '../crypto/provider.ts';
import type { TlsEvent } from '../engine/events.ts';
import type { MessageHooks } from '../engine/message-hooks.ts';
import type { ClientOptions } from '../engine/options.ts';
import type { ChooseCertificateRequest } from '../engine/tasks.ts';
import type { ActionContext } from '../handshake/actions.ts';
import { AuthenticationActions } from '../handshake/authentication.ts';
import { present } from '../handshake/present.ts';
import type { SentSecret } from '../legacy/legacy.ts';
import { CertificateStory } from './certificate-story.ts';
import {
  type ClientMemory,
  certificateWish,
  encryptedAnswer,
  retryRequest,
  serverChoice,
  serverExchange,
  stapledResponse,
} from './facts.ts';
import { keyShareGroups, makeClientHello, makeSecondClientHello, offerOf } from './offer.ts';
import type { Tls12Choice } from './tls12-server-hello.ts';

export class ClientActions extends AuthenticationActions implements Actions<TlsEvent> {
  readonly #options: ClientOptions;
  readonly #memory: ClientMemory;
  readonly #hooks: MessageHooks;
  /** We showed what we have, and may be refused for it: for the words of errors only. */
  #isUnconfirmed = false;

  constructor(context: ActionContext, { options, memory, hooks }: ClientParts) {
    super(context, options.serverName);
    this.#options = options;
    this.#memory = memory;
    this.#hooks = hooks;
  }

  sendClientHello(): void {
    const { session } = this;
    const groups = keyShareGroups(this.#options, session.preferences);
    // @req 9846:4.3.8:3 9846:4.3.8:6
    const shares = groups.map((group) => session.crypto.offerKeyShare(group, session.random));
    const made = makeClientHello(this.#options, session, shares);
    const hello = this.#hooks.clientHello?.(made) ?? made;
    session.clientRandom = hello.random.slice();
    session.sessionId = hello.legacySessionId.slice();
    this.#sendHello(hello, shares);
  }

  takeHelloRetryRequest(event: TlsEvent): void {
    const request = retryRequest.of(event);
    this.#memory.retry = request;
    this.session.chooseSuite(request.suite);
  }

  sendSecondClientHello(): void {
    const { session } = this;
    const { hello, shares } = present(this.#memory.offer, 'ClientHello of ours');
    const { group, cookie } = present(this.#memory.retry, 'HelloRetryRequest');
    if (group === undefined) {
      this.#sendSecondHello(makeSecondClientHello(hello, undefined, cookie), shares);
      return;
    }
    this.#wipeShares();
    const share = session.crypto.offerKeyShare(group, session.random);
    this.#sendSecondHello(makeSecondClientHello(hello, share, cookie), [share]);
  }

  takeServerHello(event: TlsEvent): void {
    const choice = serverChoice.of(event);
    if (choice.version === 'TLSv1.2') this.#takeTls12(choice);
    else this.session.negotiated.group = choice.group;
    this.session.chooseSuite(choice.suite);
  }

  #takeTls12(choice: Tls12Choice): void {
    const { session, connection } = this;
    this.#memory.tls12 = choice;
    session.version = 'TLSv1.2';
    session.serverRandom = choice.serverRandom;
    session.negotiated.alpnProtocol = choice.alpnProtocol;
    session.encryptsThenMacs = choice.encryptsThenMacs;
    session.transcript.keepMessages();
    connection.reader.speakTls12();
    if (choice.recordSizeLimit !== undefined) this.limitRecords(choice.recordSizeLimit);
    this.#wipeShares();
  }

  deriveHandshakeSecrets(event: TlsEvent): void {
    const choice = serverChoice.of(event);
    if (choice.version === 'TLSv1.3') this.session.tls13.deriveHandshake(choice.sharedSecret);
    this.#wipeShares();
    this.logHandshakeSecrets();
  }

  // TLS 1.2

  takeCertificateStatus(event: TlsEvent): void {
    const [, ...others] = this.session.peerStaples ?? [];
    this.session.peerStaples = [stapledResponse.of(event), ...others];
  }

  takeServerKeyExchange(event: TlsEvent): void {
    const { publicKey, secret, group, scheme } = serverExchange.of(event);
    this.#memory.exchange = { body: encodeClientKeyExchange({ ecdhYc: publicKey }), secret };
    this.session.negotiated.group = group;
    this.noteScheme('server', scheme);
  }

  sendClientKeyExchange(): void {
    // With static RSA there was no ServerKeyExchange: the server's half is its certificate.
    this.#memory.exchange ??= this.#encryptedSecret();
    this.send(HandshakeType.clientKeyExchange, this.#memory.exchange.body);
  }

  #encryptedSecret(): SentSecret {
    const { preferences, random, peerLeaf } = this.session;
    const { hello } = present(this.#memory.offer, 'ClientHello of ours');
    const legacy = present(preferences.legacy, 'suite of `legacy`');
    const { publicKey } = present(peerLeaf, "certificate of the server's");
    // @req 5246:7.4.7.1:1
    return legacy.sendSecret(publicKey, hello.legacyVersion, random);
  }

  deriveMasterSecret(): void {
    const { isExtendedMasterSecret } = present(this.#memory.tls12, 'ServerHello of TLS 1.2');
    const { secret } = present(this.#memory.exchange, 'key exchange');
    this.deriveMaster(secret, isExtendedMasterSecret);
  }

  // Both versions

  takeEncryptedExtensions(event: TlsEvent): void {
    const { alpnProtocol, recordSizeLimit } = encryptedAnswer.of(event);
    this.session.negotiated.alpnProtocol = alpnProtocol;
    if (recordSizeLimit !== undefined) this.limitRecords(recordSizeLimit);
  }

  takeCertificateRequest(event: TlsEvent): void {
    this.#memory.wish = certificateWish.of(event);
  }

  protected choice(): ChooseCertificateRequest {
    const wish = present(this.#memory.wish, 'CertificateRequest');
    return { purpose: 'client', serverName: this.#options.serverName, ...wish };
  }

  sendCertificate(event: TlsEvent): void {
    this.takeChosenCertificate(event);
    this.sendChosenCertificate();
    this.#tellRequest();
  }

  override sendEmptyCertificate(): void {
    super.sendEmptyCertificate();
    this.#tellRequest();
  }

  override reportConnected(): void {
    this.#isUnconfirmed = true;
    super.reportConnected();
  }

  override reportConfirmed(): void {
    this.#isUnconfirmed = false;
    super.reportConfirmed();
  }

  /** Whoever shows a certificate learns last whether it was good enough. */
  protected override ownHint(code: ErrorCode): string | undefined {
    const { certificateRequest: story } = this.session.negotiated;
    if (story === undefined || !this.#isUnconfirmed) return undefined;
    // In TLS 1.2 whoever refuses us does it before the handshake is over.
    if (code === 'ERR_TLS_REFUSED_AFTER_HANDSHAKE' || code === 'ERR_TLS_PEER_ALERT') {
      return story.text;
    }
    const isCut = code === 'ERR_TLS_TRUNCATED' || code === 'ERR_TLS_TRANSPORT';
    return isCut ? `this may be a refusal: ${story.text}` : undefined;
  }

  override eraseSecrets(): void {
    super.eraseSecrets();
    this.#wipeShares();
    this.#memory.exchange?.secret.wipe();
  }

  /** For whoever asks: the application, the trace, and errors. */
  #tellRequest(): void {
    const { credentials = [], now = Date.now } = this.#options;
    const wish = present(this.#memory.wish, 'CertificateRequest');
    const shown = this.session.credential?.credential;
    const story = new CertificateStory(wish, shown, credentials, now());
    this.session.negotiated.certificateRequest = story;
    this.#isUnconfirmed = true;
    this.connection.note = () => story.text;
  }

  #sendSecondHello(made: ClientHello, shares: readonly KeyShare[]): void {
    this.#sendHello(this.#hooks.secondClientHello?.(made) ?? made, shares);
  }

  #sendHello(hello: ClientHello, shares: readonly KeyShare[]): void {
    const offer = offerOf(hello, shares);
    this.#memory.offer = offer;
    this.session.offeredSchemes =
      offer.extensions.signatureAlgorithms?.supportedSignatureAlgorithms ?? [];
    this.send(HandshakeType.clientHello, encodeClientHello(hello));
  }

  #wipeShares(): void {
    for (const share of this.#memory.offer?.shares ?? []) share.wipe();
  }
}

/** What the client's actions are made with, besides what both roles have. */
export interface ClientParts {
  readonly options: ClientOptions;
  readonly memory: ClientMemory;
  readonly hooks: MessageHooks;
}
