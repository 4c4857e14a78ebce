/** What the record readers of this process hold: what a peer has made us keep. */
import { vi } from 'vitest';
import { RecordReader } from '../../runtime/record/reader.ts';

/** What one read of a socket may bring. */
export const oneRead = 64 * 1024;

export interface HeldBytes {
  /** Bytes in the reader that was fed last. */
  now(): number;
  /** The most that one of them held at a time. */
  most(): number;
  clear(): void;
}

/** Watches them from now on, until `vi.restoreAllMocks`. */
export function watchReaders(): HeldBytes {
  const { push } = RecordReader.prototype;
  let fed: RecordReader | undefined;
  let most = 0;
  vi.spyOn(RecordReader.prototype, 'push').mockImplementation(function (
    this: RecordReader,
    chunk: Uint8Array,
  ) {
    push.call(this, chunk);
    fed = this;
    most = Math.max(most, this.buffered);
  });
  return {
    now: () => fed?.buffered ?? 0,
    most: () => most,
    clear: () => {
      most = 0;
    },
  };
}
