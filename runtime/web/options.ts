/** Options of `startTls`: an engine's, with functions that may answer later. */
import type { Answerers } from '../adapter/answers.ts';
import type { Credential } from '../engine/credential.ts';
import type { ClientOptions, ServerOptions } from '../engine/options.ts';
import { refuseArgument } from '../errors.ts';
import { revocationOf } from '../handshake/verification-options.ts';

/** What replaces members of an engine's options. */
interface StartOptions extends Answerers {
  /** Takes lines for a key log file, which give the connection's secrets away. */
  readonly onKeyLog?: ((line: string) => void) | undefined;
}

/** `fetchStatus` turns `revocation.fetch` on. */
type Replaced = keyof Answerers | 'keyLog';

/** Options of a client. `verifyPeer`, `authorize`, `chooseCertificate`, `sign` may answer with a promise, `fetchStatus` too. */
export interface ClientStartOptions extends StartOptions, Omit<ClientOptions, Replaced> {
  readonly role?: 'client';
}

/** Options of a server. `verifyPeer`, `authorize`, `chooseCertificate`, `sign` may answer with a promise, `fetchStatus` too. */
export interface ServerStartOptions extends StartOptions, Omit<ServerOptions, Replaced> {
  readonly role: 'server';
}

/** Options of `startTls`. */
export type StartTlsOptions = ClientStartOptions | ServerStartOptions;

export function clientEngineOptions(options: ClientStartOptions): ClientOptions {
  const { role, onKeyLog, ...others } = options;
  return { ...withoutAnswerers(others), ...hooksOf(options) };
}

export function serverEngineOptions(options: ServerStartOptions): ServerOptions {
  const { role, onKeyLog, ...others } = options;
  return { ...withoutAnswerers(others), ...hooksOf(options) };
}

/** The functions that the adapter asks. */
export function answerersOf(options: StartTlsOptions): Answerers {
  const { verifyPeer, fetchStatus, authorize, chooseCertificate, sign } = options;
  return { verifyPeer, fetchStatus, authorize, chooseCertificate, sign };
}

function withoutAnswerers<T extends Answerers>(options: T): Omit<T, keyof Answerers> {
  const { verifyPeer, fetchStatus, authorize, chooseCertificate, sign, ...others } = options;
  return others;
}

/** Whoever is asked may take his time: the engine gets its answer later. */
function hooksOf(
  options: StartTlsOptions,
): Pick<ClientOptions, (Replaced & keyof ClientOptions) | 'revocation'> {
  const { onKeyLog, verifyPeer, authorize, chooseCertificate, sign, credentials } = options;
  const later = () => undefined;
  return {
    ...fetchingOf(options),
    ...(verifyPeer !== undefined && { verifyPeer: later }),
    ...(authorize !== undefined && { authorize: later }),
    ...(chooseCertificate !== undefined && { chooseCertificate: later }),
    ...(sign !== undefined &&
      credentials !== undefined && { credentials: credentials.map(signedLater) }),
    ...(onKeyLog !== undefined && { keyLog: true }),
  };
}

/** Without somebody who fetches, each certificate that names a responder would be refused. */
function fetchingOf({
  fetchStatus,
  revocation,
}: StartTlsOptions): Pick<ClientOptions, 'revocation'> {
  if (fetchStatus !== undefined)
    return { revocation: { fetch: true, ...revocationOf(revocation) } };
  if (revocationOf(revocation).fetch === true) {
    refuseArgument('fetchStatus', 'is missing: somebody must fetch for revocation.fetch');
  }
  return {};
}

/** A credential without a key is signed for by the option `sign`. */
function signedLater(credential: Credential): Credential {
  const { privateKey, sign } = credential;
  if (privateKey !== undefined || sign !== undefined) return credential;
  return { ...credential, sign: () => undefined };
}
