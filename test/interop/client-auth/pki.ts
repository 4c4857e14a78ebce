/**
 * Certificates for client authentication: clients of two authorities, good ones and bad ones; and
 * an authority below a root that is replaced: one key, certified by the old root and by the new one.
 * Valid around now, for loopback.
 */
import '../../../tools/demo/reflect-metadata.ts';
import { webcrypto } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
  X509CrlGenerator,
  X509CrlReason,
} from '@peculiar/x509';
import type { Identity } from '../pki.ts';

const hourMs = 3_600_000;

/** So long ago the certificate of the client that has expired was still good. */
export const beforeExpiryMs = 3 * hourMs;

const authorityNames = ['oldRoot', 'newRoot', 'otherRoot', 'serverRoot'] as const;
export type RootName = (typeof authorityNames)[number];

/** The roots, and the authority below two of them in the words of each. */
export type AuthorityName = RootName | 'byOldRoot' | 'byNewRoot';

/** Their subjects are `CN=<name>`; those that have moved are all the same one, `CN=moved`. */
export type ClientName =
  | 'ecdsa'
  | 'rsa'
  | 'stranger'
  | 'expired'
  | 'revoked'
  | 'server only'
  | 'moved, old chain first'
  | 'moved, new chain first'
  | 'moved, old chain';

/** Finds one of them in a text. */
export const clientSubjects = /CN=(?:ecdsa|rsa|stranger|expired|revoked|server only|moved)\b/;

export interface ClientAuthPki {
  readonly folder: string;
  readonly server: Identity;
  readonly clients: Readonly<Record<ClientName, Identity>>;
  /** The old root's CRL: DER in a file, and PEM in another one. */
  readonly crl: { readonly der: string; readonly pem: string };
  /** Some authorities in one file. */
  trust(names: readonly AuthorityName[]): string;
}

interface Issued {
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
  hash: 'SHA-256',
} as const;

/** Makes the certificates and writes them into a folder. */
export async function createClientAuthPki(folder: string): Promise<ClientAuthPki> {
  mkdirSync(folder, { recursive: true });
  const roots = {
    oldRoot: await createRoot('Old Root'),
    newRoot: await createRoot('New Root'),
    otherRoot: await createRoot('Other Root'),
    serverRoot: await createRoot('Server Root'),
  };
  const { oldRoot, newRoot, otherRoot, serverRoot } = roots;
  const byOldRoot = await createCa('Clients CA', oldRoot);
  const byNewRoot = await createCa('Clients CA', newRoot, byOldRoot.keys);
  const moved = await issue('moved', byOldRoot);
  const revoked = await issue('revoked', oldRoot);
  const write = (name: string, issued: Issued, ...chain: readonly Issued[]) =>
    writeIdentity(join(folder, name.replaceAll(/\W+/g, '-')), issued, chain);
  const authorities = { ...roots, byOldRoot, byNewRoot };
  return {
    folder,
    server: await write('localhost', await issue('localhost', serverRoot, { isServer: true })),
    clients: {
      ecdsa: await write('ecdsa', await issue('ecdsa', oldRoot)),
      rsa: await write('rsa', await issue('rsa', oldRoot, { kind: rsa })),
      stranger: await write('stranger', await issue('stranger', otherRoot)),
      expired: await write('expired', await issue('expired', oldRoot, { lastHour: -1 })),
      revoked: await write('revoked', revoked),
      'server only': await write(
        'server only',
        await issue('server only', oldRoot, { isServer: true }),
      ),
      'moved, old chain first': await write('moved, old chain first', moved, byOldRoot, byNewRoot),
      'moved, new chain first': await write('moved, new chain first', moved, byNewRoot, byOldRoot),
      'moved, old chain': await write('moved, old chain', moved, byOldRoot),
    },
    crl: await writeCrl(folder, oldRoot, revoked),
    trust(names) {
      const path = join(folder, `${names.join('-')}.pem`);
      writeFileSync(path, names.map((name) => pemOf(authorities[name])).join(''));
      return path;
    },
  };
}

async function createRoot(name: string): Promise<Issued> {
  const keys = await createKeys(ecdsa);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: ecdsa,
    ...validity(48),
    extensions: await caExtensions(keys, keys),
  });
  return { certificate, keys };
}

