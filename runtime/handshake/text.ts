/** Names on the wire: DNS names in ASCII, ALPN names in UTF-8. */
import { refuseArgument } from '../errors.ts';

export function encodeText(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The text of these bytes, or undefined if they are not UTF-8. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Checks the caller's ALPN names: 1 to 255 bytes each (RFC 7301 3.1). @throws TlsError */
export function checkProtocols(protocols: readonly string[]): void {
  if (!Array.isArray(protocols)) refuseArgument('alpnProtocols', "must be a list such as ['h2']");
  let total = 0;
  for (const protocol of protocols) {
    const { length } = encodeText(protocol);
    if (length < 1 || length > 255) {
      refuseArgument('alpnProtocols', `'${protocol}' has ${length} bytes, allowed are 1 to 255`);
    }
    total += 1 + length;
  }
  if (total > maxListLength) {
    refuseArgument('alpnProtocols', `takes ${total} bytes, allowed are ${maxListLength}`);
  }
}

/** The list goes into an extension with a length of its own in front. */
const maxListLength = 0xffff - 2;
