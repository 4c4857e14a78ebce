/** Which crypto core a connection uses: the option `crypto`. */
import { nobleProvider } from '../crypto/noble.ts';
import type { CryptoProvider } from '../crypto/provider.ts';
import { refuseArgument } from '../errors.ts';
import { nodeProvider } from './crypto/provider.ts';

/** A provider's name, or a provider. */
export type CryptoChoice = 'node' | 'noble' | CryptoProvider;

/** The provider of this choice; node's by default. @throws TlsError ERR_TLS_INVALID_ARGUMENT */
export function cryptoOf(choice: CryptoChoice | null | undefined): CryptoProvider {
  if (choice === 'node' || choice === undefined || choice === null) return nodeProvider;
  if (choice === 'noble') return nobleProvider;
  if (typeof choice !== 'object') {
    refuseArgument('crypto', `'${String(choice)}' is none of node, noble and a provider`);
  }
  return choice;
}
