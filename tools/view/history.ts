/** What the viewer has been told, for pages that come later: the latest connections and steps. */

/** Connections whose introductions are kept. */
const maxActors = 64;
/** Other messages that are kept; a step has two. */
const maxMessages = 4_000;

export class ViewHistory {
  readonly #actors = new Map<string, string>();
  readonly #messages: string[] = [];

  /** @returns whether it was a message of the inspector's protocol */
  add(text: string): boolean {
    const message = messageIn(text);
    if (message === undefined) return false;
    if (message.type === '@xstate.actor') {
      this.#actors.set(message.sessionId, text);
      const [oldest] = this.#actors.keys();
      if (this.#actors.size > maxActors && oldest !== undefined) this.#actors.delete(oldest);
      return true;
    }
    this.#messages.push(text);
    // In pieces: taking away the first of many at each step would be slow.
    if (this.#messages.length > 2 * maxMessages) this.#messages.splice(0, maxMessages);
    return true;
  }

  /** Introductions first. */
  texts(): readonly string[] {
    return [...this.#actors.values(), ...this.#messages];
  }
}

function messageIn(text: string): { type: string; sessionId: string } | undefined {
  try {
    const message: unknown = JSON.parse(text);
    if (typeof message !== 'object' || message === null) return undefined;
    const { type, sessionId } = message as { type?: unknown; sessionId?: unknown };
    if (typeof type !== 'string' || typeof sessionId !== 'string') return undefined;
    return type.startsWith('@xstate.') ? { type, sessionId } : undefined;
  } catch {
    return undefined;
  }
}
