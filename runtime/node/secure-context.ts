/**
 * `createSecureContext`: certificates, keys, anchors and algorithms, read and checked once, to be
 * used by any number of connections.
 */
import {
  type CipherSuite,
  type CipherSuiteName,
  cipherSuiteOf,
  cipherSuites,
  type LegacyCipherSuiteName,
  type NamedGroupName,
  namedGroups,
  type ProtocolName,
  signatureSchemes as registry,
  type SignatureSchemeName,
} from '../../generated/registries.ts';
import type { Signer } from '../adapter/answers.ts';
import type { CryptoProvider } from '../crypto/provider.ts';
import type { Credential } from '../engine/credential.ts';
import { refuseArgument } from '../errors.ts';
import { codesOf, suitesOf, versionsFor, versionsOf } from '../handshake/preferences.ts';
import type { Legacy } from '../legacy/legacy.ts';
import { type Certificate, isSelfIssued, parseAnchor } from '../x509/certificate.ts';
import type { Crl } from '../x509/crl.ts';
import { given, type Pem, readCertificates, readCrls } from './certificates-and-keys.ts';
import { type CredentialOptions, readCredentials } from './credentials.ts';
import { type CryptoChoice, cryptoOf } from './crypto-providers.ts';
import { cipherSuitesOf, groupsOf, signatureSchemesOf } from './names.ts';
import { platformAnchorsFor } from './platform-anchors.ts';
import { checkCipherOrder, refuseUnsupported } from './refused-options.ts';

/** Options of `createSecureContext`; `connect` and `createServer` take them as well. */
export interface SecureContextOptions extends CredentialOptions {
  /**
   * Certificates to trust. Default: those that the platform trusts. Those of CAs below a root also
   * lead on from `cert`, where a peer names an authority to which the chain in there does not lead.
   */
  readonly ca?: Pem | null | undefined;
  /**
   * Certificate revocation lists, PEM or DER. As in node:tls every certificate of a peer's path
   * must be on the good side of one, unless `revocation` says otherwise.
   */
  readonly crl?: Pem | null | undefined;
  /** `node`: node:crypto; `noble`: the portable one; or a provider. Default: `node`. */
  readonly crypto?: CryptoChoice | null | undefined;
  /**
   * Cipher suites with colons between them, the preferred first, in OpenSSL's or IANA's names.
   * Default: all. As in node:tls a list without any for TLS 1.3 leaves all of that version's on,
   * being about TLS 1.2 alone; a list without any for TLS 1.2 turns TLS 1.2 off.
   */
  readonly ciphers?: string | null | undefined;
  /** Groups with colons between them, in OpenSSL's or IANA's names. Default: `auto`, all. */
  readonly ecdhCurve?: string | null | undefined;
  /** Signature schemes of both sides, with colons between them; names as above. Default: all. */
  readonly sigalgs?: string | null | undefined;
  /** These and no others, in IANA's words: a version without any of them is not spoken. */
  readonly cipherSuites?: readonly (CipherSuiteName | LegacyCipherSuiteName)[] | undefined;
  /**
   * UNSAFE: the value of `tlschart/node/legacy`, to talk to old equipment: AES-CBC with HMAC, and
   * static RSA. A server needs for the latter an RSA certificate whose key serves nothing else: with
   * the key usage keyEncipherment and without digitalSignature.
   */
  readonly legacy?: Legacy | null | undefined;
  /** As `ecdhCurve`, in IANA's words. */
  readonly groups?: readonly NamedGroupName[] | undefined;
  /** What the peer may sign with, in IANA's words. */
  readonly signatureSchemes?: readonly SignatureSchemeName[] | undefined;
  /** `TLSv1.2` or `TLSv1.3`; older ones are refused. Default: `TLSv1.2`. */
  readonly minVersion?: string | null | undefined;
  /** `TLSv1.2` or `TLSv1.3`. Default: `TLSv1.3`. */
  readonly maxVersion?: string | null | undefined;
  /** The server's order decides, always: false is refused. */
  readonly honorCipherOrder?: boolean | null | undefined;
}

/** Made by `createSecureContext`. */
export class SecureContext {
  readonly crypto: CryptoProvider;
  /** Our certificates with their keys, the preferred first. */
  readonly credentials: readonly Credential[];
  /** The certificates that `ca` gave; undefined: the platform's are trusted. */
  readonly ca: readonly Certificate[] | undefined;
  /** What `crl` gave; undefined: nothing was given. */
  readonly crls: readonly Crl[] | undefined;
  readonly minVersion: ProtocolName;
  readonly maxVersion: ProtocolName;
  readonly cipherSuites: readonly (CipherSuiteName | LegacyCipherSuiteName)[] | undefined;
  readonly legacy: Legacy | undefined;
  readonly groups: readonly NamedGroupName[] | undefined;
  readonly signatureSchemes: readonly SignatureSchemeName[] | undefined;
  readonly sign: Signer | undefined;

