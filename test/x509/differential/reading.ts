/**
 * What a certificate says, in texts that can be compared whoever has read them; and what we say.
 */
import { parseAnchor, parseCertificate } from '../../../runtime/x509/certificate.ts';
import { printAddress } from '../../../runtime/x509/host-names.ts';
import { attributesOf } from '../../../runtime/x509/names.ts';
import { accessUrls } from '../../../runtime/x509/status-extensions.ts';

export const fields = [
  'subject',
  'issuer',
  'serialNumber',
  'notBefore',
  'notAfter',
  'publicKey',
  'altNames',
  'keyUsage',
  'extKeyUsage',
  'basicConstraints',
  'isCa',
  'accessUrls',
  'subjectKeyIdentifier',
  'authorityKeyIdentifier',
] as const;

export type Field = (typeof fields)[number];

/** Each field is read when it is asked for, which may throw; one that is left out is not told. */
export type Reading = Partial<Record<Field, () => string>>;

/** Parts of a name with their attributes (type and text), and names of an alternative name's kind. */
export type NameParts = readonly (readonly (readonly [type: string, text: string])[])[];

export const nameText = (parts: NameParts) =>
  JSON.stringify(parts.map((part) => part.map(([type, text]) => `${type}=${text}`).sort()));
export const listText = (list: readonly string[]) => JSON.stringify([...list].sort());
export const timeText = (time: number | Date) => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? 'no date' : date.toISOString();
};
export const hexText = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
export const serialText = (hex: string) => hex.toLowerCase().replace(/^0+(?=.)/, '');

/** @throws CertificateError for what is none to us */
export function ourReading(der: Uint8Array, isAnchor: boolean): Reading {
  const certificate = isAnchor ? parseAnchor(der) : parseCertificate(der);
  const { extensions } = certificate;
  const { basicConstraints, keyUsage } = extensions;
  const names = extensions.subjectAltName;
  const access = () => accessUrls(certificate);
  return {
    subject: () => nameText(partsOf(certificate.subject)),
    issuer: () => nameText(partsOf(certificate.issuer)),
    serialNumber: () => serialText(hexText(certificate.serialNumber)),
    notBefore: () => timeText(certificate.notBeforeMs),
    notAfter: () => timeText(certificate.notAfterMs),
    publicKey: () => hexText(certificate.publicKey.subjectPublicKeyInfo),
    altNames: () =>
      listText([
        ...(names?.dnsNames ?? []).map((text) => `dns ${text}`),
        ...(names?.ipAddresses ?? []).map((bytes) => `ip ${printAddress(bytes)}`),
        ...(names?.rfc822Names ?? []).map((text) => `mail ${text}`),
        ...(names?.uris ?? []).map((text) => `uri ${text}`),
        ...(names?.directoryNames ?? []).map(() => 'dn'),
        ...(names?.otherNames ?? []).map(() => 'other'),
        ...(names?.otherForms ?? []).map((form) => form),
      ]),
    keyUsage: () => listText([...(keyUsage ?? [])]),
    extKeyUsage: () => JSON.stringify(extensions.extKeyUsage ?? []),
    basicConstraints: () =>
      JSON.stringify([basicConstraints?.cA === true, basicConstraints?.pathLenConstraint ?? null]),
    isCa: () => String(basicConstraints?.cA === true && keyUsage?.has('keyCertSign') !== false),
    accessUrls: () => JSON.stringify([access().ocsp, access().caIssuers]),
    subjectKeyIdentifier: () => hexText(extensions.subjectKeyIdentifier ?? new Uint8Array()),
    authorityKeyIdentifier: () => hexText(extensions.authorityKeyIdentifier ?? new Uint8Array()),
  };
}

function partsOf(name: Uint8Array): NameParts {
  return attributesOf(name).map((part) =>
    part.map(({ type, value, text }) => [type, text ?? `#${hexText(value)}`] as const),
  );
}
