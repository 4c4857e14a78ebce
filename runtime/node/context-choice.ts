/**
 * Which SecureContext a connection uses: the one that it was made with, until SNI or `setKeyCert`
 * chooses another; and which of its certificates was shown.
 */
import type { Credential, SignRequest } from '../engine/credential.ts';
import type { ChooseCertificateRequest } from '../engine/tasks.ts';
import { refuseArgument } from '../errors.ts';
import { chooseCredential } from '../handshake/choose-credential.ts';
import type { ContextChooser } from './options.ts';
import { contextOf, type SecureContext, type SecureContextOptions } from './secure-context.ts';

/** Finds the context for a name that a client asks for; undefined: there is no special one. */
export interface ContextLookup {
  /** At once; 'later' if only `ask` knows. */
  readonly find: (serverName: string) => SecureContext | 'later' | undefined;
  readonly ask: (serverName: string) => Promise<SecureContext | undefined>;
}

/** What a choice is made with. */
export interface ChoiceParts {
  /** In force until another one is found. */
  readonly context: SecureContext;
  /** Milliseconds since 1970. */
  readonly now: (() => number) | undefined;
  /** A server's other contexts. */
  readonly lookup?: ContextLookup | undefined;
  /** Finds the OCSP response that goes with a server's certificate. */
  readonly statusOf?: (credential: Credential) => Promise<Uint8Array | undefined>;
  /** A client's own way to choose. */
  readonly chooser?: ContextChooser | undefined;
}

export class ContextChoice {
  readonly #now: () => number;
  readonly #lookup: ContextLookup | undefined;
  readonly #statusOf: ChoiceParts['statusOf'];
  readonly #chooser: ContextChooser | undefined;
  #current: SecureContext;
  #keyCert: SecureContext | undefined;
  #request: ChooseCertificateRequest | undefined;
  #shown: Credential | undefined;
  #source: SecureContext;

  constructor({ context, now = Date.now, lookup, statusOf, chooser }: ChoiceParts) {
    this.#statusOf = statusOf;
    this.#now = now;
    this.#current = context;
    this.#source = context;
    this.#lookup = lookup;
    this.#chooser = chooser;
    if (chooser !== undefined && typeof chooser !== 'function') {
      refuseArgument('chooseCertificate', 'must be a function');
    }
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
    if (this.#chooser !== undefined) return undefined;
    const { serverName, purpose } = request;
    const isAskedByName = purpose === 'server' && serverName !== undefined;
    if (isAskedByName && this.#keyCert === undefined) {
      const found = this.#lookup?.find(serverName);
      if (found === 'later') return undefined;
      this.#current = found ?? this.#current;
    }
    return this.#wantsStatus(request) ? undefined : this.#choose(request);
  }

  /** Asks whoever takes his time. */
  async later(request: ChooseCertificateRequest): Promise<Credential | 'none'> {
    if (this.#chooser !== undefined) return this.#take(await this.#chooser(request), request);
    const found = await this.#askByName(request.serverName);
    this.#current = found ?? this.#current;
    const credential = this.#choose(request);
    if (!this.#wantsStatus(request) || credential === 'none') return credential;
    const response = await this.#statusOf?.(credential);
    return response === undefined ? credential : { ...credential, staples: () => [response] };
  }

  /** Unless the hook has found it already. */
  async #askByName(serverName: string | undefined): Promise<SecureContext | undefined> {
    if (serverName === undefined || this.#keyCert !== undefined) return undefined;
    const found = this.#lookup?.find(serverName);
    return found === 'later' ? await this.#lookup?.ask(serverName) : found;
  }

  #wantsStatus({ asksForStatus }: ChooseCertificateRequest): boolean {
    return asksForStatus && this.#statusOf !== undefined;
  }

  /** Signs in place of a key, for a credential of a context that was made with `sign`. */
  sign(request: SignRequest): Uint8Array | Promise<Uint8Array> {
    const { sign } = this.#source;
    if (sign === undefined) throw new Error('nobody signs for this certificate');
    return sign(request);
  }

  #choose(request: ChooseCertificateRequest): Credential | 'none' {
    this.#source = this.#keyCert ?? this.#current;
    this.#shown = this.#bestOf(this.#source, request);
    // A server's that does not fit tells the reason: there is a certificate, and no scheme for it.
    const unfit = request.purpose === 'server' ? this.#source.credentials[0] : undefined;
    return this.#shown ?? unfit ?? 'none';
  }

  /** Whoever chooses himself knows better, be it that the certificate has expired. */
  #take(
    found: SecureContext | SecureContextOptions | undefined,
    request: ChooseCertificateRequest,
  ): Credential | 'none' {
    if (found === undefined) return 'none';
    this.#source = contextOf('chooseCertificate', found);
    this.#shown = this.#bestOf(this.#source, request) ?? this.#source.credentials[0];
    return this.#shown ?? 'none';
  }

  #bestOf({ credentials }: SecureContext, request: ChooseCertificateRequest) {
    return chooseCredential(credentials, request, this.#now()).chosen?.credential;
  }
}
