/** What one connection may use: the options, within what the crypto provider can do. */
import { cipherSuites, namedGroups, signatureSchemes } from '../../generated/registries.ts';
import type { CryptoProvider } from '../crypto/provider.ts';
import type { EngineOptions } from '../engine/options.ts';
import { refuseArgument } from '../errors.ts';

/** Code points, the preferred first. */
export interface Preferences {
  readonly cipherSuites: readonly number[];
  readonly groups: readonly number[];
  readonly signatureSchemes: readonly number[];
}

/** @throws TlsError ERR_TLS_INVALID_ARGUMENT for a name that is not known or cannot be done */
export function preferencesOf(options: EngineOptions, crypto: CryptoProvider): Preferences {
  return {
    cipherSuites: codesOf('cipherSuites', options.cipherSuites, cipherSuites, crypto.cipherSuites),
    groups: codesOf('groups', options.groups, namedGroups, crypto.groups),
    signatureSchemes: codesOf(
      'signatureSchemes',
      options.signatureSchemes,
      signatureSchemes,
      crypto.signatureSchemes,
    ),
  };
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
