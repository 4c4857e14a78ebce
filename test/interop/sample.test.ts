/** A part of the interop table that takes seconds; the whole of it is in `whole-table.slow.ts`. */
import { nodeTls } from './peers/node-tls.ts';
import { openssl } from './peers/openssl.ts';
import type { Plan } from './plan.ts';
import { testPeers } from './table.ts';

/** Every second one of what is in pairs, of both versions. */
const somePairs = ({ pairs }: Plan): Plan => ({
  full: [],
  pairs: pairs.filter((_, index) => index % 2 === 0),
  extra: [],
  skipped: [],
});

await testPeers([openssl, nodeTls], { choose: somePairs });
