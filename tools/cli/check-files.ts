/**
 * The files that `tlschart check` judges, PEM or DER. Only the wrapping is looked at here: bytes in
 * it that are no certificate, CRL or response are for the verdict to tell.
 */
import { certificatesFromPem } from '../../runtime/index.ts';
import { crlsFromPem } from '../../runtime/x509/pem.ts';
import { messageOf, readBytes, UsageError } from './usage.ts';

/** DER of each certificate of a file, in order. @throws UsageError naming the option */
export function readCertificateFile(option: string, path: string): readonly Uint8Array[] {
  return readBlocks(option, path, certificatesFromPem);
}

/** DER of each CRL of a file, in order. @throws UsageError naming the option */
export function readCrlFile(option: string, path: string): readonly Uint8Array[] {
  return readBlocks(option, path, crlsFromPem);
}

/** An OCSP response (RFC 6960), which is always kept in DER. @throws UsageError naming the option */
export function readResponseFile(option: string, path: string): Uint8Array {
  const bytes = readBytes(option, path);
  if (!isDer(bytes)) throw new UsageError(`${option}: ${path} is no OCSP response in DER`);
  return bytes;
}

function readBlocks(
  option: string,
  path: string,
  fromPem: (text: string) => readonly Uint8Array[],
): readonly Uint8Array[] {
  const bytes = readBytes(option, path);
  if (isDer(bytes)) return [bytes];
  try {
    return fromPem(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new UsageError(`${option}: ${path}: ${messageOf(error)}`);
  }
}

/** All that is read here begins in DER with the tag of a SEQUENCE; no text does. */
function isDer(bytes: Uint8Array): boolean {
  return bytes[0] === 0x30;
}
