/**
 * How either side shows who it is and finds out who the other one is: the verbs of the spec around
 * Certificate and CertificateVerify, and the questions that are asked outside of the engine.
 *
 * Standard: RFC 9846 4.5.1, 4.5.2.
 */
import { encodeCertificateEntryExtension } from '../../generated/extensions.ts';
import {
  CertificateStatusType,
  type Extension,
  encodeCertificate,
  encodeCertificateVerify,
  encodeTls12Certificate,
  HandshakeType,
  signatureSchemeName,
} from '../../generated/messages.ts';
import type { TlsEvent } from '../engine/events.ts';
import type { EngineOptions } from '../engine/options.ts';
import type {
  AcceptedPeer,
  Authorization,
  ChooseCertificateRequest,
  FetchedStatus,
  PeerIdentity,
  PeerVerdict,
  StatusQuestion,
  Task,
  TaskAnswer,
} from '../engine/tasks.ts';
import { isStaticRsa } from '../legacy/suites.ts';
import { printSubject } from '../x509/certificate.ts';
import { type ActionContext, CommonActions } from './actions.ts';
import { chosenCredential, shownCertificates, verifiedScheme } from './authentication-facts.ts';
import { chooseCredential } from './choose-credential.ts';
import { certificatesFor } from './lines-of-issuers.ts';
import { present } from './present.ts';
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

  /** What proves that our certificate is our own. */
  protected contentToSign(): Uint8Array {
    const { transcript } = this.session;
    return this.session.version === 'TLSv1.2'
      ? transcript.keptMessages()
      : signedContent(this.own, transcript.hash());
  }

  /** What the peer said about the certificates that it takes. */
  protected abstract choice(): ChooseCertificateRequest;

  // The peer

  takePeerCertificate(event: TlsEvent): void {
    const { certificates, leaf, staples } = shownCertificates.of(event);
    this.session.negotiated.peerCertificates = certificates;
    this.session.peerLeaf = leaf;
    this.session.peerStaples = staples;
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
    const { credential } = this.chosen;
    const { asksForStatus, certificateAuthorities } = this.choice();
    // In TLS 1.2 a status is a message of its own.
    const hasStaples = asksForStatus && this.session.version === 'TLSv1.3';
    const staples = hasStaples ? credential.staples?.() : undefined;
    const sent = certificatesFor(certificateAuthorities, credential);
    this.#sendCertificates(
      sent.map(({ certificate, place }) => ({
        certificate,
        staple: place === undefined ? undefined : staples?.[place],
      })),
    );
  }

  sendCertificateVerify({ signature = new Uint8Array(0) }: TlsEvent): void {
    const algorithm = this.chosen.scheme;
    this.send(HandshakeType.certificateVerify, encodeCertificateVerify({ algorithm, signature }));
    this.noteScheme(this.own, algorithm);
  }

  // Questions

  startTask(_event: TlsEvent, { task }: { readonly task: Task['kind'] }): void {
    if (task === 'verifyPeer') this.#verifyPeer();
    else if (task === 'chooseCertificate') this.#chooseCertificate();
    else this.#sign();
  }

  /** @param fetched what certificates pointed to, as far as it was asked for */
  #verifyPeer(fetched: readonly FetchedStatus[] = []): void {
    const { crypto, negotiated, peerStaples: staples } = this.session;
    const request = {
      certificates: negotiated.peerCertificates,
      name: this.#peerName,
      purpose: this.peer,
      ...(this.peer === 'server' &&
        isStaticRsa(this.session.suite) && { keyUse: 'keyEncipherment' as const }),
      ...(staples !== undefined && { staples }),
      ...(fetched.length > 0 && { fetched }),
    };
    const verify = this.#options.verifyPeer ?? ((one) => verifyByPath(one, this.#options, crypto));
    const ask = (): TaskAnswer | undefined => {
      const verdict = verify(request);
      return verdict && { kind: 'verifyPeer', verdict };
    };
    this.runTask({ kind: 'verifyPeer', request }, ask, (answer) => {
      if (answer.kind !== 'verifyPeer') this.finishTask(answer);
      else if ('needs' in answer.verdict) this.#fetchStatus(answer.verdict, fetched);
      else this.#authorize(answer.verdict);
    });
  }

  #fetchStatus(request: StatusQuestion, fetched: readonly FetchedStatus[]): void {
    // Whoever asks for nothing new would ask for ever.
    if (!request.needs.some(({ id }) => fetched.every(({ need }) => need.id !== id))) {
      const cause = new Error('verifyPeer asks for nothing that was not fetched already');
      this.finishTask({ kind: 'failed', cause });
      return;
    }
    this.runTask(
      { kind: 'fetchStatus', request },
      () => undefined,
      (answer) => {
        if (answer.kind !== 'fetchStatus') {
          this.finishTask(answer);
          return;
        }
        // That is no outage: it would never work, and pass for one each time.
        if (!answer.bodies.every((body) => body === undefined || body instanceof Uint8Array)) {
          const cause = new TypeError('the body of a status is no Uint8Array');
          this.finishTask({ kind: 'failed', cause });
          return;
        }
        const { bodies, problems } = answer;
        const came = request.needs.map((need, index) => ({
          need,
          body: bodies[index],
          problem: problems?.[index],
        }));
        this.#verifyPeer([...fetched, ...came]);
      },
    );
  }

  /** Whoever is accepted may still not be let in. */
  #authorize(verdict: PeerVerdict): void {
    const { authorize } = this.#options;
    const verified = { kind: 'verifyPeer', verdict } as const;
    if (authorize === undefined || !verdict.accepted) {
      this.finishTask(verified);
      return;
    }
    const request = this.#identityBy(verdict);
    const ask = (): TaskAnswer | undefined => {
      const authorization = authorize(request);
      return authorization && { kind: 'authorize', authorization };
    };
    this.runTask({ kind: 'authorize', request }, ask, (answer) => {
      if (answer.kind !== 'authorize') this.finishTask(answer);
      else if (isAccepted(answer.authorization)) this.finishTask(verified);
      else this.finishTask(denial(answer.authorization, request));
    });
  }

  #identityBy(verdict: AcceptedPeer): PeerIdentity {
    const { authorized = true, path = [], policies, statuses = [] } = verdict;
    const certificate = present(this.session.peerLeaf, "certificate of the peer's");
    const subject = printSubject(certificate);
    return { certificate, subject, authorized, path, ...(policies && { policies }), statuses };
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
    const { credential, scheme } = this.chosen;
    const content = this.contentToSign();
    const request = { scheme, content };
    this.runTask({ kind: 'sign', request }, () => {
      const { sign, privateKey } = credential;
      const signature = sign === undefined ? privateKey?.sign(scheme, content) : sign(request);
      return signature && { kind: 'sign', signature };
    });
  }

  #sendCertificates(entries: readonly Entry[]): void {
    if (this.session.version === 'TLSv1.2') {
      // @req 5246:7.4.2:3
      const certificateList = entries.map(({ certificate }) => certificate);
      this.send(HandshakeType.certificate, encodeTls12Certificate({ certificateList }));
      return;
    }
    // Both of us are asked in the main handshake only, where the context is empty (4.4.2).
    const message = {
      // @req 9846:4.5.1:5 9846:4.5.1:6 9846:4.5.1:7
      certificateRequestContext: new Uint8Array(0),
      certificateList: entries.map(({ certificate, staple }) => ({
        certData: certificate,
        extensions: statusExtensions(staple),
      })),
    };
    this.send(HandshakeType.certificate, encodeCertificate(message));
  }

  protected noteScheme(signer: 'client' | 'server', scheme: number): void {
    const { negotiated } = this.session;
    const name = signatureSchemeName(scheme);
    if (signer === 'server') negotiated.signatureScheme = name;
    else negotiated.clientSignatureScheme = name;
  }

  protected get chosen() {
    return present(this.session.credential, 'certificate of ours');
  }
}