/** @param keys of the same authority, if it is certified already */
async function createCa(name: string, root: Issued, keys?: webcrypto.CryptoKeyPair) {
  const own = keys ?? (await createKeys(ecdsa));
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: root.certificate.subjectName,
    publicKey: own.publicKey,
    signingKey: root.keys.privateKey,
    signingAlgorithm: ecdsa,
    ...validity(48),
    extensions: await caExtensions(own, root.keys),
  });
  return { certificate, keys: own };
}

interface Kind {
  readonly kind?: typeof ecdsa | typeof rsa;
  /** Good for servers, and not for clients. */
  readonly isServer?: boolean;
  /** Hours from now. */
  readonly lastHour?: number;
}

async function issue(
  name: string,
  authority: Issued,
  { kind = ecdsa, isServer = false, lastHour = 24 }: Kind = {},
): Promise<Issued> {
  const keys = await createKeys(kind);
  const { serverAuth, clientAuth } = ExtendedKeyUsage;
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: authority.certificate.subjectName,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: ecdsa,
    ...validity(lastHour),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([isServer ? serverAuth : clientAuth]),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
      await AuthorityKeyIdentifierExtension.create(authority.keys.publicKey),
    ],
  });
  return { certificate, keys };
}

/** All are older than the clock of a client that is behind. */
function validity(lastHour: number) {
  const at = (hours: number) => new Date(Date.now() + hours * hourMs);
  return { notBefore: at(-24), notAfter: at(lastHour) };
}

async function caExtensions(own: webcrypto.CryptoKeyPair, issuer: webcrypto.CryptoKeyPair) {
  return [
    new BasicConstraintsExtension(true, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    await SubjectKeyIdentifierExtension.create(own.publicKey),
    await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
  ];
}

/** The second argument, `true`, lets the private key out again. */
async function createKeys(kind: typeof ecdsa | typeof rsa): Promise<webcrypto.CryptoKeyPair> {
  return await webcrypto.subtle.generateKey(kind, true, ['sign', 'verify']);
}

/** The chain goes into the file of the certificate, behind it. */
async function writeIdentity(
  path: string,
  issued: Issued,
  chain: readonly Issued[],
): Promise<Identity> {
  const privateKey = await webcrypto.subtle.exportKey('pkcs8', issued.keys.privateKey);
  const identity = {
    certificateFile: `${path}.pem`,
    keyFile: `${path}.key.pem`,
    ...(chain.length > 0 && { chainFile: `${path}.chain.pem` }),
    certificate: new Uint8Array(issued.certificate.rawData),
    privateKey: new Uint8Array(privateKey),
  };
  writeFileSync(identity.certificateFile, [issued, ...chain].map(pemOf).join(''));
  if (identity.chainFile !== undefined) {
    writeFileSync(identity.chainFile, chain.map(pemOf).join(''));
  }
  const key = PemConverter.encode(privateKey, 'PRIVATE KEY');
  writeFileSync(identity.keyFile, `${key}\n`, { mode: 0o600 });
  return identity;
}

async function writeCrl(folder: string, { certificate, keys }: Issued, revoked: Issued) {
  const crl = await X509CrlGenerator.create({
    issuer: certificate.subjectName,
    thisUpdate: new Date(Date.now() - hourMs),
    nextUpdate: new Date(Date.now() + 24 * hourMs),
    entries: [
      {
        serialNumber: revoked.certificate.serialNumber,
        revocationDate: new Date(Date.now() - 2 * hourMs),
        reason: X509CrlReason.keyCompromise,
      },
    ],
    signingAlgorithm: ecdsa,
    signingKey: keys.privateKey,
    extensions: [await AuthorityKeyIdentifierExtension.create(keys.publicKey)],
  });
  const files = { der: join(folder, 'crl.der'), pem: join(folder, 'crl.pem') };
  writeFileSync(files.der, new Uint8Array(crl.rawData));
  writeFileSync(files.pem, `${PemConverter.encode(crl.rawData, 'X509 CRL')}\n`);
  return files;
}

function pemOf({ certificate }: Issued): string {
  return `${PemConverter.encode(certificate.rawData, 'CERTIFICATE')}\n`;
}
