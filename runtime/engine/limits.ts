/** What a peer may do without getting anywhere, and when it is enough. */
import type { EventType, TlsEvent } from './events.ts';

/**
 * user_canceled alerts: a peer has no reason for more than one. The number is what other stacks
 * allow for warnings.
 */
const maxWarnings = 4;

/**
 * Post-handshake messages in a row without application data in either direction: a server sends a few tickets, each
 * KeyUpdate costs us key derivations.
 */
const maxIdleMessages = 32;

/**
 * Bytes held while a task is being answered. The caller is asked not to read meanwhile; this is
 * for one that does: what was on its way, and no more.
 */
export const maxHeldBytes = 256 * 1024;

/** Bytes dropped while draining: 16 MiB lets a client that pipelines megabytes read our alert. */
export const defaultDrainBudget = 16 * 1024 * 1024;

/** Counts events that give nobody anything; the one too many becomes `record.limit`. */
export class FloodGate {
  #warnings = 0;
  #idleMessages = 0;

  check(event: TlsEvent): TlsEvent {
    switch (event.type) {
      case 'alert.userCanceled':
        this.#warnings += 1;
        return this.#warnings > maxWarnings ? flood('warning alerts', maxWarnings) : event;
      case 'app.data':
      case 'local.write':
        this.#idleMessages = 0;
        return event;
      case 'hs.keyUpdate':
      case 'hs.newSessionTicket':
        this.#idleMessages += 1;
        return this.#idleMessages > maxIdleMessages
          ? flood('post-handshake messages without data', maxIdleMessages)
          : event;
      default:
        return event;
    }
  }
}

/** The event for a limit that was passed. */
export function flood(what: string, limit: number): TlsEvent {
  const type: EventType = 'record.limit';
  return { type, fault: { code: 'ERR_TLS_FLOOD', detail: `more than ${limit} ${what}` } };
}
