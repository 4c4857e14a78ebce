/** Reading lists of effects: what was written, what was delivered, how it ended. */
import { concatBytes } from '../../runtime/bytes.ts';
import type { ConnectionInfo, Effect, EndReason } from '../../runtime/index.ts';

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

/** What was negotiated; undefined if there is no connection. */
export function connectionOf(effects: readonly Effect[]): ConnectionInfo | undefined {
  for (const effect of effects) {
    if (effect.type === 'fact' && effect.fact.name === 'connected') return effect.fact.connection;
  }
  return undefined;
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
