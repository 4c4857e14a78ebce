/**
 * The connected and ending subtrees stand in both machines, word for word, so that what holds of
 * one holds of the other. The one difference: only a client takes a NewSessionTicket.
 */
import { expect, test } from 'vitest';
import { clientMachine } from '../../spec/client.ts';
import { serverMachine } from '../../spec/server.ts';

type Node = { states: Record<string, Node>; on?: Record<string, unknown> };

function subtree(config: unknown, ...path: string[]): Node {
  const copy: Node = JSON.parse(JSON.stringify(config));
  return path.reduce((node, name) => node.states[name] as Node, copy);
}

test('connected is the same in both machines but for hs.newSessionTicket', () => {
  const client = subtree(clientMachine.config, 'live', 'connected');
  const server = subtree(serverMachine.config, 'live', 'connected');
  const receiving = subtree(client, 'inbound', 'receiving');
  expect(receiving.on).toHaveProperty(['hs.newSessionTicket']);
  const own = client.states.inbound?.states.receiving?.on ?? {};
  delete own['hs.newSessionTicket'];
  expect(client).toEqual(server);
});

test('ending is the same in both machines', () => {
  expect(subtree(clientMachine.config, 'ending')).toEqual(subtree(serverMachine.config, 'ending'));
});
