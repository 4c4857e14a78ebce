/**
 * The certificates that a puppet can show, by name. All are for host.example and issued by `Root`,
 * whom the engine trusts, unless they say otherwise.
 */
import {
  bitString,
  commonName,
  dnsName,
  extKeyUsage,
  integer,
  keyUsage,
  makeCa,
  makeLeaf,
  oid,
  sequence,
  serverAuth,
  subjectAltName,
  testPrivateKey,
  utcTime,
} from '../x509/make.ts';

/** DER of a certificate. @throws Error for an unknown name */
export function puppetCertificate(name: string): Uint8Array {
  const make = certificates[name];
  if (make === undefined) throw new Error(`'${name}' is not the name of a certificate`);
  return make();
}

/** PKCS#8 of the one key that all these certificates are for, but those that say otherwise. */
export function puppetPrivateKey(): Uint8Array {
  return testPrivateKey('leaf');
}

/** The name of host.example's good certificate. */
export const goodCertificate = 'leaf';

const certificates: Readonly<Record<string, () => Uint8Array>> = {
  [goodCertificate]: () => makeLeaf('Root'),
  root: () => makeCa('Root', 'Root'),
  expired: () => makeLeaf('Root', { notAfter: utcTime('291231235959Z') }),
  notYetValid: () => makeLeaf('Root', { notBefore: utcTime('300102000000Z') }),
  otherName: () =>
    makeLeaf('Root', {
      extensions: [
        keyUsage('digitalSignature'),
        extKeyUsage(serverAuth),
        subjectAltName(dnsName('other.example')),
      ],
    }),
  unknownCa: () => makeLeaf('Nobody'),
  selfSigned: () => makeLeaf('Leaf', { subject: commonName('Leaf') }),
  encryptionOnly: () =>
    makeLeaf('Root', {
      extensions: [keyUsage('keyEncipherment'), subjectAltName(dnsName('host.example'))],
    }),
  // A key that no scheme of this client can verify with.
  rsaKey: () => makeLeaf('Root', { subjectPublicKeyInfo: rsaPublicKey() }),
  garbage: () => Uint8Array.of(0x30, 0x03, 0x02, 0x01),
};

/** rsaEncryption (RFC 3279 2.3.1) with a modulus of 2048 bits that nobody knows the factors of. */
function rsaPublicKey(): Uint8Array {
  const algorithm = sequence(oid('1.2.840.113549.1.1.1'), Uint8Array.of(0x05, 0x00));
  const modulus = integer(0, ...new Array<number>(256).fill(0xc5));
  return sequence(algorithm, bitString(sequence(modulus, integer(1, 0, 1))));
}
