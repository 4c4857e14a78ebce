/**
 * The forms of names that constraints are about (RFC 5280 4.2.1.10): what is well-formed, and
 * whether a name lies within a subtree. A name in another form than its own (a quoted mailbox, a
 * URI without host) cannot be compared, and whoever cannot compare must refuse.
 *
 * All hosts here are in lower case.
 */
import { normaliseHostName, parseIpAddress } from './host-names.ts';

/** A host, or with a leading period the hosts below it, or nothing for all. */
export function isHostConstraint(text: string): boolean {
  const host = text.startsWith('.') ? text.slice(1) : text;
  return text === '' || isHostName(host);
}

/** A mailbox, a host, or with a leading period the hosts below it, or nothing for all. */
export function isMailConstraint(text: string): boolean {
  return text.includes('@') ? mailboxOf(text) !== undefined : isHostConstraint(text);
}

/** A host name, possibly with a wildcard for its first label, in lower case; or undefined. */
export function dnsNameOf(text: string): string | undefined {
  const host = text.startsWith('*.') ? text.slice(2) : text;
  return isHostName(host) ? text.toLowerCase() : undefined;
}

/** A mailbox: what stands before the `@`, as it is, and the host. */
export interface Mailbox {
  readonly local: string;
  readonly host: string;
}

/**
 * RFC 2821 4.1.2 without quoting: `"a"@b` and `a@b` are one mailbox in two forms. Undefined for
 * what is none, and for what cannot be compared.
 */
export function mailboxOf(text: string): Mailbox | undefined {
  const [, local, host] = /^([\w!#$%&'*+/=?^`{|}~.-]+)@([^@]+)$/.exec(text) ?? [];
  if (local === undefined || host === undefined || !isHostName(host)) return undefined;
  return { local, host: host.toLowerCase() };
}

/**
 * The host of a URI (RFC 3986 3.2); undefined if it has none or an address: then a constraint
 * cannot be met (RFC 5280 4.2.1.10).
 */
export function uriHostOf(text: string): string | undefined {
  const [, host] = uriWithHost.exec(text) ?? [];
  return host !== undefined && isHostName(host) ? host.toLowerCase() : undefined;
}

/** Only what is well-formed before the host: where the host begins must be beyond doubt. */
const uriWithHost =
  /^[a-z][a-z\d+.-]*:\/\/(?:[\w.~!$&'()*+,;=:%-]*@)?([^@:/?#]*)(?::\d*)?(?:[/?#].*)?$/is;

/** Whether every host that a dNSName stands for is `subtree` or, by added labels, below it. */
export function isDnsNamePermitted(name: string, subtree: string): boolean {
  if (subtree === '' || name === subtree) return true;
  return name.endsWith(subtree.startsWith('.') ? subtree : `.${subtree}`);
}

/**
 * Whether any host that a dNSName stands for is in the subtree: a wildcard also stands for the one
 * host that is excluded. A leading period has no meaning in RFC 5280; the host is left out too.
 */
export function isDnsNameExcluded(name: string, subtree: string): boolean {
  const base = subtree.startsWith('.') ? subtree.slice(1) : subtree;
  if (isDnsNamePermitted(name, base)) return true;
  return name.startsWith('*.') && base.slice(base.indexOf('.')) === name.slice(1);
}

/** URIs and mailboxes: a constraint without leading period is for one host only. */
export function isHostWithin(host: string, subtree: string): boolean {
  return subtree === '' || (subtree.startsWith('.') ? host.endsWith(subtree) : host === subtree);
}

/** A constraint that is a mailbox is for that mailbox; what stands before its `@` has its case. */
export function isMailboxWithin({ local, host }: Mailbox, subtree: string): boolean {
  const at = subtree.indexOf('@');
  if (at < 0) return isHostWithin(host, subtree);
  return local === subtree.slice(0, at) && host === subtree.slice(at + 1).toLowerCase();
}

/** Whether an address lies in a network: address and mask. */
export function isAddressWithin(address: Uint8Array, network: Uint8Array): boolean {
  const { length } = address;
  if (network.length !== 2 * length) return false;
  return address.every(
    (byte, i) => ((byte ^ (network[i] ?? 0)) & (network[length + i] ?? 0)) === 0,
  );
}

/** No final dot, which no name in a certificate has (RFC 5280 4.2.1.6), and no address. */
function isHostName(text: string): boolean {
  return (
    !text.endsWith('.') &&
    normaliseHostName(text) !== undefined &&
    parseIpAddress(text) === undefined
  );
}
