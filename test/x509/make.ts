/**
 * Certificates by hand, right ones and wrong ones: every field can be replaced by any bytes. Keys
 * are P-256 and follow from a label, signatures are deterministic (RFC 6979), so every run sees the
 * same bytes.
 */
import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '../../runtime/bytes.ts';
import { type Certificate, parseCertificate } from '../../runtime/x509/certificate.ts';
import { type KeyUsage, keyUsages } from '../../runtime/x509/extensions.ts';
import type { PathInput } from '../../runtime/x509/verify.ts';
import { verifyWithNode } from './node-signatures.ts';

/** One DER element; lengths up to 16 MiB. */
export function der(
  tag: number,
  ...contents: readonly (Uint8Array | readonly number[])[]
): Uint8Array {
  const bytes = concatBytes(contents.map((part) => Uint8Array.from(part)));
  const { length } = bytes;
  const octets = [length >> 16, (length >> 8) & 0xff, length & 0xff];
  const significant = octets.slice(octets.findIndex((octet) => octet > 0));
  const header = length < 0x80 ? [length] : [0x80 | significant.length, ...significant];
  return concatBytes([Uint8Array.of(tag, ...header), bytes]);
}

export const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
export const integer = (...contents: readonly number[]) => der(0x02, contents);
export const bitString = (bytes: Uint8Array, unusedBits = 0) => der(0x03, [unusedBits], bytes);
export const octetString = (bytes: Uint8Array) => der(0x04, bytes);
export const isTrue = Uint8Array.of(0x01, 0x01, 0xff);
export const ascii = (text: string) => new TextEncoder().encode(text);
export const utf8String = (text: string) => der(0x0c, ascii(text));
export const utcTime = (text: string) => der(0x17, ascii(text));
export const generalizedTime = (text: string) => der(0x18, ascii(text));

export function oid(dotted: string): Uint8Array {
  const [first = 0n, second = 0n, ...arcs] = dotted.split('.').map(BigInt);
  return der(0x06, [first * 40n + second, ...arcs].flatMap(septets));
}

function septets(arc: bigint): number[] {
  const bytes = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) bytes.unshift(Number(rest & 0x7fn) | 0x80);
  return bytes;
}

/** A Name of one common name. */
export function commonName(text: string): Uint8Array {
  return sequence(der(0x31, sequence(oid('2.5.4.3'), utf8String(text))));
}

export const emptyName = sequence();

export const ecdsaSha256 = sequence(oid('1.2.840.10045.4.3.2'));
const idP256Key = sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7'));

/** A P-256 key pair that follows from its label. */
export interface TestKey {
  readonly secretKey: Uint8Array;
  readonly subjectPublicKeyInfo: Uint8Array;
}

export function testKey(label: string): TestKey {
  const key = testKeys.get(label) ?? makeTestKey(label);
  testKeys.set(label, key);
  return key;
}

/** To make one costs more than most of the tests. */
const testKeys = new Map<string, TestKey>();

function makeTestKey(label: string): TestKey {
  const secretKey = sha256(ascii(`tlschart test key ${label}`));
  const point = p256.getPublicKey(secretKey, false);
  return { secretKey, subjectPublicKeyInfo: sequence(idP256Key, bitString(point)) };
}

/** The private key of `testKey` as PKCS#8. */
export function testPrivateKey(label: string): Uint8Array {
  const key = sequence(integer(1), octetString(testKey(label).secretKey));
  return sequence(integer(0), idP256Key, octetString(key));
}

export function extension(id: string, value: Uint8Array, isCritical = false): Uint8Array {
  return sequence(oid(id), ...(isCritical ? [isTrue] : []), octetString(value));
}

export function basicConstraints(cA: boolean, pathLen?: number): Uint8Array {
  const limit = pathLen === undefined ? [] : [integer(pathLen)];
  return extension('2.5.29.19', sequence(...(cA ? [isTrue] : []), ...limit), true);
}

export function keyUsage(...usages: readonly KeyUsage[]): Uint8Array {
  const bits = usages.map((usage) => keyUsages.indexOf(usage));
  const last = Math.max(...bits);
  const bytes = new Uint8Array((last >> 3) + 1);
  for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return extension('2.5.29.15', bitString(bytes, 7 - (last & 7)), true);
}

export const serverAuth = '1.3.6.1.5.5.7.3.1';
export const clientAuth = '1.3.6.1.5.5.7.3.2';
export const anyUsage = '2.5.29.37.0';

export function extKeyUsage(...purposes: readonly string[]): Uint8Array {
  return extension('2.5.29.37', sequence(...purposes.map(oid)));
}

export const dnsName = (name: string) => der(0x82, ascii(name));
export const ipAddress = (...bytes: readonly number[]) => der(0x87, bytes);

export function subjectAltName(...names: readonly Uint8Array[]): Uint8Array {
  return extension('2.5.29.17', sequence(...names));
}

export function subjectKeyIdentifier(...id: readonly number[]): Uint8Array {
  return extension('2.5.29.14', octetString(Uint8Array.from(id)));
}

export function authorityKeyIdentifier(...id: readonly number[]): Uint8Array {
  return extension('2.5.29.35', sequence(der(0x80, id)));
}

/** Subtrees of name constraints: names as in subjectAltName, addresses with their mask. */
export interface Subtrees {
  readonly permitted?: readonly Uint8Array[];
  readonly excluded?: readonly Uint8Array[];
}

export function nameConstraints(subtrees: Subtrees, isCritical = true): Uint8Array {
  const fields = [subtrees.permitted, subtrees.excluded].flatMap((names, number) =>
    names === undefined ? [] : [der(0xa0 + number, ...names.map((name) => sequence(name)))],
  );
  return extension('2.5.29.30', sequence(...fields), isCritical);
}

