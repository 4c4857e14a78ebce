/** What is done on a step, as data and as text. */
import { delayOf } from './stimuli.ts';

/** An action with its parameters; timers are `startTimer` and `stopTimer`. */
export interface Action {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** From an action as XState tells it. */
export function actionOf(action: { readonly type: string; readonly params?: unknown }): Action {
  // What XState does itself has a shape of its own; other parameters are literals of the spec.
  const params = (action.params ?? {}) as {
    readonly sendId?: string;
    readonly event?: { readonly type: string };
  };
  if (action.type === 'xstate.raise') {
    return { name: 'startTimer', params: { delay: delayOf(params.event?.type) } };
  }
  if (action.type === 'xstate.cancel') {
    return { name: 'stopTimer', params: { delay: delayOf(params.sendId) } };
  }
  return { name: action.type, params: { ...params } };
}

/** `installWriteKeys(handshake)`, `fail(decode_error)`, `sendAlert`: as a trace of the engine tells it. */
export function actionText({ name, params }: Action): string {
  const values = Object.values(params).map(String);
  return values.length === 0 ? name : `${name}(${values.join(', ')})`;
}
