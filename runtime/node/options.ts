/**
 * Options in the words of node:tls, and how they become an engine's. Every mistake of the caller
 * is told at once, with the option's name.
 */
import type { Socket } from 'node:net';
import type { Authorizer, Verifier } from '../adapter/answers.ts';
import type { ClientOptions, EngineOptions, ServerOptions } from '../engine/options.ts';
import type { ChooseCertificateRequest } from '../engine/tasks.ts';
import type { TraceStep } from '../engine/trace.ts';
import { refuseArgument, TlsError } from '../errors.ts';
import { decodeText } from '../handshake/text.ts';
import { checkCipherOrder } from './refused-options.ts';
import { contextOf, SecureContext, type SecureContextOptions } from './secure-context.ts';
import type { CheckServerIdentity, RevocationChoice } from './verification.ts';

/** What has the same name and meaning here and in the engines. */
const sharedNames = [
  'random',
  'now',
  'requireExtendedMasterSecret',
  'recordSizeLimit',
  'recordPadding',
  'allowTruncation',
  'certificateProfile',
  'certificatePolicies',
  'isPublicSuffix',
  'handshakeTimeout',
  'closeTimeout',
  'drainTimeout',
  'drainBudget',
] as const satisfies readonly (keyof EngineOptions)[];

const clientNames = [
  ...sharedNames,
  'keyShares',
  'middleboxCompatibility',
] as const satisfies readonly (keyof ClientOptions)[];

const serverNames = [
  ...sharedNames,
  'deferClientAuthAlerts',
  'deferralTimeout',
  'certificateAuthorities',
  'cookieSecret',
] as const satisfies readonly (keyof ServerOptions)[];

/** The engine's options; undefined is as good as absent. */
type Shared<Options, Names extends keyof Options> = {
  readonly [Name in Names]?: Options[Name] | undefined;
};

/** Options of both roles: the engine's own, those of `createSecureContext`, those of the stream. */
export interface CommonOptions
  extends SecureContextOptions,
    Shared<EngineOptions, (typeof sharedNames)[number]> {
  /**
   * In place of the options of `createSecureContext`, which are refused beside it; those of versions
   * may say again what holds anyway.
   */
  readonly secureContext?: SecureContext | null | undefined;
  /**
   * How it is found out whether a certificate of the peer is revoked, and what it means if it
   * cannot be: the mode alone, or with what belongs to it. Default: `soft-fail`, by what the
   * server staples; `hard-fail` where `crl` is given; nothing where `verifyPeer` decides.
   */
  readonly revocation?: RevocationChoice | null | undefined;
  /** Protocols for ALPN, the preferred first, such as `['h2', 'http/1.1']`; or as on the wire. */
  readonly ALPNProtocols?: readonly (string | Uint8Array)[] | Uint8Array | null | undefined;
  /** Replaces the verification of the peer's certificates; may answer later. */
  readonly verifyPeer?: Verifier | null | undefined;
  /**
   * Decides whether a peer that is who it says may come in, before anything is delivered; may
   * answer later. A refusal is the alert access_denied.
   */
  readonly authorize?: Authorizer | null | undefined;
  /** False: go on whoever the peer is; `authorizationError` tells. Default: true. */
  readonly rejectUnauthorized?: boolean | null | undefined;
  /** Keep our half open when the peer has closed its own. Default: false. */
  readonly allowHalfOpen?: boolean | null | undefined;
  /** Bytes that the stream buffers in each direction. Default: Node's. */
  readonly highWaterMark?: number | null | undefined;
  /** Write each step to standard error. Default: false. */
  readonly enableTrace?: boolean | null | undefined;
  /** Emit `keylog`. Default: whether somebody listens for it. */
  readonly keyLog?: boolean | undefined;
}

/** What the options of `connect` have to do with TLS. */
export interface ClientTlsOptions
  extends CommonOptions,
    Shared<ClientOptions, (typeof clientNames)[number]> {
  /** The name for SNI and for the certificate. Default: the host. */
  readonly servername?: string | null | undefined;
  /** Replaces the check of the server's name, when its certificates are trusted. */
  readonly checkServerIdentity?: CheckServerIdentity | null | undefined;
  /** Ask for a staple, also where `verifyPeer` decides; the event `OCSPResponse` has what comes. */
  readonly requestOCSP?: boolean | null | undefined;
  /** Finds the certificate for a server that asks for one, in place of `cert` and `key`. */
  readonly chooseCertificate?: ContextChooser | null | undefined;
  /** Called after each step of the machine. Costs nothing when it is not given. */
  readonly trace?: ((step: TraceStep) => void) | undefined;
}

/**
 * Gives the context whose certificate is shown, also one that the server has no use for; undefined:
 * none. May answer later.
 */
export type ContextChooser = (request: ChooseCertificateRequest) => Chosen | Promise<Chosen>;
type Chosen = SecureContext | SecureContextOptions | undefined;

/** Answers SNI: `callback(null, context)`, with no context for the server's own. */
export type SniCallback = (
  servername: string,
  callback: (error: Error | null, context?: SecureContext | null) => void,
) => void;

/** Chooses a protocol; undefined: none of them. */
export type AlpnCallback = (offer: {
  readonly servername: string;
  readonly protocols: string[];
}) => string | undefined;

