/** A puppet on a real socket: says what a test tells it to, and keeps what it sees. */
import type { Socket } from 'node:net';
import { type AlertName, alertCodes } from '../../generated/registries.ts';
import { randomFrom } from '../support/pair.ts';
import { Puppet } from '../support/puppet.ts';
import type {
  Change,
  ContentScript,
  Epoch,
  RecordScript,
  Role,
  Seen,
  SendScript,
} from '../support/puppet-script.ts';
import { recordOf } from '../support/puppet-script.ts';

export class PuppetPeer {
  readonly socket: Socket;
  readonly #puppet: Puppet;
  readonly #seen: Seen[] = [];
  #unread: Buffer = Buffer.alloc(0);
  #onNews: (() => void) | undefined;
  #hasEnded = false;
  #failure: unknown;

  /** @param role the role that the puppet plays */
  constructor(role: Role, socket: Socket) {
    this.socket = socket;
    this.#puppet = new Puppet(role, randomFrom('puppet'));
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('end', () => {
      this.#hasEnded = true;
      this.#onNews?.();
    });
    socket.on('error', (error) => this.#fail(error));
  }

  /** Sends records, all in one write. */
  say(...scripts: readonly SendScript[]): void {
    this.socket.write(this.bytesOf(...scripts));
  }

  /** Records as `say` would send them; for the puppet they are said. */
  bytesOf(...scripts: readonly SendScript[]): Buffer {
    return Buffer.concat(scripts.map((one) => this.#puppet.send(one)));
  }

  /** Waits for a handshake message; what came before it is forgotten. */
  async sees(name: string): Promise<void> {
    const isIt = (one: Seen) => one.kind === 'message' && one.name === name;
    await this.#until(`sees ${name}`, () => this.#seen.some(isIt));
    this.#seen.splice(0, this.#seen.findIndex(isIt) + 1);
  }

  /**
   * All that the other end still says until its FIN; then ours goes out. Rejects if the connection
   * is reset before, or if what comes is not what any sender may send.
   */
  async lastWords(): Promise<readonly Seen[]> {
    await this.#until('sees the end', () => this.#hasEnded);
    this.socket.end();
    return this.#seen;
  }

  #read(chunk: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, chunk]);
    try {
      for (let end = recordEnd(this.#unread); end !== undefined; end = recordEnd(this.#unread)) {
        const record = this.#unread.subarray(0, end);
        this.#unread = this.#unread.subarray(end);
        this.#seen.push(...this.#puppet.read(new Uint8Array(record)));
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#onNews?.();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#onNews?.();
  }

  #until(what: string, isSo: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (isSo()) resolve();
        else if (this.#failure !== undefined) reject(this.#failure);
        else if (this.#hasEnded) reject(new Error(`the stream ended before the puppet ${what}`));
        else return;
        this.#onNews = undefined;
      };
      this.#onNews = look;
      look();
    });
  }
}

/** Where the first record ends; undefined if it is not whole. */
function recordEnd(bytes: Buffer): number | undefined {
  if (bytes.length < 5) return undefined;
  const end = 5 + bytes.readUInt16BE(3);
  return end <= bytes.length ? end : undefined;
}

/** A handshake message in a record of its own. */
export function message(epoch: Epoch, name: string, ...changes: readonly Change[]): RecordScript {
  return recordOf(epoch, [content(name, ...changes)]);
}

/** A handshake message, to share a record with others. */
function content(name: string, ...changes: readonly Change[]): ContentScript {
  return { kind: 'message', name, changes, piece: undefined };
}

/** A record of any content. */
export function bytesRecord(epoch: Epoch, contentType: number, bytes: Uint8Array): RecordScript {
  return recordOf(epoch, [{ kind: 'bytes', contentType, bytes }]);
}

/** An alert as it is sent. */
export function alert(epoch: Epoch, name: AlertName): RecordScript {
  return bytesRecord(epoch, 21, alertBytes(name));
}

/** An alert as it is seen. */
export function alertSeen(epoch: Epoch, name: AlertName): Seen {
  return { kind: 'bytes', epoch, contentType: 21, bytes: alertBytes(name) };
}

/** RFC 9846 6: all are fatal but the two that say goodbye. */
function alertBytes(name: AlertName): Uint8Array {
  const isGoodbye = name === 'close_notify' || name === 'user_canceled';
  return Uint8Array.of(isGoodbye ? 1 : 2, alertCodes[name]);
}
