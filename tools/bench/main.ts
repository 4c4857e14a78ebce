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
await benchHandshakes(
  [
    { suite: 'TLS_AES_128_GCM_SHA256', certificate: 'P-256', identity },
    { suite: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', certificate: 'P-256', identity },
    {
      suite: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      certificate: 'RSA-2048',
      identity: await makeIdentity('rsa'),
    },
  ],
  providers,
);
await benchThroughput(identity, providers);
benchIdle();
await benchImport();
await benchSizes();
