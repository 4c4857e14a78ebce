/**
 * A server under attack, on a real socket: tells what it says of each connection, whether its
 * sockets are closed, and whether the next good client is served.
 */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { expect } from 'vitest';
import type { TlsError } from '../../runtime/index.ts';
import type { Server, ServerTlsOptions, TlsSocket } from '../../runtime/node/index.ts';
import { dial, readAll, serve } from '../node/network.ts';
import { Mailbox } from './mailbox.ts';

/** What a good client gets. */
const welcome = 'served';

export class Target {
  readonly server: Server;
  readonly port: number;
  /** The connections that came about. */
  readonly sockets = new Mailbox<TlsSocket>();
  readonly #errors = new Mailbox<TlsError>();
  readonly #open = new Set<Socket>();
  #isUntouched = true;

  private constructor(server: Server, port: number) {
    this.server = server;
    this.port = port;
    server.on('tlsClientError', (error: TlsError) => this.#errors.put(error));
    server.on('connection', (tcp: Socket) => {
      this.#isUntouched = false;
      this.#open.add(tcp);
      tcp.once('close', () => this.#open.delete(tcp));
    });
  }

  /** A server on 127.0.0.1; no deadline of its can pass in a test that does not set one. */
  static async start(options: Partial<ServerTlsOptions> = {}): Promise<Target> {
    const { server, port } = await serve((socket) => target.#welcome(socket), options);
    const target = new Target(server, port);
    return target;
  }

  /** The error of the next connection that fails, in a handshake or after it. */
  async error(): Promise<TlsError> {
    return await this.#errors.take();
  }

  /** How many errors nobody has asked for. */
  get unaskedErrors(): number {
    return this.#errors.size;
  }

  /** Waits until every socket that was accepted is closed. */
  async isAlone(): Promise<void> {
    await Promise.all([...this.#open].map((tcp) => once(tcp, 'close')));
    expect(this.#open.size).toBe(0);
  }

  /**
   * The server is alive: a good client is served and leaves, and nobody else is there. A server
   * that nobody has attacked is not asked.
   */
  async expectFit(): Promise<void> {
    if (this.#isUntouched) return;
    const client = await dial(this.port);
    client.write('\n');
    expect((await readAll(client)).toString()).toBe(welcome);
    await this.isAlone();
    expect(this.unaskedErrors).toBe(0);
  }

  /** A line is answered with the welcome; whoever sends none is left alone. */
  #welcome(socket: TlsSocket): void {
    this.sockets.put(socket);
    socket.on('error', (error) => this.#errors.put(error as TlsError));
    socket.once('data', () => socket.end(welcome));
  }
}
