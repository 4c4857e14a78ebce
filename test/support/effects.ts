/** Reading lists of effects: what was written, what was delivered, how it ended. */
import { concatBytes, hexOf } from '../../runtime/bytes.ts';
import type { ConnectionInfo, Effect, EndReason, Task, TlsError } from '../../runtime/index.ts';

/** All bytes for the transport. */
export function bytesWritten(effects: readonly Effect[]): Uint8Array {
  return concatBytes(effects.flatMap((one) => (one.type === 'write' ? [one.data] : [])));
}

/** All data from the peer. */
export function dataOf(effects: readonly Effect[]): Uint8Array {
  return concatBytes(effects.flatMap((one) => (one.type === 'data' ? [one.data] : [])));
}

/** How it ended; undefined if it has not. */
export function reasonOf(effects: readonly Effect[]): EndReason | undefined {
  return effects.find((one) => one.type === 'ended')?.reason;
}

/** The error that it ended with; undefined if it has not ended, or ended well. */
export function errorOf(effects: readonly Effect[]): TlsError | undefined {
  const reason = reasonOf(effects);
  return reason?.clean === false ? reason.error : undefined;
}

/** What was negotiated; undefined if there is no connection. */
export function connectionOf(effects: readonly Effect[]): ConnectionInfo | undefined {
  for (const effect of effects) {
    if (effect.type === 'fact' && effect.fact.name === 'connected') return effect.fact.connection;
  }
  return undefined;
}

/** The questions that were asked, in order. */
export function tasksOf(effects: readonly Effect[]): readonly Task[] {
  return effects.flatMap((one) => (one.type === 'wait' ? [one.task] : []));
}

/** Label -> secret in hexadecimal digits, of the key log lines. */
export function keyLogOf(effects: readonly Effect[]): Readonly<Record<string, string>> {
  const secrets: Record<string, string> = {};
  for (const effect of effects) {
    if (effect.type !== 'fact' || effect.fact.name !== 'keylog') continue;
    const [label = '', , secret = ''] = effect.fact.line.split(' ');
    secrets[label] = secret;
  }
  return secrets;
}

/** The effects by name, such as `write`, `deadline drainTimeout` or `fact connected`. */
export function namesOf(effects: readonly Effect[]): readonly string[] {
  return effects.map((effect) => {
    if (effect.type === 'fact') return `fact ${effect.fact.name}`;
    if (effect.type === 'wait') return `wait ${effect.task.kind}`;
    if (effect.type !== 'deadline') return effect.type;
    return `deadline ${effect.name}${effect.afterMs === undefined ? ' off' : ''}`;
  });
}

/**
 * One line an effect, with all that it says. Writes that follow each other count as one, and so
 * does data: where a stream is cut is nobody's business. Deadlines and key log lines do not part
 * two writes, and stand before them: nobody can tell their order.
 */
export function merged(effects: readonly Effect[]): readonly string[] {
  const lines: string[] = [];
  let stream = { type: '', hex: '' };
  const endStream = () => {
    if (stream.type !== '') lines.push(`${stream.type} ${stream.hex}`);
    stream = { type: '', hex: '' };
  };
  for (const effect of effects) {
    if (effect.type === 'write' || effect.type === 'data') {
      if (effect.type !== stream.type) endStream();
      stream = { type: effect.type, hex: stream.hex + hexOf(effect.data) };
    } else {
      if (stream.type !== 'write' || !isBeside(effect)) endStream();
      lines.push(`${effect.type} ${contentOf(effect)}`.trimEnd());
    }
  }
  endStream();
  return lines;
}

function isBeside(effect: Effect): boolean {
  return effect.type === 'deadline' || (effect.type === 'fact' && effect.fact.name === 'keylog');
}

function contentOf(effect: Effect): string {
  switch (effect.type) {
    case 'deadline':
      return `${effect.name} ${effect.afterMs ?? 'off'}`;
    case 'wait':
      return printed(effect.task);
    case 'fact':
      return printed(effect.fact);
    case 'ended':
      return effect.reason.clean ? 'clean' : told(effect.reason.error);
    default:
      return '';
  }
}

/** All that an error says. */
function told(error: TlsError): string {
  const { code, message, alert, alertCode, origin, state } = error;
  return `${code} "${message}" alert ${alert ?? 'none'} ${alertCode ?? ''} by ${origin} in ${state}`;
}

function printed(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    member instanceof Uint8Array ? hexOf(member) : member,
  );
}
