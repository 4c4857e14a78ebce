/** Half by half with node:tls; other peers are in `half-close.slow.ts`. */
import { testHalfClose } from './half-close.ts';
import { nodeTls } from './peers/node-tls.ts';

await testHalfClose([
  { peer: nodeTls, roles: ['server', 'client'], orders: ['we end first', 'they end first'] },
]);
