/**
 * Opens the last record that a server sent, by hand: with the traffic secrets of its key log, and
 * with record protection that is not the engine's. RFC 9846 5.2, 7.3.
 */
import { cipherSuites } from '../../generated/registries.ts';
import { bytesOfHex } from '../../runtime/bytes.ts';
import { Secret } from '../../runtime/codegen/secret.ts';
import { noble } from '../../runtime/index.ts';
import { recordsOf } from '../support/cuts.ts';
import { KeyLane } from '../support/puppet-keys.ts';

/** The only cipher suite that is opened here. */
export const cipherSuite = 'TLS_AES_128_GCM_SHA256';

/** Label -> secret in hexadecimal digits. */
export type KeyLog = Readonly<Record<string, string>>;

/** A TLSInnerPlaintext under each of the server's keys; undefined: the key does not open it. */
export interface LastRecord {
  /** As the record behind those that the handshake key opens. */
  readonly byHandshakeKey: Uint8Array | undefined;
  /** As the first record of its epoch. */
  readonly byApplicationKey: Uint8Array | undefined;
}

/**
 * @param stream all that the server sent
 * @throws Error if the handshake key does not open each protected record before the last
 */
export function openLastRecord(stream: Uint8Array, keyLog: KeyLog): LastRecord {
  const isProtected = ([contentType]: Uint8Array) => contentType === 23;
  const records = recordsOf(stream);
  const last = records.at(-1);
  if (last === undefined || !isProtected(last)) throw new Error('the last record is in the clear');
  const handshakeKey = laneOf(keyLog, 'SERVER_HANDSHAKE_TRAFFIC_SECRET');
  for (const record of records.slice(0, -1).filter(isProtected)) {
    if (open(handshakeKey, record) === undefined) throw new Error('a record of another epoch');
  }
  return {
    byHandshakeKey: open(handshakeKey, last),
    byApplicationKey: open(laneOf(keyLog, 'SERVER_TRAFFIC_SECRET_0'), last),
  };
}

/** A fatal alert as the plaintext of a record without padding (RFC 9846 5.4, 6). */
export function fatalAlertPlaintext(code: number): Uint8Array {
  return Uint8Array.of(2, code, 21);
}

/** The secrets in lines of a key log. */
export function keyLogIn(lines: readonly string[]): KeyLog {
  return Object.fromEntries(
    lines.map((line) => {
      const [label = '', , secret = ''] = line.trimEnd().split(' ');
      return [label, secret];
    }),
  );
}

function laneOf(keyLog: KeyLog, label: string): KeyLane {
  const secret = keyLog[label];
  if (secret === undefined) throw new Error(`no ${label} in the key log`);
  return new KeyLane(noble, cipherSuites[cipherSuite], new Secret(bytesOfHex(secret)));
}

function open(lane: KeyLane, record: Uint8Array): Uint8Array | undefined {
  return lane.open(record.subarray(0, 5), record.subarray(5));
}
