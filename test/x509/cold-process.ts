/**
 * Judges one chain in a process that has judged none: `node cold-process.js INPUT PROVIDER`.
 * Writes `{ rule, ms, signaturesMs }`: signatures are not in the first figure, and it is the
 * processor's time where that is less than the clock's, since the machine has other work.
 */
import { readFileSync } from 'node:fs';
import { nobleProvider } from '../../runtime/crypto/noble.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import { type Certificate, parseAnchor } from '../../runtime/x509/certificate.ts';
import type { VerifySignature } from '../../runtime/x509/signatures.ts';
import { verifyChain } from '../../runtime/x509/verify.ts';
import { nowMs } from './make.ts';

const [file = '', name = ''] = process.argv.slice(2);
const { chain, anchors, more, signed } = JSON.parse(readFileSync(file, 'utf8'));
const provider = name === 'node' ? nodeProvider : nobleProvider;
const bytes = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'));
const ders: Uint8Array[] = chain.map(bytes);
const parsed: Certificate[] = anchors.map(bytes).map(parseAnchor);
/** What is to be verified is a view into the certificate. */
const isSaidToHold: VerifySignature = (_, key, { buffer }) =>
  signed === 'by all' || buffer !== ders[0]?.buffer || key.buffer !== parsed[0]?.der.buffer;

const now = () => {
  const { user, system } = process.cpuUsage();
  return { clock: performance.now(), processor: (user + system) / 1000 };
};
const spent = { clock: 0, processor: 0 };
const signatures = { clock: 0, processor: 0 };

function timed<Value>(sums: typeof spent, work: () => Value): Value {
  const start = now();
  const value = work();
  const end = now();
  sums.clock += end.clock - start.clock;
  sums.processor += end.processor - start.processor;
  return value;
}

const result = timed(spent, () =>
  verifyChain({
    ...more,
    chain: ders,
    anchors: parsed,
    timeMs: nowMs,
    purpose: 'server',
    schemes: provider.signatureSchemes,
    verifySignature: (...question) =>
      signed === 'truly'
        ? timed(signatures, () => provider.verify(...question))
        : isSaidToHold(...question),
  }),
);
const ms = Math.min(spent.clock - signatures.clock, spent.processor - signatures.processor);
process.stdout.write(
  JSON.stringify({
    rule: result.accepted ? 'accepted' : result.rule,
    ms,
    signaturesMs: signatures.clock,
  }),
);
