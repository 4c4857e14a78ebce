/** Versions of the protocol: their code points, and words for people. */
import { ProtocolVersion } from '../../generated/messages.ts';
import type { ProtocolName } from '../../generated/registries.ts';

/** ProtocolVersion code points of the versions that are spoken here. */
export const versionCodes: Readonly<Record<ProtocolName, ProtocolVersion>> = {
  'TLSv1.3': ProtocolVersion.tls13,
  'TLSv1.2': ProtocolVersion.tls12,
};

/** `TLS 1.3 or TLS 1.2`. */
export function spokenVersions(versions: readonly ProtocolName[]): string {
  return versions.map((version) => spokenVersion(versionCodes[version])).join(' or ');
}

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
