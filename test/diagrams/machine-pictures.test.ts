/**
 * Nothing of a machine is missing in its pictures. What must be there is read from the literal of
 * the spec itself, by other code than that which draws.
 */
import { describe, expect, test } from 'vitest';
import type { AnyStateNode } from 'xstate';
import { ClientState, ServerState, States } from '../support/states.ts';
import { boxesIn, graphsOf, idOf, machines, nodesIn, wordsOf } from './support.ts';

/** A transition as the literal has it. */
interface Written {
  readonly event: string;
  readonly guard?: string;
  readonly target?: string;
  readonly actions?: readonly (string | { type: string; params?: Record<string, unknown> })[];
}

describe.each(machines)('the pictures of the %s', (role, machine) => {
  const graphs = graphsOf(role, machine);
  const nodes = nodesIn(machine.root);

  test('every state is at home on exactly one page, and has its box there', () => {
    const homes = graphs.flatMap(([view]) => view.home.map(({ id }) => id));
    expect(homes.toSorted()).toEqual(nodes.map(idOf).toSorted());
    const boxes = graphs.flatMap(([, { nodes: tops }]) => boxesIn(tops));
    const anchors = boxes.flatMap(({ anchor }) => (anchor === undefined ? [] : [anchor]));
    // The root is the overview as a whole.
    expect(anchors.toSorted()).toEqual(nodes.slice(1).map(idOf).toSorted());
  });

  test('the compound states are boxes in the overview and have pages of their own', () => {
    const [, overview] = graphs[0] ?? [];
    const names = overview?.nodes.flatMap((top) => boxesIn([top])).map(({ id }) => id);
    expect(names).toEqual(expect.arrayContaining(['live.handshake', 'live.connected', 'ending']));
    expect(names).not.toContain(`live.handshake.${States[role].WAIT_FINISHED}`);
    const pages = graphs.map(([{ name }]) => name);
    expect(pages).toEqual(
      ['overview', 'handshake', 'tls12', 'connected', 'ending'].map((page) => `${role}-${page}`),
    );
  });

  test('the choice of a version stands on both pages that it leads to', () => {
    const hello = `live.handshake.${role === 'client' ? ClientState.WAIT_SH : ServerState.START}`;
    const [, choice] = graphs.find(([{ name }]) => name === `${role}-handshake`) ?? [];
    const ways = choice?.edges.filter(({ from }) => from === hello);
    const labels = new Map(ways?.map(({ to, label }) => [to, wordsOf(label)]));
    expect(labels.get('live.handshake.tls12')).toContain('Hello [isV12]');
    const box = boxesIn(choice?.nodes ?? []).find(({ id }) => id === 'live.handshake.tls12');
    expect(box).toMatchObject({ tone: 'closed', children: [] });
    const [, page] = graphs.find(([{ name }]) => name === `${role}-tls12`) ?? [];
    const entry = page?.edges.find(({ to }) => to === 'live.handshake.tls12');
    expect(entry?.from).toBe(`reference ${hello}`);
    // Who it is that sees the event stands in the reference already.
    expect(wordsOf(entry?.label)).toMatch(/^hs\.\w+Hello \[isV12\]/);
  });

  test('every transition is an arrow or folded text', () => {
    const missing = nodes.slice(1).flatMap((node) =>
      transitionsOf(node)
        .filter((written) => !isDrawn(node, written))
        .map((written) => `${idOf(node)}: ${JSON.stringify(written)}`),
    );
    expect(missing).toEqual([]);
  });

  test('the text of a box tells of its state', () => {
    for (const node of nodes.slice(1)) {
      const text = homeText(node);
      expect(text).toContain(node.key);
      expect(text).toContain(node.description ?? '');
      expect(text).toContain(String(node.meta?.rfc ?? '').replace(/^(\d+)#/, 'RFC $1 §'));
    }
  });

  test('both halves of a connection stand in one frame', () => {
    const [, page] = graphs.find(([{ name }]) => name === `${role}-connected`) ?? [];
    const frame = boxesIn(page?.nodes ?? []).find(({ id }) => id === 'live.connected');
    expect(frame?.children.map(({ id }) => id)).toEqual([
      'live.connected.inbound',
      'live.connected.outbound',
    ]);
  });

  /** An arrow to the target where it is no failure, else a row of the state's box. */
  function isDrawn(node: AnyStateNode, { event, guard, target, actions = [] }: Written): boolean {
    const condition = guard === undefined ? '' : `[${guard}]`;
    const outcome = actions.map(failureIn).find((code) => code !== undefined);
    if (target !== undefined && outcome === undefined) {
      return arrows(node, target).some((label) => label.includes(`${event} ${condition}`.trim()));
    }
    const row = homeText(node);
    const done = actions.map((action) => (typeof action === 'string' ? action : action.type));
    const told = outcome === undefined ? done : [outcome];
    return [event, condition, ...told].every((word) => row.includes(word));
  }

  function homeText(node: AnyStateNode): string {
    const boxes = graphs.flatMap(([, { nodes: tops }]) => boxesIn(tops));
    const box = boxes.find(({ anchor }) => anchor === idOf(node));
    return `${wordsOf(box?.text)} ${wordsOf(box?.side)}`;
  }

  /** The labels of the arrows from one state to another, on the page that tells of the first. */
  function arrows(from: AnyStateNode, target: string): readonly string[] {
    const to = targetOf(from, target);
    return graphs
      .filter(([{ home }]) => home.some(({ id }) => id === idOf(from)))
      .flatMap(([, { edges }]) => edges)
      .filter((edge) => edge.from === idOf(from) && leadsTo(edge.to, to))
      .map(({ label }) => wordsOf(label));
  }

  function targetOf(from: AnyStateNode, target: string): string {
    if (!target.startsWith('#')) return idOf(from.parent?.states[target] as AnyStateNode);
    const named = nodes.find(({ config }) => config.id === target.slice(1));
    return named === undefined ? '?' : idOf(named);
  }
});

/** A reference stands for the state; a closed box for those inside. */
function leadsTo(end: string, state: string): boolean {
  return end === `reference ${state}` || end === state || state.startsWith(`${end}.`);
}

function failureIn(action: NonNullable<Written['actions']>[number]): string | undefined {
  if (typeof action === 'string') return undefined;
  const { alert, code } = action.params ?? {};
  if (alert !== undefined) return String(alert);
  return code === undefined || code === 'closed' ? undefined : String(code);
}

/** All that the literal says of a state's transitions. */
function transitionsOf({ config }: AnyStateNode): readonly Written[] {
  const { on = {}, after = {}, always = [], onDone = [] } = config as Record<string, never>;
  const listed = (event: string, list: unknown): Written[] =>
    [list].flat().map((entry) => ({ event, ...(entry as Omit<Written, 'event'>) }));
  return [
    ...Object.entries(on).flatMap(([event, list]) => listed(event, list)),
    ...Object.entries(after).flatMap(([delay, list]) => listed(`after ${delay}`, list)),
    ...listed('', always),
    ...listed('when done', onDone),
  ];
}
