/** What we can do: our crypto providers, and the columns of the table that follow from them. */
import {
  type CipherSuiteName,
  cipherSuiteOf,
  type NamedGroupName,
  namedGroupOf,
  signatureSchemeOf,
} from '../../generated/registries.ts';
import { type CryptoProvider, noble } from '../../runtime/index.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import type { CertificateKind } from './cell.ts';

/** Our crypto providers, the one first that Node's users get. */
export const providers: readonly CryptoProvider[] = [nodeProvider, noble];

/** The scheme with which each kind of certificate signs handshakes; the kinds in our order. */
const kindOfScheme: ReadonlyMap<string, CertificateKind> = new Map([
  ['ecdsa_secp256r1_sha256', 'ecdsa'],
  ['ecdsa_secp384r1_sha384', 'ecdsa-p384'],
  ['rsa_pss_rsae_sha256', 'rsa'],
  ['ed25519', 'ed25519'],
]);

/** @throws Error for a name that no provider has */
export function providerOf(name: string): CryptoProvider {
  const provider = providers.find((one) => one.name === name);
  if (provider === undefined) throw new Error(`there is no crypto provider ${name}`);
  return provider;
}

/** The cipher suites that at least one provider can do, in order of preference. */
export const ourCipherSuites: readonly CipherSuiteName[] = allOf((provider) =>
  provider.cipherSuites.map((code) => cipherSuiteOf(code)?.name),
);

/** The groups that at least one provider can do, in order of preference. */
export const ourGroups: readonly NamedGroupName[] = allOf((provider) =>
  provider.groups.map((code) => namedGroupOf(code)?.name),
);

/** The certificates that at least one provider can sign and verify with. */
export const ourCertificates: readonly CertificateKind[] = allOf((provider) =>
  provider.signatureSchemes.map((code) => kindOfScheme.get(signatureSchemeOf(code)?.name ?? '')),
);

/** Whether this provider can do all that. */
export function canDo(
  { cipherSuites, groups, signatureSchemes }: CryptoProvider,
  cell: {
    readonly cipherSuite?: string;
    readonly group?: string;
    readonly certificate?: CertificateKind;
  },
): boolean {
  const { cipherSuite, group, certificate } = cell;
  const names = signatureSchemes.map((code) => signatureSchemeOf(code)?.name ?? '');
  return (
    (cipherSuite === undefined ||
      cipherSuites.some((one) => cipherSuiteOf(one)?.name === cipherSuite)) &&
    (group === undefined || groups.some((one) => namedGroupOf(one)?.name === group)) &&
    (certificate === undefined || names.some((name) => kindOfScheme.get(name) === certificate))
  );
}

function allOf<T>(list: (provider: CryptoProvider) => readonly (T | undefined)[]): readonly T[] {
  const all = providers.flatMap(list).filter((one) => one !== undefined);
  return [...new Set(all)];
}
