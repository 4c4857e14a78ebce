/**
 * A siege: a server in a process of its own, a crowd of hostile peers in another one, and good
 * clients that come before, during and after. What it costs is printed; what is demanded is that
 * nobody holds the server longer than its deadlines, that memory stays flat, and that the good
 * clients are served.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { readAll } from '../node/network.ts';
import { makeTestPki } from '../support/certificates.ts';
import type { SiegeReport } from './siege-server.ts';

export interface Siege {
  /** Hostile connections at a time. */
  readonly count: number;
  /** Good clients in each of the three times, one after the other. */
  readonly visits: number;
  /** Deadlines of the server, in milliseconds. */
  readonly bounds: { readonly handshakeTimeout: number; readonly drainTimeout: number };
  /** Called with what is to be told of it. */
  readonly print: (line: string) => void;
}

const serverFile = new URL('./siege-server.ts', import.meta.url);
const attackFile = new URL('./siege-attack.ts', import.meta.url);
const MiB = 2 ** 20;
/** A connection's engine, streams and socket; what TCP holds for it is the system's. */
const maxBytesEach = 64 * 1024;
/** No deadline of a server under siege may be late by so much. */
const latenessMs = 20_000;

/** Runs it. Fails if the server does not stand. */
export async function besiege({ count, visits, bounds, print }: Siege): Promise<void> {
  const { ca, leaf } = await makeTestPki();
  const options = { cert: leaf.certificatePem, key: leaf.privateKeyPem, ...bounds };
  const server = start(serverFile, JSON.stringify(options));
  const port = await answerOf<number>(server);
  const visit = async () => await latencies(port, ca.certificatePem, visits);
  await visit();
  const before = await visit();
  const calm = await reportOf(server);
  const attack = start(attackFile, ...[port, count, bounds.drainTimeout].map(String));
  try {
    const early = await until(server, ({ connections }) => connections > count * 0.9);
    const during = await visit();
    const late = await until(server, ({ closed }) => closed > count / 2);
    await stop(attack);
    const left = await until(server, ({ connections }) => connections === 0);
    const after = await visit();
    for (const [when, times] of Object.entries({ before, during, after })) {
      print(`${when}: served in ${inMs(medianOf(times))}, at most ${inMs(Math.max(...times))}`);
    }
    for (const [when, report] of Object.entries({ calm, early, late, left })) {
      print(`${when}: ${inWords(report)}`);
    }
    expect(late.connections).toBeGreaterThan(count / 2);
    expect(late.heldBytes - calm.heldBytes).toBeLessThan(count * maxBytesEach);
    expect(late.heldBytes - early.heldBytes).toBeLessThan((count * maxBytesEach) / 4 + 4 * MiB);
    expect(left.heldBytes - calm.heldBytes).toBeLessThan(8 * MiB);
    const { handshakeTimeout, drainTimeout } = bounds;
    expect(left.longestMs).toBeLessThan(handshakeTimeout + drainTimeout + latenessMs);
    expect(medianOf(during)).toBeLessThan(Math.max(10 * medianOf(before), 1_000));
  } finally {
    await Promise.all([stop(attack), stop(server)]);
  }
}

/** Milliseconds from the first SYN of each of some clients to the end of its answer. */
async function latencies(port: number, ca: string, visits: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < visits; i++) {
    const since = performance.now();
    const client = connect({ port, host: '127.0.0.1', servername: 'localhost', ca });
    client.write('\n');
    expect((await readAll(client)).toString()).toBe('served');
    times.push(performance.now() - since);
  }
  return times;
}

/** Asks the server until it is so. */
async function until(
  server: ChildProcess,
  isSo: (report: SiegeReport) => boolean,
): Promise<SiegeReport> {
  for (;;) {
    const report = await reportOf(server);
    if (isSo(report)) return report;
  }
}

function start(file: URL, ...args: readonly string[]): ChildProcess {
  return fork(fileURLToPath(file), args, { execArgv: ['--import', 'tsx'] });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function reportOf(server: ChildProcess): Promise<SiegeReport> {
  server.send('report');
  return await answerOf<SiegeReport>(server);
}

/** The next message. Rejects if the process ends instead. */
async function answerOf<T>(child: ChildProcess): Promise<T> {
  return await new Promise((resolve, reject) => {
    const fail = () => reject(new Error('the server is gone'));
    child.once('exit', fail);
    child.once('message', (message) => {
      child.off('exit', fail);
      // Each of our programs says what its file says.
      resolve(message as T);
    });
  });
}

function inMs(time: number): string {
  return `${time.toFixed(1)} ms`;
}

function inWords(report: SiegeReport): string {
  const { connections, heldBytes, residentBytes, readBytes, closed, longestMs } = report;
  const inMiB = (length: number) => `${(length / MiB).toFixed(1)} MiB`;
  return (
    `${connections} connections, ${inMiB(heldBytes)} held (${inMiB(residentBytes)} resident); ` +
    `${closed} closed, the longest after ${inMs(longestMs)}, ${inMiB(readBytes)} read`
  );
}

function medianOf(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}
