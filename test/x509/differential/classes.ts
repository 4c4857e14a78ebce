/**
 * Why others say of certificates what we do not, each with the rule that makes ours right. A
 * difference that belongs nowhere fails the run, and so does a class that nothing belongs to.
 */
import { parseAnchor } from '../../../runtime/x509/certificate.ts';
import { attributesOf } from '../../../runtime/x509/names.ts';
import type { Difference, DifferenceClass } from './differences.ts';
import { hostClasses } from './host-classes.ts';
import { peculiarReading } from './peculiar-reading.ts';

/** Refused by us alone, by what we say. */
const refused = (name: string, reason: string, text: RegExp): DifferenceClass => ({
  name,
  reason,
  covers: ({ about, ours, theirs }) =>
    about === 'accepted' && theirs === 'accepted' && text.test(ours),
});

const refusals: readonly DifferenceClass[] = [
  refused(
    'data after an element',
    'X.690 8.1: an element holds what its type has, and no more',
    /data after/,
  ),
  refused(
    'elements that are cut off or missing',
    'X.690 8.1.3: what a length says is there, and RFC 5280 4.1, 4.2 say which elements',
    /longer than what holds it|element is missing|length is cut off|BIT STRING is empty|INTEGER is empty/,
  ),
  refused(
    'another type',
    'RFC 5280 A.1, A.2: each field and extension has its type; OpenSSL and @peculiar/x509 decode extensions when asked',
    /^refused: expected the type|name is of no known type|tag has more than one byte/,
  ),
  refused(
    'a length in more bytes than needed',
    'X.690 10.1: the fewest bytes',
    /length is (not in|beyond|indefinite)/,
  ),
  refused('an INTEGER in more bytes than needed', 'X.690 8.3.2', /INTEGER is (not in|out of)/),
  refused('a BOOLEAN that is neither 0 nor 255, or its default', 'X.690 11.1, 11.5', /a BOOLEAN/),
  refused('a BIT STRING with bits left over', 'X.690 8.6.2, 11.2.1', /BIT STRING has/),
  refused(
    'a signature or key that is no whole bytes',
    'RFC 5480 2.2, RFC 8017 A: octet strings in a BIT STRING',
    /hold whole bytes/,
  ),
  refused(
    'an OBJECT IDENTIFIER with leading zeros, or cut off',
    'X.690 8.19.2',
    /OBJECT IDENTIFIER/,
  ),
  refused('a GeneralizedTime before 2050', 'RFC 5280 4.1.2.5: UTCTime through 2049', /before 2050/),
  refused('a date that no calendar has', 'RFC 5280 4.1.2.5.1, X.680 47', /date of the calendar/),
  refused(
    'a time with a fraction or an offset, or without seconds',
    'RFC 5280 4.1.2.5.1, 4.1.2.5.2',
    /whole seconds/,
  ),
  refused('an iPAddress of another length', 'RFC 5280 4.2.1.6: 4 or 16 octets', /iPAddress has/),
  refused('a name beyond ASCII', 'RFC 5280 4.2.1.6: IA5String', /is not ASCII/),
  refused(
    'a keyUsage with zeros at its end',
    'X.690 11.2.2: they are left out',
    /keyUsage does not end/,
  ),
  refused('an empty keyUsage', 'RFC 5280 4.2.1.3: at least one bit', /keyUsage is empty/),
  refused(
    'keyUsage bits that nobody defined',
    'RFC 5280 4.2.1.3: nine bits',
    /bits that nobody defined/,
  ),
  refused('empty name constraints', 'RFC 5280 4.2.1.10', /constraints are empty/),
  refused(
    'name constraints that are none',
    'RFC 5280 4.2.1.10: hosts, mailboxes and networks with a mask of a prefix, no minimum',
    /name constraint (is no|has)/,
  ),
  refused('version 1 or 2', 'RFC 9846 4.5.1.2: X.509v3', /X\.509 version/),
  refused('an extension that stands twice', 'RFC 5280 4.2', /stands twice/),
  refused('an empty issuer', 'RFC 5280 4.1.2.4', /issuer is empty/),
  refused('a serial number below 0', 'RFC 5280 4.1.2.2', /number is negative/),
  refused('a serial number of more than 20 octets', 'RFC 5280 4.1.2.2', /longer than 20/),
  refused(
    'two signature algorithms',
    'RFC 5280 4.1.1.2: the one that is signed is the one that is used',
    /algorithm outside/,
  ),
  refused(
    'a part of a name that is no text',
    'RFC 5280 A.1, X.690 8.23: strings of their type',
    /part of a name/,
  ),
];

const isOf = (peer: Difference['peer'], about: Difference['about']) => (one: Difference) =>
  one.peer === peer && one.about === about;

