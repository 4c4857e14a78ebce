/** The rules of KeyUpdate (RFC 9846 4.7.3), followed on every path. */
import { type Edge, failureOf, isOver, type SpecGraph } from './graph.ts';
import { faultsOnPaths } from './invariant.ts';

/** What is owed: `due` to the peer, `awaited` from it. */
type Owed = '' | 'due' | 'awaited' | 'due awaited';

export function keyUpdateFaults(graph: SpecGraph): readonly string[] {
  return faultsOnPaths(graph, {
    begin: (): Owed => '',
    follow: (before: Owed, edge, report): Owed | undefined => {
      if (isOver(edge.from)) return undefined;
      let isDue = before.includes('due');
      let isAwaited = before.includes('awaited');
      if (isReceived(edge)) {
        isDue ||= edge.event.facet === 'requested';
        isAwaited = false;
      }
      demandReadKeys(edge, report);
      for (const [index, { name, params }] of edge.actions.entries()) {
        const follower = edge.actions[index + 1]?.name;
        if (name === 'sendData' && isDue) report('data before the answer that is due');
        if (name === 'updateWriteKeys' && edge.actions[index - 1]?.name !== 'sendKeyUpdate') {
          report('write keys change without a word');
        }
        if (name !== 'sendKeyUpdate') continue;
        if (follower !== 'updateWriteKeys') report('write keys do not change with it');
        const isRequest = params.request === 'update_requested';
        if (isRequest && isAwaited) report('a second request before the answer');
        if (isRequest && isDue) report('a request where an answer is due');
        if (!isRequest && !isDue && !isAwaited) report('an answer that nobody asked for');
        isAwaited ||= isRequest;
        isDue = false;
      }
      if (isDue) return isAwaited ? 'due awaited' : 'due';
      return isAwaited ? 'awaited' : '';
    },
  });
}

/** Once for each KeyUpdate of the peer, and at no other time. */
function demandReadKeys(edge: Edge, report: (fault: string) => void): void {
  const count = edge.actions.filter(({ name }) => name === 'updateReadKeys').length;
  if (count !== (isReceived(edge) ? 1 : 0)) report(`read keys are updated ${count} times`);
}

function isReceived(edge: Edge): boolean {
  const isOne = edge.event.type === 'hs.keyUpdate' && edge.from.isReceiving;
  return isOne && failureOf(edge) === undefined;
}
