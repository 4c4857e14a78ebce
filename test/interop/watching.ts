/** What tests with foreign peers look at on our side: the steps of the machine, and its data. */
import type { Readable } from 'node:stream';
import type { TraceStep } from '../../runtime/index.ts';

/** Remembers the steps of a machine; `note` is for the option `trace`. */
export class Steps {
  readonly #steps: TraceStep[] = [];

  readonly note = (step: TraceStep): void => {
    this.#steps.push(step);
  };

  /** How often an event came. */
  count(event: string): number {
    return this.facetsOf(event).length;
  }

  /** The facets with which an event came. */
  facetsOf(event: string): readonly (string | undefined)[] {
    return this.#steps.filter((step) => step.event === event).map(({ facet }) => facet);
  }
}

/** Takes this many bytes from a stream and leaves the rest in it. Rejects if it ends before. */
export async function taken(stream: Readable, length: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let missing = length;
  return await new Promise((resolve, reject) => {
    const stop = () => {
      stream.off('readable', take).off('end', fail).off('error', fail);
    };
    const fail = (error?: Error) => {
      stop();
      reject(error ?? new Error(`the stream ended, ${missing} bytes are missing`));
    };
    const take = () => {
      while (missing > 0) {
        const available = Math.min(missing, stream.readableLength);
        const chunk: Buffer | null = stream.read(available === 0 ? undefined : available);
        if (chunk === null) return;
        chunks.push(chunk);
        missing -= chunk.length;
      }
      stop();
      resolve(Buffer.concat(chunks));
    };
    stream.on('readable', take).on('end', fail).on('error', fail);
    take();
  });
}
