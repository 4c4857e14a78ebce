/** What our end says about a connection, and what `openssl` prints about it. */
import { alertNameOf } from '../../../generated/registries.ts';
import { TlsError, type TlsSocket } from '../../../runtime/node/index.ts';

/** What our end says. */
export interface Told {
  /** Undefined: it is content. */
  readonly code: string | undefined;
  /** The alert that it has sent. */
  readonly alert: string | undefined;
  /** What is known of the peer's certificate: `good, by staple`. */
  readonly status?: string | undefined;
  /** For the user. */
  readonly words: string;
}

/** How one connection came out, as both ends see it. */
export interface Met {
  /** `in: good, by staple`, or `CODE alert`. */
  readonly outcome: string;
  readonly words: string;
}

export function accepted(status: string | undefined): Told {
  return { code: undefined, alert: undefined, status, words: '' };
}

/** What a socket of ours knows of its peer's certificate. */
export function statusOf({ connection }: TlsSocket): string | undefined {
  const [leaf] = connection?.peer?.statuses ?? [];
  return leaf && (leaf.source === undefined ? leaf.status : `${leaf.status}, by ${leaf.source}`);
}

/** An error of our own. @throws whatever else it is */
export function refused(error: unknown): Told {
  if (!(error instanceof TlsError)) throw error;
  const { code, alert, message, hint = 'no hint' } = error;
  return { code, alert, words: `${message}; ${hint}` };
}

/** The line with which our commands tell of a failure. @throws Error if it is of another kind */
export function refusedWith(line: string): Told {
  const [, code, alert] = /\((\w+), RFC [^()]*; our alert: (\w+), \d+\)/.exec(line) ?? [];
  if (code === undefined) throw new Error(line);
  return { code, alert, words: line };
}

/** @param seen the alert that came to the peer */
export function metWith({ code, alert, status, words }: Told, seen: string | undefined): Met {
  const ours =
    code === undefined ? `in${status === undefined ? '' : `: ${status}`}` : `${code} ${alert}`;
  return { outcome: alert === seen ? ours : `${ours}, but the peer saw ${seen}`, words };
}

/**
 * The alert that OpenSSL says it got: `... :sslv3 alert certificate revoked: ... :SSL alert number
 * 44`. @throws Error if its number is another's than its name
 */
export function alertIn(words: string): string | undefined {
  const [, text = '', number] = /:([^:]+):[^:]*:\d+:SSL alert number (\d+)/.exec(words) ?? [];
  if (number === undefined) return undefined;
  const name = alertNameOf(Number(number));
  const told = text.replace(/^(?:sslv3|tlsv1|tlsv13) (?:alert )?/, '').replaceAll(' ', '_');
  if (told !== name) throw new Error(`OpenSSL says '${text}' for the alert ${number}, ${name}`);
  return name;
}
