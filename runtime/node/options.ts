/**
 * Options in the words of node:tls, and how they become an engine's. PEM is read and keys are
 * imported here, once; every mistake of the caller is told at once, with the option's name.
 */
import type { Socket } from 'node:net';
import { equalBytes } from '../bytes.ts';
import { nobleProvider } from '../crypto/noble.ts';
import type { PrivateKey } from '../crypto/provider.ts';
import type { ClientOptions, Credential, EngineOptions, ServerOptions } from '../engine/options.ts';
import type { TraceStep } from '../engine/trace.ts';
import { refuseArgument, TlsError } from '../errors.ts';
import { type Certificate, parseAnchor, parseCertificate } from '../x509/certificate.ts';
import { certificatesFromPem, privateKeyFromPem } from '../x509/pem.ts';
import type { Signer, Verifier } from './answers.ts';

/** One or more PEM texts. */
export type Pem = string | Uint8Array | readonly (string | Uint8Array)[];

/** Options of both roles: the engine's own, and those of the stream. */
export interface CommonOptions
  extends Omit<
    EngineOptions,
    'alpnProtocols' | 'credentials' | 'chooseCertificate' | 'verifyPeer'
  > {
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
  /** Replaces the verification of the server's certificates; may answer later. */
  readonly verifyPeer?: Verifier | undefined;
  /** Look like TLS 1.2 to middleboxes (RFC 9846 E.4). Default: true. */
  readonly middleboxCompatibility?: boolean;
}

/** What the options of `createServer` have to do with TLS. */
export interface ServerTlsOptions extends Omit<CommonOptions, 'trace'> {
  /** Called after each step of each connection's machine, with the connection's TCP socket. */
  readonly trace?: ((step: TraceStep, tcp: Socket) => void) | undefined;
  /** The server's certificate first, then those between it and the anchor. */
  readonly cert: Pem;
  /** The certificate's private key: PKCS#8 or SEC 1. May be left out if there is `sign`. */
  readonly key?: string | Uint8Array | undefined;
  /** Signs in place of `key`; may answer later. */
  readonly sign?: Signer | undefined;
}

/**
 * The engine's options for a client.
 * @param host the name of the server where no `servername` is given
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT
 */
export function clientEngineOptions(options: ClientTlsOptions, host: string): ClientOptions {
  const { ALPNProtocols, allowHalfOpen, highWaterMark, servername, ca, ...others } = options;
  const { rejectUnauthorized, verifyPeer, ...engine } = others;
  return {
    ...engine,
    serverName: servername ?? host,
    ...(ALPNProtocols !== undefined && { alpnProtocols: ALPNProtocols }),
    ...(ca !== undefined && { anchors: readCertificates('ca', ca, parseAnchor) }),
    // Whoever is asked here may take his time: the socket asks, and answers the engine.
    ...((verifyPeer !== undefined || rejectUnauthorized === false) && {
      verifyPeer: () => undefined,
    }),
  };
}

/**
 * The engine's options for all connections of a server, without the trace, which is different for
 * each of them.
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT, also if key and certificate do not belong together
 */
export function serverEngineOptions(options: ServerTlsOptions): ServerOptions {
  const { ALPNProtocols, allowHalfOpen, highWaterMark, ...others } = options;
  const { cert, key, sign, trace, ...engine } = others;
  const certificates = readCertificates('cert', cert, parseCertificate);
  if (key === undefined && sign === undefined) refuseArgument('key', 'is missing, and so is sign');
  const credential: Credential = {
    certificates: certificates.map(({ der }) => der),
    ...(key !== undefined && { privateKey: readPrivateKey(key, certificates[0], options) }),
    ...(sign !== undefined && { sign: () => undefined }),
  };
  return {
    ...engine,
    credentials: [credential],
    ...(ALPNProtocols !== undefined && { alpnProtocols: ALPNProtocols }),
  };
}

/** An engine; its complaints about its options are told in the names that the caller knows. */
export function inNodesWords<T>(createEngine: () => T): T {
  try {
    return createEngine();
  } catch (error) {
    if (!(error instanceof TlsError)) throw error;
    const message = error.message
      .replace(/^serverName:/, 'servername:')
      .replace(/^alpnProtocols:/, 'ALPNProtocols:');
    throw new TlsError(error.code, { message, cause: error });
  }
}

function readCertificates(
  option: string,
  pem: Pem,
  parse: (der: Uint8Array) => Certificate,
): Certificate[] {
  const texts: readonly unknown[] = Array.isArray(pem) ? pem : [pem];
  if (texts.length === 0) refuseArgument(option, 'is an empty list');
  return texts.flatMap((text) =>
    named(option, () => certificatesFromPem(textOf(option, text)).map((der) => parse(der))),
  );
}

function readPrivateKey(
  pem: string | Uint8Array,
  certificate: Certificate | undefined,
  { crypto = nobleProvider }: ServerTlsOptions,
): PrivateKey {
  const key = named('key', () => {
    const pkcs8 = privateKeyFromPem(textOf('key', pem));
    try {
      return crypto.importPrivateKey(pkcs8);
    } finally {
      pkcs8.fill(0);
    }
  });
  const publicKey = certificate?.publicKey.subjectPublicKeyInfo ?? new Uint8Array(0);
  if (!equalBytes(key.subjectPublicKeyInfo, publicKey)) {
    refuseArgument('key', 'is not the private key of the first certificate in cert');
  }
  return key;
}

function textOf(option: string, pem: unknown): string {
  if (typeof pem === 'string') return pem;
  if (pem instanceof Uint8Array) return new TextDecoder().decode(pem);
  return refuseArgument(option, 'must be PEM text, as a string or as bytes');
}

/** What reading throws, as the caller's mistake with this option. */
function named<T>(option: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof TlsError) throw error;
    return refuseArgument(option, error instanceof Error ? error.message : String(error));
  }
}
