/** What the command line tells people: a step of a trace, a connection, an error. */
import { appendFileSync } from 'node:fs';
import type { TlsSocket, TraceStep } from '../../runtime/node/index.ts';
import { TlsError } from '../../runtime/node/index.ts';

/** One line a step: event, facet, states, actions, key epochs, section. */
export function printStep(step: TraceStep): void {
  process.stderr.write(`${formatStep(step)}\n`);
}

/** The line of a step. */
export function formatStep(step: TraceStep): string {
  const event = step.facet === undefined ? step.event : `${step.event}/${step.facet}`;
  const states = step.before === step.after ? step.before : `${step.before} -> ${step.after}`;
  const epochs = `read ${step.readEpoch}, write ${step.writeEpoch}`;
  const section = step.rfc === undefined ? '' : `  RFC ${step.rfc.replace('#', ' ')}`;
  const actions = step.actions.length === 0 ? '' : `  ${step.actions.join(' ')}`;
  return `${step.role}  ${event}  ${states}${actions}  (${epochs})${section}`;
}

/** What was negotiated and with whom, for the user's eyes. */
export function summary(socket: TlsSocket): string {
  const { connection } = socket;
  if (connection === undefined) return 'not connected';
  const certificate = socket.getPeerX509Certificate();
  const verdict = socket.authorized
    ? 'verified'
    : `NOT verified (${socket.authorizationError ?? 'not asked'})`;
  const lines = [
    `connected: ${connection.protocol}, ${connection.cipherSuite}, ${connection.group}, ${connection.signatureScheme}`,
    `ALPN: ${connection.alpnProtocol ?? 'none'}`,
  ];
  if (certificate !== undefined) {
    const names = `${oneLine(certificate.subject)}, issued by ${oneLine(certificate.issuer)}`;
    lines.push(
      `server: ${names}, valid ${certificate.validFrom} to ${certificate.validTo}: ${verdict}`,
    );
  }
  return lines.join('\n');
}

/** The one clear line of an error: what came, in which state, which alert. */
export function explain(error: unknown): string {
  if (!(error instanceof TlsError)) return error instanceof Error ? error.message : String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  const state = error.state === undefined ? '' : `, in ${error.state}`;
  const who = error.origin === 'peer' ? 'received' : 'sent';
  const alert = error.alert === undefined ? '' : `, alert ${who}: ${error.alert}`;
  return `${error.code}: ${error.message}${cause}${state}${alert}`;
}

/** Appends key log lines; only the user may read the file. */
export function keyLogTo(path: string): (line: Buffer) => void {
  return (line) => appendFileSync(path, line, { mode: 0o600 });
}

function oneLine(name: string | undefined): string {
  return (name ?? '').replaceAll('\n', ', ');
}
