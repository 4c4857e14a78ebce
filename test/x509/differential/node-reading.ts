/** What node:crypto, which is OpenSSL, says of a certificate. */
import { X509Certificate } from 'node:crypto';
import {
  listText,
  type NameParts,
  nameText,
  type Reading,
  serialText,
  timeText,
} from './reading.ts';

/** @throws for what is none to OpenSSL */
export function nodeReading(der: Uint8Array): Reading {
  const certificate = new X509Certificate(der);
  return {
    subject: () => nameText(partsOf(certificate.subject)),
    issuer: () => nameText(partsOf(certificate.issuer)),
    serialNumber: () => serialText(certificate.serialNumber),
    notBefore: () => timeText(Date.parse(certificate.validFrom)),
    notAfter: () => timeText(Date.parse(certificate.validTo)),
    publicKey: () => certificate.publicKey.export({ format: 'der', type: 'spki' }).toString('hex'),
    altNames: () => listText(altNamesOf(certificate.subjectAltName ?? '')),
    extKeyUsage: () => JSON.stringify(certificate.keyUsage ?? []),
    isCa: () => String(certificate.ca),
    accessUrls: () => accessText(certificate.infoAccess ?? ''),
  };
}

/** A line for each part, ` + ` between attributes, RFC 2253's escapes. There is none for no name. */
function partsOf(text: string | undefined): NameParts {
  const lines = text ? text.split('\n') : [];
  return lines.map((line) =>
    line.split(' + ').map((attribute) => {
      const [, type = '', value = ''] = /^([^=]*)=(.*)$/s.exec(attribute) ?? [];
      return [typeIds[type] ?? type, unescaped(value)] as const;
    }),
  );
}

/** OpenSSL's short names of attribute types. */
const typeIds: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  SN: '2.5.4.4',
  serialNumber: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  street: '2.5.4.9',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  title: '2.5.4.12',
  description: '2.5.4.13',
  businessCategory: '2.5.4.15',
  postalCode: '2.5.4.17',
  name: '2.5.4.41',
  GN: '2.5.4.42',
  initials: '2.5.4.43',
  generationQualifier: '2.5.4.44',
  x500UniqueIdentifier: '2.5.4.45',
  dnQualifier: '2.5.4.46',
  pseudonym: '2.5.4.65',
  organizationIdentifier: '2.5.4.97',
  UID: '0.9.2342.19200300.100.1.1',
  DC: '0.9.2342.19200300.100.1.25',
  emailAddress: '1.2.840.113549.1.9.1',
  jurisdictionL: '1.3.6.1.4.1.311.60.2.1.1',
  jurisdictionST: '1.3.6.1.4.1.311.60.2.1.2',
  jurisdictionC: '1.3.6.1.4.1.311.60.2.1.3',
};

/** Escaped bytes are UTF-8. */
function unescaped(value: string): string {
  const bytes: number[] = [];
  for (const [, hex, special, plain = ''] of value.matchAll(/\\([\dA-F]{2})|\\(.)|([^\\])/gsu)) {
    if (hex === undefined) bytes.push(...Buffer.from(special ?? plain));
    else bytes.push(Number.parseInt(hex, 16));
  }
  return Buffer.from(bytes).toString();
}

const kinds: Readonly<Record<string, string>> = {
  DNS: 'dns',
  'IP Address': 'ip',
  email: 'mail',
  URI: 'uri',
  DirName: 'dn',
  othername: 'other',
  'Registered ID': 'registeredID',
  X400Name: 'x400Address',
  EdiPartyName: 'ediPartyName',
};

/** `KIND:value`, in JSON's quotes where the value has a comma, a quote or what is not ASCII. */
function altNamesOf(text: string): readonly string[] {
  const found = text.matchAll(/(?:^|, )([A-Za-z0-9 ]+):("(?:[^"\\]|\\.)*"|[^,]*)/gsu);
  return [...found].map(([, kind = '', value = '']) => {
    const name = kinds[kind] ?? kind;
    const plain = unquote(value);
    if (['dns', 'mail', 'uri'].includes(name)) return `${name} ${plain}`;
    return name === 'ip' ? `ip ${plain.toLowerCase()}` : name;
  });
}

function unquote(value: string): string {
  return value.startsWith('"') ? String(JSON.parse(value)) : value;
}

/** http and https only, as ours. */
function accessText(text: string): string {
  const urls = (method: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${method} - URI:`))
      .map((line) => unquote(line.slice(method.length + 7)))
      .filter((url) => /^https?:/i.test(url));
  return JSON.stringify([urls('OCSP'), urls('CA Issuers')]);
}
