/**
 * Somebody between a client and a server, on real TCP: passes bytes on as far as it is allowed to,
 * keeps what has been passed on, and cuts the connection off when it is told to, by FIN or by RST.
 */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Role } from '../engine/replay.ts';
import { Mailbox } from '../hostile/mailbox.ts';
import { dialTcp, serveTcp } from '../node/network.ts';

export type Cut = 'FIN' | 'RST';

/** One direction: from the peer of `to`. */
class Lane {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #onSpent: () => void;
  readonly #changed = new Mailbox<void>();
  #held: Buffer = Buffer.alloc(0);
  #passed: Buffer = Buffer.alloc(0);
  #allowance: number;
  #hasEnded = false;
  #isCut = false;

  constructor(from: Socket, to: Socket, allowance: number, onSpent: () => void) {
    this.#from = from;
    this.#to = to;
    this.#allowance = allowance;
    this.#onSpent = onSpent;
    from.on('data', (bytes: Buffer) => this.#take(bytes));
    from.on('end', () => {
      this.#hasEnded = true;
      this.#pass();
    });
    this.#pass();
  }

  /** All that has been passed on. */
  get passed(): Buffer {
    return this.#passed;
  }

  /** Passes one record on, when there is one. */
  async passRecord(): Promise<void> {
    while (!isRecord(this.#held)) await this.#changed.take();
    this.#allowance += 5 + this.#held.readUInt16BE(3);
    this.#pass();
  }

  /** Passes nothing on any more. */
  async cut(how: Cut): Promise<void> {
    this.#isCut = true;
    if (how === 'FIN') this.#to.end();
    else {
      // What was passed on is on its way before the reset is.
      await new Promise((done) => this.#to.write('', done));
      this.#to.resetAndDestroy();
    }
    this.#from.resume();
  }

  #take(bytes: Buffer): void {
    if (this.#isCut) return;
    this.#held = Buffer.concat([this.#held, bytes]);
    this.#pass();
    this.#changed.put();
  }

  #pass(): void {
    if (this.#isCut) return;
    const bytes = this.#held.subarray(0, this.#allowance - this.#passed.length);
    this.#held = this.#held.subarray(bytes.length);
    this.#passed = Buffer.concat([this.#passed, bytes]);
    if (bytes.length > 0) this.#to.write(bytes);
    if (this.#hasEnded && this.#held.length === 0) this.#to.end();
    if (this.#passed.length === this.#allowance) this.#onSpent();
  }
}

export class Middleman {
  /** Where a client finds it. */
  readonly port: number;
  readonly #lanes: Promise<Readonly<Record<Role, Lane>>>;

  private constructor(port: number, lanes: Promise<Readonly<Record<Role, Lane>>>) {
    this.port = port;
    this.#lanes = lanes;
  }

  /**
   * A middleman for one connection to this port.
   * @param allowed how many bytes for this side it passes on at first; all by default
   * @param onSpent called when as many have been passed on
   */
  static async open(
    serverPort: number,
    allowed: Partial<Record<Role, number>> = {},
    onSpent: (middleman: Middleman) => void = () => {},
  ): Promise<Middleman> {
    const clients = new Mailbox<Socket>();
    const { port } = await serveTcp((socket) => clients.put(socket));
    const lanes = clients.take().then(async (client) => {
      const server = dialTcp(serverPort);
      await once(server, 'connect');
      const spent = () => onSpent(middleman);
      const { client: toClient = Infinity, server: toServer = Infinity } = allowed;
      return {
        client: new Lane(server, client, toClient, spent),
        server: new Lane(client, server, toServer, spent),
      };
    });
    const middleman = new Middleman(port, lanes);
    return middleman;
  }

  /** All that has been passed on to a side. */
  async passedTo(role: Role): Promise<Buffer> {
    return (await this.#lanes)[role].passed;
  }

  /** Passes the next record on to a side, when there is one. */
  async passRecord(role: Role): Promise<void> {
    await (await this.#lanes)[role].passRecord();
  }

  /** Both sides see the end of the connection. */
  async cut(how: Cut): Promise<void> {
    const { client, server } = await this.#lanes;
    await Promise.all([client.cut(how), server.cut(how)]);
  }
}

function isRecord(bytes: Buffer): boolean {
  return bytes.length >= 5 && bytes.length >= 5 + bytes.readUInt16BE(3);
}
