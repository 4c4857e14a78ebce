/**
 * What the client's machine has done, beyond what both roles do.
 *
 * Standard: RFC 9846 4.2.2, 4.5.1.
 */
import type { ClientActions as Actions } from '../../generated/client.ts';
import { encodeCertificate, encodeClientHello, HandshakeType } from '../../generated/messages.ts';
import type { TlsEvent } from '../engine/events.ts';
import type { MessageHooks } from '../engine/message-hooks.ts';
import type { ClientOptions } from '../engine/options.ts';
import { type ActionContext, CommonActions } from '../handshake/actions.ts';
import {
  type ClientMemory,
  encryptedAnswer,
  serverChoice,
  shownCertificates,
  verifiedScheme,
} from './facts.ts';
import { makeClientHello, offerOf } from './offer.ts';
import { verifyServer } from './verify-server.ts';

export class ClientActions extends CommonActions implements Actions<TlsEvent> {
  readonly #options: ClientOptions;
  readonly #memory: ClientMemory;
  readonly #hooks: MessageHooks;

  constructor(context: ActionContext, { options, memory, hooks }: ClientParts) {
    super(context);
    this.#options = options;
    this.#memory = memory;
    this.#hooks = hooks;
  }

  sendClientHello(): void {
    const { session } = this;
    const shares = session.crypto.groups.map((group) =>
      session.crypto.offerKeyShare(group, session.random),
    );
    const made = makeClientHello(this.#options, session, shares);
    const hello = this.#hooks.clientHello?.(made) ?? made;
    this.#memory.offer = offerOf(hello, shares);
    session.clientRandom = hello.random.slice();
    session.sessionId = hello.legacySessionId.slice();
    this.send(HandshakeType.clientHello, encodeClientHello(hello));
  }

  takeServerHello(event: TlsEvent): void {
    const { suite, group } = serverChoice.of(event);
    this.session.chooseSuite(suite);
    this.session.negotiated.group = group;
  }

  deriveHandshakeSecrets(event: TlsEvent): void {
    this.session.deriveHandshake(serverChoice.of(event).sharedSecret);
    this.#wipeShares();
    this.logHandshakeSecrets();
  }

  takeEncryptedExtensions(event: TlsEvent): void {
    this.session.negotiated.alpnProtocol = encryptedAnswer.of(event).alpnProtocol;
  }

  takePeerCertificate(event: TlsEvent): void {
    const { certificates, leaf } = shownCertificates.of(event);
    this.session.negotiated.peerCertificates = certificates;
    this.#memory.serverLeaf = leaf;
  }

  takePeerSignature(event: TlsEvent): void {
    this.session.negotiated.signatureScheme = verifiedScheme.of(event);
  }

  takeVerdict({ verdict }: TlsEvent): void {
    this.session.negotiated.authorized = verdict?.accepted === true && verdict.authorized !== false;
  }

  startTask(): void {
    const request = {
      certificates: this.session.negotiated.peerCertificates,
      name: this.#options.serverName,
      purpose: 'server',
    } as const;
    const { verifyPeer } = this.#options;
    const ask = verifyPeer ?? ((one) => verifyServer(one, this.#options, this.session.crypto));
    this.runTask({ kind: 'verifyPeer', request }, () => {
      const verdict = ask(request);
      return verdict === undefined ? undefined : { kind: 'verifyPeer', verdict };
    });
  }

  sendEmptyCertificate(): void {
    const none = { certificateRequestContext: new Uint8Array(0), certificateList: [] };
    this.send(HandshakeType.certificate, encodeCertificate(none));
  }

  override eraseSecrets(): void {
    super.eraseSecrets();
    this.#wipeShares();
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
