/** ProtocolVersion in words, for people. */
import { ProtocolVersion } from '../../generated/messages.ts';

/** `TLS 1.2`; the number in hexadecimal digits where it has no name. */
export function spokenVersion(code: ProtocolVersion): string {
  return names.get(code) ?? `version 0x${code.toString(16).padStart(4, '0')}`;
}

const names: ReadonlyMap<number, string> = new Map([
  [0x0300, 'SSL 3.0'],
  [0x0301, 'TLS 1.0'],
  [0x0302, 'TLS 1.1'],
  [ProtocolVersion.tls12, 'TLS 1.2'],
  [ProtocolVersion.tls13, 'TLS 1.3'],
]);
