/**
 * The names that node:tls has from OpenSSL, and the IANA names that stand for the same: for the
 * options `ciphers`, `ecdhCurve` and `sigalgs`, and for what a connection tells about itself.
 * IANA names are understood everywhere, in any case.
 *
 * Not here: OpenSSL's patterns (`HIGH:!aNULL`), groups of names and security levels.
 */
import {
  type CipherSuiteName,
  cipherSuites,
  type LegacyCipherSuiteName,
  type NamedGroupName,
  namedGroups,
  type SignatureSchemeName,
  signatureSchemes,
} from '../../generated/registries.ts';
import { refuseArgument } from '../errors.ts';
import type { Legacy } from '../legacy/legacy.ts';

/**
 * The cipher suites of a list with colons between its names: those and no others.
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT for whatever is no cipher suite that is known here
 */
export function cipherSuitesOf(ciphers: string): readonly CipherSuiteName[];
export function cipherSuitesOf(
  ciphers: string,
  legacy: Legacy | undefined,
): readonly (CipherSuiteName | LegacyCipherSuiteName)[];
export function cipherSuitesOf(
  ciphers: string,
  legacy?: Legacy,
): readonly (CipherSuiteName | LegacyCipherSuiteName)[] {
  const problem = 'is no cipher suite that is known here, and patterns are not understood';
  const known = [...Object.values(cipherSuites), ...(legacy?.cipherSuites ?? [])].map(
    ({ name }) => name,
  );
  const find = (name: string) =>
    known.find((one) => one === name.toUpperCase()) ??
    known.find((one) => opensslCipher(one) === name.toUpperCase());
  return namesOf('ciphers', ciphers, find, problem);
}

/** OpenSSL's name of a cipher suite: `ECDHE-RSA-AES128-GCM-SHA256`; in TLS 1.3 it is IANA's. */
export function opensslCipher(suite: string): string {
  if (!suite.includes('_WITH_')) return suite;
  return suite
    .replace(/^TLS_/, '')
    .replace('_WITH_', '_')
    .replace(/^RSA_/, '')
    .replace(/AES_(?=\d)/, 'AES')
    .replace('_CBC', '')
    .replace(/(?<=POLY1305)_SHA256$/, '')
    .replaceAll('_', '-');
}

/**
 * The groups of a list with colons between its names; `auto` and '' are all that there are.
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT
 */
export function groupsOf(ecdhCurve: string): readonly NamedGroupName[] | undefined {
  if (ecdhCurve === 'auto') return undefined;
  const find = (name: string) =>
    byIanaName(namedGroups, name) ??
    byIanaName(namedGroups, curveAliases[name.toLowerCase()] ?? name);
  return namesOf('ecdhCurve', ecdhCurve, find, 'is no group that is known here');
}

/**
 * The signature schemes of a list with colons between its names.
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT
 */
export function signatureSchemesOf(sigalgs: string): readonly SignatureSchemeName[] {
  const known = Object.values(signatureSchemes).map(({ name }) => name);
  const find = (name: string) => {
    const wanted = name.toUpperCase().replace(/^PSS\+/, 'RSA-PSS+');
    return (
      byIanaName(signatureSchemes, name) ??
      known.find((one) => opensslSigalg(one).toUpperCase() === wanted)
    );
  };
  return namesOf('sigalgs', sigalgs, find, 'is no signature scheme that is known here');
}

/** `ECDSA+SHA256` for `ecdsa_secp256r1_sha256`, as `getSharedSigalgs` writes it. */
export function opensslSigalg(scheme: string): string {
  const [, family = '', hash = ''] = /^(ecdsa|rsa_pss|rsa_pkcs1).*_sha(\d+)$/.exec(scheme) ?? [];
  const key = sigalgKeys[family];
  if (key !== undefined) return `${key}+SHA${hash}`;
  // Schemes without a hash of their own: OpenSSL says so.
  return scheme.startsWith('ed') ? `Ed${scheme.slice(2)}+UNDEF` : scheme;
}

/** The key that a client got for the exchange, as `getEphemeralKeyInfo` tells it. */
export function ephemeralKeyInfo(group: string): EphemeralKeyInfo {
  const curve = ephemeralKeys[group];
  return curve === undefined ? { type: 'KEM', name: group } : { type: 'ECDH', ...curve };
}

/** As node:tls has it; a KEM has no size in bits. */
export interface EphemeralKeyInfo {
  readonly type: 'ECDH' | 'KEM';
  readonly name: string;
  readonly size?: number;
}

const sigalgKeys: Readonly<Record<string, string>> = {
  ecdsa: 'ECDSA',
  rsa_pss: 'RSA-PSS',
  rsa_pkcs1: 'RSA',
};

/** OpenSSL's and NIST's names of curves, in lower case. */
const curveAliases: Readonly<Record<string, string>> = {
  prime256v1: 'secp256r1',
  'p-256': 'secp256r1',
  'p-384': 'secp384r1',
  'p-521': 'secp521r1',
};

const ephemeralKeys: Readonly<Record<string, { readonly name: string; readonly size: number }>> = {
  x25519: { name: 'X25519', size: 253 },
  secp256r1: { name: 'prime256v1', size: 256 },
  secp384r1: { name: 'secp384r1', size: 384 },
  secp521r1: { name: 'secp521r1', size: 521 },
};

function namesOf<Name extends string>(
  option: string,
  list: string,
  find: (name: string) => Name | undefined,
  problem: string,
): readonly Name[] {
  if (typeof list !== 'string') refuseArgument(option, 'must be names with colons between them');
  return list
    .split(':')
    .map((name) => name.trim())
    .map((name) => find(name) ?? refuseArgument(option, `'${name}' ${problem}`));
}

function byIanaName<Name extends string>(
  registry: Readonly<Record<Name, { readonly name: Name }>>,
  wanted: string,
): Name | undefined {
  const entries: { readonly name: Name }[] = Object.values(registry);
  return entries.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())?.name;
}
