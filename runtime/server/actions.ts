/**
 * What the server's machine has done, beyond what both roles do.
 *
 * Standard: RFC 9846 4.2.3, 4.2.4, 4.4, 4.5; RFC 5246 7.4; RFC 8422 5.
 */
import {
  encodeCertificateRequestExtension,
  encodeEncryptedExtensionsExtension,
  encodeHelloRetryRequestExtension,
  encodeServerHelloExtension,
} from '../../generated/extensions.ts';
import {
  CertificateStatusType,
  ClientCertificateType,
  ECCurveType,
  type Extension,
  encodeCertificateRequest,
  encodeCertificateStatus,
  encodeEncryptedExtensions,
  encodeServerHello,
  encodeServerHelloDone,
  encodeServerKeyExchange,
  encodeTls12CertificateRequest,
  HandshakeType,
  helloRetryRequestRandom,
  namedGroupName,
  ProtocolVersion,
} from '../../generated/messages.ts';
import { type ErrorCode, type KeyKind, signatureSchemeOf } from '../../generated/registries.ts';
import type { ServerActions as Actions } from '../../generated/server.ts';
import { Secret } from '../codegen/secret.ts';
import type { TlsEvent } from '../engine/events.ts';
import type { MessageHooks } from '../engine/message-hooks.ts';
import type { ServerOptions } from '../engine/options.ts';
import type { ChooseCertificateRequest, Task } from '../engine/tasks.ts';
import type { ActionContext } from '../handshake/actions.ts';
import { AuthenticationActions } from '../handshake/authentication.ts';
import { noScheme } from '../handshake/credentials.ts';
import { noFilters } from '../handshake/oid-filters.ts';
import { present } from '../handshake/present.ts';
import { ownRecordSize } from '../handshake/record-size.ts';
import { askedFor } from '../handshake/request-words.ts';
import { signedExchange } from '../handshake/signed-content.ts';
import { encodeText } from '../handshake/text.ts';
import { type AnyCipherSuite, isStaticRsa } from '../legacy/suites.ts';
import type { Answer, Tls12Answer, Tls13Answer } from './answer.ts';
import {
  answer,
  keyExchangeResult,
  type ServerHalf,
  type ServerMemory,
  type Tls12Flight,
} from './facts.ts';
import { legacyWish, suiteFor } from './tls12-client-hello.ts';
import { tls12Extensions, tls12Random } from './tls12-server-hello.ts';

export class ServerActions extends AuthenticationActions implements Actions<TlsEvent> {
  readonly #options: ServerOptions;
  readonly #memory: ServerMemory;
  readonly #hooks: MessageHooks;

  constructor(context: ActionContext, { options, memory, hooks }: ServerParts) {
    super(context);
    this.#options = options;
    this.#memory = memory;
    this.#hooks = hooks;
  }

