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
  const text = asciiOf(reader.contents(isUtcTime ? tags.utcTime : tags.generalizedTime));
  const form = isUtcTime ? /^\d{12}Z$/ : /^\d{14}Z$/;
  if (!form.test(text)) reader.fail('a time is not in whole seconds and Zulu');
  const time = isUtcTime ? dateOf(fullYear(text)) : dateOf(text);
  if (time === undefined) reader.fail('a time is not a date of the calendar');
  if (!isUtcTime && !isAnchor && text < '2050') reader.fail('a GeneralizedTime lies before 2050');
  return time;
}

/** RFC 5280 4.1.2.5.1: two digits mean 1950 to 2049. */
function fullYear(text: string): string {
  return (text < '50' ? '20' : '19') + text;
}

/** YYYYMMDDHHMMSSZ; undefined where Date would roll over, as it does on 30 February. */
function dateOf(text: string): number | undefined {
  const part = (start: number, end: number) => text.slice(start, end);
  const iso = `${part(0, 4)}-${part(4, 6)}-${part(6, 8)}T${part(8, 10)}:${part(10, 12)}:${part(12, 14)}.000Z`;
  const time = Date.parse(iso);
  if (Number.isNaN(time) || new Date(time).toISOString() !== iso) return undefined;
  return time;
}

function asciiOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 16));
}
