/**
 * What the server's machine has done, beyond what both roles do.
 *
 * Standard: RFC 9846 4.2.3, 4.2.4, 4.4, 4.5.
 */
import {
  encodeCertificateRequestExtension,
  encodeEncryptedExtensionsExtension,
  encodeHelloRetryRequestExtension,
  encodeServerHelloExtension,
} from '../../generated/extensions.ts';
import {
  type Extension,
  encodeCertificateRequest,
  encodeEncryptedExtensions,
  encodeServerHello,
  HandshakeType,
  helloRetryRequestRandom,
  namedGroupName,
  ProtocolVersion,
} from '../../generated/messages.ts';
import type { ErrorCode } from '../../generated/registries.ts';
import type { ServerActions as Actions } from '../../generated/server.ts';
import type { TlsEvent } from '../engine/events.ts';
import type { MessageHooks } from '../engine/message-hooks.ts';
import type { ServerOptions } from '../engine/options.ts';
import type { ChooseCertificateRequest } from '../engine/tasks.ts';
import type { ActionContext } from '../handshake/actions.ts';
import { AuthenticationActions } from '../handshake/authentication.ts';
import { noFilters } from '../handshake/oid-filters.ts';
import { askedFor } from '../handshake/request-words.ts';
import { present } from '../handshake/session.ts';
import { encodeText } from '../handshake/text.ts';
import { MAX_INNER_PLAINTEXT_LENGTH } from '../record/limits.ts';
import type { Answer } from './answer.ts';
import { answer, type ServerMemory } from './facts.ts';

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
    const { hello, suite, group, alpnProtocol, serverName } = found;
    const { session } = this;
    this.#memory.answer = found;
    session.clientRandom = hello.random.slice();
    session.sessionId = hello.legacySessionId.slice();
    session.chooseSuite(suite);
    session.negotiated.group = namedGroupName(group);
    session.negotiated.alpnProtocol = alpnProtocol;
    session.negotiated.serverName = serverName;
  }

  sendHelloRetryRequest(): void {
    const { selectedGroup, cookie: made } = present(this.#answer.retry, 'HelloRetryRequest');
    const cookie = this.#hooks.cookie?.(made) ?? made;
    this.#memory.answer = { ...this.#answer, retry: { selectedGroup, cookie } };
    // @req 9846:4.2.4:3
    const extensions = [
      ...(selectedGroup === undefined
        ? []
        : [encodeHelloRetryRequestExtension('keyShare', { selectedGroup })]),
      ...(cookie === undefined ? [] : [encodeHelloRetryRequestExtension('cookie', { cookie })]),
    ];
    this.#sendHello(helloRetryRequestRandom, extensions);
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
    if (this.#answer.offersEarlyData) this.connection.reader.skipEarlyData(until);
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
      asksForStatus,
      oidFilters: noFilters,
    };
  }

  sendServerHello(): void {
    const { group, accepted } = this.#answer;
    const { publicKey: keyExchange } = present(accepted, 'key share');
    // @req 9846:4.2.3:3 9846:4.2.3:4 9846:4.2.3:9
    this.#sendHello(this.session.random(32), [
      // @req 9846:2:1 9846:4.3.8:11 9846:4.3.8:12
      encodeServerHelloExtension('keyShare', { serverShare: { group, keyExchange } }),
    ]);
  }

  deriveHandshakeSecrets(): void {
    this.session.deriveHandshake(present(this.#answer.accepted, 'shared secret').secret);
    this.logHandshakeSecrets();
  }

  sendEncryptedExtensions(): void {
    const { alpnProtocol, serverName } = this.session.negotiated;
    const { recordSizeLimit } = this.#answer;
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
    this.#memory.answer?.accepted?.secret.wipe();
  }

  /** ServerHello and HelloRetryRequest are one structure (RFC 9846 4.2.3). */
  #sendHello(random: Uint8Array, extensions: readonly Extension[]): void {
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
      recordSizeLimit: this.#options.recordSizeLimit ?? MAX_INNER_PLAINTEXT_LENGTH,
    });
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

function protocolExtension(protocol: string): Extension {
  return encodeEncryptedExtensionsExtension('applicationLayerProtocolNegotiation', {
    protocolNameList: [encodeText(protocol)],
  });
}
