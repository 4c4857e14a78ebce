/**
 * What an idle connection holds, in a process of its own with `--expose-gc`: prints JSON, bytes a
 * pair of both ends in memory.
 */
import { noble } from '../../runtime/index.ts';
import { makeIdentity, nodePairs, ourPairs } from './pairs.ts';

const suite = 'TLS_AES_128_GCM_SHA256';
const connections = 200;

const identity = await makeIdentity();
const ours = ourPairs(identity, noble, suite);
const theirs = nodePairs(identity, suite);

process.stdout.write(
  JSON.stringify({
    ours: await bytesEach(() => ours().connect()),
    theirs: await bytesEach(theirs),
  }),
);

/** Heap and buffers of one more, after some that pay for what all share. */
async function bytesEach(make: () => unknown): Promise<number> {
  const held: unknown[] = [];
  for (let i = 0; i < 20; i++) held.push(await make());
  const before = await used();
  for (let i = 0; i < connections; i++) held.push(await make());
  const after = await used();
  // Held until here.
  if (held.length !== connections + 20) throw new Error('they are gone');
  return (after - before) / connections;
}

async function used(): Promise<number> {
  for (let i = 0; i < 5; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
