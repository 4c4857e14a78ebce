/** Options of `startTls`: an engine's, with functions that may answer later. */
import type { Answerers } from '../adapter/answers.ts';
import type { Credential } from '../engine/credential.ts';
import type { ClientOptions, ServerOptions } from '../engine/options.ts';

/** What replaces members of an engine's options. */
interface StartOptions extends Answerers {
  /** Takes lines for a key log file, which give the connection's secrets away. */
  readonly onKeyLog?: ((line: string) => void) | undefined;
}

type Replaced = keyof Answerers | 'keyLog';

/** Options of a client. `verifyPeer`, `authorize`, `chooseCertificate`, `sign` may answer with a promise. */
export interface ClientStartOptions extends StartOptions, Omit<ClientOptions, Replaced> {
  readonly role?: 'client';
}

/** Options of a server. `verifyPeer`, `authorize`, `chooseCertificate`, `sign` may answer with a promise. */
export interface ServerStartOptions extends StartOptions, Omit<ServerOptions, Replaced> {
  readonly role: 'server';
}

/** Options of `startTls`. */
export type StartTlsOptions = ClientStartOptions | ServerStartOptions;

export function clientEngineOptions(options: ClientStartOptions): ClientOptions {
  const { role, onKeyLog, verifyPeer, authorize, chooseCertificate, sign, ...engine } = options;
  return { ...engine, ...hooksOf(options) };
}

export function serverEngineOptions(options: ServerStartOptions): ServerOptions {
  const { role, onKeyLog, verifyPeer, authorize, chooseCertificate, sign, ...engine } = options;
  return { ...engine, ...hooksOf(options) };
}

/** Whoever is asked may take his time: the engine gets its answer later. */
function hooksOf(options: StartTlsOptions): Pick<ClientOptions, Replaced & keyof ClientOptions> {
  const { onKeyLog, verifyPeer, authorize, chooseCertificate, sign, credentials } = options;
  const later = () => undefined;
  return {
    ...(verifyPeer !== undefined && { verifyPeer: later }),
    ...(authorize !== undefined && { authorize: later }),
    ...(chooseCertificate !== undefined && { chooseCertificate: later }),
    ...(sign !== undefined &&
      credentials !== undefined && { credentials: credentials.map(signedLater) }),
    ...(onKeyLog !== undefined && { keyLog: true }),
  };
}

/** A credential without a key is signed for by the option `sign`. */
function signedLater(credential: Credential): Credential {
  const { privateKey, sign } = credential;
  if (privateKey !== undefined || sign !== undefined) return credential;
  return { ...credential, sign: () => undefined };
}
