/**
 * Time in certificates (RFC 5280 4.1.2.5): seconds, Zulu, UTCTime through 2049 and GeneralizedTime
 * from 2050 on, each a date that the calendar has.
 */
import { type DerReader, tags } from './der.ts';

/**
 * Reads a GeneralizedTime of any year, where there is no choice of types (RFC 6960).
 * @returns milliseconds since 1970
 * @throws CertificateError
 */
export function readGeneralizedTime(reader: DerReader): number {
  if (!reader.isNext(tags.generalizedTime)) reader.contents(tags.generalizedTime);
  return readTime(reader, true);
}

/**
 * Reads one Time.
 * @param isAnchor lets a GeneralizedTime before 2050 pass
 * @returns milliseconds since 1970
 * @throws CertificateError
 */
export function readTime(reader: DerReader, isAnchor: boolean): number {
  const isUtcTime = reader.isNext(tags.utcTime);
  const text = reader.contents(isUtcTime ? tags.utcTime : tags.generalizedTime);
  const pairs = digitPairs(text, isUtcTime ? 6 : 7);
  if (pairs === undefined) reader.fail('a time is not in whole seconds and Zulu');
  if (isUtcTime) pairs.unshift(century(pairs[0]));
  const time = dateOf(pairs);
  if (time === undefined) reader.fail('a time is not a date of the calendar');
  if (!isUtcTime && !isAnchor && time < year2050) reader.fail('a GeneralizedTime lies before 2050');
  return time;
}

const year2050 = Date.UTC(2050, 0);

/** RFC 5280 4.1.2.5.1: two digits mean 1950 to 2049. */
function century(year = 0): number {
  return year < 50 ? 20 : 19;
}

/** Two digits each, as often as that, and a Z. */
function digitPairs(text: Uint8Array, count: number): number[] | undefined {
  if (text.length !== 2 * count + 1 || text[2 * count] !== 0x5a) return undefined;
  const pairs: number[] = [];
  for (let at = 0; at < 2 * count; at += 2) {
    const tens = (text[at] ?? 0) - 0x30;
    const ones = (text[at + 1] ?? 0) - 0x30;
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9) return undefined;
    pairs.push(10 * tens + ones);
  }
  return pairs;
}

/** Century, year, month, day, hour, minute, second; undefined where Date would roll over. */
function dateOf(pairs: readonly number[]): number | undefined {
  const [centuries = 0, years = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = pairs;
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(100 * centuries + years, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.setUTCHours(hours, minutes, seconds);
}
