/** What one connection may use: the options, within what the crypto provider can do. */
import {
  cipherSuiteOf,
  cipherSuites,
  namedGroupOf,
  namedGroups,
  type ProtocolName,
  signatureSchemes,
} from '../../generated/registries.ts';
import type { CryptoProvider } from '../crypto/provider.ts';
import type { EngineOptions } from '../engine/options.ts';
import { refuseArgument } from '../errors.ts';
import type { Legacy } from '../legacy/legacy.ts';
import type { AnyCipherSuite } from '../legacy/suites.ts';

/** Code points, the preferred first. */
export interface Preferences {
  /** The versions that are spoken, the newest first. Never empty. */
  readonly versions: readonly ProtocolName[];
  readonly cipherSuites: readonly number[];
  readonly groups: readonly number[];
  readonly signatureSchemes: readonly number[];
  /** Undefined: no suite but safe ones. */
  readonly legacy?: Legacy | undefined;
}

/** The suite with this code point; undefined if it is not known, or not wanted. */
export function suiteOf(
  code: number,
  { legacy }: { readonly legacy?: Legacy | undefined },
): AnyCipherSuite | undefined {
  return cipherSuiteOf(code) ?? legacy?.cipherSuites.find((one) => one.code === code);
}

/**
 * The code points of these names of suites; without names all that are possible.
 * @param option the option's name, for the error
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT
 */
export function suitesOf(
  option: string,
  names: readonly string[] | undefined,
  crypto: CryptoProvider,
  legacy: Legacy | undefined,
): readonly number[] {
  if (legacy === undefined) return codesOf(option, names, cipherSuites, crypto.cipherSuites);
  const others = Object.fromEntries(legacy.cipherSuites.map((one) => [one.name, one]));
  const possible = [...crypto.cipherSuites, ...legacy.cipherSuites.map(({ code }) => code)];
  return codesOf(option, names, { ...cipherSuites, ...others }, possible);
}

/** @throws TlsError ERR_TLS_INVALID_ARGUMENT for a name that is not known or cannot be done */
export function preferencesOf(options: EngineOptions, crypto: CryptoProvider): Preferences {
  const suites = suitesOf('cipherSuites', options.cipherSuites, crypto, options.legacy);
  const versions = versionsFor('cipherSuites', suites, versionsOf(options));
  return {
    versions,
    cipherSuites: suites.filter((code) => isFor(versions, code)),
    groups: groupsFor(versions, codesOf('groups', options.groups, namedGroups, crypto.groups)),
    signatureSchemes: codesOf(
      'signatureSchemes',
      options.signatureSchemes,
      signatureSchemes,
      crypto.signatureSchemes,
    ),
    legacy: options.legacy,
  };
}

/** From the newest to the oldest. */
const allVersions: readonly ProtocolName[] = ['TLSv1.3', 'TLSv1.2'];

/** The first and the last version that is spoken; absent: the oldest and the newest that there are. */
export interface VersionRange {
  readonly minVersion?: string | null | undefined;
  readonly maxVersion?: string | null | undefined;
}

/**
 * The versions of a range, the newest first.
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT for a version that is not spoken, and for an empty range
 */
export function versionsOf({ minVersion, maxVersion }: VersionRange): readonly ProtocolName[] {
  const newest = placeOf('maxVersion', maxVersion ?? 'TLSv1.3');
  const oldest = placeOf('minVersion', minVersion ?? 'TLSv1.2');
  if (newest > oldest) refuseArgument('minVersion', 'is newer than maxVersion');
  return allVersions.slice(newest, oldest + 1);
}

function placeOf(option: string, version: string): number {
  const names: readonly string[] = allVersions;
  const place = names.indexOf(version);
  if (place >= 0) return place;
  return refuseArgument(option, `'${version}' is not spoken here; TLSv1.2 and TLSv1.3 are`);
}

/**
 * Those of these versions that have one of the suites.
 * @param option the name of the suites' option, for the error
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT if no version has any
 */
export function versionsFor(
  option: string,
  suites: readonly number[],
  asked: readonly ProtocolName[],
): readonly ProtocolName[] {
  const versions = asked.filter((version) => suites.some((code) => isFor([version], code)));
  if (versions.length === 0) refuseArgument(option, `none of these is for ${asked.join(' or ')}`);
  return versions;
}

function isFor(versions: readonly ProtocolName[], suite: number): boolean {
  // Whatever else may stand in a list is `legacy`, which is TLS 1.2.
  return versions.includes(cipherSuiteOf(suite)?.protocol ?? 'TLSv1.2');
}

/** TLS 1.2 alone cannot use every group. */
function groupsFor(versions: readonly ProtocolName[], groups: readonly number[]) {
  if (versions.includes('TLSv1.3')) return groups;
  const usable = groups.filter((code) => namedGroupOf(code)?.tls12 === true);
  if (usable.length === 0) refuseArgument('groups', 'none of these is for TLSv1.2');
  return usable;
}

/**
 * The code points of these names, each once; all that are possible when there are no names.
 * @param option the option's name, for the error
 */
export function codesOf(
  option: string,
  names: readonly string[] | undefined,
  registry: Readonly<Record<string, { readonly code: number }>>,
  possible: readonly number[],
): readonly number[] {
  if (names === undefined) return possible;
  if (names.length === 0) refuseArgument(option, 'is empty: nothing could be agreed on');
  // @req 9846:4.3.7:1
  return [...new Set(names)].map((name) => {
    const code = Object.hasOwn(registry, name) ? registry[name]?.code : undefined;
    // @req 9846:9.3:3
    if (code !== undefined && possible.includes(code)) return code;
    const known = Object.keys(registry).filter((one) =>
      possible.includes(registry[one]?.code ?? -1),
    );
    return refuseArgument(option, `'${name}' is not possible; possible are ${known.join(', ')}`);
  });
}