/** What the options of `createServer` have to do with TLS. */
export interface ServerTlsOptions
  extends CommonOptions,
    Shared<ServerOptions, (typeof serverNames)[number]> {
  /** Ask clients for a certificate; without `rejectUnauthorized: false` it must be a good one. */
  readonly requestCert?: boolean | null | undefined;
  /** In place of `requestCert` and `rejectUnauthorized`; `request`: none, or a good one. */
  readonly clientAuth?: 'none' | 'request' | 'require' | undefined;
  /** Chooses the protocol in place of `ALPNProtocols`; `this` is the connection's TlsSocket. */
  readonly ALPNCallback?: AlpnCallback | null | undefined;
  /** Finds the context for a name, in place of `addContext`; may answer later. */
  readonly SNICallback?: SniCallback | null | undefined;
  /** TCP keep-alive for all connections. Default: false. */
  readonly keepAlive?: boolean | null | undefined;
  /** Milliseconds. */
  readonly keepAliveInitialDelay?: number | null | undefined;
  /** Called after each step of each connection's machine, with the connection's TCP socket. */
  readonly trace?: ((step: TraceStep, tcp: Socket) => void) | undefined;
}

/**
 * Options that node:tls ignores beside `secureContext`, which is made of them and wins: nobody would
 * check by `crl`, for one, or keep to `ciphers`. So they are refused. All others go with it.
 */
const contextNames = [
  'ca',
  'crl',
  'cert',
  'key',
  'pfx',
  'passphrase',
  'sign',
  'ocspResponse',
  'ciphers',
  'ecdhCurve',
  'sigalgs',
  'cipherSuites',
  'groups',
  'signatureSchemes',
  'crypto',
  'legacy',
] as const satisfies readonly (keyof SecureContextOptions)[];

/** The context that these options have, or make. @throws TlsError ERR_TLS_INVALID_ARGUMENT */
export function secureContextOf(options: CommonOptions): SecureContext {
  const { secureContext } = options;
  if (secureContext === undefined || secureContext === null) return new SecureContext(options);
  for (const name of contextNames) {
    if (options[name] !== undefined && options[name] !== null) {
      refuseArgument(name, 'cannot be given besides secureContext: it belongs in there');
    }
  }
  checkCipherOrder(options);
  const context = contextOf('secureContext', secureContext);
  for (const name of ['minVersion', 'maxVersion'] as const) {
    if ((options[name] ?? context[name]) !== context[name]) {
      refuseArgument(name, `cannot be another one than that of secureContext, ${context[name]}`);
    }
  }
  return context;
}

/** What the engine of a client takes as it is. */
export function sharedClientOptions(options: ClientTlsOptions): Partial<ClientOptions> {
  return { ...picked(options, clientNames), ...fromCommon(options) };
}

/** What the engines of a server take as it is. */
export function sharedServerOptions(options: ServerTlsOptions): Partial<ServerOptions> {
  return { ...picked(options, serverNames), ...fromCommon(options) };
}

const contextMembers = [
  'crypto',
  'credentials',
  'minVersion',
  'maxVersion',
  'cipherSuites',
  'legacy',
  'groups',
  'signatureSchemes',
] as const satisfies readonly (keyof EngineOptions)[];

/** What the engine takes of a context. */
export function fromContext(context: SecureContext): Partial<EngineOptions> {
  return picked(context, contextMembers);
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

function fromCommon({ ALPNProtocols }: CommonOptions): Pick<EngineOptions, 'alpnProtocols'> {
  if (ALPNProtocols === undefined || ALPNProtocols === null) return {};
  return { alpnProtocols: protocolsOf(ALPNProtocols) };
}

/** Text, bytes, or all of them as on the wire: each with its length in front (RFC 7301 3.1). */
function protocolsOf(protocols: readonly (string | Uint8Array)[] | Uint8Array): readonly string[] {
  if (!(protocols instanceof Uint8Array)) {
    if (!Array.isArray(protocols)) refuseArgument('ALPNProtocols', "must be a list such as ['h2']");
    return protocols.map((one) => (typeof one === 'string' ? one : protocolText(one)));
  }
  const names: string[] = [];
  for (let at = 0; at < protocols.length; ) {
    const length = protocols[at] ?? 0;
    const name = protocols.subarray(at + 1, at + 1 + length);
    if (name.length < length) refuseArgument('ALPNProtocols', 'ends in the middle of a name');
    names.push(protocolText(name));
    at += 1 + length;
  }
  return names;
}

function protocolText(bytes: Uint8Array): string {
  const text = bytes instanceof Uint8Array ? decodeText(bytes) : undefined;
  return text ?? refuseArgument('ALPNProtocols', 'has a name that is neither text nor UTF-8');
}

/** The members of these names that have a value. */
function picked<T extends object, Names extends keyof T>(
  from: T,
  names: readonly Names[],
): { [Name in Names]?: Exclude<T[Name], undefined> } {
  const entries = names.map((name) => [name, from[name]]);
  const present = entries.filter(([, value]) => value !== undefined && value !== null);
  // Only members of these names, with their own values.
  return Object.fromEntries(present) as { [Name in Names]?: Exclude<T[Name], undefined> };
}
