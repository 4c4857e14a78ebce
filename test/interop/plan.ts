/**
 * Which cells a peer gets in a role: suites x groups x our providers in full, everything else in pairs, one large
 * transfer, KeyUpdates; without what is listed as a skip.
 */
import { type CipherSuiteName, cipherSuites, namedGroups } from '../../generated/registries.ts';
import {
  type Cell,
  clientAuths,
  fits,
  isRefused,
  isWrongGuess,
  keyUpdates,
  largeSize,
  type Role,
  sizes,
  versionOf,
  wrongGuessFor,
} from './cell.ts';
import { type Domain, pairwise } from './pairwise.ts';
import type { Peer, Seat } from './peers/peer.ts';
import {
  canDo,
  ourCertificates,
  ourCipherSuites,
  ourGroups,
  providerOf,
  providers,
} from './providers.ts';
import { isFor, type Skip, skips } from './skips.ts';

export interface Plan {
  /** One for each suite, group and provider. */
  readonly full: readonly Cell[];
  /** What pairs all other values. */
  readonly pairs: readonly Cell[];
  /** The large transfer, and the KeyUpdates of either side. */
  readonly extra: readonly Cell[];
  /** What is left out. */
  readonly skipped: readonly Skip[];
}

const plain = { certificate: 'ecdsa', clientAuth: 'none', size: 1, keyUpdate: 'none' } as const;

const extras: readonly Partial<Cell>[] = [
  { ...plain, size: largeSize },
  { ...plain, size: largeSize, cipherSuite: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256' },
  { ...plain, size: sizes[2], keyUpdate: 'ours' },
  { ...plain, size: sizes[2], keyUpdate: 'theirs' },
];

/** The plainest with a suite: in TLS 1.2 it says who signs. */
function plainFor(cipherSuite: CipherSuiteName): Partial<Cell> {
  const { authentication } = cipherSuites[cipherSuite];
  return { ...plain, cipherSuite, ...(authentication === 'rsa' && { certificate: 'rsa' }) };
}

/** The peers in their roles. */
export function seatsOf(peers: readonly Peer[]): Seat[] {
  return peers.flatMap((peer) => [
    ...(peer.server === undefined ? [] : [{ peer, role: 'server' } as const]),
    ...(peer.client === undefined ? [] : [{ peer, role: 'client' } as const]),
  ]);
}

/** The plan for a peer in a role. */
export function planFor(seat: Seat): Plan {
  const listed = skips.filter((skip) => isFor(skip, seat));
  const allows = (cell: Partial<Cell>) =>
    isPossible(cell, seat.role) && !listed.some((skip) => fits(cell, skip.cell));
  const domain = domainOf(seat.role);
  const firstOf = (cell: Partial<Cell>) => completions(domain, cell).filter(allows).slice(0, 1);

  const full = ourCipherSuites.flatMap((cipherSuite) =>
    ourGroups.flatMap((group) =>
      domain.crypto.flatMap((crypto) => firstOf({ ...plainFor(cipherSuite), group, crypto })),
    ),
  );
  return {
    full,
    pairs: pairwise(domain, { given: full, allows }),
    extra: extras.flatMap(firstOf),
    skipped: listed,
  };
}

/**
 * What only this skip keeps from being run: for each combination of values that it names, the
 * plainest cell.
 */
export function examplesOf(skip: Skip, seat: Seat): Cell[] {
  const others = skips.filter((one) => one !== skip && isFor(one, seat));
  const isExample = (cell: Cell) =>
    fits(cell, skip.cell) &&
    isPossible(cell, seat.role) &&
    !others.some((other) => fits(cell, other.cell));
  const usual = 'keyUpdate' in skip.cell ? { ...plain, size: sizes[2] } : plain;
  const fixed = Object.entries(usual).filter(([column]) => !(column in skip.cell));
  const domain = { ...domainOf(seat.role), size: [...sizes, largeSize], keyUpdate: keyUpdates };
  const examples = new Map<string, Cell>();
  for (const cell of completions(domain, Object.fromEntries(fixed)).filter(isExample)) {
    // The columns of a pattern are a cell's.
    const named = Object.keys(skip.cell).map((column) => cell[column as keyof Cell]);
    const key = named.join();
    if (!examples.has(key)) examples.set(key, cell);
  }
  return [...examples.values()];
}

/** What is paired. */
function domainOf(role: Role): Domain<Cell> {
  return {
    clientAuth: clientAuths,
    cipherSuite: ourCipherSuites,
    group: ourGroups,
    certificate: ourCertificates,
    retry: role === 'client' ? ['none', 'group', 'cookie', 'group and cookie'] : ['none', 'group'],
    size: sizes,
    crypto: providers.map(({ name }) => name),
    keyUpdate: ['none'],
  };
}

/** Whether we can do it. @param role the peer's */
function isPossible(cell: Partial<Cell>, role: Role): boolean {
  const { crypto, group, retry, size, clientAuth } = cell;
  // Nobody gets data of a client that is refused.
  const hasData = size !== undefined && size !== plain.size;
  if (hasData && clientAuth !== undefined && isRefused({ clientAuth })) return false;
  if (!existsInItsVersion(cell)) return false;
  if (crypto === undefined) return true;
  const isOurGuess = role === 'server' && retry !== undefined && isWrongGuess(retry);
  const guess = isOurGuess && group !== undefined ? { group: wrongGuessFor(group) } : {};
  return canDo(providerOf(crypto), cell) && canDo(providerOf(crypto), guess);
}

/** Whether the version of the suite has all that. */
function existsInItsVersion({ cipherSuite, group, certificate, retry, keyUpdate }: Partial<Cell>) {
  if (cipherSuite === undefined || versionOf({ cipherSuite }) === 'TLSv1.3') return true;
  const isRsa = certificate === 'rsa';
  return (
    (retry ?? 'none') === 'none' &&
    (keyUpdate ?? 'none') === 'none' &&
    (group === undefined || namedGroups[group].tls12) &&
    (certificate === undefined || (cipherSuites[cipherSuite].authentication === 'rsa') === isRsa)
  );
}

/** All cells with these values. */
function completions(domain: Domain<Cell>, values: Partial<Cell>): Cell[] {
  // A domain has the columns of a cell.
  const columns = Object.keys(domain) as (keyof Cell)[];
  const rows = columns.reduce<Partial<Cell>[]>(
    (found, column) =>
      Object.hasOwn(values, column)
        ? found
        : found.flatMap((row) => domain[column].map((value) => ({ ...row, [column]: value }))),
    [values],
  );
  // Each column has a value now.
  return rows as Cell[];
}
