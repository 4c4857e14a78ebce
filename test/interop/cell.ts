/**
 * A cell of the interop table: everything that is fixed about one connection between us and a
 * peer, and how it is told to people.
 */
import {
  type CipherSuiteName,
  cipherSuites,
  type NamedGroupName,
  type ProtocolName,
} from '../../generated/registries.ts';

/** The kind of the keys of the server's certificate, and of the client's if it shows one. */
export type CertificateKind = 'ecdsa' | 'ecdsa-p384' | 'rsa' | 'ed25519';

/**
 * What the server wants and what the client does. `refused`: it shows a certificate that nobody
 * trusts.
 */
export const clientAuths = [
  'none',
  'request/given',
  'request/empty',
  'request/refused',
  'require/given',
  'require/empty',
  'require/refused',
] as const;
export type ClientAuth = (typeof clientAuths)[number];

/** Why the server sends a HelloRetryRequest: for a key share of another group, with a cookie. */
export type Retry = 'none' | 'group' | 'cookie' | 'group and cookie';

/** Whether the client guesses a group that the server does not want. */
export function isWrongGuess(retry: Retry): boolean {
  return retry.startsWith('group');
}

/** Who updates its keys in the middle of the data, and asks the other to do the same. */
export const keyUpdates = ['none', 'ours', 'theirs'] as const;
export type KeyUpdate = (typeof keyUpdates)[number];

export interface Cell {
  readonly cipherSuite: CipherSuiteName;
  readonly group: NamedGroupName;
  readonly certificate: CertificateKind;
  readonly clientAuth: ClientAuth;
  readonly retry: Retry;
  /** Bytes that go from the client to the server, and back. */
  readonly size: number;
  /** The name of our crypto provider. */
  readonly crypto: string;
  readonly keyUpdate: KeyUpdate;
}

/** Some values of some columns: of each of these columns one. */
export type CellPattern = { readonly [K in keyof Cell]?: Cell[K] | readonly Cell[K][] };

/** Whether a cell, or what is known of it, is one of the pattern's. */
export function fits(cell: Partial<Cell>, pattern: CellPattern): boolean {
  return Object.entries(pattern).every(([column, wanted]) => {
    // The columns of a pattern are a cell's.
    const value = cell[column as keyof Cell];
    return value !== undefined && [wanted].flat().includes(value);
  });
}

/** The version that a cell's suite is for. */
export function versionOf({ cipherSuite }: Pick<Cell, 'cipherSuite'>): ProtocolName {
  return cipherSuites[cipherSuite].protocol;
}

/** From one version to another one, also such that we do not speak. */
export interface Versions {
  readonly min: 'TLSv1.1' | ProtocolName;
  readonly max: 'TLSv1.1' | ProtocolName;
}

export const onlyTls13: Versions = { min: 'TLSv1.3', max: 'TLSv1.3' };

/** What the peer of a cell speaks: where we have suites of TLS 1.2 alone, it would take TLS 1.3 too. */
export function peerVersions(cell: Cell): Versions {
  return versionOf(cell) === 'TLSv1.3' ? onlyTls13 : { min: 'TLSv1.2', max: 'TLSv1.3' };
}

/** The kind of the certificate that nobody trusts. */
export const strangerKind: CertificateKind = 'ecdsa';

/** The curve of a kind of certificates, where there is one that TLS 1.2 has to agree on. */
const curves: Readonly<Partial<Record<CertificateKind, NamedGroupName>>> = {
  ecdsa: 'secp256r1',
  'ecdsa-p384': 'secp384r1',
};

/**
 * The groups that have to be offered where one is wanted: in TLS 1.2 the curve of the certificate
 * is among them (RFC 8422 5.1).
 */
export function groupsWith(cell: Cell): readonly NamedGroupName[] {
  if (versionOf(cell) === 'TLSv1.3') return [cell.group];
  // The stranger has a curve of its own.
  const kinds = [cell.certificate, ...(cell.clientAuth.endsWith('/refused') ? [strangerKind] : [])];
  return [...new Set([cell.group, ...kinds.flatMap((kind) => curves[kind] ?? [])])];
}

/** Which of the two the peer is; we are the other one. */
export type Role = 'client' | 'server';

const KIB = 1024;
const MIB = 1024 * KIB;

/** The sizes that are paired with everything else; and the one that each peer gets once. */
export const sizes = [0, 1, MIB] as const;
export const largeSize = 16 * MIB;

/** Whether the server lets this client in. */
export function isRefused({ clientAuth }: Pick<Cell, 'clientAuth'>): boolean {
  return clientAuth.endsWith('/refused') || clientAuth === 'require/empty';
}

/**
 * A group that stands for a wrong guess of the one that the server wants: a client that sends its
 * key share has to try again.
 */
export function wrongGuessFor(group: NamedGroupName): NamedGroupName {
  return group === 'x25519' ? 'secp256r1' : 'x25519';
}

/** What a pattern fixes, in one line; what is as usual is not told. */
export function describePattern(pattern: CellPattern): string {
  return columns
    .map(({ name, prefix = '' }) => ({ prefix, values: [pattern[name] ?? []].flat() }))
    .map(({ prefix, values }) => ({ prefix, words: values.map(describeValue).join(' or ') }))
    .filter(({ words }) => words !== 'none' && words !== '')
    .map(({ prefix, words }) => prefix + words)
    .join(', ');
}

/** The columns in the order in which they are told; and what a value does not say by itself. */
const columns: readonly { readonly name: keyof Cell; readonly prefix?: string }[] = [
  { name: 'cipherSuite' },
  { name: 'group' },
  { name: 'certificate' },
  { name: 'clientAuth', prefix: 'client auth ' },
  { name: 'retry', prefix: 'retry ' },
  { name: 'size' },
  { name: 'keyUpdate', prefix: 'KeyUpdate ' },
  { name: 'crypto' },
];

function describeValue(value: string | number): string {
  if (typeof value === 'string') return value.replace(/^TLS_|_SHA\d+$/g, '');
  return value < MIB ? `${value} B` : `${value / MIB} MiB`;
}
