/**
 * Options in the words of node:tls, and how they become an engine's. PEM is read and keys are
 * imported here, once; every mistake of the caller is told at once, with the option's name.
 */
import { isIP } from 'node:net';
import { verifyServer } from '../client/verify-server.ts';
import { noble } from '../crypto/noble.ts';
import type { PrivateKey } from '../crypto/provider.ts';
import type { ClientOptions, EngineOptions, ServerOptions } from '../engine/options.ts';
import type { PeerVerdict, SignRequest, VerifyPeerRequest } from '../engine/tasks.ts';
import { equalBytes } from '../bytes.ts';
import { refuseArgument } from '../errors.ts';
import { parseCertificate } from '../x509/certificate.ts';
import { certificatesFromPem, privateKeyFromPem } from '../x509/pem.ts';

/** One or more PEM texts. */
export type Pem = string | Uint8Array | readonly (string | Uint8Array)[];

/** Options of both roles that are not in node:tls, and those that mean the same. */
export interface CommonOptions extends Omit<EngineOptions, 'alpnProtocols'> {
  /** Protocols for ALPN, the preferred first, such as `['h2', 'http/1.1']`. */
  readonly ALPNProtocols?: readonly string[] | undefined;
  /** Keep our half open when the peer has closed its own. Default: false. */
  readonly allowHalfOpen?: boolean | undefined;
  /** Bytes that the stream buffers in each direction. Default: Node's. */
  readonly highWaterMark?: number | undefined;
}

/** What the options of `connect` have to do with TLS. */
export interface ClientTlsOptions extends CommonOptions {
  /** The name for SNI and for the certificate. Default: the host. */
  readonly servername?: string | undefined;
  /** Certificates to trust. Without them every server is refused: there is no built-in list. */
  readonly ca?: Pem | undefined;
  /** False: go on whoever the server is; `authorizationError` tells. Default: true. */
  readonly rejectUnauthorized?: boolean | undefined;
  /** Replaces the verification of the server's certificates, at once or later. */
  readonly verifyPeer?:
    | ((request: VerifyPeerRequest) => PeerVerdict | Promise<PeerVerdict>)
    | undefined;
  /** Look like TLS 1.2 to middleboxes (RFC 9846 E.4). Default: true. */
  readonly middleboxCompatibility?: boolean;
}

/** What the options of `createServer` have to do with TLS. */
export interface ServerTlsOptions extends CommonOptions {
  /** The server's certificate, and those between it and the anchor. */
  readonly cert: Pem;
  /** The certificate's private key: PKCS#8 or SEC 1. May be left out if there is `sign`. */
  readonly key?: string | Uint8Array | undefined;
  /** Signs in place of `key`, at once or later. The signature is what TLS puts on the wire. */
  readonly sign?: ((request: SignRequest) => Uint8Array | Promise<Uint8Array>) | undefined;
}

/** The engine's options for a client. What is `undefined` counts as left out. */
export function clientEngineOptions(options: ClientTlsOptions, host: string): ClientOptions {
  const { ALPNProtocols, allowHalfOpen, highWaterMark, servername, ca, ...rest } = options;
  const { rejectUnauthorized, verifyPeer, ...engine } = rest;
  return {
    ...engine,
    serverName: hostName('servername', servername ?? host),
    ...(ALPNProtocols !== undefined && { alpnProtocols: ALPNProtocols }),
    ...(ca !== undefined && { anchors: certificates('ca', ca).map(parsed('ca')) }),
    // The answer comes from the socket, which may wait for it.
    verifyPeer: () => undefined,
  };
}
