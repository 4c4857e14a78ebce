/**
 * `--inspect` and the relay behind the page: the Stately Inspector's three messages, over real
 * WebSockets, from this machine only.
 */
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { alerts } from '../../spec/registries.ts';
import { openInspector } from '../../tools/cli/inspect.ts';
import type { ActorMessage, InspectorMessage } from '../../tools/cli/inspector-messages.ts';
import type { StepRecord } from '../../tools/cli/step-record.ts';
import { stateName } from '../../tools/explore/graph.ts';
import { charts } from '../../tools/view/page/charts.ts';
import { LiveSteps } from '../../tools/view/page/live.ts';
import { openViewer, type Viewer } from '../../tools/view/relay.ts';
import { actionPattern, isKnown, stateNames } from './machine-names.ts';
import { clientOf, recordedSteps } from './recorded.ts';

const steps = recordedSteps();
const tls12 = recordedSteps({ client: clientOf('TLSv1.2') });
let viewer: Viewer;
let port: number;

beforeEach(async () => {
  viewer = await openViewer(0, async () => '<!doctype html><title>page</title>');
  port = Number(new URL(viewer.url).port);
});
afterEach(() => viewer.close());

test('an actor, then an event and a snapshot for each step, to whoever is there and to who comes later', async () => {
  const early = await listener();
  await stream(steps);
  const late = await listener();
  const expected = 2 + 2 * steps.length;
  const messages = await early.first(expected);
  expect(await late.first(expected)).toHaveLength(expected);
  for (const session of new Set(messages.map(({ sessionId }) => sessionId))) {
    const [actor, ...others] = messages.filter(({ sessionId }) => sessionId === session);
    expect(actor?.type).toBe('@xstate.actor');
    expect(others.map(({ type }) => type)).toEqual(
      others.map((_, index) => (index % 2 === 0 ? '@xstate.event' : '@xstate.snapshot')),
    );
  }
  early.socket.close();
  late.socket.close();
});

test('the definition is the configuration; values are states of the machine that it defines', async () => {
  const { socket, first } = await listener();
  await stream(steps);
  const messages = await first(2 + 2 * steps.length);
  const actors = messages.filter((message): message is ActorMessage => 'definition' in message);
  expect(actors.map(({ name }) => name.split(' ')[0]).sort()).toEqual(['client', 'server']);
  for (const { name, definition, sessionId } of actors) {
    const chart = charts[name.startsWith('client') ? 'client' : 'server'];
    expect(JSON.parse(definition)).toEqual(JSON.parse(JSON.stringify(chart.machine.config)));
    for (const message of messages.filter((one) => one.sessionId === sessionId)) {
      if (message.type === '@xstate.event') continue;
      const { value } = message.snapshot;
      // XState throws for a value that is none.
      const snapshot = chart.machine.resolveState({ value: value as never, context: {} as never });
      expect(stateNames[chart.role]).toContain(stateName(snapshot.value));
    }
  }
  socket.close();
});

test('names only: nothing in a message is a byte, a key, or a text of the peer', async () => {
  const failed = recordedSteps({ client: { serverName: 'elsewhere.example' } });
  const { socket, first } = await listener();
  const all = [...steps, ...tls12, ...failed];
  await stream(all);
  const messages = await first(2 + 2 * all.length);
  const roleOf = new Map(
    messages.flatMap((one) =>
      one.type === '@xstate.actor' ? [[one.sessionId, one.name.split(' ')[0]] as const] : [],
    ),
  );
  for (const message of messages) {
    expect(/hidden words|(elsewhere|host)\.example|Leaf/.test(JSON.stringify(message))).toBe(false);
    if (message.type === '@xstate.actor') continue;
    const { event } = message;
    expect(Object.keys(event).filter((key) => key !== 'type' && key !== 'facet')).toEqual([]);
    const role = roleOf.get(message.sessionId) === 'client' ? 'client' : 'server';
    expect(isKnown(role, event.type, event.facet)).toBe(true);
    if (message.type === '@xstate.event') continue;
    const { actions = [], failure, protocol, alert, ...context } = message.snapshot.context;
    for (const action of actions) expect(action).toMatch(actionPattern);
    expect([undefined, 'TLSv1.3', 'TLSv1.2']).toContain(protocol);
    expect([undefined, ...Object.keys(alerts)]).toContain(alert);
    expect(Object.keys(context).sort()).toEqual(['readEpoch', 'rfc', 'writeEpoch']);
    for (const text of Object.values(failure ?? {})) expect(text).toMatch(/^\w+$/);
  }
  socket.close();
});

