/** Half by half with Go, which has to be compiled first, and with gnutls-cli, which always ends first. */
import { testHalfClose } from './half-close.ts';
import { gnutls } from './peers/gnutls.ts';
import { go } from './peers/go.ts';

await testHalfClose([
  { peer: go, roles: ['server', 'client'], orders: ['we end first', 'they end first'] },
  { peer: gnutls, roles: ['client'], orders: ['they end first'] },
]);
