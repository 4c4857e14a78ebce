/** Rules of what must not come after what, and of what must have come before. */
import type { Action } from '../../tools/explore/actions.ts';
import { type Edge, failureOf, isIgnored, type SpecGraph } from './graph.ts';
import { faultsOnPaths } from './invariant.ts';

/** The words that a path has seen. */
export type History = ReadonlySet<string>;

/** Looks at one action, with all that went before it; says what is wrong, if anything is. */
export type Watch = (action: Action, history: History, edge: Edge) => string | undefined;

/**
 * What is wrong on any path, by what has been done and met on the way.
 * @param memorable what the watch asks for; the fewer, the quicker: actions by name, events by type
 *   (`io.eof`), and messages and answers that were taken (`took hs.finished (good)`)
 */
export function faultsByHistory(
  graph: SpecGraph,
  memorable: readonly string[],
  watch: Watch,
): readonly string[] {
  const asked = new Set(memorable);
  const histories = new Map<string, History>();
  /** One object for each set of words. */
  const withWord = (history: History, word: string): History => {
    if (!asked.has(word) || history.has(word)) return history;
    const more = new Set([...history, word]);
    const text = [...more].sort().join();
    const known = histories.get(text) ?? more;
    histories.set(text, known);
    return known;
  };
  const none: History = new Set();
  return faultsOnPaths(graph, {
    begin: () => none,
    follow: (before: History, edge, report) => {
      let history = withWord(before, edge.event.type);
      if (edge.actions.length === 0 && edge.from === edge.to) return history;
      if (isTaken(edge)) history = withWord(history, `took ${edge.name}`);
      for (const action of edge.actions) {
        const fault = watch(action, history, edge);
        if (fault !== undefined) report(fault);
        history = withWord(history, action.name);
      }
      return history;
    },
  });
}

/** What must have come before each of these actions, on every path. */
export function faultsOfPrecedence(
  graph: SpecGraph,
  needs: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  return faultsByHistory(graph, Object.values(needs).flat(), ({ name }, history) => {
    const missing = needs[name]?.find((word) => !history.has(word));
    return missing === undefined ? undefined : `${name} without ${missing}`;
  });
}

/** What must not be done twice on any path. */
export function faultsOfRepetition(graph: SpecGraph, names: readonly string[]): readonly string[] {
  return faultsByHistory(graph, names, ({ name }, history) =>
    names.includes(name) && history.has(name) ? `${name} a second time` : undefined,
  );
}

/** A message or an answer of the handshake that leads on. */
function isTaken(edge: Edge): boolean {
  const isOne = /^(?:hs|task)\./.test(edge.name) && edge.from.phase === 'handshake';
  return isOne && failureOf(edge) === undefined && !isIgnored(edge);
}
