/**
 * From decision trees to code worth reading: common beginnings and ends of the two sides of a
 * question are written once, and what entering a state with an `id` does becomes one call.
 * Lockstep tests prove that nothing of this changes what a machine does.
 */
import type { Outcome, Step } from './compile.ts';

/** A statement of the generated code. `goto` sets the state, `enter` calls a landing function. */
export type Statement =
  | Step
  | { readonly kind: 'goto'; readonly target: string }
  | { readonly kind: 'enter'; readonly id: string }
  | { readonly kind: 'if'; readonly guard: string; readonly yes: Block; readonly no: Block };

export type Block = readonly Statement[];

/** The block of an outcome, its `goto` last on each path. */
export function toBlock(outcome: Outcome): Block {
  if (outcome.kind === 'leaf') {
    return [...outcome.steps, { kind: 'goto', target: outcome.target }];
  }
  const yes = toBlock(outcome.yes);
  const no = toBlock(outcome.no);
  const head = commonHead(yes, no);
  const tail = commonTail(yes.slice(head), no.slice(head));
  const middle = (block: Block) => block.slice(head, block.length - tail);
  const rest = yes.slice(yes.length - tail);
  if (middle(yes).length === 0 && middle(no).length === 0) return yes;
  const question: Statement = {
    kind: 'if',
    guard: outcome.guard,
    yes: middle(yes),
    no: middle(no),
  };
  return [...yes.slice(0, head), question, ...rest];
}

/** Replaces the longest ending that is a landing by a call of it, inside branches too. */
export function callLandings(block: Block, landings: ReadonlyMap<string, Block>): Block {
  const found = [...landings]
    .filter(([, landing]) => endsWith(block, landing))
    .sort(([, a], [, b]) => b.length - a.length)[0];
  const rest = found === undefined ? block : block.slice(0, block.length - found[1].length);
  const inner = rest.map((statement) =>
    statement.kind === 'if'
      ? {
          ...statement,
          yes: callLandings(statement.yes, landings),
          no: callLandings(statement.no, landings),
        }
      : statement,
  );
  return found === undefined ? inner : [...inner, { kind: 'enter', id: found[0] }];
}

/** Drops every final `goto` back to the state one is in. */
export function withoutStaying(block: Block, state: string): Block {
  const last = block.at(-1);
  if (last?.kind === 'goto' && last.target === state) return block.slice(0, -1);
  if (last?.kind !== 'if') return block;
  const yes = withoutStaying(last.yes, state);
  const no = withoutStaying(last.no, state);
  const rest = block.slice(0, -1);
  return yes.length === 0 && no.length === 0 ? rest : [...rest, { ...last, yes, no }];
}

export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Statements that both begin with. Stops at `set`: a question must not move behind a change. */
function commonHead(a: Block, b: Block): number {
  let length = 0;
  while (length < Math.min(a.length, b.length)) {
    const statement = a[length];
    if (statement?.kind === 'set' || statement?.kind === 'goto') break;
    if (!isSame(statement, b[length])) break;
    length += 1;
  }
  return length;
}

function commonTail(a: Block, b: Block): number {
  let length = 0;
  while (length < Math.min(a.length, b.length)) {
    if (!isSame(a[a.length - 1 - length], b[b.length - 1 - length])) break;
    length += 1;
  }
  return length;
}

function endsWith(block: Block, ending: Block): boolean {
  return (
    ending.length > 1 &&
    block.length >= ending.length &&
    isSame(block.slice(block.length - ending.length), ending)
  );
}
