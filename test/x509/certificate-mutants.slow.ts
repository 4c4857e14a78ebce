/**
 * Certificates with bytes that somebody has changed. Reading one ends in a CertificateError or in a
 * certificate, and soon; what is read is DER to a judge that shares no line with the reader, says
 * the same to node:crypto, and has no path: nothing of it was signed.
 */
import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Certificate, parseCertificate } from '../../runtime/x509/certificate.ts';
import { CertificateError } from '../../runtime/x509/certificate-error.ts';
import { verifyChain } from '../../runtime/x509/verify.ts';
import {
  authorityKeyIdentifier,
  certificatePolicies,
  commonName,
  extension,
  goodCaExtensions,
  goodLeafExtensions,
  integer,
  makeCa,
  makeLeaf,
  pathInput,
  sequence,
  subjectKeyIdentifier,
} from './make.ts';
import { isSlow, mutate, randomFrom } from './mutate.ts';

const originals = {
  leaf: makeLeaf('Root'),
  'leaf with more': makeLeaf('Root', {
    serialNumber: integer(0, 200, 1, 2, 3),
    subject: commonName('Somebody, and some more'),
    extensions: [
      ...goodLeafExtensions(),
      authorityKeyIdentifier(1, 2, 3),
      subjectKeyIdentifier(4, 5, 6),
      certificatePolicies('1.2.3.4', '1.2.3.5'),
      extension('1.2.3', sequence(integer(1)), false),
    ],
  }),
  ca: makeCa('Sub', 'Root', { extensions: goodCaExtensions(3) }),
} as const;

const rounds = 34_000;

test.each(Object.entries(originals))(
  '%s',
  (_, original) => {
    const random = randomFrom(7);
    const faults: string[] = [];
    let read = 0;
    for (let round = 0; round < rounds; round++) {
      const mutant = mutate(original, random);
      if (Buffer.from(mutant).equals(original)) continue;
      let certificate: Certificate | undefined;
      const slow = isSlow(() => {
        certificate = parsed(mutant);
      });
      if (slow) faults.push(`slow: ${Buffer.from(mutant).toString('hex')}`);
      if (certificate === undefined) continue;
      read += 1;
      const fault = faultOf(certificate);
      if (fault !== undefined) faults.push(`${fault}: ${Buffer.from(mutant).toString('hex')}`);
    }
    console.log(`${rounds} mutants, ${read} of them could be read`);
    expect(read).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  },
  600_000,
);

function parsed(der: Uint8Array): Certificate | undefined {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (error instanceof CertificateError) return undefined;
    throw error;
  }
}

function faultOf(certificate: Certificate): string | undefined {
  const { der } = certificate;
  if (!isDer(der)) return 'no DER';
  if (verifyChain(pathInput([der], { name: undefined })).accepted) return 'believed';
  const nodes = nodeReading(der);
  if (nodes === undefined) return undefined;
  const serial = Buffer.from(certificate.serialNumber).toString('hex').replace(/^0+/, '');
  if (BigInt(`0x${nodes.serialNumber}`) !== BigInt(`0x${serial || '0'}`)) return 'another serial';
  if (Date.parse(nodes.validTo) !== certificate.notAfterMs) return `another end ${nodes.validTo}`;
  return Date.parse(nodes.validFrom) === certificate.notBeforeMs ? undefined : 'another beginning';
}

/** OpenSSL refuses what it cannot use, such as a point that is not on its curve. */
function nodeReading(der: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}

/** One element and nothing behind it, and so on inside: lengths, BOOLEAN, INTEGER (X.690 8.3, 10, 11). */
function isDer(bytes: Uint8Array): boolean {
  const end = elementAt(bytes, 0);
  return end === bytes.length;
}

/** Where the element ends; undefined if it is not DER. */
function elementAt(bytes: Uint8Array, start: number): number | undefined {
  const [tag = 0, first = 0x80] = bytes.subarray(start);
  const more = first < 0x80 ? 0 : first & 0x7f;
  const long = bytes.subarray(start + 2, start + 2 + more);
  const length = more === 0 ? first : long.reduce((sum, byte) => sum * 256 + byte, 0);
  const isShortest = more === 0 ? first < 0x80 : length >= 0x80 && long[0] !== 0;
  const from = start + 2 + more;
  const to = from + length;
  if (!isShortest || to > bytes.length || (tag & 0x1f) === 0x1f) return undefined;
  const contents = bytes.subarray(from, to);
  if ((tag & 0x20) === 0) return isPrimitive(tag, contents) ? to : undefined;
  for (let at = from; at < to; ) {
    const next = elementAt(bytes.subarray(0, to), at);
    if (next === undefined) return undefined;
    at = next;
  }
  return to;
}

function isPrimitive(tag: number, contents: Uint8Array): boolean {
  const [first = -1, second = -1] = contents;
  if (tag === 0x01) return contents.length === 1 && (first === 0 || first === 0xff);
  if (tag !== 0x02) return true;
  const isPadded = (first === 0 && second < 0x80) || (first === 0xff && second >= 0x80);
  return contents.length === 1 || (contents.length > 1 && !isPadded);
}
