/** What the engines have to know of suites that they may never meet. */
import type { CipherSuite, LegacyCipherSuite } from '../../generated/registries.ts';

/** A cipher suite, safe or not. */
export type AnyCipherSuite = CipherSuite | LegacyCipherSuite;

/** Whether the secret travels under the server's key, which signs nothing. */
export function isStaticRsa(suite: AnyCipherSuite): boolean {
  return 'keyExchange' in suite && suite.keyExchange === 'rsa';
}
