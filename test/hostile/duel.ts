/**
 * One of our engines against a puppet that says what a test writes down in the notation of the
 * traces: no socket, no clock. Whom the engine trusts is of no interest here: it trusts everybody.
 */
import { alertNameOf } from '../../generated/registries.ts';
import { concatBytes } from '../../runtime/bytes.ts';
import {
  type ClientOptions,
  type ConnectionInfo,
  type Effect,
  type Engine,
  noble,
  type ServerOptions,
  type TlsError,
} from '../../runtime/index.ts';
import { dataOf, reasonOf } from '../support/effects.ts';
import { newClient, newServer, randomFrom } from '../support/pair.ts';
import { Puppet } from '../support/puppet.ts';
import { puppetCertificate, puppetPrivateKey } from '../support/puppet-certificates.ts';
import type { Role, Seen } from '../support/puppet-script.ts';
import { readRecords } from '../traces/read-records.ts';
import { registeredNames } from '../traces/registered-names.ts';
import { Words } from '../traces/words.ts';

/** What a server says in TLS 1.2 until both are connected. */
export const serverSays: readonly string[] = [
  'ServerHello(TLSv1.2)',
  'Certificate',
  'ServerKeyExchange',
  'ServerHelloDone',
  'change_cipher_spec',
  '[Finished]',
];

/** What a client says that is asked for no certificate. */
export const clientSays: readonly string[] = [
  'ClientHello(TLSv1.2)',
  'ClientKeyExchange',
  'change_cipher_spec',
  '[Finished]',
];

/** What a client says that shows its certificate. */
export const knownClientSays: readonly string[] = [
  'ClientHello(TLSv1.2)',
  'Certificate',
  'ClientKeyExchange',
  'CertificateVerify',
  'change_cipher_spec',
  '[Finished]',
];

/** The puppets' own. */
const privateKey = noble.importPrivateKey(puppetPrivateKey('leaf'));

export class Duel {
  readonly engine: Engine;
  readonly #puppet: Puppet;
  readonly #effects: Effect[] = [];
  readonly #words: string[] = [];

  /** @param role the engine's */
  constructor(role: Role, options: Partial<ClientOptions & ServerOptions> = {}) {
    const common = {
      groups: ['x25519', 'secp256r1'],
      cipherSuites: ['TLS_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
      credentials: [{ certificates: [puppetCertificate('leaf')], privateKey }],
      verifyPeer: () => ({ accepted: true }) as const,
      ...options,
    } as Partial<ClientOptions & ServerOptions>;
    this.engine = role === 'client' ? newClient(common) : newServer(common);
    this.#puppet = new Puppet(role === 'client' ? 'server' : 'client', randomFrom('puppet'));
    this.do((engine) => engine.start());
  }

  /** Records, each as it is written down, one after the other. */
  say(...texts: readonly string[]): this {
    for (const text of texts) {
      for (const script of readRecords(new Words(text, registeredNames))) {
        const bytes = this.#puppet.send(script);
        this.do((engine) => engine.receive(bytes));
      }
    }
    return this;
  }

  /** A call, and what the puppet sees of it. @throws Error if that is what no sender may send */
  do(call: (engine: Engine) => readonly Effect[]): this {
    const effects = call(this.engine);
    this.#effects.push(...effects);
    const written = effects.flatMap((one) => (one.type === 'write' ? [one.data] : []));
    this.#words.push(...this.#puppet.read(concatBytes(written)).map(wordOf));
    return this;
  }

  /** All that the engine said, such as `plaintext alert unexpected_message`. */
  get words(): readonly string[] {
    return [...this.#words];
  }

  get alerts(): readonly string[] {
    return this.#words.filter((word) => word.includes(' alert '));
  }

  /** The times that the application was told of a connection. */
  get connections(): readonly ConnectionInfo[] {
    return this.#effects.flatMap((one) =>
      one.type === 'fact' && one.fact.name === 'connected' ? [one.fact.connection] : [],
    );
  }

  get data(): string {
    return new TextDecoder().decode(dataOf(this.#effects));
  }

  /** The error that stands, or that the connection has ended with. */
  get error(): TlsError | undefined {
    const reason = reasonOf(this.#effects);
    return reason?.clean === false ? reason.error : this.engine.failure;
  }
}

function wordOf(seen: Seen): string {
  if (seen.kind === 'message') return `${seen.epoch} ${seen.name}`;
  if (seen.contentType === 20) return `${seen.epoch} change_cipher_spec`;
  if (seen.contentType === 23) return `${seen.epoch} data`;
  return `${seen.epoch} alert ${alertNameOf(seen.bytes[1] ?? 0)}`;
}