export const mailbox = (text: string) => der(0x81, ascii(text));
export const uri = (text: string) => der(0x86, ascii(text));
export const directoryName = (name: Uint8Array) => der(0xa4, name);
export const otherName = (type: string) => der(0xa0, oid(type), der(0xa0, utf8String('x')));

export const anyPolicy = '2.5.29.32.0';

export function certificatePolicies(...policies: readonly string[]): Uint8Array {
  return extension('2.5.29.32', sequence(...policies.map((policy) => sequence(oid(policy)))));
}

/** Pairs of the issuer's and the subject's policy. */
export function policyMappings(...pairs: readonly (readonly [string, string])[]): Uint8Array {
  const mappings = pairs.map(([issuer, subject]) => sequence(oid(issuer), oid(subject)));
  return extension('2.5.29.33', sequence(...mappings), true);
}

export function policyConstraints(requireExplicit?: number, inhibitMapping?: number): Uint8Array {
  const fields = [requireExplicit, inhibitMapping].flatMap((skip, number) =>
    skip === undefined ? [] : [der(0x80 + number, [skip])],
  );
  return extension('2.5.29.36', sequence(...fields), true);
}

export function inhibitAnyPolicy(skip: number): Uint8Array {
  return extension('2.5.29.54', integer(skip), true);
}

/** Fields of a certificate in DER. What is left out is that of a good leaf. */
export interface Fields {
  readonly version?: Uint8Array;
  readonly serialNumber?: Uint8Array;
  readonly innerAlgorithm?: Uint8Array;
  readonly issuer?: Uint8Array;
  readonly notBefore?: Uint8Array;
  readonly notAfter?: Uint8Array;
  readonly subject?: Uint8Array;
  readonly subjectPublicKeyInfo?: Uint8Array;
  /** Stands between key and extensions. */
  readonly uniqueIdentifiers?: Uint8Array;
  readonly extensions?: readonly Uint8Array[];
  /** Stands in the place of `extensions`. */
  readonly extensionsField?: Uint8Array;
  readonly outerAlgorithm?: Uint8Array;
  readonly signature?: Uint8Array;
  readonly signedBy?: TestKey;
}

/** For tests that are not about signatures, with `verifySignature: () => true`: signing costs. */
export const unsigned = { signature: bitString(Uint8Array.of(0)) } satisfies Fields;

/** What tests call now. */
export const nowMs = Date.UTC(2030, 0, 1);

export function makeCertificate(fields: Fields): Uint8Array {
  const key = testKey('leaf');
  const toBeSigned = sequence(
    fields.version ?? der(0xa0, integer(2)),
    fields.serialNumber ?? integer(1),
    fields.innerAlgorithm ?? ecdsaSha256,
    fields.issuer ?? commonName('Root'),
    sequence(
      fields.notBefore ?? utcTime('250101000000Z'),
      fields.notAfter ?? utcTime('350101000000Z'),
    ),
    fields.subject ?? commonName('Leaf'),
    fields.subjectPublicKeyInfo ?? key.subjectPublicKeyInfo,
    fields.uniqueIdentifiers ?? new Uint8Array(0),
    fields.extensionsField ?? der(0xa3, sequence(...(fields.extensions ?? goodLeafExtensions()))),
  );
  const signer = fields.signedBy ?? testKey('Root');
  const sign = () => bitString(p256.sign(toBeSigned, signer.secretKey, { format: 'der' }));
  return sequence(
    toBeSigned,
    fields.outerAlgorithm ?? fields.innerAlgorithm ?? ecdsaSha256,
    fields.signature ?? sign(),
  );
}

export function goodLeafExtensions(): Uint8Array[] {
  return [
    keyUsage('digitalSignature'),
    extKeyUsage(serverAuth, clientAuth),
    subjectAltName(dnsName('host.example'), ipAddress(192, 0, 2, 1)),
  ];
}

export function goodCaExtensions(pathLen?: number): Uint8Array[] {
  return [basicConstraints(true, pathLen), keyUsage('keyCertSign', 'cRLSign')];
}

/** A CA: its key follows from `label`, by default its name, and so does the key of its issuer. */
export interface CaFields extends Fields {
  readonly keyLabel?: string;
  readonly issuerKeyLabel?: string;
}

/** A CA certificate `name`, issued by `issuer`; the same name twice makes a root. */
export function makeCa(name: string, issuer: string, fields: CaFields = {}): Uint8Array {
  return makeCertificate({
    subject: commonName(name),
    issuer: commonName(issuer),
    subjectPublicKeyInfo: testKey(fields.keyLabel ?? name).subjectPublicKeyInfo,
    signedBy: testKey(fields.issuerKeyLabel ?? issuer),
    extensions: goodCaExtensions(),
    ...fields,
  });
}

/** A leaf for host.example by the CA of this name. */
export function makeLeaf(issuer: string, fields: Fields = {}): Uint8Array {
  return makeCertificate({ issuer: commonName(issuer), signedBy: testKey(issuer), ...fields });
}

export const anchor = (bytes: Uint8Array): Certificate => parseCertificate(bytes);

let root: Certificate | undefined;

/** The root `Root`, made once. */
function rootAnchor(): Certificate {
  root ??= anchor(makeCa('Root', 'Root'));
  return root;
}

/** Input for verifyChain with the root `Root`, a good time and the purpose `server`. */
export function pathInput(chain: readonly Uint8Array[], more: Partial<PathInput> = {}): PathInput {
  return {
    chain,
    anchors: [rootAnchor()],
    timeMs: nowMs,
    purpose: 'server',
    name: 'host.example',
    schemes: [0x0403],
    verifySignature: verifyWithNode,
    ...more,
  };
}
