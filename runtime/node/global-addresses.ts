/** Which hosts are on the public Internet, and requests that reach no others. */
import { type LookupAddress, type LookupOptions, lookup as lookupName } from 'node:dns';
import type { RequestOptions } from 'node:http';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { parseIpAddress } from '../x509/host-names.ts';

/**
 * Options for a request to a URL that may lead to global addresses only. The address is judged
 * that is really dialled: a name may lead anywhere, and change.
 * @throws Error if the host is an address that is not global
 */
export function globalOnly({ hostname }: URL): Pick<RequestOptions, 'lookup'> {
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0) refuseLocal(literal);
  return { lookup: globalLookup };
}

const globalLookup: LookupFunction = (hostname, options, callback) => {
  lookupName(
    hostname,
    { ...options, all: true } as LookupOptions & { all: true },
    (error, found) => {
      if (error) callback(error, '');
      else tellGlobal(found, options.all === true, callback);
    },
  );
};

function tellGlobal(
  found: readonly LookupAddress[],
  isForAll: boolean,
  callback: Parameters<LookupFunction>[2],
): void {
  const global = found.filter(({ address }) => !isLocal(address));
  const [first] = global;
  if (first === undefined) callback(localError(found[0]?.address ?? 'nowhere'), '');
  else if (isForAll) callback(null, global);
  else callback(null, first.address, first.family);
}

function refuseLocal(address: string): void {
  if (isLocal(address)) throw localError(address);
}

function localError(address: string): Error {
  return new Error(`${address} is no address on the public Internet`);
}

function isLocal(address: string): boolean {
  if (isIP(address) !== 6) return notGlobal.ipv4.check(address, 'ipv4');
  const embedded = embeddedIpv4(address);
  return embedded === undefined ? notGlobal.ipv6.check(address, 'ipv6') : isLocal(embedded);
}

/**
 * The IPv4 address behind one of the well-known prefix 64:ff9b::/96 (RFC 6052 2.1), which is all
 * that a network without IPv4 has: a translator on the way leads there.
 */
function embeddedIpv4(address: string): string | undefined {
  if (!translated.check(address, 'ipv6')) return undefined;
  return parseIpAddress(address)?.subarray(12).join('.');
}

const translated = new BlockList();
translated.addSubnet('64:ff9b::', 96, 'ipv6');

/**
 * IANA's special-purpose addresses that are not globally reachable, and multicast. Two lists: in one
 * of both kinds `::/3` would have all of IPv4 in it, which BlockList takes for ::ffff:0:0/96.
 */
const notGlobal = { ipv4: new BlockList(), ipv6: new BlockList() } as const;
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  notGlobal.ipv4.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  // All but 2000::/3, the only space that is handed out: loopback, IPv4 in other clothes, link-local.
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  notGlobal.ipv6.addSubnet(network, prefix, 'ipv6');
}