/** A certificate, and the OCSP response that goes with it. */
interface Entry {
  readonly certificate: Uint8Array;
  readonly staple: Uint8Array | undefined;
}

/** @throws TypeError for what is no answer: nobody may be let in, or kept out, by a slip */
function isAccepted(
  authorization: Authorization,
): authorization is Extract<Authorization, { readonly accepted: true }> {
  const { accepted }: { readonly accepted: unknown } = authorization;
  if (typeof accepted === 'boolean') return accepted;
  throw new TypeError('authorize must answer { accepted: true } or { accepted: false }');
}

/** The verdict on a peer that is known and not let in. */
function denial(
  { detail, cause }: Extract<Authorization, { readonly accepted: false }>,
  { subject }: PeerIdentity,
): TaskAnswer {
  const verdict = {
    accepted: false,
    code: 'ERR_TLS_ACCESS_DENIED',
    detail: detail ?? `the application does not let ${subject} in`,
    cause,
  } as const;
  return { kind: 'verifyPeer', verdict };
}

/** The extension of a certificate that has a status to go with it (RFC 9846 4.5.1.1). */
function statusExtensions(ocspResponse: Uint8Array | undefined): readonly Extension[] {
  if (ocspResponse === undefined) return [];
  const status = { statusType: CertificateStatusType.ocsp, ocspResponse };
  // @req 9846:4.5.1.1:1
  return [encodeCertificateEntryExtension('statusRequest', status)];
}
