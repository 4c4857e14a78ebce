/**
 * The certificates that a puppet can show, by name. All are for host.example, for servers and for
 * clients, and issued by `Root`, whom the engine trusts, unless they say otherwise.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { p384 } from '@noble/curves/nist.js';
import { sha256, sha384 } from '@noble/hashes/sha2.js';
import { noble } from '../../runtime/index.ts';
import {
  ascii,
  bitString,
  clientAuth,
  commonName,
  dnsName,
  extension,
  extKeyUsage,
  type Fields,
  goodLeafExtensions,
  integer,
  keyUsage,
  makeCa,
  makeLeaf,
  octetString,
  oid,
  sequence,
  serverAuth,
  subjectAltName,
  testKey,
  testPrivateKey,
  utcTime,
} from '../x509/make.ts';
import { mustStaple } from '../x509/make-status.ts';
import { rsaPrivateKey } from './puppet-rsa-key.ts';

/** DER of a certificate. @throws Error for an unknown name */
export function puppetCertificate(name: string): Uint8Array {
  const known = made.get(name);
  if (known !== undefined) return known;
  const make = certificates[name];
  if (make === undefined) throw new Error(`'${name}' is not the name of a certificate`);
  const certificate = make();
  made.set(name, certificate);
  return certificate;
}

/** Each is signed once. */
const made = new Map<string, Uint8Array>();

/** Whether there is a certificate of this name. */
export function isCertificateName(name: string): boolean {
  return Object.hasOwn(certificates, name);
}

/** PKCS#8 of the key that signs for a certificate: one for all but those that say otherwise. */
export function puppetPrivateKey(name = goodCertificate): Uint8Array {
  return privateKeys[name]?.() ?? testPrivateKey('leaf');
}

/** The name of host.example's good certificate. */
export const goodCertificate = 'leaf';

const certificates: Readonly<Record<string, () => Uint8Array>> = {
  [goodCertificate]: () => makeLeaf('Root'),
  root: () => makeCa('Root', 'Root'),
  // Issued by `sub`, which Root has issued.
  subLeaf: () => makeLeaf('Sub'),
  sub: () => makeCa('Sub', 'Root'),
  // The same authority and key, certified by another root.
  crossSub: () => makeCa('Sub', 'Newer'),
  expired: () => makeLeaf('Root', { notAfter: utcTime('291231235959Z') }),
  notYetValid: () => makeLeaf('Root', { notBefore: utcTime('300102000000Z') }),
  otherName: () => leafWith(extKeyUsage(serverAuth), subjectAltName(dnsName('other.example'))),
  serverOnly: () => leafWith(extKeyUsage(serverAuth)),
  clientOnly: () => leafWith(extKeyUsage(clientAuth)),
  unknownCa: () => makeLeaf('Nobody'),
  selfSigned: () => makeLeaf('Leaf', { subject: commonName('Leaf') }),
  badSignature: () => makeLeaf('Root', { signedBy: testKey('Nobody') }),
  // RFC 9846 4.5.1.3: with MD5.
  weakSignature: () => makeLeaf('Root', { innerAlgorithm: md5WithRsa }),
  sha384Signature: () => makeLeaf('Root', { innerAlgorithm: ecdsaSha384 }),
  unknownConstraint: () => leafWith(extension('1.2.3.4', Uint8Array.of(0x05, 0x00), true)),
  // Good only together with its status (RFC 7633).
  mustStaple: () => makeLeaf('Root', { extensions: [...goodLeafExtensions(), mustStaple] }),
  encryptionOnly: () =>
    makeLeaf('Root', {
      extensions: [keyUsage('keyEncipherment'), subjectAltName(dnsName('host.example'))],
    }),
  // Good, but for a key that the puppet does not have.
  otherKey: () => withKey(testKey('other').subjectPublicKeyInfo),
  // A key that no scheme of the traces' engines can verify with.
  rsaKey: () => withKey(rsaPublicKey()),
  rsa: () => withKey(noble.importPrivateKey(rsaPrivateKey()).subjectPublicKeyInfo),
  p384: () => withKey(p384PublicKey()),
  ed25519: () => withKey(sequence(idEd25519, bitString(ed25519.getPublicKey(ed25519Secret)))),
  garbage: () => Uint8Array.of(0x30, 0x03, 0x02, 0x01),
};

const privateKeys: Readonly<Record<string, () => Uint8Array>> = {
  rsa: rsaPrivateKey,
  p384: () => {
    const key = sequence(integer(1), octetString(p384Secret));
    return sequence(integer(0), idP384, octetString(key));
  },
  ed25519: () => sequence(integer(0), idEd25519, octetString(octetString(ed25519Secret))),
};

/** Root's leaf with these extensions besides a good KeyUsage. */
function leafWith(...extensions: readonly Uint8Array[]): Uint8Array {
  return makeLeaf('Root', { extensions: [keyUsage('digitalSignature'), ...extensions] });
}

function withKey(subjectPublicKeyInfo: Uint8Array): Uint8Array {
  const fields: Fields = { subjectPublicKeyInfo, extensions: goodLeafExtensions() };
  return makeLeaf('Root', fields);
}

const md5WithRsa = sequence(oid('1.2.840.113549.1.1.4'), Uint8Array.of(0x05, 0x00));
const ecdsaSha384 = sequence(oid('1.2.840.10045.4.3.3'));
const idP384 = sequence(oid('1.2.840.10045.2.1'), oid('1.3.132.0.34'));
const idEd25519 = sequence(oid('1.3.101.112'));
const p384Secret = sha384(ascii('tlschart test key p384'));
const ed25519Secret = sha256(ascii('tlschart test key ed25519'));

function p384PublicKey(): Uint8Array {
  return sequence(idP384, bitString(p384.getPublicKey(p384Secret, false)));
}

/** rsaEncryption (RFC 3279 2.3.1) with a modulus of 2048 bits that nobody knows the factors of. */
function rsaPublicKey(): Uint8Array {
  const algorithm = sequence(oid('1.2.840.113549.1.1.1'), Uint8Array.of(0x05, 0x00));
  const modulus = integer(0, ...new Array<number>(256).fill(0xc5));
  return sequence(algorithm, bitString(sequence(modulus, integer(1, 0, 1))));
}
