/** A full handshake, both ends in one thread and in memory: what it costs in CPU. */
import { cipherSuites } from '../../generated/registries.ts';
import type { CryptoProvider } from '../../runtime/index.ts';
import { compare } from './compare.ts';
import { type Identity, nodePairs, ourPairs, type Suite } from './pairs.ts';
import { report } from './report.ts';

/** A suite, and with whose certificate. */
export interface Handshake {
  readonly suite: Suite;
  readonly certificate: string;
  readonly identity: Identity;
}

export async function benchHandshakes(
  handshakes: readonly Handshake[],
  providers: readonly CryptoProvider[],
): Promise<void> {
  for (const handshake of handshakes) {
    for (const crypto of providers) await benchHandshake(handshake, crypto);
  }
}

async function benchHandshake(
  { suite, certificate, identity }: Handshake,
  crypto: CryptoProvider,
): Promise<void> {
  const theirs = nodePairs(identity, suite);
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
  const { protocol } = cipherSuites[suite];
  report({
    benchmark: 'handshake',
    what: `${protocol}, ${certificate} certificate, x25519, both ends in memory, ${crypto.name}`,
    unit: 'ms',
    peer: 'node:tls',
    ...figures,
  });
}
