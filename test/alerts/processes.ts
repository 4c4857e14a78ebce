/** The processes of the measurement: one server for all, and one for each client that needs it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { writePki } from '../support/certificates.ts';
import type { Order, Outcome, Ports } from './messages.ts';
import { type Refusal, refusals } from './plan.ts';
import type { ServerSettings } from './servers.ts';

export type PkiFiles = Awaited<ReturnType<typeof writePki>>;

/** The servers, in a process of their own. */
export class ServerProcess {
  readonly #child: Child;
  readonly #ports: Ports;

  private constructor(child: Child, ports: Ports) {
    this.#child = child;
    this.#ports = ports;
  }

  static async start({ leaf, ca }: PkiFiles): Promise<ServerProcess> {
    const settings: ServerSettings = {
      cert: readFileSync(leaf.certificate, 'utf8'),
      key: readFileSync(leaf.privateKey, 'utf8'),
      ca: readFileSync(ca.certificate, 'utf8'),
    };
    const child = new Child('server-process.ts', JSON.stringify(settings));
    return new ServerProcess(child, await child.answer<Ports>());
  }

  portOf({ ending, isDeferred }: Refusal): number {
    const at = refusals.findIndex((one) => one.ending === ending && one.isDeferred === isDeferred);
    const port = this.#ports[at];
    if (port === undefined) throw new Error(`no server refuses by ${ending}`);
    return port;
  }

  async stop(): Promise<void> {
    await this.#child.stop();
  }
}

/** Clients by our `connect` and by Node's. */
export class ClientProcess {
  readonly #child = new Child('client-process.ts');

  /** Makes all connections of the order. */
  async carryOut(order: Order): Promise<readonly Outcome[]> {
    const answer = this.#child.answer<readonly Outcome[]>();
    this.#child.tell(order);
    return await answer;
  }

  async stop(): Promise<void> {
    await this.#child.stop();
  }
}

/** A process of ours that answers by messages. */
class Child {
  readonly #process: ChildProcess;
  readonly #ended: Promise<number | null>;

  constructor(file: string, ...args: readonly string[]) {
    const path = fileURLToPath(new URL(file, import.meta.url));
    this.#process = fork(path, args, { execArgv: ['--import', 'tsx'] });
    this.#ended = once(this.#process, 'exit').then(([code]) => code);
  }

  tell(message: Order): void {
    this.#process.send(message);
  }

  /** The next message. Rejects if the process ends without one. */
  async answer<T>(): Promise<T> {
    const isEnough = new AbortController();
    const message = once(this.#process, 'message', { signal: isEnough.signal });
    const failed = this.#ended.then((code) => {
      isEnough.abort(new Error(`the process ended with the code ${code}`));
    });
    const [answer] = await Promise.race([message, failed.then(() => message)]);
    return answer;
  }

  async stop(): Promise<void> {
    this.#process.kill();
    await this.#ended;
  }
}
