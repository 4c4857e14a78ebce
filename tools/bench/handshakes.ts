/** A full handshake, both ends in one thread and in memory: what it costs in CPU. */
import type { CryptoProvider } from '../../runtime/index.ts';
import { compare } from './compare.ts';
import { type Identity, nodePairs, ourPairs } from './pairs.ts';
import { report } from './report.ts';

const suite = 'TLS_AES_128_GCM_SHA256';

export async function benchHandshakes(
  identity: Identity,
  providers: readonly CryptoProvider[],
): Promise<void> {
  const theirs = nodePairs(identity, suite);
  for (const crypto of providers) {
    const ours = ourPairs(identity, crypto, suite);
    const figures = await compare(
      (times) => {
        for (let i = 0; i < times; i++) ours().connect();
      },
      async (times) => {
        for (let i = 0; i < times; i++) {
          const { client, server } = await theirs();
          client.destroy();
          server.destroy();
        }
      },
      { rounds: 9, times: 40 },
    );
    report({
      benchmark: 'handshake',
      what: `P-256 certificate, x25519, both ends in memory, ${crypto.name}`,
      unit: 'ms',
      peer: 'node:tls',
      ...figures,
    });
  }
}
