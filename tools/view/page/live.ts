/** What `--inspect` streams, by way of the server that this page came from, as steps. */
import type { InspectorMessage } from '../../cli/inspector-messages.ts';
import type { StepRecord } from '../../cli/step-record.ts';
import { stateName } from '../../explore/graph.ts';

const retryMs = 2_000;

/** Makes steps of the messages of connections. */
export class LiveSteps {
  /** Role, peer and state of each connection, by its session. */
  readonly #actors = new Map<string, { role: StepRecord['role']; peer: string; state: string }>();

  /** @returns the step that a message completes */
  take(message: InspectorMessage): StepRecord | undefined {
    const { sessionId, createdAt } = message;
    if (message.type === '@xstate.actor') {
      const [role = '', ...peer] = message.name.split(' ');
      if (role !== 'client' && role !== 'server') return undefined;
      const state = stateName(message.snapshot.value);
      this.#actors.set(sessionId, { role, peer: peer.join(' '), state });
      return undefined;
    }
    const actor = this.#actors.get(sessionId);
    if (message.type !== '@xstate.snapshot' || actor === undefined) return undefined;
    const { event, snapshot } = message;
    const { actions = [], failure, ...names } = snapshot.context;
    const { role, peer, state: before } = actor;
    actor.state = stateName(snapshot.value);
    return {
      ...{ role, peer, atMs: Number(createdAt), event: event.type, facet: event.facet },
      ...{ ...names, before, after: actor.state, actions },
      ...(failure && { failure: { ...failure, text: failure.code } }),
    };
  }
}

/**
 * Listens for ever; comes back when the server has gone and is there again.
 * @param onStep called with each step and the connection's session
 */
export function listen(
  onStep: (step: StepRecord, sessionId: string) => void,
  onConnected: (isConnected: boolean) => void,
): void {
  if (!location.protocol.startsWith('http')) return;
  // Who comes back gets what was so far once more: what is known already is passed over.
  const seen = new Set<string>();
  const steps = new LiveSteps();
  const open = () => {
    const socket = new WebSocket(`ws://${location.host}/`);
    socket.addEventListener('open', () => onConnected(true));
    socket.addEventListener('message', ({ data }) => {
      // The server passes on nothing but messages of the protocol.
      const message = JSON.parse(String(data)) as InspectorMessage;
      if (seen.has(message.id)) return;
      seen.add(message.id);
      const step = steps.take(message);
      if (step !== undefined) onStep(step, message.sessionId);
    });
    socket.addEventListener('close', () => {
      onConnected(false);
      setTimeout(open, retryMs);
    });
  };
  open();
}
