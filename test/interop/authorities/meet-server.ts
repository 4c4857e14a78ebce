/**
 * Both of our clients meet an `openssl s_server`: `connect`, and the command `tlschart client`.
 * What comes out is what each of them says, and what the server prints.
 */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConnectOptions, connect, createStatusFetcher } from '../../../runtime/node/index.ts';
import { run } from '../../cli/run.ts';
import { startServer } from '../../support/openssl.ts';
import type { ToolProcess } from '../../support/tool-process.ts';
import { bundle, type Shown } from './authorities.ts';
import { hostName } from './authority.ts';
import type { Mode, ServerKind } from './server-kinds.ts';
import type { ServerPki } from './server-pki.ts';
import {
  accepted,
  alertIn,
  type Met,
  metWith,
  refused,
  refusedWith,
  statusOf,
  type Told,
} from './told.ts';

/** One connection: what is shown is known to the server. */
export interface Cell {
  readonly mode: Mode;
  readonly kind: ServerKind;
  readonly pki: ServerPki;
}

/** One server for all modes: connections come to it one after the other. */
export class MetServer {
  readonly #openssl: ToolProcess;
  readonly #port: number;

  private constructor(openssl: ToolProcess, port: number) {
    this.#openssl = openssl;
    this.#port = port;
  }

  /** @param more for `s_server`, such as `-tls1_2` */
  static async start(
    { chain, staple, ...identity }: Shown,
    ...more: readonly string[]
  ): Promise<MetServer> {
    const args = [
      // Real servers do show keys and signatures that OpenSSL would not start with by default.
      ...['-cipher', 'DEFAULT:@SECLEVEL=0', '-naccept', '1000'],
      ...(chain === undefined ? [] : ['-cert_chain', chain]),
      ...(staple === undefined ? [] : ['-status_file', staple]),
      ...more,
    ];
    const { openssl, port } = await startServer(identity, args);
    return new MetServer(openssl, port);
  }

  async stop(): Promise<void> {
    await this.#openssl.kill();
  }

  /** By `connect` of the Node adapter. */
  async byConnect(cell: Cell): Promise<Met> {
    return await this.#watched(async () => {
      const socket = connect({ host: '127.0.0.1', port: this.#port, ...optionsFor(cell) });
      try {
        await once(socket, 'secureConnect');
        const status = statusOf(socket);
        socket.end();
        await once(socket.resume(), 'close');
        return accepted(status);
      } catch (error) {
        return refused(error);
      }
    });
  }

  /** By `tlschart client`. */
  async byCommand({ mode, kind, pki }: Cell): Promise<Met> {
    const { crls = ['newRoot'], fetches = false } = kind;
    return await this.#watched(async () => {
      const { code, stderr } = await run([
        ...['client', `127.0.0.1:${this.#port}`, '--servername', hostName],
        ...['--ca', trustFile(kind, pki), '--revocation', mode],
        ...crls.flatMap((name) => ['--crl', pki.crls[name]]),
        ...(fetches ? ['--fetch-any'] : []),
      ]);
      if (code === 0) return accepted(/^ {2}revocation +CN=.*: (.*)$/m.exec(stderr)?.[1]);
      return refusedWith(stderr);
    });
  }

  /** Makes one connection, and waits until the server is done with it. */
  async #watched(meet: () => Promise<Told>): Promise<Met> {
    const before = this.#openssl.words.length;
    const told = await meet();
    // Nothing else is sure to come in one piece: standard output is buffered.
    await this.#openssl.says(/DONE\n|:error:.*\n/, before);
    return metWith(told, alertIn(this.#openssl.words.slice(before)));
  }
}

function optionsFor({ mode, kind, pki }: Cell): ConnectOptions {
  const { crls = ['newRoot'], fetches = false } = kind;
  return {
    servername: hostName,
    ca: readFileSync(trustFile(kind, pki)),
    crl: crls.map((name) => readFileSync(pki.crls[name])),
    revocation: { mode, fetch: fetches && createStatusFetcher({ allowPrivateAddresses: true }) },
  };
}

/** One file: the command takes no more. Written once, for others read it at the same time. */
function trustFile(
  { trust = ['newRoot'] }: ServerKind,
  { folder, trust: files }: ServerPki,
): string {
  const path = join(folder, `${trust.join('-')}.pem`);
  if (existsSync(path)) return path;
  return bundle(folder, trust.join('-'), ...trust.map((name) => files[name]));
}
