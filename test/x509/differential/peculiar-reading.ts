/** What @peculiar/x509 says of a certificate. */
import '../../../tools/demo/reflect-metadata.ts';
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type GeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  type Name,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
} from '@peculiar/x509';
import { keyUsages } from '../../../runtime/x509/extensions.ts';
import { parseIpAddress, printAddress } from '../../../runtime/x509/host-names.ts';
import { hexText, listText, nameText, type Reading, serialText, timeText } from './reading.ts';

/** @throws for what is none to @peculiar/x509 */
export function peculiarReading(der: Uint8Array): Reading {
  const certificate = new X509Certificate(Uint8Array.from(der));
  const find = <Kind>(kind: abstract new (...parameters: never[]) => Kind): Kind | undefined => {
    const found = certificate.extensions.find((extension) => extension instanceof kind);
    return found as Kind | undefined; // `find` does not tell what it has asked.
  };
  const access = () => find(AuthorityInfoAccessExtension);
  return {
    subject: () => nameOf(certificate.subjectName),
    issuer: () => nameOf(certificate.issuerName),
    serialNumber: () => serialText(certificate.serialNumber),
    notBefore: () => timeText(certificate.notBefore),
    notAfter: () => timeText(certificate.notAfter),
    publicKey: () => hexText(new Uint8Array(certificate.publicKey.rawData)),
    altNames: () =>
      listText((find(SubjectAlternativeNameExtension)?.names.items ?? []).map(altName)),
    keyUsage: () => listText(usagesOf(find(KeyUsagesExtension)?.usages)),
    extKeyUsage: () => JSON.stringify(find(ExtendedKeyUsageExtension)?.usages ?? []),
    basicConstraints: () => {
      const { ca = false, pathLength } = find(BasicConstraintsExtension) ?? {};
      return JSON.stringify([ca, pathLength ?? null]);
    },
    accessUrls: () => JSON.stringify([urlsOf(access()?.ocsp), urlsOf(access()?.caIssuers)]),
    subjectKeyIdentifier: () => find(SubjectKeyIdentifierExtension)?.keyId ?? '',
    authorityKeyIdentifier: () => find(AuthorityKeyIdentifierExtension)?.keyId ?? '',
  };
}

const typeIds: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  C: '2.5.4.6',
  DC: '0.9.2342.19200300.100.1.25',
  E: '1.2.840.113549.1.9.1',
  G: '2.5.4.42',
  I: '2.5.4.43',
  SN: '2.5.4.4',
  T: '2.5.4.12',
};

function nameOf(name: Name): string {
  return nameText(
    name
      .toJSON()
      .map((part) =>
        Object.entries(part).flatMap(([type, texts]) =>
          texts.map((text) => [typeIds[type] ?? type, text] as const),
        ),
      ),
  );
}

function altName({ type, value }: GeneralName): string {
  switch (type) {
    case 'dns':
      return `dns ${value}`;
    case 'email':
      return `mail ${value}`;
    case 'url':
      return `uri ${value}`;
    case 'ip': {
      const bytes = parseIpAddress(value);
      return `ip ${bytes === undefined ? value : printAddress(bytes)}`;
    }
    case 'dn':
      return 'dn';
    case 'id':
      return 'registeredID';
    default:
      return 'other';
  }
}

function usagesOf(flags: KeyUsageFlags | undefined): readonly string[] {
  return keyUsages.filter((name) => ((flags ?? 0) & KeyUsageFlags[name]) !== 0);
}

function urlsOf(names: readonly GeneralName[] = []): readonly string[] {
  const urls = names.filter(({ type }) => type === 'url').map(({ value }) => value);
  return urls.filter((url) => /^https?:/i.test(url));
}