  takeClientHello(event: TlsEvent): void {
    const found = answer.of(event);
    const { hello, alpnProtocol, serverName } = found;
    const { session } = this;
    this.#memory.answer = found;
    session.clientRandom = hello.random.slice();
    session.negotiated.alpnProtocol = alpnProtocol;
    session.negotiated.serverName = serverName;
    session.negotiated.group = found.group === undefined ? '' : namedGroupName(found.group);
    if (found.version === 'TLSv1.2') {
      session.version = 'TLSv1.2';
      this.connection.reader.speakTls12();
      if ((this.#options.clientAuth ?? 'none') !== 'none') session.transcript.keepMessages();
      return;
    }
    session.sessionId = hello.legacySessionId.slice();
    session.chooseSuite(found.suite);
  }

  sendHelloRetryRequest(): void {
    const { selectedGroup, cookie: made } = present(this.#tls13.retry, 'HelloRetryRequest');
    const cookie = this.#hooks.cookie?.(made) ?? made;
    this.#memory.answer = { ...this.#tls13, retry: { selectedGroup, cookie } };
    // @req 9846:4.2.4:3
    const extensions = [
      ...(selectedGroup === undefined
        ? []
        : [encodeHelloRetryRequestExtension('keyShare', { selectedGroup })]),
      ...(cookie === undefined ? [] : [encodeHelloRetryRequestExtension('cookie', { cookie })]),
    ];
    this.#sendTls13Hello(helloRetryRequestRandom, extensions);
    // @req 9846:5.1:6
    // RFC 9846 5.1: a server_hello ends its record, even if the next hello is here already.
    this.connection.writer.flush();
  }

  /** Only a client that offered early data may have sent any. */
  skipEarlyData(
    _event: TlsEvent,
    { until }: { readonly until: 'handshakeRecord' | 'protectedRecord' },
  ): void {
    // @req 9846:4.3.10:5
    if (this.#tls13.offersEarlyData) this.connection.reader.skipEarlyData(until);
  }

  protected choice(): ChooseCertificateRequest {
    const { serverName, certificateAuthorities } = this.#answer;
    const { signatureSchemes, certificateSignatureSchemes, asksForStatus } = this.#answer;
    return {
      purpose: 'server',
      serverName,
      signatureSchemes,
      certificateSignatureSchemes,
      certificateAuthorities,
      ...(this.#answer.version === 'TLSv1.2' && legacyWish(this.#answer)),
      asksForStatus,
      oidFilters: noFilters,
    };
  }

  override takeChosenCertificate(event: TlsEvent): void {
    super.takeChosenCertificate(event);
    if (this.#answer.version === 'TLSv1.2') this.#prepareFlight(this.#answer);
  }

  sendServerHello(): void {
    if (this.#answer.version === 'TLSv1.2') this.#sendTls12Hello(this.#answer);
    else this.#sendTls13ServerHello(this.#answer);
  }

  #sendTls13ServerHello({ group, accepted }: Tls13Answer): void {
    const { publicKey: keyExchange } = present(accepted, 'key share');
    // @req 9846:4.2.3:3 9846:4.2.3:4 9846:4.2.3:9
    this.#sendTls13Hello(this.session.random(32), [
      // @req 9846:2:1 9846:4.3.8:11 9846:4.3.8:12
      encodeServerHelloExtension('keyShare', { serverShare: { group, keyExchange } }),
    ]);
  }

  deriveHandshakeSecrets(): void {
    this.session.tls13.deriveHandshake(present(this.#tls13.accepted, 'shared secret').secret);
    this.logHandshakeSecrets();
  }

  // TLS 1.2

  /** The suite follows from the certificate; and our key is going to sign our half. */
  #prepareFlight({ suites, group, asksForStatus, takesEncryptThenMac }: Tls12Answer): void {
    const { session } = this;
    const { credential, scheme } = this.chosen;
    const suite = present(
      scheme === noScheme ? suites.find(isStaticRsa) : suiteFor(suites, keyOf(scheme)),
      'cipher suite',
    );
    session.chooseSuite(suite);
    // Only where there is a MAC (RFC 7366 3).
    session.encryptsThenMacs = takesEncryptThenMac && suite.aead === 'none';
    session.serverRandom = tls12Random(session);
    const staple = asksForStatus ? credential.staples?.()[0] : undefined;
    this.#memory.tls12 = { exchange: this.#ownHalf(suite, group), staple };
  }

  #ownHalf(suite: AnyCipherSuite, chosen: number | undefined): ServerHalf | undefined {
    const { session } = this;
    if (isStaticRsa(suite)) {
      session.negotiated.group = '';
      return undefined;
    }
    const group = present(chosen, 'group');
    const share = session.crypto.offerKeyShare(group, session.random);
    const params = {
      curveType: ECCurveType.named_curve,
      namedcurve: group,
      publicKey: share.publicKey,
    };
    return { share, params };
  }

  protected override contentToSign(): Uint8Array {
    const half = this.#memory.tls12?.exchange;
    return half === undefined ? super.contentToSign() : signedExchange(this.session, half.params);
  }

  #sendTls12Hello(answer: Tls12Answer): void {
    const { session } = this;
    const { recordSizeLimit } = answer;
    const made = {
      // @req 9846:4.3.1:7
      legacyVersion: ProtocolVersion.tls12,
      random: session.serverRandom,
      // No session is kept: there is nothing to name.
      legacySessionIdEcho: new Uint8Array(0),
      cipherSuite: session.suite.code,
      legacyCompressionMethod: 0,
      extensions: tls12Extensions(answer, this.#flight, session, this.#ownRecordSize),
    };
    const hello = this.#hooks.serverHello?.(made) ?? made;
    session.serverRandom = hello.random.slice();
    this.send(HandshakeType.serverHello, encodeServerHello(hello));
    if (recordSizeLimit !== undefined) this.limitRecords(recordSizeLimit);
  }

  sendCertificateStatus(): void {
    const { staple } = this.#flight;
    if (staple === undefined) return;
    const status = { statusType: CertificateStatusType.ocsp, ocspResponse: staple };
    this.send(HandshakeType.certificateStatus, encodeCertificateStatus(status));
  }

  sendServerKeyExchange({ signature = new Uint8Array(0) }: TlsEvent): void {
    const { params } = present(this.#flight.exchange, 'key share');
    const algorithm = this.chosen.scheme;
    // @req 8422:2.1:2
    const body = encodeServerKeyExchange({ params, algorithm, signature });
    this.send(HandshakeType.serverKeyExchange, body);
    this.noteScheme('server', algorithm);
  }

  sendServerHelloDone(): void {
    this.send(HandshakeType.serverHelloDone, encodeServerHelloDone({}));
  }

  takeClientKeyExchange(event: TlsEvent): void {
    const result = keyExchangeResult.of(event);
    if (result instanceof Secret) this.#memory.preMasterSecret = result;
    else this.#memory.decryption = result;
    this.#flight.exchange?.share.wipe();
  }

  override startTask(event: TlsEvent, task: { readonly task: Task['kind'] }): void {
    if (task.task === 'decrypt') this.#decrypt();
    else super.startTask(event, task);
  }

  #decrypt(): void {
    const { request } = present(this.#memory.decryption, 'encrypted secret');
    const { decrypt } = this.chosen.credential;
    this.runTask({ kind: 'decrypt', request }, () => {
      const block = decrypt?.(request);
      return block && { kind: 'decrypt', block };
    });
  }

  /** Also where the decryption has failed: nobody is told. */
  takePreMasterSecret({ block }: TlsEvent): void {
    const decryption = present(this.#memory.decryption, 'encrypted secret');
    this.#memory.preMasterSecret = decryption.take(block);
  }

  deriveMasterSecret(): void {
    const { answer, preMasterSecret: secret } = this.#memory;
    const isExtended = answer?.version === 'TLSv1.2' && answer.isExtendedMasterSecret;
    this.deriveMaster(present(secret, 'pre-master secret'), isExtended);
  }

  get #flight(): Tls12Flight {
    return present(this.#memory.tls12, 'flight of TLS 1.2');
  }

  // Both versions

  sendEncryptedExtensions(): void {
    const { alpnProtocol, serverName } = this.session.negotiated;
    const { recordSizeLimit } = this.#tls13;
    if (recordSizeLimit !== undefined) this.limitRecords(recordSizeLimit);
    // @req 9846:4.3:3
    const made = {
      extensions: [
        // The empty acknowledgement of RFC 6066 3: the name was used.
        ...(serverName === undefined ? [] : [encodeEncryptedExtensionsExtension('serverName', {})]),
        ...(alpnProtocol === undefined ? [] : [protocolExtension(alpnProtocol)]),
        ...(recordSizeLimit === undefined ? [] : [this.#recordSizeExtension()]),
      ],
    };
    const message = this.#hooks.encryptedExtensions?.(made) ?? made;
    this.send(HandshakeType.encryptedExtensions, encodeEncryptedExtensions(message));
  }

  sendCertificateRequest(): void {
    const { signatureSchemes } = this.session.preferences;
    const certificateAuthorities = this.#authorities;
    this.session.offeredSchemes = signatureSchemes;
    if (this.session.version === 'TLSv1.2') {
      const supportedSignatureAlgorithms = signatureSchemes;
      const body = { certificateTypes, supportedSignatureAlgorithms, certificateAuthorities };
      this.send(HandshakeType.certificateRequest, encodeTls12CertificateRequest(body));
      return;
    }
    const extensions = [
      // @req 9846:4.4.2:5
      encodeCertificateRequestExtension('signatureAlgorithms', {
        supportedSignatureAlgorithms: signatureSchemes,
      }),
      ...(certificateAuthorities.length === 0
        ? []
        : [
            encodeCertificateRequestExtension('certificateAuthorities', {
              authorities: certificateAuthorities,
            }),
          ]),
    ];
    // @req 9846:4.4.2:3
    const made = { certificateRequestContext: new Uint8Array(0), extensions };
    const message = this.#hooks.certificateRequest?.(made) ?? made;
    this.send(HandshakeType.certificateRequest, encodeCertificateRequest(message));
  }

  /** Those that clients are told of. */
  get #authorities(): readonly Uint8Array[] {
    const { anchors = [], certificateAuthorities } = this.#options;
    return certificateAuthorities ?? anchors.map(({ subject }) => subject);
  }

  /** Whoever looks for the reason has to know whose certificates would have done. */
  protected override ownHint(code: ErrorCode): string | undefined {
    if (code !== 'ERR_TLS_CERTIFICATE_REQUIRED') return undefined;
    return `we asked for ${askedFor(this.#authorities)}: the client has none, or none that fits`;
  }

  sendCertificate(): void {
    this.sendChosenCertificate();
  }

  override eraseSecrets(): void {
    super.eraseSecrets();
    const { answer, tls12, preMasterSecret: secret } = this.#memory;
    if (answer?.version === 'TLSv1.3') answer.accepted?.secret.wipe();
    tls12?.exchange?.share.wipe();
    this.#memory.decryption?.wipe();
    secret?.wipe();
  }

  /** ServerHello and HelloRetryRequest are one structure (RFC 9846 4.2.3). */
  #sendTls13Hello(random: Uint8Array, extensions: readonly Extension[]): void {
    // @req 9846:4.2.3:10 9846:4.2.4:1 9846:4.3.1:8 9846:9.2:3
    const versions = encodeServerHelloExtension('supportedVersions', {
      selectedVersion: ProtocolVersion.tls13,
    });
    const made = {
      // @req 9846:4.2.3:1 9846:4.3.1:9 9846:E.5:7
      legacyVersion: ProtocolVersion.tls12,
      random,
      legacySessionIdEcho: this.session.sessionId,
      cipherSuite: this.session.suite.code,
      // @req 9846:4.2.3:7
      legacyCompressionMethod: 0,
      extensions: [versions, ...extensions],
    };
    const hello = this.#hooks.serverHello?.(made) ?? made;
    this.send(HandshakeType.serverHello, encodeServerHello(hello));
  }

  #recordSizeExtension(): Extension {
    return encodeEncryptedExtensionsExtension('recordSizeLimit', {
      recordSizeLimit: this.#ownRecordSize,
    });
  }

  get #ownRecordSize(): number {
    return ownRecordSize(this.#options, this.session.version);
  }

  get #tls13(): Tls13Answer {
    const found = this.#answer;
    return present(found.version === 'TLSv1.3' ? found : undefined, 'ClientHello of TLS 1.3');
  }

  get #answer(): Answer {
    return present(this.#memory.answer, 'ClientHello');
  }
}

/** What the server's actions are made with, besides what both roles have. */
export interface ServerParts {
  readonly options: ServerOptions;
  readonly memory: ServerMemory;
  readonly hooks: MessageHooks;
}

/** The kind of key that signs so. */
function keyOf(scheme: number): KeyKind {
  return present(signatureSchemeOf(scheme), 'signature scheme').key;
}

function protocolExtension(protocol: string): Extension {
  return encodeEncryptedExtensionsExtension('applicationLayerProtocolNegotiation', {
    protocolNameList: [encodeText(protocol)],
  });
}

/** For clients: signatures by RSA and by elliptic curves (RFC 8422 5.5). */
const certificateTypes: readonly ClientCertificateType[] = [
  ClientCertificateType.ecdsa_sign,
  ClientCertificateType.rsa_sign,
];