const others: readonly DifferenceClass[] = [
  {
    name: '@peculiar/x509 has a limit of 10,000 elements',
    reason: 'a limit of its own: the certificate, of many names, fits a message',
    covers: ({ peer, theirs }) =>
      peer === '@peculiar/x509' && theirs === 'refused: Maximum ASN.1 node count exceeded',
  },
  {
    name: 'OpenSSL refuses a part of a name that is no string',
    reason: 'RFC 5280 A.1: a value is of any type that its attribute, here one nobody knows, has',
    covers: ({ peer, about, ours, der }) =>
      peer === 'node' && about === 'accepted' && ours === 'accepted' && hasValueOfNoString(der),
  },
  {
    name: '@peculiar/x509 does not decode NumericString and VisibleString',
    reason: 'X.680 41: strings as others; what it has not decoded it gives in hexadecimal',
    covers: ({ peer, about, theirs }) =>
      peer === '@peculiar/x509' && /^(subject|issuer)$/.test(about) && /=#(12|1a)/.test(theirs),
  },
  {
    name: '@peculiar/x509 loses an otherName',
    reason: 'RFC 5280 4.2.1.6: GeneralNames has all of them',
    covers: (one) =>
      isOf('@peculiar/x509', 'altNames')(one) &&
      one.ours.replace('"other","other"', '"other"') === one.theirs,
  },
  {
    name: 'a key that others cannot use',
    reason: 'RFC 5280 4.1.2.7: we keep the bytes, and refuse the key where it is used',
    covers: ({ about, theirs }) => about === 'publicKey' && theirs.startsWith('refused: '),
  },
  {
    name: '@peculiar/x509 says nothing of all extensions where it cannot decode one',
    reason: 'RFC 5280 4.2: ours are decoded one by one, policies where a path is judged by them',
    covers: ({ peer, about, der }) =>
      peer === '@peculiar/x509' && extensionFields.has(about) && hasBrokenExtension(der),
  },
  {
    name: 'OpenSSL has a name for a type of attribute',
    reason: 'the list beside the reader has those of real certificates, a mutant may get any',
    covers: ({ peer, about, ours, theirs }) =>
      peer === 'node' &&
      /^(subject|issuer)$/.test(about) &&
      ours.replace(/"[\d.]+=/g, '"') === theirs.replace(/"(\w+|[\d.]+)=/g, '"'),
  },
  {
    name: '@peculiar/x509 decodes UniversalString by two bytes',
    reason: 'X.690 8.21.7: four bytes a character',
    covers: ({ peer, about, der }) =>
      peer === '@peculiar/x509' && /^(subject|issuer)$/.test(about) && valuesOf(der).has(0x1c),
  },
  {
    name: 'authorityInfoAccess that is none',
    reason: 'RFC 5280 4.2.2.1: AccessDescriptions; others skip them without a word',
    covers: ({ about, ours }) => about === 'accessUrls' && ours.startsWith('refused: '),
  },
  {
    name: 'SHA-1, MD5 and MD2',
    reason: 'RFC 9846 4.5.1.3: not to be believed, so they are not even verified',
    covers: ({ about, ours }) => about === 'signature' && ours.startsWith('weak'),
  },
  {
    name: 'signatures that TLS has no scheme for',
    reason: 'RFC 9846 4.3.3: a hash goes with a curve; no DSA, Ed448 or other salts',
    covers: ({ about, ours }) => about === 'signature' && ours.startsWith('unsupported'),
  },
];

const extensionFields: ReadonlySet<Difference['about']> = new Set([
  'altNames',
  'keyUsage',
  'extKeyUsage',
  'basicConstraints',
  'accessUrls',
  'subjectKeyIdentifier',
  'authorityKeyIdentifier',
]);

/** It throws when it is asked for any of them the first time, and has none from then on. */
function hasBrokenExtension(der: Uint8Array): boolean {
  try {
    peculiarReading(der).keyUsage?.();
    return false;
  } catch {
    return true;
  }
}

/** VisibleString is none to OpenSSL. */
function hasValueOfNoString(der: Uint8Array): boolean {
  const strings = [0x0c, 0x12, 0x13, 0x14, 0x16, 0x1c, 0x1e];
  return [...valuesOf(der)].some((tag) => !strings.includes(tag));
}

/** The types of the values in both names. */
function valuesOf(der: Uint8Array): ReadonlySet<number> {
  const { subject, issuer } = parseAnchor(der);
  const attributes = [subject, issuer].flatMap((name) => attributesOf(name).flat());
  return new Set(attributes.map(({ value }) => value[0] ?? 0));
}

export const differenceClasses: readonly DifferenceClass[] = [
  ...refusals,
  ...others,
  ...hostClasses,
];
