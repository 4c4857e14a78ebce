/** Why node's checkHost says of hosts what we do not. */
import { parseAnchor } from '../../../runtime/x509/certificate.ts';
import { normaliseHostName } from '../../../runtime/x509/host-names.ts';
import type { Difference, DifferenceClass } from './differences.ts';

interface HostDifference {
  readonly host: string;
  readonly isOurs: boolean;
  readonly dnsNames: readonly string[];
}

function hostDifference({ ours, der }: Difference): HostDifference {
  const [, verdict, host = ''] = /^(true|false) (.*)$/s.exec(ours) ?? [];
  const names = parseAnchor(der).extensions.subjectAltName?.dnsNames ?? [];
  return { host, isOurs: verdict === 'true', dnsNames: names };
}

const hostClass = (
  name: string,
  reason: string,
  covers: (difference: HostDifference) => boolean,
): DifferenceClass => ({
  name: `checkHost: ${name}`,
  reason,
  covers: (difference) => difference.about === 'host' && covers(hostDifference(difference)),
});

const isSameText = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
const hasWildcard = (names: readonly string[], pattern: RegExp) =>
  names.some((name) => pattern.test(name));

export const hostClasses: readonly DifferenceClass[] = [
  hostClass(
    'a host that begins with a dot is any host below it',
    'X509_check_host(3), a notation of its own; RFC 1123 2.1: no host name',
    ({ host, isOurs }) => !isOurs && host.startsWith('.'),
  ),
  hostClass(
    'a zero ends the host',
    'RFC 1123 2.1: no host name; OpenSSL gets a C string',
    ({ host, isOurs }) => !isOurs && host.includes('\0'),
  ),
  hostClass(
    'the final dot of an absolute name is not taken off',
    'RFC 1034 3.1: the same host, which a presented name (RFC 5280 4.2.1.6) has without the dot',
    ({ host, isOurs }) => isOurs && host.endsWith('.'),
  ),
  hostClass(
    'a dNSName that ends with a dot is one',
    'RFC 5280 4.2.1.6, RFC 1034 3.5: the preferred name syntax has no final dot',
    ({ host, isOurs, dnsNames }) =>
      !isOurs && dnsNames.some((name) => name.endsWith('.') && isSameText(name, host)),
  ),
  hostClass(
    'the common name counts where there is no dNSName',
    'RFC 9525 6.3: only names in subjectAltName do',
    ({ isOurs, dnsNames }) => !isOurs && dnsNames.length === 0,
  ),
  hostClass(
    'a wildcard does not stand for a label with an underscore',
    'RFC 6125 6.4.3: for any one label; private networks have those',
    ({ host, isOurs, dnsNames }) => isOurs && host.includes('_') && hasWildcard(dnsNames, /^\*\./),
  ),
  hostClass(
    'a wildcard stands for a part of a label',
    'RFC 9525 6.3: for a whole label or not at all',
    ({ isOurs, dnsNames }) => !isOurs && hasWildcard(dnsNames, /^[^.]+\*|^\*[^.]/),
  ),
  hostClass(
    'what is no host name is compared as text',
    'RFC 1123 2.1, RFC 5280 4.2.1.6: only host names are names of hosts',
    ({ host, isOurs }) => !isOurs && normaliseHostName(host) === undefined,
  ),
];
