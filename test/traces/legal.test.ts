/**
 * The handshakes that the spec accepts are those that the hand-written traces show, no more and no
 * fewer (invariant 29): by the order of the peer's messages from the first one to `connected`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Graph } from '../../tools/explore/graph.ts';
import { explorables, type Role } from '../../tools/explore/machines.ts';
import { exploredOnce } from '../support/explored-once.ts';
import { isConnected } from '../support/states.ts';
import { readTraces } from './read-traces.ts';
import { registeredNames } from './registered-names.ts';
import type { Trace } from './trace.ts';

const folder = new URL('.', import.meta.url);
const traces = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) =>
    readTraces(name, readFileSync(new URL(name, folder), 'utf8'), registeredNames),
  );

describe.each(explorables)('$role', (explorable) => {
  const accepted = ordersIn(explorable.role, exploredOnce(explorable));
  const shown = new Set([
    ...traces.flatMap((trace) => orderOf(explorable.role, trace)),
    ...(explorable.role === 'client' ? staticRsaOrders : []),
  ]);

  test('every order that the spec accepts is shown by a trace', () => {
    console.log(`${explorable.role}: ${accepted.size} orders\n  ${[...accepted].join('\n  ')}`);
    expect([...accepted].filter((order) => !shown.has(order))).toEqual([]);
  });

  test('the spec accepts no others', () => {
    expect([...shown].filter((order) => !accepted.has(order))).toEqual([]);
    expect(accepted.size).toBeGreaterThan(3);
  });
});

/**
 * RFC 5246 7.3, 7.4.3: with static RSA there is no ServerKeyExchange. The puppet does not speak it:
 * between two engines these are played by `test/legacy/orders.test.ts`.
 */
const staticRsaOrders = ['', 'CertificateStatus, '].flatMap((status) =>
  ['', 'CertificateRequest, '].map(
    (request) => `ServerHello, Certificate, ${status}${request}ServerHelloDone, Finished`,
  ),
);

/** What the peer says until there is a connection, on every way through the machine. */
function ordersIn(role: Role, { situations, initial }: Graph): ReadonlySet<string> {
  const orders = new Set<string>();
  const follow = (index: number, said: readonly string[], seen: ReadonlySet<number>): void => {
    const situation = situations[index];
    if (situation === undefined || seen.has(index)) return;
    if (isConnected(role, situation.state)) {
      orders.add(said.join(', '));
      return;
    }
    for (const { stimulus, target } of situation.steps) {
      const { type, facet } = stimulus;
      const isOnTheWay =
        type.startsWith('hs.') || ['task.done', 'local.start', 'ccs'].includes(type);
      if (!isOnTheWay || target === index) continue;
      const name = type.startsWith('hs.') ? [nameOf(type, facet)] : [];
      follow(target, [...said, ...name], new Set([...seen, index]));
    }
  };
  for (const index of initial) follow(index, [], new Set());
  return orders;
}

function nameOf(type: string, facet: string | undefined): string {
  if (type === 'hs.serverHello' && facet === 'retry') return 'HelloRetryRequest';
  const name = type.slice('hs.'.length);
  const message = name.charAt(0).toUpperCase() + name.slice(1);
  return facet === 'empty' ? `${message}(empty)` : message;
}

/** The same of a trace; none if it does not come so far. */
function orderOf(role: Role, { role: own, turns }: Trace): readonly string[] {
  const last = turns.findIndex(({ results }) => results.some(({ kind }) => kind === 'connected'));
  if (own !== role || last < 0) return [];
  const names: string[] = [];
  for (const { cause } of turns.slice(0, last + 1)) {
    if (cause.kind !== 'receive') continue;
    for (const record of cause.records) {
      if (record.kind === 'raw') continue;
      for (const content of record.contents) {
        // Messages behind the handshake may have come with its last flight.
        if (content.kind !== 'message' || names.at(-1) === 'Finished') continue;
        // A client takes no notice of it in a handshake (RFC 5246 7.4.1.1).
        if (content.name === 'HelloRequest') continue;
        const isLastPiece = content.piece === undefined || content.piece.index === content.piece.of;
        const isEmpty = content.changes.some(
          (one) => one.kind === 'set' && one.name === 'certificate_list' && one.value === 'empty',
        );
        if (isLastPiece) names.push(isEmpty ? `${content.name}(empty)` : content.name);
      }
    }
  }
  return [names.join(', ')];
}
