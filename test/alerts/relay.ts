/**
 * Between a client and a server: what the client sends goes on record by record, with pauses. Until
 * all of it is out nothing of the server's is read, as by a client that writes first. When a write
 * fails that is the end, as for most programs: what was not read then is lost.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pauseMs } from './plan.ts';

export class Relay {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param to the port of the server, on this machine */
  static async start(to: number): Promise<Relay> {
    const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => carry(near, to));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Relay(server);
  }

  get port(): number {
    // A TCP server has an address with a port.
    return (this.#server.address() as AddressInfo).port;
  }

  stop(): void {
    this.#server.close();
  }
}

function carry(near: Socket, to: number): void {
  const far = connect({
    ...{ port: to, host: '127.0.0.1', noDelay: true, allowHalfOpen: true },
    // With a buffer of its own a socket that is paused leaves to TCP what comes.
    onread: {
      buffer: new Uint8Array(2 ** 16),
      callback: (length, buffer) => {
        near.write(buffer.slice(0, length));
        return true;
      },
    },
  });
  let sending = Promise.resolve();
  near.on('data', (chunk: Buffer) => {
    sending = sending.then(() => sendInPieces(far, chunk));
  });
  near.on('end', () => {
    sending = sending.then(() => void far.end());
  });
  far.on('end', () => near.end());
  for (const [socket, other] of [
    [near, far],
    [far, near],
  ] as const) {
    socket.on('error', () => other.destroy());
  }
}

/** Clients write whole records. */
async function sendInPieces(far: Socket, chunk: Buffer): Promise<void> {
  far.pause();
  for (let at = 0; at < chunk.length && !far.destroyed; ) {
    const end = at + 5 + chunk.readUInt16BE(at + 3);
    far.write(chunk.subarray(at, end));
    at = end;
    await sleep(pauseMs);
  }
  far.resume();
}
