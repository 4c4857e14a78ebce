/** Times and serial numbers as both reports of `tlschart check` write them. */
import { hexOf } from '../../runtime/bytes.ts';
import type { Certificate } from '../../runtime/x509/certificate.ts';

/** ISO 8601, in UTC, without milliseconds that are zero. */
export function printInstant(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}

/** In hexadecimal, without the octet that only keeps the INTEGER positive. */
export function serialOf({ serialNumber }: Pick<Certificate, 'serialNumber'>): string {
  const isPadded = serialNumber.length > 1 && serialNumber[0] === 0;
  return hexOf(isPadded ? serialNumber.subarray(1) : serialNumber);
}
