/** What the page does without a document: simulates, replays, links, and finds the arrows to mark. */
import { describe, expect, test } from 'vitest';
import { stateName } from '../../tools/explore/graph.ts';
import { activeIn } from '../../tools/view/page/active.ts';
import { charts, roles } from '../../tools/view/page/charts.ts';
import { arrowsOf, drawn } from '../../tools/view/page/drawing.ts';
import { fragmentOf, sharedPathIn } from '../../tools/view/page/link.ts';
import { Recording } from '../../tools/view/page/recording.ts';
import { Replay } from '../../tools/view/page/replay.ts';
import { Simulation } from '../../tools/view/page/simulation.ts';
import { ClientState, ServerState } from '../support/states.ts';
import { clientOf, recordedSteps } from './recorded.ts';

/** The client's way to `connected` (RFC 9846 2, figure 1). */
const handshake = [
  'local.start',
  'hs.serverHello (v13)',
  'hs.encryptedExtensions (good)',
  'hs.certificate (good)',
  'hs.certificateVerify (good)',
  'task.done (accepted)',
  'hs.finished (good)',
];

/** The same in TLS 1.2 (RFC 5246 7.3). */
const handshake12 = [
  'local.start',
  'hs.serverHello (v12)',
  'hs.certificate (good)',
  'hs.serverKeyExchange (good)',
  'hs.serverHelloDone (good)',
  'task.done (accepted)',
  'ccs (good)',
  'hs.finished (good)',
];

describe('a simulation', () => {
  test('goes to connected, with actions and epochs, and back', () => {
    const simulation = new Simulation(charts.client);
    expect(simulation.takeAll(handshake)).toBe('');
    expect(stateName(simulation.snapshot.value)).toBe(ClientState.CONNECTED);
    expect(simulation.steps.at(-1)).toMatchObject({
      before: ClientState.WAIT_FINISHED,
      readEpoch: 'application',
      writeEpoch: 'application',
      actions: expect.arrayContaining(['sendFinished', 'installWriteKeys(application)']),
    });
    expect(simulation.steps[1]).toMatchObject({ readEpoch: 'handshake', writeEpoch: 'handshake' });
    simulation.position = 1;
    expect(stateName(simulation.snapshot.value)).toBe(ClientState.WAIT_SH);
    expect(simulation.path).toEqual(['local.start']);
    simulation.take('hs.serverHello (retry)');
    expect(simulation.steps.map(({ after }) => after)).toEqual([
      ClientState.WAIT_SH,
      ClientState.WAIT_SECOND_SH,
    ]);
  });

  test('goes to connected in TLS 1.2, where the server has the last word', () => {
    const simulation = new Simulation(charts.client);
    expect(simulation.takeAll(handshake12)).toBe('');
    expect(stateName(simulation.snapshot.value)).toBe(ClientState.CONNECTED);
    const { readEpoch, writeEpoch, actions } = simulation.steps.at(-3) ?? {};
    expect({ readEpoch, writeEpoch }).toEqual({
      readEpoch: 'plaintext',
      writeEpoch: 'application',
    });
    expect(actions).toContain('sendFinished');
    expect(simulation.steps.at(-2)).toMatchObject({ event: 'ccs', readEpoch: 'application' });
  });

  test('offers each event with what comes of it', () => {
    const simulation = new Simulation(charts.client);
    simulation.take('local.start');
    const choices = new Map(simulation.choices().map((choice) => [choice.name, choice]));
    expect(choices.get('hs.serverHello (v13)')).toMatchObject({
      kind: 'moves',
      after: ClientState.WAIT_EE,
    });
    expect(choices.get('hs.finished (good)')).toMatchObject({
      kind: 'fails',
      failure: 'unexpected_message',
    });
    expect(choices.get('local.write')?.kind).toBe('stays');
    expect(choices.get('alert.userCanceled')?.kind).toBe('ignored');
    expect(choices.get('after.handshakeTimeout')?.kind).toBe('fails');
  });

  test('takes no event that cannot happen', () => {
    const simulation = new Simulation(charts.client);
    expect(simulation.takeAll(['local.start', 'hs.no'])).toContain('hs.no cannot happen');
    expect(simulation.path).toEqual(['local.start']);
  });
});

