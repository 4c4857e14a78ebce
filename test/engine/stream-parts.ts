/** Parts of streams that no peer should send. */
import { concatBytes } from '../../runtime/bytes.ts';
import { type CryptoProvider, noble } from '../../runtime/index.ts';
import { recordsOf } from '../support/cuts.ts';
import { type Role, record } from './replay.ts';

/** The bytes of a text. */
export const text = (line: string) => new TextEncoder().encode(line);

/** A record in the clear. */
export const plain = (type: number, ...content: readonly number[]) =>
  Uint8Array.of(type, 3, 3, content.length >> 8, content.length & 0xff, ...content);

export const changeCipherSpec = plain(20, 1);
export const handshakeFailure = plain(21, 2, 40);

/** The good stream to this side, with its record of this number changed. */
export function withRecord(
  role: Role,
  index: number,
  change: (original: Uint8Array) => Uint8Array,
): Uint8Array {
  const records = recordsOf(record(role).stream);
  return concatBytes(records.map((one, i) => (i === index ? change(one) : one)));
}

/** The same, but for one bit. */
export function flipLastBit(record: Uint8Array): Uint8Array {
  const changed = record.slice();
  const last = changed.length - 1;
  changed[last] = (changed[last] ?? 0) ^ 1;
  return changed;
}

/** Finished is the one thing that the engines make a MAC for: the one of this number is wrong. */
export function withBadMac(number: number): CryptoProvider {
  let macs = 0;
  return {
    ...noble,
    hmac(...args) {
      macs += 1;
      const mac = noble.hmac(...args);
      return macs === number ? flipLastBit(mac) : mac;
    },
  };
}