  /** @throws TlsError ERR_TLS_INVALID_ARGUMENT naming the option that is not valid */
  constructor(options: SecureContextOptions = {}) {
    refuseUnsupported(options);
    checkCipherOrder(options);
    const versions = versionsOf(options);
    const sigalgs = given(options.sigalgs, signatureSchemesOf);
    this.crypto = cryptoOf(options.crypto);
    this.legacy = options.legacy ?? undefined;
    this.minVersion = versions.at(-1) ?? 'TLSv1.2';
    this.maxVersion = versions[0] ?? 'TLSv1.3';
    this.sign = options.sign;
    this.ca = readAnchors(options.ca);
    this.crls = given(options.crl, readCrls);
    this.cipherSuites =
      options.cipherSuites ??
      given(options.ciphers, (ciphers) => this.#withTls13(cipherSuitesOf(ciphers, this.legacy)));
    this.groups = options.groups ?? given(options.ecdhCurve, groupsOf);
    this.signatureSchemes = options.signatureSchemes ?? sigalgs;
    this.#checkPossible(options);
    const alternatives = (this.ca ?? []).filter((one) => !isSelfIssued(one)).map(({ der }) => der);
    const credentials = readCredentials(options, this.crypto, sigalgs, this.legacy);
    this.credentials =
      alternatives.length === 0
        ? credentials
        : credentials.map((one) => ({ ...one, alternatives }));
  }

  /** The certificates to trust that matter for this chain (DER, as the peer sent it). */
  anchorsFor(chain: readonly Uint8Array[]): readonly Certificate[] {
    return this.ca ?? platformAnchorsFor(chain);
  }

  /** A list that is about TLS 1.2 says nothing about TLS 1.3, whose suites come first then. */
  #withTls13(
    suites: readonly (CipherSuiteName | LegacyCipherSuiteName)[],
  ): readonly (CipherSuiteName | LegacyCipherSuiteName)[] {
    const named: readonly string[] = suites;
    const isTls13 = ({ name, protocol }: CipherSuite) =>
      protocol === 'TLSv1.3' && named.includes(name);
    if (Object.values(cipherSuites).some(isTls13)) return suites;
    const known = this.crypto.cipherSuites.map((code) => cipherSuiteOf(code));
    const newer = known.filter((one) => one?.protocol === 'TLSv1.3');
    return [...newer.flatMap((one) => one?.name ?? []), ...suites];
  }

  /** What the crypto provider cannot do is refused in the name that the caller used. */
  #checkPossible({ ciphers, ecdhCurve, sigalgs }: SecureContextOptions): void {
    const { crypto } = this;
    const [suites, groups, schemes] = [
      ciphers ? 'ciphers' : 'cipherSuites',
      ecdhCurve ? 'ecdhCurve' : 'groups',
      sigalgs ? 'sigalgs' : 'signatureSchemes',
    ];
    const codes = suitesOf(suites, this.cipherSuites, crypto, this.legacy);
    codesOf(groups, this.groups, namedGroups, crypto.groups);
    codesOf(schemes, this.signatureSchemes, registry, crypto.signatureSchemes);
    versionsFor(suites, codes, versionsOf(this));
  }
}

/**
 * Reads certificates, keys and lists of algorithms once, for many connections.
 *
 * Other than in node:tls every certificate in `ca` is an anchor: what it has issued is trusted,
 * whether or not it is self-signed (there: `allowPartialTrustChain`).
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT naming the option that is not valid
 * @example
 * const secureContext = createSecureContext({ cert, key });
 * server.addContext('*.example.org', secureContext);
 */
export function createSecureContext(options: SecureContextOptions = {}): SecureContext {
  return new SecureContext(options);
}

/** The context itself, or one of these options. @throws TlsError ERR_TLS_INVALID_ARGUMENT */
export function contextOf(
  option: string,
  context: SecureContext | SecureContextOptions,
): SecureContext {
  if (context instanceof SecureContext) return context;
  // node:tls's own has a member `context`, which no options have.
  if (typeof context !== 'object' || context === null || 'context' in context) {
    refuseArgument(option, 'must come from the createSecureContext of tlschart/node');
  }
  return createSecureContext(context);
}

function readAnchors(ca: Pem | null | undefined): readonly Certificate[] | undefined {
  if (ca === undefined || ca === null) return undefined;
  return readCertificates('ca', ca, parseAnchor).flat();
}
