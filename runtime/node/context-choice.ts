/**
 * Which SecureContext a connection uses: the one that it was made with, until SNI or `setKeyCert`
 * chooses another; and which of its certificates was shown.
 */
import type { Credential, SignRequest } from '../engine/credential.ts';
import type { ChooseCertificateRequest } from '../engine/tasks.ts';
import { chooseCredential } from '../handshake/credentials.ts';
import type { SecureContext } from './secure-context.ts';

/** Finds the context for a name that a client asks for; undefined: there is no special one. */
export interface ContextLookup {
  /** At once; 'later' if only `ask` knows. */
  readonly find: (serverName: string) => SecureContext | 'later' | undefined;
  readonly ask: (serverName: string) => Promise<SecureContext | undefined>;
}

export class ContextChoice {
  readonly #lookup: ContextLookup | undefined;
  #current: SecureContext;
  #keyCert: SecureContext | undefined;
  #request: ChooseCertificateRequest | undefined;
  #shown: Credential | undefined;
  #source: SecureContext;

  constructor(context: SecureContext, lookup?: ContextLookup) {
    this.#current = context;
    this.#source = context;
    this.#lookup = lookup;
  }

  /** The context in force: its `ca` decides about the peer. */
  get current(): SecureContext {
    return this.#current;
  }

  /** SignatureScheme code points that the peer can verify, as far as it has said so. */
  get peerSchemes(): readonly number[] {
    return this.#request?.signatureSchemes ?? [];
  }

  /** The credential that was chosen for this peer. */
  get shown(): Credential | undefined {
    return this.#shown;
  }

  /** From now on certificates and keys of another context are shown. */
  setKeyCert(context: SecureContext): void {
    this.#keyCert = context;
  }

  /** The engine's hook. Undefined: `later` answers. */
  hook(request: ChooseCertificateRequest): Credential | 'none' | undefined {
    this.#request = request;
    const { serverName, purpose } = request;
    const isAskedByName = purpose === 'server' && serverName !== undefined;
    if (isAskedByName && this.#keyCert === undefined) {
      const found = this.#lookup?.find(serverName);
      if (found === 'later') return undefined;
      this.#current = found ?? this.#current;
    }
    return this.#choose(request);
  }

  /** Asks whoever takes his time. */
  async later(request: ChooseCertificateRequest): Promise<Credential | 'none'> {
    const found = await this.#lookup?.ask(request.serverName ?? '');
    this.#current = found ?? this.#current;
    return this.#choose(request);
  }

  /** Signs in place of a key, for a credential of a context that was made with `sign`. */
  sign(request: SignRequest): Uint8Array | Promise<Uint8Array> {
    const { sign } = this.#source;
    if (sign === undefined) throw new Error('nobody signs for this certificate');
    return sign(request);
  }

  #choose(request: ChooseCertificateRequest): Credential | 'none' {
    this.#source = this.#keyCert ?? this.#current;
    const { credentials } = this.#source;
    this.#shown = chooseCredential(credentials, request)?.credential;
    // One that does not fit tells the reason: there is a certificate, and no scheme for it.
    return this.#shown ?? credentials[0] ?? 'none';
  }
}
