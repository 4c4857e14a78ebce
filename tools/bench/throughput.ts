/** Application data in records of 16 KiB, sealed and opened in one thread and in memory. */
import type { CryptoProvider } from '../../runtime/index.ts';
import { compare } from './compare.ts';
import { type Identity, nodePairs, ourPairs, type Suite } from './pairs.ts';
import { report } from './report.ts';

const recordBytes = 16_384;
const recordsAtOnce = 16;
const suites: readonly Suite[] = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
];

export async function benchThroughput(
  identity: Identity,
  providers: readonly CryptoProvider[],
): Promise<void> {
  for (const suite of suites) {
    const { client, server } = await nodePairs(identity, suite)();
    const chunk = new Uint8Array(recordBytes * recordsAtOnce);
    for (const crypto of providers) {
      const pair = ourPairs(identity, crypto, suite)().connect();
      const figures = await compare(
        (times) => {
          for (let i = 0; i < times; i++) {
            pair.carry(pair.client.write(chunk), pair.server, pair.client);
          }
        },
        async (times) => {
          for (let i = 0; i < times; i++) await sendAndTake(client, server, chunk);
        },
        { rounds: 9, times: crypto.name === 'noble' ? 12 : 100 },
      );
      const rate = (ms: number) => chunk.length / 1000 / ms;
      report({
        benchmark: 'throughput',
        what: `16 KiB records, ${suite}, both ends in memory, ${crypto.name}`,
        unit: 'MB/s',
        ours: rate(figures.ours),
        peer: 'node:tls',
        theirs: rate(figures.theirs),
      });
    }
    client.destroy();
    server.destroy();
  }
}

/** Resolves when the other end has all of it. */
async function sendAndTake(
  from: NodeJS.WritableStream,
  to: NodeJS.ReadableStream,
  chunk: Uint8Array,
): Promise<void> {
  await new Promise<void>((resolve) => {
    let taken = 0;
    const take = (data: Buffer) => {
      taken += data.length;
      if (taken < chunk.length) return;
      to.off('data', take);
      resolve();
    };
    to.on('data', take);
    from.write(chunk);
  });
}
