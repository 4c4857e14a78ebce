/**
 * Throw-away certificates for the demo and the tests: a certificate authority made on the spot,
 * with P-256 keys (RFC 5280, RFC 5480). For nothing that must stay secret: the keys are handed
 * out as text. The library itself never makes certificates.
 */
import './reflect-metadata.ts';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate and its private key (PKCS#8), each as DER and as PEM text. */
export interface Credential {
  readonly certificate: Uint8Array;
  readonly certificatePem: string;
  readonly privateKey: Uint8Array;
  readonly privateKeyPem: string;
}

/** A certificate authority: its own credential, and what it issues. */
export interface Authority extends Credential {
  /** Issues a certificate for a server, with a key of its own. */
  issue(request: CertificateRequest): Promise<Credential>;
}

/** What a server certificate shall say. */
export interface CertificateRequest {
  /** The common name; for people only. */
  readonly commonName: string;
  /** DNS names for the subjectAltName. */
  readonly dnsNames?: readonly string[];
  /** IP addresses for the subjectAltName. */
  readonly ipAddresses?: readonly string[];
  /** P-256 or RSA-2048. Default: the first. */
  readonly keyType?: KeyType;
  /** By default an hour ago, so that no clock is too early. */
  readonly notBefore?: Date;
  /** By default in a day. */
  readonly notAfter?: Date;
}

const hourMs = 3_600_000;
/** What a certificate's key can be. */
export type KeyType = 'ecdsa' | 'rsa';

const rsa2048 = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
  hash: 'SHA-256',
} as const;
const ecdsaP256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Makes a self-signed authority that may issue certificates for servers, but no other authority. */
export async function createAuthority(commonName: string): Promise<Authority> {
  const keys = await createKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${commonName}`,
    keys,
    signingAlgorithm: ecdsaP256,
    notBefore: new Date(Date.now() - 24 * hourMs),
    notAfter: new Date(Date.now() + 48 * hourMs),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  return {
    ...(await credentialOf(certificate, keys)),
    issue: (request) => issue(certificate, keys, request),
  };
}

async function issue(
  issuer: X509Certificate,
  issuerKeys: webcrypto.CryptoKeyPair,
  request: CertificateRequest,
): Promise<Credential> {
  const keys = await createKeys(request.keyType);
  const dnsNames = (request.dnsNames ?? []).map((value) => ({ type: 'dns' as const, value }));
  const addresses = (request.ipAddresses ?? []).map((value) => ({ type: 'ip' as const, value }));
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${request.commonName}`,
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey: issuerKeys.privateKey,
    signingAlgorithm: ecdsaP256,
    notBefore: request.notBefore ?? new Date(Date.now() - hourMs),
    notAfter: request.notAfter ?? new Date(Date.now() + 24 * hourMs),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([...dnsNames, ...addresses]),
    ],
  });
  return await credentialOf(certificate, keys);
}

/** The second argument, `true`, lets the private key out again. */
async function createKeys(type: KeyType = 'ecdsa'): Promise<webcrypto.CryptoKeyPair> {
  const usages = ['sign', 'verify'] as const;
  return type === 'rsa'
    ? await webcrypto.subtle.generateKey(rsa2048, true, usages)
    : await webcrypto.subtle.generateKey(ecdsaP256, true, usages);
}

async function credentialOf(
  certificate: X509Certificate,
  keys: webcrypto.CryptoKeyPair,
): Promise<Credential> {
  const privateKey = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificate: new Uint8Array(certificate.rawData),
    certificatePem: `${certificate.toString('pem')}\n`,
    privateKey: new Uint8Array(privateKey),
    privateKeyPem: `${PemConverter.encode(privateKey, 'PRIVATE KEY')}\n`,
  };
}
