/** What the owner of a real socket is told of a connection: data, its end, an error, in order. */
import type { TlsError } from '../../runtime/index.ts';
import type { Server, TlsSocket } from '../../runtime/node/index.ts';

/** How it was, when it is over. */
export interface Account {
  readonly data: Buffer;
  /** Why it failed; undefined: it ended well. */
  readonly error: TlsError | undefined;
  /** Whether the owner was told that this is all the data. */
  readonly hasEnded: boolean;
}

export class Witness {
  readonly account: Promise<Account>;
  readonly #chunks: Buffer[] = [];
  #tell: (account: Account) => void = () => {};
  #error: TlsError | undefined;
  #hasEnded = false;

  constructor() {
    this.account = new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  /** A server's side of its next connection, whether it comes about or not. */
  static of(server: Server): Witness {
    const witness = new Witness();
    server.on('secureConnection', (socket: TlsSocket) => witness.watch(socket));
    server.on('tlsClientError', (error: TlsError) => witness.#fail(error));
    return witness;
  }

  watch(socket: TlsSocket): this {
    socket.on('data', (chunk: Buffer) => {
      if (this.#error !== undefined) throw new Error('data after the error');
      this.#chunks.push(chunk);
    });
    socket.on('end', () => {
      this.#hasEnded = true;
    });
    socket.on('error', (error) => this.#fail(error as TlsError));
    socket.on('close', () => this.#close());
    return this;
  }

  #fail(error: TlsError): void {
    this.#error ??= error;
    this.#close();
  }

  /** An error is told before `close`, and nothing comes after either. */
  #close(): void {
    const data = Buffer.concat(this.#chunks);
    this.#tell({ data, error: this.#error, hasEnded: this.#hasEnded });
  }
}
