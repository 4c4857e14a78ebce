/**
 * How either side shows who it is and finds out who the other one is: the verbs of the spec around
 * Certificate and CertificateVerify, and the questions that are asked outside of the engine.
 *
 * Standard: RFC 9846 4.5.1, 4.5.2.
 */
import {
  encodeCertificate,
  encodeCertificateVerify,
  HandshakeType,
  signatureSchemeName,
} from '../../generated/messages.ts';
import type { TlsEvent } from '../engine/events.ts';
import type { EngineOptions } from '../engine/options.ts';
import type {
  Authorization,
  ChooseCertificateRequest,
  PeerIdentity,
  PeerVerdict,
  Task,
  TaskAnswer,
} from '../engine/tasks.ts';
import { printSubject } from '../x509/certificate.ts';
import { type ActionContext, CommonActions } from './actions.ts';
import { chosenCredential, shownCertificates, verifiedScheme } from './authentication-facts.ts';
import { chooseCredential } from './choose-credential.ts';
import { present } from './session.ts';
import { signedContent } from './signed-content.ts';
import { verifyByPath } from './verify-peer.ts';

export abstract class AuthenticationActions extends CommonActions {
  readonly #options: EngineOptions;
  readonly #peerName: string | undefined;

  /** @param peerName the DNS name or IP address that the peer must be; undefined: any */
  constructor(context: ActionContext, peerName?: string) {
    super(context);
    this.#options = context.options;
    this.#peerName = peerName;
  }

  /** What the peer said about the certificates that it takes. */
  protected abstract choice(): ChooseCertificateRequest;

  // The peer

  takePeerCertificate(event: TlsEvent): void {
    const { certificates, leaf } = shownCertificates.of(event);
    this.session.negotiated.peerCertificates = certificates;
    this.session.peerLeaf = leaf;
  }

  takePeerSignature(event: TlsEvent): void {
    this.noteScheme(this.peer, verifiedScheme.of(event));
  }

  takeVerdict({ verdict }: TlsEvent): void {
    const peer = verdict?.accepted === true ? this.#identityBy(verdict) : undefined;
    this.session.negotiated.peer = peer;
    this.session.negotiated.authorized = peer?.authorized === true;
  }

  // Our side

  takeChosenCertificate(event: TlsEvent): void {
    this.session.credential = chosenCredential.of(event);
  }

  sendEmptyCertificate(): void {
    this.#sendCertificates([]);
  }

  protected sendChosenCertificate(): void {
    this.#sendCertificates(this.#chosen.credential.certificates);
  }

  sendCertificateVerify({ signature = new Uint8Array(0) }: TlsEvent): void {
    const algorithm = this.#chosen.scheme;
    this.send(HandshakeType.certificateVerify, encodeCertificateVerify({ algorithm, signature }));
    this.noteScheme(this.own, algorithm);
  }

  // Questions

  startTask(_event: TlsEvent, { task }: { readonly task: Task['kind'] }): void {
    if (task === 'verifyPeer') this.#verifyPeer();
    else if (task === 'chooseCertificate') this.#chooseCertificate();
    else this.#sign();
  }

  #verifyPeer(): void {
    const request = {
      certificates: this.session.negotiated.peerCertificates,
      name: this.#peerName,
      purpose: this.peer,
    };
    const { crypto } = this.session;
    const ask = this.#options.verifyPeer ?? ((one) => verifyByPath(one, this.#options, crypto));
    this.runTask(
      { kind: 'verifyPeer', request },
      () => {
        const verdict = ask(request);
        return verdict && { kind: 'verifyPeer', verdict };
      },
      (answer) => this.#authorize(answer),
    );
  }

  /** Whoever is accepted may still not be let in. */
  #authorize(verified: TaskAnswer): void {
    const { authorize } = this.#options;
    if (authorize === undefined || verified.kind !== 'verifyPeer' || !verified.verdict.accepted) {
      this.finishTask(verified);
      return;
    }
    const request = this.#identityBy(verified.verdict);
    const ask = (): TaskAnswer | undefined => {
      const authorization = authorize(request);
      return authorization && { kind: 'authorize', authorization };
    };
    this.runTask({ kind: 'authorize', request }, ask, (answer) => {
      if (answer.kind !== 'authorize') this.finishTask(answer);
      else if (answer.authorization.accepted) this.finishTask(verified);
      else this.finishTask(denial(answer.authorization));
    });
  }

  #identityBy({ authorized = true, path = [] }: AcceptedPeer): PeerIdentity {
    const certificate = present(this.session.peerLeaf, "certificate of the peer's");
    return { certificate, subject: printSubject(certificate), authorized, path };
  }

  #chooseCertificate(): void {
    const request = this.choice();
    const { credentials = [], chooseCertificate, now = Date.now } = this.#options;
    const ask =
      chooseCertificate ??
      (() => chooseCredential(credentials, request, now()).chosen?.credential ?? 'none');
    this.runTask({ kind: 'chooseCertificate', request }, () => {
      const credential = ask(request);
      return credential && { kind: 'chooseCertificate', credential };
    });
  }

  #sign(): void {
    const { credential, scheme } = this.#chosen;
    const content = signedContent(this.own, this.session.transcript.hash());
    const request = { scheme, content };
    this.runTask({ kind: 'sign', request }, () => {
      const { sign, privateKey } = credential;
      const signature = sign === undefined ? privateKey?.sign(scheme, content) : sign(request);
      return signature && { kind: 'sign', signature };
    });
  }

  #sendCertificates(certificates: readonly Uint8Array[]): void {
    // Both of us are asked in the main handshake only, where the context is empty (4.4.2).
    const message = {
      // @req 9846:4.5.1:5 9846:4.5.1:6 9846:4.5.1:7
      certificateRequestContext: new Uint8Array(0),
      certificateList: certificates.map((certData) => ({ certData, extensions: [] })),
    };
    this.send(HandshakeType.certificate, encodeCertificate(message));
  }

  protected noteScheme(signer: 'client' | 'server', scheme: number): void {
    const { negotiated } = this.session;
    const name = signatureSchemeName(scheme);
    if (signer === 'server') negotiated.signatureScheme = name;
    else negotiated.clientSignatureScheme = name;
  }

  get #chosen() {
    return present(this.session.credential, 'certificate of ours');
  }
}

type AcceptedPeer = Extract<PeerVerdict, { readonly accepted: true }>;

/** The verdict on a peer that is known and not let in. */
function denial({
  detail,
  cause,
}: Extract<Authorization, { readonly accepted: false }>): TaskAnswer {
  const code = 'ERR_TLS_ACCESS_DENIED';
  const verdict = {
    accepted: false,
    code,
    ...(detail !== undefined && { detail }),
    cause,
  } as const;
  return { kind: 'verifyPeer', verdict };
}
