/**
 * Which function handles what. A state has a function of its own for the events it treats in its
 * own way; the rest goes to the function of the compound state around it, and so on outwards.
 */
import { type Block, callLandings, isSame, toBlock, withoutStaying } from './blocks.ts';
import type { CompiledMachine, CompiledState } from './compile.ts';

/** What one generated function handles: event -> block. */
export type Arms = ReadonlyMap<string, Block>;

/** A function for a compound state, shared by the states in it. */
export interface Group {
  readonly name: string;
  /** The group around it, that takes what this one does not. */
  readonly outer: string | undefined;
  readonly arms: Arms;
}

/** A function for one configuration. */
export interface StateArms {
  readonly state: CompiledState;
  readonly group: string;
  readonly arms: Arms;
}

export interface ArmTable {
  readonly landings: ReadonlyMap<string, Block>;
  readonly groups: readonly Group[];
  readonly states: readonly StateArms[];
}

/** Distributes the outcomes of a machine over functions. */
export function arrangeArms(machine: CompiledMachine): ArmTable {
  const landings = sharedLandings(machine);
  const full = new Map(machine.states.map((state) => [state, allArms(state, landings)]));
  const groups: Group[] = [];
  for (const name of groupNames(machine.states)) {
    const outer = outerGroup(machine.states, name);
    const inherited = effective(groups, outer);
    const own = differing(sharedArms(machine, full, name), inherited);
    groups.push({ name, outer, arms: own });
  }
  const states = machine.states.map((state) => {
    const group = state.ancestors.at(-1) ?? '';
    return {
      state,
      group,
      arms: differing(full.get(state) ?? new Map(), effective(groups, group)),
    };
  });
  return { landings: nested(landings), groups, states };
}

function allArms(state: CompiledState, landings: ReadonlyMap<string, Block>): Arms {
  return new Map(
    [...state.outcomes].map(([event, outcome]) => [
      event,
      withoutStaying(callLandings(toBlock(outcome), landings), state.name),
    ]),
  );
}

/** The landings that more than one arm ends in; the others are better read where they happen. */
function sharedLandings(machine: CompiledMachine): Map<string, Block> {
  const all = new Map([...machine.landings].map(([id, outcome]) => [id, toBlock(outcome)]));
  const arms = machine.states.flatMap((state) => [...allArms(state, all).values()]);
  const text = JSON.stringify(arms);
  const calls = (id: string) => text.split(JSON.stringify({ kind: 'enter', id })).length - 1;
  return new Map([...all].filter(([id]) => calls(id) > 1));
}

/** Landings may end in each other: entering `alerting` ends in entering `draining`. */
function nested(landings: ReadonlyMap<string, Block>): Map<string, Block> {
  return new Map(
    [...landings].map(([id, block]) => {
      const others = new Map([...landings].filter(([other]) => other !== id));
      return [id, callLandings(block, others)];
    }),
  );
}

/** Compound states that stand around a configuration, outermost first. */
function groupNames(states: readonly CompiledState[]): string[] {
  const depth = new Map<string, number>();
  for (const { ancestors } of states) {
    for (const [level, name] of ancestors.entries()) depth.set(name, level);
  }
  return [...depth].sort(([, a], [, b]) => a - b).map(([name]) => name);
}

function outerGroup(states: readonly CompiledState[], name: string): string | undefined {
  const around = states.find((state) => state.ancestors.includes(name))?.ancestors ?? [];
  return around[around.indexOf(name) - 1];
}

/** For each event the arm that most children of a group share; each child has one voice. */
function sharedArms(
  machine: CompiledMachine,
  full: ReadonlyMap<CompiledState, Arms>,
  group: string,
): Map<string, Block> {
  const shared = new Map<string, Block>();
  for (const event of machine.events) {
    const children = childrenOf(machine.states, group);
    const voices = children.map((members) =>
      mostFrequent(members.map((state) => full.get(state)?.get(event))),
    );
    const winner = mostFrequent(voices);
    if (winner !== undefined) shared.set(event, winner);
  }
  return shared;
}

/** The configurations of a group, one list for each compound or single state directly in it. */
function childrenOf(states: readonly CompiledState[], group: string): CompiledState[][] {
  const children = new Map<string, CompiledState[]>();
  for (const state of states) {
    const level = state.ancestors.indexOf(group);
    if (level < 0) continue;
    const child = state.ancestors[level + 1] ?? state.name;
    children.set(child, [...(children.get(child) ?? []), state]);
  }
  return [...children.values()];
}

/** The most frequent block; of several, one that at least two share. */
function mostFrequent(blocks: readonly (Block | undefined)[]): Block | undefined {
  const counts = new Map<string, { block: Block; count: number }>();
  for (const block of blocks) {
    if (block === undefined) continue;
    const key = JSON.stringify(block);
    const entry = counts.get(key) ?? { block, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  }
  const [best] = [...counts.values()].sort((a, b) => b.count - a.count);
  return best !== undefined && (best.count > 1 || blocks.length === 1) ? best.block : undefined;
}

/** What a group handles with all that it inherits. */
function effective(groups: readonly Group[], name: string | undefined): Map<string, Block> {
  const group = groups.find((one) => one.name === name);
  if (group === undefined) return new Map();
  return new Map([...effective(groups, group.outer), ...group.arms]);
}

function differing(arms: Arms, inherited: Arms): Map<string, Block> {
  return new Map([...arms].filter(([event, block]) => !isSame(block, inherited.get(event))));
}
