/** Our own certificates, from the options that have them: what can be shown, and what signs. */
import {
  signatureSchemes as registry,
  type SignatureSchemeName,
} from '../../generated/registries.ts';
import type { Signer } from '../adapter/answers.ts';
import type { CryptoProvider, PrivateKey } from '../crypto/provider.ts';
import type { Credential } from '../engine/credential.ts';
import { refuseArgument } from '../errors.ts';
import type { Legacy } from '../legacy/legacy.ts';
import type { Certificate } from '../x509/certificate.ts';
import {
  type ChainWithKey,
  chainsWithKeys,
  given,
  type Pem,
  readCertificates,
} from './certificates-and-keys.ts';
import { type Pfx, readPfx } from './pfx.ts';
import { type Keys, readKeys } from './private-keys.ts';

/** What we are to others: a part of the options of `createSecureContext`. */
export interface CredentialOptions {
  /** Our certificate first, then those between it and the anchor; several chains with as many keys. */
  readonly cert?: Pem | null | undefined;
  /** The private key of each chain in `cert`, in any order. PEM or DER, encrypted or not. */
  readonly key?: Keys | null | undefined;
  /**
   * PKCS#12: certificates with their keys, besides `cert` and `key` or in place of them. Other than
   * in node:tls, what else is in there is not trusted: `ca` says whom to trust.
   */
  readonly pfx?: Pfx | null | undefined;
  /** For encrypted keys and `pfx`, where they have none of their own. */
  readonly passphrase?: string | null | undefined;
  /** Signs in place of `key`; may answer later. */
  readonly sign?: Signer | undefined;
  /**
   * DER of an OCSP response for our certificate, for peers that ask for one; a function is asked at
   * each handshake, so that it can be renewed. A server's event `OCSPRequest` may answer later.
   */
  readonly ocspResponse?: Uint8Array | (() => Uint8Array | undefined) | null | undefined;
}

/** Those of `cert` and `key`, then those of `pfx`. @throws TlsError ERR_TLS_INVALID_ARGUMENT */
export function readCredentials(
  options: CredentialOptions,
  crypto: CryptoProvider,
  sigalgs: readonly SignatureSchemeName[] | undefined,
  legacy?: Legacy,
): readonly Credential[] {
  const stapled = stapledBy(options.ocspResponse);
  if (options.sign !== undefined) return signedElsewhere(options, sigalgs, stapled);
  const decrypters: Decrypters = new Map();
  const chains = readChains(options, withDecrypters(crypto, legacy, decrypters));
  if (chains.length > 1 && stapled.staples !== undefined) {
    refuseArgument('ocspResponse', 'is for one certificate; for several listen for OCSPRequest');
  }
  return chains.map(({ chain, privateKey }) => {
    const [leaf] = chain;
    const decrypt = decrypters.get(privateKey);
    const isForStaticRsa = leaf !== undefined && legacy?.misuseOf(leaf) === undefined;
    const key =
      decrypt !== undefined && isForStaticRsa
        ? { decrypt }
        : { privateKey: sigalgs === undefined ? privateKey : restrict(privateKey, sigalgs) };
    return { certificates: derOf(chain), ...key, ...stapled };
  });
}

type Decrypters = Map<PrivateKey, NonNullable<Credential['decrypt']>>;

/** With `legacy` a key can do two things; which of them it is for, its certificate says. */
function withDecrypters(
  crypto: CryptoProvider,
  legacy: Legacy | undefined,
  decrypters: Decrypters,
): CryptoProvider {
  const { decrypter } = legacy ?? {};
  if (decrypter === undefined) return crypto;
  return {
    ...crypto,
    importPrivateKey(pkcs8) {
      const key = crypto.importPrivateKey(pkcs8);
      if (key.kind === 'rsa') decrypters.set(key, decrypter(pkcs8));
      return key;
    },
  };
}

function readChains(
  { cert, key, pfx, passphrase }: CredentialOptions,
  crypto: CryptoProvider,
): readonly ChainWithKey[] {
  const inStores = given(pfx, (stores) => readPfx(stores, passphrase ?? undefined, crypto)) ?? [];
  const hasKey = key !== undefined && key !== null;
  if (cert === undefined || cert === null) {
    if (hasKey) refuseArgument('cert', 'is missing: a key alone is of no use');
    return inStores;
  }
  if (!hasKey) refuseArgument('key', 'is missing, and so is sign');
  const texts = readCertificates('cert', cert);
  const keys = readKeys(key, passphrase ?? undefined, crypto);
  return [...chainsWithKeys(texts, keys), ...inStores];
}

function signedElsewhere(
  { cert, key, pfx }: CredentialOptions,
  sigalgs: readonly SignatureSchemeName[] | undefined,
  stapled: Pick<Credential, 'staples'>,
): readonly Credential[] {
  for (const [name, value] of Object.entries({ key, pfx })) {
    if (value !== undefined && value !== null) {
      refuseArgument('sign', `and ${name} are both given: only one of them can sign`);
    }
  }
  if (sigalgs !== undefined) {
    refuseArgument('sigalgs', 'cannot tell `sign` what to use; for the peer: `signatureSchemes`');
  }
  const texts = given(cert, (pem) => readCertificates('cert', pem));
  if (texts === undefined) return [];
  return [{ certificates: derOf(texts.flat()), sign: () => undefined, ...stapled }];
}

function stapledBy(response: CredentialOptions['ocspResponse']): Pick<Credential, 'staples'> {
  if (response === undefined || response === null) return {};
  if (typeof response === 'function') return { staples: () => [response() ?? undefined] };
  if (!(response instanceof Uint8Array) || response.length === 0) {
    refuseArgument('ocspResponse', 'must be DER, in bytes');
  }
  return { staples: () => [response] };
}

/** `sigalgs` is about our own signatures too: the key signs with these only, in this order. */
function restrict(key: PrivateKey, names: readonly SignatureSchemeName[]): PrivateKey {
  const codes = names.map((name) => registry[name].code);
  const schemes = codes.filter((code) => key.schemes.includes(code));
  if (schemes.length === 0) refuseArgument('sigalgs', `has none for a key of the kind ${key.kind}`);
  return {
    kind: key.kind,
    schemes,
    subjectPublicKeyInfo: key.subjectPublicKeyInfo,
    sign: (scheme, message) => key.sign(scheme, message),
    wipe: () => key.wipe(),
  };
}

function derOf(certificates: readonly Certificate[]): readonly Uint8Array[] {
  return certificates.map(({ der }) => der);
}
