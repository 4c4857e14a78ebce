/** The steps of a connection between two engines in one process, as `--trace=json` tells them. */
import type { ProtocolName } from '../../generated/registries.ts';
import type { ClientOptions, TraceStep } from '../../runtime/index.ts';
import type { StepRecord } from '../../tools/cli/step-record.ts';
import { stepRecord } from '../../tools/cli/trace-json.ts';
import { Pair, type PairOptions } from '../support/pair.ts';

/** For a connection of one version. A curve of TLS 1.2 is that of the certificate too. */
export function clientOf(maxVersion: ProtocolName): Partial<ClientOptions> {
  return { maxVersion, groups: ['x25519', 'secp256r1'] };
}

/** A handshake, data for the server, and the ends of both halves, if nothing fails. Each step gets its number as its time. */
export function recordedSteps({ client, server }: PairOptions = {}): readonly StepRecord[] {
  const steps: TraceStep[] = [];
  const trace = (step: TraceStep) => {
    steps.push(step);
  };
  const pair = new Pair({ client: { ...client, trace }, server: { ...server, trace } }).start();
  pair.client.do((engine) => engine.write(new TextEncoder().encode('hidden words')));
  pair.run();
  const hasFailed = steps.some(({ failure }) => failure !== undefined);
  for (const end of hasFailed ? [] : [pair.client, pair.server]) end.do((engine) => engine.end());
  pair.run();
  return steps.map((step, index) => stepRecord(step, 'other.example:443', index));
}
