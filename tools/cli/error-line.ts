/** The one line that tells people how a connection ended badly. */
import { TlsError } from '../../runtime/index.ts';
import { printable } from '../../runtime/x509/names.ts';
import { messageOf } from './usage.ts';

/**
 * What came and what was expected, the state in which it came, the code, the section of the
 * standard, and which alert told whom. Safe for a terminal.
 */
export function errorLine(error: unknown): string {
  return printable(error instanceof TlsError ? tlsErrorLine(error) : messageOf(error));
}

/** `9846#4.5.3` -> `RFC 9846, 4.5.3`. */
export function citation(reference: string): string {
  return `RFC ${reference.replace('#', ', ')}`;
}

function tlsErrorLine(error: TlsError): string {
  const cause = error.cause === undefined ? '' : `: ${messageOf(error.cause)}`;
  const state = error.state === undefined ? '' : `, in ${error.state}`;
  const what = error.message.endsWith(state.slice(2)) ? '' : state;
  const alert = alertText(error);
  const hint = error.hint === undefined ? '' : `; ${error.hint}`;
  return `${error.message}${cause}${what} (${error.code}, ${citation(error.rfc)}${alert})${hint}`;
}

function alertText({ alert, alertCode, origin }: TlsError): string {
  const whose = origin === 'peer' ? "the peer's alert" : 'our alert';
  if (alertCode === undefined) return '';
  return `; ${whose}: ${alert === undefined ? 'number' : `${alert},`} ${alertCode}`;
}
