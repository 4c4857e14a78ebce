/**
 * `npm run bench`: what it costs, as ratios to a peer in the same run. Nothing is asserted:
 * figures of one machine say nothing about another.
 */
import { noble } from '../../runtime/index.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import { benchCertificates } from './certificates.ts';
import { benchHandshakes } from './handshakes.ts';
import { makeIdentity } from './pairs.ts';
import { benchIdle, benchImport, benchSizes } from './processes.ts';
import { benchSteps } from './steps.ts';
import { benchThroughput } from './throughput.ts';

const identity = await makeIdentity();
const providers = [nodeProvider, noble];

await benchSteps();
await benchCertificates(providers);
await benchHandshakes(identity, providers);
await benchThroughput(identity, providers);
benchIdle();
await benchImport();
await benchSizes();
