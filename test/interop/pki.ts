/**
 * Certificates for the interop table: of each kind an authority, a server and a client; and a
 * client whose authority only has the name of ours. Valid around now, for loopback.
 */
import '../../tools/demo/reflect-metadata.ts';
import { webcrypto } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
import { type CertificateKind, strangerKind } from './cell.ts';

/** A certificate and its key, where they have been put (PEM), and as they are (DER). */
export interface Identity {
  readonly certificateFile: string;
  /** What stands in that file behind the certificate, for programs that want it apart. */
  readonly chainFile?: string;
  readonly keyFile: string;
  readonly certificate: Uint8Array<ArrayBuffer>;
  /** PKCS#8. */
  readonly privateKey: Uint8Array;
}

/** What one kind of keys has. */
export interface Identities {
  readonly authority: Identity;
  readonly server: Identity;
  readonly client: Identity;
}

export interface Pki {
  readonly folder: string;
  readonly kinds: ReadonlyMap<CertificateKind, Identities>;
  /** A client that nobody trusts. */
  readonly stranger: Identity;
  /** All authorities but the stranger's in one file. */
  readonly trust: string;
}

const hourMs = 3_600_000;

const algorithms = {
  ecdsa: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'ecdsa-p384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  rsa: {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: 'SHA-256',
  },
  ed25519: { name: 'Ed25519' },
} as const satisfies Record<CertificateKind, object>;

/** As authorities give them out: RSA keys that could do TLS 1.2's key transport as well. */
const usages: Readonly<Record<CertificateKind, number>> = {
  ecdsa: KeyUsageFlags.digitalSignature,
  'ecdsa-p384': KeyUsageFlags.digitalSignature,
  rsa: KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment,
  ed25519: KeyUsageFlags.digitalSignature,
};

/** Makes the certificates and writes them into a folder. */
export async function createPki(folder: string, kinds: readonly CertificateKind[]): Promise<Pki> {
  mkdirSync(folder, { recursive: true });
  const made = new Map<CertificateKind, Identities>();
  for (const kind of kinds) made.set(kind, await createKind(folder, kind));
  const impostor = await createAuthority(strangerKind);
  const unknown = await issue(impostor, strangerKind, 'stranger');
  const stranger = await write(folder, 'stranger', unknown);
  const trust = join(folder, 'trust.pem');
  writeFileSync(trust, [...made.values()].map(({ authority }) => pemOf(authority)).join(''));
  return { folder, kinds: made, stranger, trust };
}

/** @throws Error for a kind that was not made */
export function identitiesOf({ kinds }: Pki, kind: CertificateKind): Identities {
  const identities = kinds.get(kind);
  if (identities === undefined) throw new Error(`there are no ${kind} certificates`);
  return identities;
}

interface Issued {
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

async function createKind(folder: string, kind: CertificateKind): Promise<Identities> {
  const authority = await createAuthority(kind);
  return {
    authority: await write(folder, `${kind}-ca`, authority),
    server: await write(folder, `${kind}-server`, await issue(authority, kind, 'server')),
    client: await write(folder, `${kind}-client`, await issue(authority, kind, 'client')),
  };
}

async function createAuthority(kind: CertificateKind): Promise<Issued> {
  const keys = await createKeys(kind);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=tlschart ${kind} CA`,
    keys,
    signingAlgorithm: algorithms[kind],
    notBefore: new Date(Date.now() - 24 * hourMs),
    notAfter: new Date(Date.now() + 48 * hourMs),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  return { certificate, keys };
}

async function issue(
  authority: Issued,
  kind: CertificateKind,
  name: 'client' | 'server' | 'stranger',
): Promise<Issued> {
  const keys = await createKeys(kind);
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=tlschart ${kind} ${name}`,
    issuer: authority.certificate.subjectName,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: algorithms[kind],
    notBefore: new Date(Date.now() - hourMs),
    notAfter: new Date(Date.now() + 24 * hourMs),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(usages[kind], true),
      new ExtendedKeyUsageExtension([
        name === 'server' ? ExtendedKeyUsage.serverAuth : ExtendedKeyUsage.clientAuth,
      ]),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  });
  return { certificate, keys };
}

/** The second argument, `true`, lets the private key out again. */
async function createKeys(kind: CertificateKind): Promise<webcrypto.CryptoKeyPair> {
  const keys = await webcrypto.subtle.generateKey(algorithms[kind], true, ['sign', 'verify']);
  if (!('privateKey' in keys)) throw new Error(`${kind} keys come in pairs`);
  return keys;
}

async function write(
  folder: string,
  name: string,
  { certificate, keys }: Issued,
): Promise<Identity> {
  const privateKey = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  const identity = {
    certificateFile: join(folder, `${name}.pem`),
    keyFile: join(folder, `${name}.key.pem`),
    certificate: new Uint8Array(certificate.rawData),
    privateKey: new Uint8Array(privateKey),
  };
  writeFileSync(identity.certificateFile, pemOf(identity));
  const key = PemConverter.encode(privateKey, 'PRIVATE KEY');
  writeFileSync(identity.keyFile, `${key}\n`, { mode: 0o600 });
  return identity;
}

function pemOf({ certificate }: Pick<Identity, 'certificate'>): string {
  return `${PemConverter.encode(certificate, 'CERTIFICATE')}\n`;
}