test.each([
  ['TLSv1.3', steps],
  ['TLSv1.2', tls12],
])('the page makes the same steps of the messages: %s', async (protocol, sent) => {
  const { socket, first } = await listener();
  await stream(sent);
  const live = new LiveSteps();
  const made = (await first(2 + 2 * sent.length)).flatMap((one) => live.take(one) ?? []);
  const plain = (all: readonly StepRecord[]) => JSON.parse(JSON.stringify(all));
  expect(plain(made)).toEqual(plain(sent));
  expect(made.at(-1)?.protocol).toBe(protocol);
  socket.close();
});

test('only this machine, and no page of another origin, is let in', async () => {
  const refused = async (headers: Readonly<Record<string, string>>) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { headers });
    const [error] = await once(socket, 'error');
    return String(error);
  };
  expect(await refused({ origin: 'https://elsewhere.example' })).toContain('401');
  expect(await refused({ host: 'elsewhere.example' })).toContain('401');
  const page = await fetch(viewer.url, { headers: { origin: 'https://elsewhere.example' } });
  expect(page.status).toBe(403);
  expect((await fetch(viewer.url)).headers.get('content-security-policy')).toContain(
    "default-src 'none'",
  );
  // Another address of this machine: whoever listened on all would answer.
  const elsewhere = connect(port, '127.0.0.2');
  const [error] = await once(elsewhere, 'error');
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
});

test('what is no message of the protocol is not passed on', async () => {
  const { socket, first } = await listener();
  const sender = (await listener()).socket;
  for (const text of ['hello', '{}', '[1]', '{"type":"other","sessionId":"1"}']) sender.send(text);
  sender.send('{"type":"@xstate.event","sessionId":"1"}');
  expect(await first(1)).toEqual([{ type: '@xstate.event', sessionId: '1' }]);
  socket.close();
  sender.close();
});

test('without a viewer one is told to start it', async () => {
  await viewer.close();
  await expect(openInspector(port, expect.unreachable)).rejects.toThrow(
    /^--inspect: .*npm run view/,
  );
  viewer = await openViewer(0, async () => '');
});

test('a viewer that reads too slowly is left behind, and that is told once', async () => {
  const listening = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  listening.on('connection', (socket) => socket.pause());
  await once(listening, 'listening');
  const warnings: string[] = [];
  const { port: slow } = listening.address() as AddressInfo;
  const inspector = await openInspector(slow, (problem) => warnings.push(problem));
  const [step] = steps;
  if (step === undefined) throw new Error('no step was recorded');
  for (let connections = 0; warnings.length === 0; connections++) {
    expect(connections).toBeLessThan(10_000);
    inspector.tell(step, {});
    if (connections % 100 === 0) await new Promise(setImmediate);
  }
  inspector.tell(step, {});
  expect(warnings).toEqual(['--inspect: the viewer reads too slowly, steps are left out']);
  for (const socket of listening.clients) socket.terminate();
  listening.close();
});

/** As the command line does: each end of the connection on its own. */
async function stream(all: readonly StepRecord[]): Promise<void> {
  const inspector = await openInspector(port, expect.unreachable);
  const ends = { client: {}, server: {} };
  for (const step of all) inspector.tell(step, ends[step.role]);
  inspector.close();
}

/** A client of the relay. */
async function listener() {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
  const messages: InspectorMessage[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  await once(socket, 'open');
  const first = async (count: number): Promise<readonly InspectorMessage[]> => {
    while (messages.length < count) await once(socket, 'message');
    return messages;
  };
  return { socket, first };
}