test('a link holds machine, options and path', () => {
  const shared = {
    role: 'server',
    configuration: { clientAuth: 'require', defersAlerts: 'true', allowsTruncation: 'false' },
    path: ['local.start', 'hs.clientHello (v13)', 'io.eof'],
  } as const;
  const fragment = fragmentOf(shared);
  expect(fragment).toBe(
    'machine=server&clientAuth=require&defersAlerts=true&allowsTruncation=false' +
      '&path=local.start,hs.clientHello:v13,io.eof',
  );
  expect(sharedPathIn(`#${fragment}`)).toEqual(shared);
  expect(sharedPathIn('#elsewhere')).toBeUndefined();
});

describe.each(['TLSv1.3', 'TLSv1.2'] as const)('a recording of %s', (version) => {
  const steps = recordedSteps({ client: clientOf(version), server: { clientAuth: 'request' } });

  test('tells the version once it is chosen', () => {
    for (const role of roles) {
      const own = steps.filter((step) => step.role === role).map(({ protocol }) => protocol);
      expect([...new Set(own)]).toEqual([undefined, version]);
      expect(own.at(-1)).toBe(version);
    }
  });

  test('is replayed by the real machines, which find the options', () => {
    for (const role of roles) {
      const replay = new Replay(charts[role]);
      const own = steps.filter((step) => step.role === role);
      for (const step of own) replay.push(step);
      expect(replay.after(own.length)?.value).toBeDefined();
    }
    const server = new Replay(charts.server);
    for (const step of steps.filter(({ role }) => role === 'server')) server.push(step);
    expect(server.after(5)?.context.clientAuth).toBe('request');
  });

  test('each step that goes on has an arrow in the diagram', () => {
    for (const role of roles) {
      const arrows = arrowsOf(charts[role], { closed: new Set(), isDetailed: false });
      const replay = new Replay(charts[role]);
      const own = steps.filter((step) => step.role === role);
      for (const step of own) replay.push(step);
      for (const [index, { before, after, event }] of own.entries()) {
        const marked = replay.taken(index).filter((id) => arrows.has(id));
        if (before !== after) expect(marked, `${role} ${event}`).not.toEqual([]);
      }
    }
  });

  test('of both ends is one story, in the order of time', () => {
    const recording = new Recording();
    for (const role of ['server', 'client'] as const) {
      for (const step of steps) if (step.role === role) recording.add(step, `${role}.jsonl`);
    }
    expect(recording.steps).toEqual(steps);
    recording.position = steps.length;
    expect(recording.placeOf('client').state).toBe(ClientState.CLOSED);
    recording.position = 0;
    expect(recording.placeOf('client')).toEqual({ state: ClientState.IDLE, taken: [] });
    recording.show('server', undefined);
    expect(recording.steps.every(({ role }) => role === 'client')).toBe(true);
  });

  test('that is followed goes on by itself', () => {
    const recording = new Recording();
    for (const step of steps.slice(0, 5)) recording.add(step, 'live');
    expect(recording.position).toBe(5);
    recording.position = 2;
    for (const step of steps.slice(5)) recording.add(step, 'live');
    expect(recording.position).toBe(2);
  });
});

test('a name of a state stands for its states, and for those around them', () => {
  expect([...activeIn(charts.client, ClientState.WAIT_FINISHED)]).toEqual([
    'live',
    'live.handshake',
    `live.handshake.${ClientState.WAIT_FINISHED}`,
  ]);
  expect([...activeIn(charts.server, ServerState.HALF_CLOSED_LOCAL)]).toEqual([
    'live',
    'live.connected',
    'live.connected.inbound',
    'live.connected.inbound.receiving',
    'live.connected.inbound.receiving.reading',
    'live.connected.outbound',
    'live.connected.outbound.sent',
  ]);
});

test('a closed state is drawn as one box, with the arrows of what is in it', async () => {
  const id = 'live.handshake';
  const shown = { closed: new Set([id]), isDetailed: false };
  const { boxes, arrows, svg } = await drawn(charts.client, shown);
  expect(boxes.has(`${id}.${ClientState.WAIT_FINISHED}`)).toBe(false);
  expect(boxes.get(id)?.node.tone).toBe('closed');
  expect(boxes.get(id)?.node.shape).toBe('box');
  expect(arrows.get(`${id}.finish|always|0`)).toBe(`${id}>live.connected>edge`);
  // What is marked is found by the arrow's id: it must be the drawing's own.
  for (const arrow of arrows.values()) {
    expect(svg).toContain(`data-arrow="${arrow.replaceAll('>', '&gt;')}"`);
  }
});
