/** The crypto providers: what is true of one must be true of all. */
import { nobleProvider } from '../../runtime/crypto/noble.ts';
import type { CryptoProvider } from '../../runtime/crypto/provider.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';

export const providers: readonly CryptoProvider[] = [nobleProvider, nodeProvider];
