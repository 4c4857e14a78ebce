/**
 * What the interop table leaves out, and why: the only list of it. An entry that stands for nothing
 * that could be run is a failure (`skips.test.ts`), and so is one whose cells do work: each of
 * them is tried when the whole table runs.
 */
import { cipherSuites } from '../../generated/registries.ts';
import { type CellPattern, largeSize, type Role } from './cell.ts';
import type { Seat } from './peers/peer.ts';

export interface Skip {
  /** The peer's name. */
  readonly peer: string;
  /** Undefined: both. */
  readonly role?: Role;
  /** Only versions before this one. */
  readonly before?: string;
  readonly cell: CellPattern;
  readonly reason: string;
  /** It works, but takes so long that it is not tried. */
  readonly isSlow?: boolean;
}

const tls13Suites = Object.values(cipherSuites)
  .filter(({ protocol }) => protocol === 'TLSv1.3')
  .map(({ name }) => name);
const chaChaWithEcdsa = 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256';

export const skips: readonly Skip[] = [
  {
    peer: 'OpenSSL',
    before: '3.5',
    cell: { group: 'X25519MLKEM768' },
    reason: 'OpenSSL has ML-KEM from 3.5 on',
  },
  {
    peer: 'GnuTLS',
    before: '3.8.8',
    cell: { group: 'X25519MLKEM768' },
    reason: 'GnuTLS has ML-KEM from 3.8.8 on',
  },
  {
    peer: 'GnuTLS',
    role: 'client',
    cell: { retry: 'cookie' },
    reason:
      "it answers a HelloRetryRequest that has a cookie but asks for no other group, OpenSSL's too, with illegal_parameter",
  },
  {
    peer: 'GnuTLS',
    role: 'client',
    cell: { size: largeSize },
    isSlow: true,
    reason: 'gnutls-cli prints what it gets byte by byte: 16 MiB take half a minute',
  },
  {
    peer: 'Go',
    before: '1.24',
    cell: { group: 'X25519MLKEM768' },
    reason: 'Go has X25519MLKEM768 from 1.24 on',
  },
  {
    peer: 'Go',
    role: 'client',
    cell: { group: ['X25519MLKEM768', 'x25519'], retry: ['group', 'group and cookie'] },
    reason: 'crypto/tls never guesses another group if it may use this one',
  },
  {
    peer: 'Go',
    cell: { keyUpdate: 'theirs' },
    reason: 'crypto/tls never updates keys unless it is asked to',
  },
  {
    peer: 'node:tls',
    before: '24.5',
    cell: { group: 'X25519MLKEM768' },
    reason: 'Node has OpenSSL 3.5 with ML-KEM from 24.5 on',
  },
  {
    peer: 'node:tls',
    cell: { keyUpdate: 'theirs' },
    reason: 'node:tls has no call for it',
  },
  {
    peer: 'node:tls with ML-KEM',
    cell: { keyUpdate: 'theirs' },
    reason: 'node:tls has no call for it',
  },
  {
    peer: 'NSS',
    before: '3.105',
    cell: { group: 'X25519MLKEM768' },
    reason: 'NSS has X25519MLKEM768 from 3.105 on',
  },
  {
    peer: 'NSS',
    cell: { certificate: 'ed25519' },
    reason: 'NSS has no Ed25519 in TLS',
  },
  {
    peer: 'NSS',
    cell: { keyUpdate: 'theirs' },
    reason: 'the tools cannot be told to update keys',
  },
  {
    peer: 'NSS',
    role: 'server',
    cell: {
      cipherSuite: ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', chaChaWithEcdsa],
      certificate: 'ecdsa-p384',
      group: ['x25519', 'secp256r1'],
    },
    reason:
      'in TLS 1.2 NSS takes no group that is weaker than both the cipher and the key of its certificate',
  },
  {
    peer: 'Java',
    cell: { group: 'X25519MLKEM768' },
    reason: 'JSSE has no ML-KEM in the Java that Debian has',
  },
  {
    peer: 'Java',
    role: 'client',
    cell: { group: 'x25519', retry: ['group', 'group and cookie'] },
    reason: 'JSSE sends a key share for x25519 whenever it may use it',
  },
  {
    peer: 'Java',
    role: 'client',
    cell: { retry: 'cookie' },
    reason:
      'JSSE answers a cookie with another key share, too, which nobody asked for (RFC 9846 4.2.2): we refuse it',
  },
  {
    peer: 'curl',
    cell: { group: 'X25519MLKEM768' },
    reason: "Debian 12's curl has OpenSSL 3.0, which has no ML-KEM",
  },
  {
    peer: 'curl',
    cell: { keyUpdate: 'theirs' },
    reason: 'curl cannot be told to update keys',
  },
  {
    peer: 'Chromium',
    cell: { group: ['X25519MLKEM768', 'x25519'], retry: ['group', 'group and cookie'] },
    reason: 'Chromium always sends key shares for these groups',
  },
  {
    peer: 'Chromium',
    cell: {
      cipherSuite: tls13Suites,
      group: ['secp256r1', 'secp384r1'],
      retry: ['none', 'cookie'],
    },
    reason: 'Chromium never sends a key share for these groups before it is asked to',
  },
  {
    peer: 'Chromium',
    cell: { certificate: 'ed25519' },
    reason: 'Chromium has no Ed25519 in TLS',
  },
  {
    peer: 'Chromium',
    cell: {
      clientAuth: ['request/given', 'request/refused', 'require/given', 'require/refused'],
    },
    reason: 'without a person Chromium shows a certificate only by a policy of the whole machine',
  },
  {
    peer: 'Chromium',
    cell: { keyUpdate: 'theirs' },
    reason: 'Chromium cannot be told to update keys',
  },
];

/** What cannot be tried of the versions (`versions.ts`). Each of them is tried in vain there. */
export const versionSkips: readonly {
  readonly peer: string;
  readonly role: Role;
  readonly speaks: string;
  readonly reason: string;
}[] = [
  {
    peer: 'GnuTLS',
    role: 'server',
    speaks: 'TLSv1.1',
    reason:
      'of our hello it says that there is no suite for TLS 1.1 (handshake_failure), which is true too',
  },
  {
    peer: 'Chromium',
    role: 'client',
    speaks: 'TLSv1.1',
    reason: 'Chromium has had nothing older than TLS 1.2 since its version 98',
  },
];

/** Whether a skip is about this peer in this role. */
export function isFor({ peer: name, role, before }: Skip, seat: Seat): boolean {
  return (
    name === seat.peer.name &&
    (role === undefined || role === seat.role) &&
    (before === undefined || isOlder(seat.peer.version ?? '', before))
  );
}

/** Compares version numbers of any length. */
function isOlder(version: string, other: string): boolean {
  const numbers = (text: string) => text.split(/\D+/).map(Number);
  const [ours, theirs] = [numbers(version), numbers(other)];
  const at = theirs.findIndex((number, index) => number !== (ours[index] ?? 0));
  return at >= 0 && (ours[at] ?? 0) < (theirs[at] ?? 0);
}
