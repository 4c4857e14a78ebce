/** Client certificates for the tests of the Node adapter: two authorities, and whom they know. */
import '../../tools/demo/reflect-metadata.ts';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A client's certificate and key, as the options `cert` and `key` take them. */
export interface ClientIdentity {
  readonly cert: string;
  readonly key: string;
}

/** An authority for clients. */
export interface ClientAuthority {
  /** PEM, for the option `ca` of a server. */
  readonly ca: string;
  /** @param lastDay days from now until the certificate expires */
  issue(commonName: string, lastDay?: number): Promise<ClientIdentity>;
}

const ecdsaP256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

export async function createClientAuthority(commonName: string): Promise<ClientAuthority> {
  const keys = await createKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${commonName}`,
    keys,
    signingAlgorithm: ecdsaP256,
    notBefore: inDays(-5),
    notAfter: inDays(5),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
    ],
  });
  return {
    ca: certificate.toString('pem'),
    issue: async (clientName, lastDay = 1) => {
      const clientKeys = await createKeys();
      const client = await X509CertificateGenerator.create({
        subject: `CN=${clientName}`,
        issuer: certificate.subjectName,
        publicKey: clientKeys.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: ecdsaP256,
        notBefore: inDays(-4),
        notAfter: inDays(lastDay),
        extensions: [
          new BasicConstraintsExtension(false, undefined, true),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
        ],
      });
      const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', clientKeys.privateKey);
      return { cert: client.toString('pem'), key: PemConverter.encode(pkcs8, 'PRIVATE KEY') };
    },
  };
}

async function createKeys(): Promise<webcrypto.CryptoKeyPair> {
  return await webcrypto.subtle.generateKey(ecdsaP256, true, ['sign', 'verify']);
}
