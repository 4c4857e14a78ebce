/**
 * What the server's machine has done, beyond what both roles do.
 *
 * Standard: RFC 9846 4.2.3, 4.4.1, 4.5.1, 4.5.2.
 */
import {
  encodeEncryptedExtensionsExtension,
  encodeServerHelloExtension,
} from '../../generated/extensions.ts';
import {
  encodeCertificate,
  encodeCertificateVerify,
  encodeEncryptedExtensions,
  encodeServerHello,
  HandshakeType,
  namedGroupName,
  ProtocolVersion,
  signatureSchemeName,
} from '../../generated/messages.ts';
import type { ServerActions as Actions } from '../../generated/server.ts';
import type { TlsEvent } from '../engine/events.ts';
import type { MessageHooks } from '../engine/message-hooks.ts';
import type { ServerOptions } from '../engine/options.ts';
import { type ActionContext, CommonActions } from '../handshake/actions.ts';
import { signedContent } from '../handshake/signed-content.ts';
import { encodeText } from '../handshake/text.ts';
import { answer } from './facts.ts';

export class ServerActions extends CommonActions implements Actions<TlsEvent> {
  readonly #options: ServerOptions;
  readonly #hooks: MessageHooks;
  #scheme = 0;

  constructor(context: ActionContext, options: ServerOptions, hooks: MessageHooks) {
    super(context);
    this.#options = options;
    this.#hooks = hooks;
  }

  takeClientHello(event: TlsEvent): void {
    const { hello, suite, group, scheme, alpnProtocol, serverName } = answer.of(event);
    const { session } = this;
    session.clientRandom = hello.random.slice();
    session.sessionId = hello.legacySessionId.slice();
    session.chooseSuite(suite);
    session.negotiated.group = namedGroupName(group);
    session.negotiated.signatureScheme = signatureSchemeName(scheme);
    session.negotiated.alpnProtocol = alpnProtocol;
    session.negotiated.serverName = serverName;
    this.#scheme = scheme;
  }

  sendServerHello(event: TlsEvent): void {
    const { group, publicKey } = answer.of(event);
    const made = {
      legacyVersion: ProtocolVersion.tls12,
      random: this.session.random(32),
      legacySessionIdEcho: this.session.sessionId,
      cipherSuite: this.session.suite.code,
      legacyCompressionMethod: 0,
      extensions: [
        encodeServerHelloExtension('supportedVersions', { selectedVersion: ProtocolVersion.tls13 }),
        encodeServerHelloExtension('keyShare', {
          serverShare: { group, keyExchange: publicKey },
        }),
      ],
    };
    const hello = this.#hooks.serverHello?.(made) ?? made;
    this.send(HandshakeType.serverHello, encodeServerHello(hello));
  }

  deriveHandshakeSecrets(event: TlsEvent): void {
    this.session.deriveHandshake(answer.of(event).sharedSecret);
    this.logHandshakeSecrets();
  }

  sendEncryptedExtensions(): void {
    const { alpnProtocol, serverName } = this.session.negotiated;
    const extensions = [
      // The empty acknowledgement of RFC 6066 3: the name was used.
      ...(serverName === undefined ? [] : [encodeEncryptedExtensionsExtension('serverName', {})]),
      ...(alpnProtocol === undefined ? [] : [protocolExtension(alpnProtocol)]),
    ];
    const made = { extensions };
    const message = this.#hooks.encryptedExtensions?.(made) ?? made;
    this.send(HandshakeType.encryptedExtensions, encodeEncryptedExtensions(message));
  }

  sendCertificate(): void {
    const certificateList = this.#options.certificates.map((certData) => ({
      certData,
      extensions: [],
    }));
    const message = { certificateRequestContext: new Uint8Array(0), certificateList };
    this.send(HandshakeType.certificate, encodeCertificate(message));
  }

  startTask(): void {
    const content = signedContent('server', this.session.transcript.hash());
    const request = { scheme: this.#scheme, content };
    const { sign, privateKey } = this.#options;
    this.runTask({ kind: 'sign', request }, () => {
      const signature =
        sign === undefined ? privateKey?.sign(request.scheme, content) : sign(request);
      return signature === undefined ? undefined : { kind: 'sign', signature };
    });
  }

  sendCertificateVerify({ signature = new Uint8Array(0) }: TlsEvent): void {
    const message = { algorithm: this.#scheme, signature };
    this.send(HandshakeType.certificateVerify, encodeCertificateVerify(message));
  }
}

function protocolExtension(protocol: string) {
  return encodeEncryptedExtensionsExtension('applicationLayerProtocolNegotiation', {
    protocolNameList: [encodeText(protocol)],
  });
}
