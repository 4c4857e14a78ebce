/** For which hosts a certificate is, by us and by node's checkHost and checkIP. */
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { parseAnchor, parseCertificate } from '../../../runtime/x509/certificate.ts';
import { printAddress } from '../../../runtime/x509/host-names.ts';
import { matchesName } from '../../../runtime/x509/identity.ts';
import { attributeTexts } from '../../../runtime/x509/names.ts';
import type { Sample } from './corpus.ts';
import type { Difference } from './differences.ts';

/** The certificate can be read by both. */
export function hostDifferencesIn({ der, source, isAnchor }: Sample): readonly Difference[] {
  const certificate = isAnchor ? parseAnchor(der) : parseCertificate(der);
  const node = new X509Certificate(der);
  const { dnsNames = [], ipAddresses = [] } = certificate.extensions.subjectAltName ?? {};
  const commonNames = attributeTexts(certificate.subject, '2.5.4.3');
  const hosts = new Set([...dnsNames.slice(0, 6), ...commonNames.slice(0, 3)].flatMap(variantsOf));
  const addresses = ipAddresses.slice(0, 6).map(printAddress);
  return [...hosts, ...addresses, ...strangers].flatMap((host) => {
    const ours = String(matchesName(certificate, host));
    const theirs = String(nodeMatches(node, host));
    const about = 'host' as const;
    const context = { peer: 'node', about, source, der } as const;
    return ours === theirs ? [] : [{ ...context, ours: `${ours} ${host}`, theirs }];
  });
}

function nodeMatches(certificate: X509Certificate, host: string): boolean {
  try {
    const found = isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host);
    return found !== undefined;
  } catch {
    return false; // A zero in a name.
  }
}

const strangers = ['example.com', 'localhost', '*', '', '.', 'com', '127.0.0.1', '::1', '1.2.3'];

/** Near misses and hits. */
function variantsOf(name: string): readonly string[] {
  const parent = name.slice(name.indexOf('.') + 1);
  return [
    name,
    name.toUpperCase(),
    `${name}.`,
    `.${name}`,
    `x.${name}`,
    `x${name}`,
    parent,
    `x.${parent}`,
    `x.y.${parent}`,
    `.${parent}`,
    name.replace('*', 'foo'),
    name.replace('*', 'xn--foo'),
    name.replace('*', ''),
    name.replace('*', 'a_b'),
    name.replace('.', '\0.'),
    `${name}\0`,
  ];
}
