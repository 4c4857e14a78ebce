/** Certificates: reading one, and validating a path of three, whose floor are its two signatures. */
import '../demo/reflect-metadata.ts';
import { X509Certificate as NodeCertificate, webcrypto } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { type CryptoProvider, certificatesFromPem, parseAnchor } from '../../runtime/index.ts';
import { parseCertificate } from '../../runtime/x509/certificate.ts';
import { verifyChain } from '../../runtime/x509/verify.ts';
import { compare } from './compare.ts';
import { report } from './report.ts';

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const ecdsaSecp256r1Sha256 = 0x0403;

export async function benchCertificates(providers: readonly CryptoProvider[]): Promise<void> {
  const [leaf, intermediate, root] = await makeChain();
  await benchParsing('an EC leaf', leaf);
  await benchParsing('an RSA root of the web', firstRsaRoot());
  for (const crypto of providers) await benchPath(crypto, leaf, intermediate, root);
}

async function benchParsing(what: string, der: Uint8Array): Promise<void> {
  const figures = await compare(
    (times) => {
      for (let i = 0; i < times; i++) parseCertificate(der);
    },
    (times) => {
      for (let i = 0; i < times; i++) new NodeCertificate(der);
    },
    { rounds: 9, times: 2_000 },
  );
  const { ours, theirs } = figures;
  const peer = 'new X509Certificate of node:crypto';
  report({ benchmark: 'parse', what, unit: 'us', ours: ours * 1e3, peer, theirs: theirs * 1e3 });
}

async function benchPath(
  crypto: CryptoProvider,
  leaf: Uint8Array,
  intermediate: Uint8Array,
  root: Uint8Array,
): Promise<void> {
  const anchor = parseAnchor(root);
  const issuances = [
    [parseCertificate(leaf), parseCertificate(intermediate)],
    [parseCertificate(intermediate), anchor],
  ] as const;
  const input = {
    chain: [leaf, intermediate],
    anchors: [anchor],
    timeMs: Date.now(),
    purpose: 'server',
    name: 'bench.example',
    schemes: [ecdsaSecp256r1Sha256],
    verifySignature: crypto.verify.bind(crypto),
  } as const;
  if (!verifyChain(input).accepted) throw new Error('the path does not hold');
  // What comes once in a handshake is compiled late: a process that is busy with it is measured.
  for (let i = 0; i < 5_000; i++) verifyChain({ ...input, verifySignature: () => true });
  const figures = await compare(
    (times) => {
      for (let i = 0; i < times; i++) verifyChain(input);
    },
    (times) => {
      for (let i = 0; i < times; i++) {
        for (const [{ toBeSigned, signature }, { publicKey }] of issuances) {
          const { subjectPublicKeyInfo } = publicKey;
          crypto.verify(ecdsaSecp256r1Sha256, subjectPublicKeyInfo, toBeSigned, signature);
        }
      }
    },
    { rounds: 15, times: 50 },
  );
  report({
    benchmark: 'path',
    what: `three ECDSA certificates, ${crypto.name}`,
    unit: 'ms',
    ours: figures.ours,
    peer: 'its two signatures alone',
    theirs: figures.theirs,
  });
}

function firstRsaRoot(): Uint8Array {
  const all = rootCertificates.flatMap((pem) => certificatesFromPem(pem));
  const found = all.find((der) => new NodeCertificate(der).publicKey.asymmetricKeyType === 'rsa');
  if (found === undefined) throw new Error('no root has an RSA key');
  return found;
}

/** A leaf, its CA and the root above, in DER. */
async function makeChain(): Promise<readonly [Uint8Array, Uint8Array, Uint8Array]> {
  const [rootKeys, caKeys, leafKeys] = [await newKeys(), await newKeys(), await newKeys()];
  const root = await issue('root', rootKeys.publicKey, { name: 'CN=root', key: rootKeys }, ca(1));
  const issuer = { name: root.subject, key: rootKeys };
  const intermediate = await issue('ca', caKeys.publicKey, issuer, ca(0));
  const leaf = await issue('leaf', leafKeys.publicKey, { name: 'CN=ca', key: caKeys }, [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension([{ type: 'dns', value: 'bench.example' }]),
  ]);
  return [derOf(leaf), derOf(intermediate), derOf(root)];
}

function ca(pathLength: number) {
  return [
    new BasicConstraintsExtension(true, pathLength, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
  ];
}

async function issue(
  name: string,
  publicKey: webcrypto.CryptoKey,
  issuer: { readonly name: string; readonly key: webcrypto.CryptoKeyPair },
  extensions: NonNullable<Parameters<typeof X509CertificateGenerator.create>[0]['extensions']>,
): Promise<X509Certificate> {
  return await X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: issuer.name,
    publicKey,
    signingKey: issuer.key.privateKey,
    signingAlgorithm: ecdsa,
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 86_400_000),
    extensions,
  });
}

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return await webcrypto.subtle.generateKey(ecdsa, true, ['sign', 'verify']);
}

function derOf({ rawData }: X509Certificate): Uint8Array {
  return new Uint8Array(rawData);
}
