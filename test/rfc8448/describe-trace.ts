/**
 * What is tested of every trace of RFC 8448: each engine, given the trace's keys, randomness and
 * signatures, takes the other side's recorded bytes and arrives at the trace's very secrets,
 * Finished values and records.
 */
import { afterEach, expect, it, vi } from 'vitest';
import type { ConnectionInfo, ServerOptions } from '../../runtime/index.ts';
import { connectionOf } from '../support/effects.ts';
import { End } from '../support/pair.ts';
import { providers } from '../support/providers.ts';
import { type Trace, type TraceRole, tracesOf } from '../support/rfc8448.ts';
import { describeVectors } from '../support/vectors.ts';
import { watchCrypto } from '../support/watched-crypto.ts';
import { expectAllReached, expectTrace, play } from './play.ts';
import { takingShortKeys } from './short-keys.ts';
import { certificatesOf, newTraceClient, newTraceServer } from './trace-engines.ts';

/** What is this trace's own. */
export interface TraceCase {
  /** What its server prefers, where it is not what ours does. */
  readonly server?: Partial<ServerOptions>;
  /** What both ends have negotiated. */
  readonly negotiated: Partial<ConnectionInfo>;
}

/** Tests of one trace. The test file has to overrule the certificates' module, see short-keys.ts. */
export function describeTrace(name: string, { server: options, negotiated }: TraceCase): void {
  describeVectors('rfc8448.json', `RFC 8448 ${name}`, (vectors) => {
    afterEach(() => vi.restoreAllMocks());

    it.each(providers)('the client on $name arrives at its values and records', (provider) => {
      const trace = traceOf(vectors, name);
      const { crypto, values, leaks } = watchCrypto(takingShortKeys(provider));
      const client = new End(newTraceClient(trace, crypto));
      play(trace, 'client', client);
      expectTrace(trace, 'client', client);
      expectConnection(client, { ...negotiated, ...shownBy(trace, 'server') });
      expect(leaks()).toEqual([]);
      expectAllReached(values, trace, 'client');
    });

    it.each(providers)('the server on $name arrives at its values and records', (provider) => {
      const trace = traceOf(vectors, name);
      const { crypto, values, leaks } = watchCrypto(takingShortKeys(provider));
      const server = new End(newTraceServer(trace, crypto, options));
      play(trace, 'server', server);
      expectTrace(trace, 'server', server);
      expectConnection(server, { ...negotiated, ...shownBy(trace, 'client') });
      expect(leaks()).toEqual([]);
      expectAllReached(values, trace, 'server');
    });
  });
}

function traceOf(vectors: unknown, name: string): Trace {
  const found = tracesOf(vectors).find((trace) => trace.name === name);
  if (found === undefined) throw new Error(`there is no trace ${name}`);
  return found;
}

function shownBy(trace: Trace, role: TraceRole): Partial<ConnectionInfo> {
  return { peerCertificates: certificatesOf(trace, role) };
}

function expectConnection({ effects }: End, expected: Partial<ConnectionInfo>): void {
  expect(connectionOf(effects)).toMatchObject(expected);
}
