/** Carries out a plan: every cell, one connection after another. */
import type { ClientFiles, Outcome } from './messages.ts';
import type { Cell } from './plan.ts';
import { ClientProcess, type PkiFiles, ServerProcess } from './processes.ts';
import { Relay } from './relay.ts';
import { meetBySClient } from './s-client.ts';

/** A cell, and what its clients were told. */
export interface Measured {
  readonly cell: Cell;
  /** How long it took until the clients knew that did, in milliseconds. */
  readonly knownAfterMs: readonly number[];
  /** What the others were told. */
  readonly lost: readonly string[];
}

/** Server and clients, for as many plans as one likes. */
export class Measurement {
  readonly #files: PkiFiles;
  readonly #server: ServerProcess;
  readonly #clients = { ours: new ClientProcess(), 'node:tls': new ClientProcess() };

  private constructor(files: PkiFiles, server: ServerProcess) {
    this.#files = files;
    this.#server = server;
  }

  static async start(files: PkiFiles): Promise<Measurement> {
    return new Measurement(files, await ServerProcess.start(files));
  }

  /** @param onMeasured called after each cell */
  async carryOut(
    cells: readonly Cell[],
    onMeasured: (measured: Measured) => void,
  ): Promise<readonly Measured[]> {
    const all: Measured[] = [];
    for (const cell of cells) {
      const measured = await this.#measure(cell);
      onMeasured(measured);
      all.push(measured);
    }
    return all;
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    for (const client of Object.values(this.#clients)) await client.stop();
  }

  async #measure(cell: Cell): Promise<Measured> {
    const visits = this.#visitsOf(cell);
    const outcomes = await this.#outcomesOf(cell, visits);
    const isSeen = ({ alert }: Outcome, at: number) => alert === visits[at]?.alert;
    return {
      cell,
      knownAfterMs: outcomes.filter(isSeen).map(({ ms }) => ms),
      lost: outcomes
        .filter((outcome, at) => !isSeen(outcome, at))
        .map(({ alert, otherwise }) => alert ?? otherwise),
    };
  }

  async #outcomesOf(cell: Cell, visits: readonly Visit[]): Promise<readonly Outcome[]> {
    const port = this.#server.portOf(cell);
    if (cell.habit !== 'in pieces') return await this.#meet(cell, port, visits);
    const relay = await Relay.start(port);
    try {
      return await this.#meet(cell, relay.port, visits);
    } finally {
      relay.stop();
    }
  }

  async #meet(cell: Cell, port: number, visits: readonly Visit[]): Promise<readonly Outcome[]> {
    const { client, habit, version } = cell;
    const connections = visits.map(({ files }) => files);
    if (client !== 'OpenSSL') {
      return await this.#clients[client].carryOut({ client, port, habit, version, connections });
    }
    const outcomes: Outcome[] = [];
    for (const files of connections) outcomes.push(await meetBySClient(port, cell, files));
    return outcomes;
  }

  /** In turns: a certificate of an authority that the server does not know, and none. */
  #visitsOf({ runs, version }: Cell): readonly Visit[] {
    const ca = this.#files.ca.certificate;
    const untrusted = { files: { ca, shown: this.#files.unknownCa }, alert: 'unknown_ca' };
    // certificate_required is an alert of TLS 1.3.
    const forNone = version === 'TLSv1.3' ? 'certificate_required' : 'handshake_failure';
    const none = { files: { ca, shown: undefined }, alert: forNone };
    return Array.from({ length: runs }, (_, at) => (at % 2 === 0 ? untrusted : none));
  }
}

/** What a client comes with, and which alert it must hear. */
interface Visit {
  readonly files: ClientFiles;
  readonly alert: string;
}
