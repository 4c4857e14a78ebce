/** A part of the interop table that takes seconds; the whole of it is in `whole-table.slow.ts`. */
import { nodeTls } from './peers/node-tls.ts';
import { openssl } from './peers/openssl.ts';
import type { Plan } from './plan.ts';
import { testPeers } from './table.ts';

const onlyPairs = ({ pairs }: Plan): Plan => ({ full: [], pairs, extra: [], skipped: [] });

await testPeers([openssl, nodeTls], { choose: onlyPairs });
