/** Key pairs of the platform, one of each kind, made once: RSA keys take their time. */
import {
  generateKeyPairSync,
  type KeyPairKeyObjectResult,
  type RSAPSSKeyPairKeyObjectOptions,
} from 'node:crypto';
import type { KeyKind } from '../../../runtime/crypto/provider.ts';

/** A key pair in the forms that providers take. */
export interface TestKey {
  readonly title: string;
  readonly kind: KeyKind;
  /** Names of the schemes that it can sign with, the preferred first. */
  readonly schemes: readonly string[];
  readonly pkcs8: Uint8Array;
  readonly subjectPublicKeyInfo: Uint8Array;
  readonly pair: KeyPairKeyObjectResult;
}

/**
 * Options for an RSA-PSS key that may only be used with this hash.
 * @param saltLength the shortest salt, in bytes
 */
export function boundTo(hash: string, saltLength: number): RSAPSSKeyPairKeyObjectOptions {
  const options = { modulusLength: 2048, hashAlgorithm: hash, mgf1HashAlgorithm: hash, saltLength };
  // Node takes a number here, whatever its types say.
  return options as unknown as RSAPSSKeyPairKeyObjectOptions;
}

/** One of each kind; RSA-PSS also bound to one hash. */
export const testKeys: readonly TestKey[] = [
  ecKey('ec-p256', 'P-256', 'ecdsa_secp256r1_sha256'),
  ecKey('ec-p384', 'P-384', 'ecdsa_secp384r1_sha384'),
  ecKey('ec-p521', 'P-521', 'ecdsa_secp521r1_sha512'),
  testKey('Ed25519', 'ed25519', ['ed25519'], generateKeyPairSync('ed25519')),
  testKey(
    'RSA',
    'rsa',
    // The last ones sign in TLS 1.2 only.
    [...hashed('rsa_pss_rsae_'), ...hashed('rsa_pkcs1_')],
    generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ),
  testKey(
    'RSA-PSS',
    'rsa-pss',
    hashed('rsa_pss_pss_'),
    generateKeyPairSync('rsa-pss', { modulusLength: 2048 }),
  ),
  testKey(
    'RSA-PSS with SHA-384',
    'rsa-pss',
    ['rsa_pss_pss_sha384'],
    generateKeyPairSync('rsa-pss', boundTo('sha384', 48)),
  ),
];

/** The first key of a kind. */
export function keyOf(kind: KeyKind): TestKey {
  const key = testKeys.find((one) => one.kind === kind);
  if (key === undefined) throw new Error(`no ${kind} key is made`);
  return key;
}

function ecKey(kind: KeyKind, namedCurve: string, scheme: string): TestKey {
  return testKey(namedCurve, kind, [scheme], generateKeyPairSync('ec', { namedCurve }));
}

function testKey(
  title: string,
  kind: KeyKind,
  schemes: readonly string[],
  pair: KeyPairKeyObjectResult,
): TestKey {
  const pkcs8 = Uint8Array.from(pair.privateKey.export({ type: 'pkcs8', format: 'der' }));
  const spki = Uint8Array.from(pair.publicKey.export({ type: 'spki', format: 'der' }));
  return { title, kind, schemes, pkcs8, subjectPublicKeyInfo: spki, pair };
}

function hashed(prefix: string): readonly string[] {
  return ['sha256', 'sha384', 'sha512'].map((hash) => prefix + hash);
}
