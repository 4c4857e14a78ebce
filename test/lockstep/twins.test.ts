/**
 * The connected and ending subtrees stand in both machines, word for word, so that what holds of
 * one holds of the other. The differences: only a client needs to learn whether it was accepted, and
 * each side is asked for another handshake in its own way.
 */
import { expect, test } from 'vitest';
import { clientMachine } from '../../spec/client.ts';
import { serverMachine } from '../../spec/server.ts';

type Node = { states: Record<string, Node>; on?: Record<string, unknown> };

function subtree(config: unknown, ...path: string[]): Node {
  return path.reduce((node, name) => node.states[name] as Node, config as Node);
}

const copyOf = (config: unknown): unknown => JSON.parse(JSON.stringify(config));

test('connected is the same but for confirmation and renegotiation', () => {
  const client = subtree(copyOf(clientMachine.config), 'live', 'connected');
  const server = subtree(copyOf(serverMachine.config), 'live', 'connected');
  const own = {
    connected: ['local.confirm'],
    receiving: [
      ...['hs.newSessionTicket', 'alert.fatal', 'alert.warning'],
      ...['hs.helloRequest', 'hs.clientHello'],
    ],
  };
  for (const machine of [client, server]) {
    const receiving = subtree(machine, 'inbound', 'receiving');
    for (const event of own.connected) delete machine.on?.[event];
    for (const event of own.receiving) delete receiving.on?.[event];
    delete receiving.states.settling;
  }
  expect(client).toEqual(server);
});

test('ending is the same in both machines', () => {
  expect(subtree(clientMachine.config, 'ending')).toEqual(subtree(serverMachine.config, 'ending'));
});
