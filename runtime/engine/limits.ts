/** What a peer may do without getting anywhere, and when it is enough. */
import { limits } from '../../generated/registries.ts';
import type { EventType, TlsEvent } from './events.ts';

/** Counts events that give nobody anything; the one too many becomes `record.limit`. */
export class FloodGate {
  #warnings = 0;
  #idleMessages = 0;

  check(event: TlsEvent): TlsEvent {
    switch (event.type) {
      case 'alert.userCanceled':
      case 'alert.warning':
        this.#warnings += 1;
        return this.#warnings > limits.warningAlerts
          ? flood('warning alerts', limits.warningAlerts)
          : event;
      case 'app.data':
      case 'local.write':
        if (event.data !== undefined && event.data.length > 0) this.#idleMessages = 0;
        return event;
      case 'hs.helloRequest':
      case 'hs.keyUpdate':
      case 'hs.newSessionTicket':
        this.#idleMessages += 1;
        return this.#idleMessages > limits.idleMessages
          ? flood('post-handshake messages without data', limits.idleMessages)
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
