/** The promise that a server has accepted us. It may be left alone: nobody has to catch it. */
import { TlsError } from '../errors.ts';

export class Confirmation {
  readonly promise: Promise<void>;
  #resolve: () => void = () => {};
  #reject: (reason: Error) => void = () => {};

  constructor() {
    this.promise = new Promise<void>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.promise.catch(() => {});
  }

  keep(): void {
    this.#resolve();
  }

  /**
   * It will never be known, unless it is already.
   * @param error why the connection ended, if it did not end well
   */
  end(error?: Error | null): void {
    this.#reject(error ?? new TlsError('ERR_TLS_UNCONFIRMED'));
  }
}
