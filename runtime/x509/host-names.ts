/**
 * Host names and addresses in text, as peers are asked for and as certificates have them.
 *
 * Not here: converting U-labels to A-labels (the caller's, by UTS 46).
 */

/**
 * Lower case without the final dot; undefined for what is no host name (RFC 1123 2.1). Underscores
 * pass: private networks have them. A last label of digits would be an address, and a wrong one.
 */
export function normaliseHostName(name: string): string | undefined {
  const host = name.endsWith('.') ? name.slice(0, -1) : name;
  if (host.length > 253) return undefined;
  const labels = host.split('.');
  if (!labels.every((label) => hostLabel.test(label))) return undefined;
  if (/^(\d+|0x[0-9a-f]*)$/i.test(labels.at(-1) ?? '')) return undefined;
  // Only now: what is not ASCII must not become ASCII, as the Kelvin sign would.
  return host.toLowerCase();
}

/** The 4 or 16 bytes of an IPv4 (dotted decimal) or IPv6 (RFC 4291 2.2) address in text. */
export function parseIpAddress(text: string): Uint8Array | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/** For people, and so without the short form of IPv6. */
export function printAddress(address: Uint8Array): string {
  if (address.length === 4) return address.join('.');
  const view = new DataView(address.buffer, address.byteOffset, address.length);
  const groups = Array.from({ length: 8 }, (_, i) => view.getUint16(2 * i).toString(16));
  return groups.join(':');
}

const hostLabel = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i;

function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  if (!parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return Uint8Array.from(parts, Number);
}

/** Groups of 16 bits; `::` once, for one group or more; the last two may be an IPv4 address. */
function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = '', tail] = halves;
  const before = parseGroups(head, tail === undefined);
  const after = parseGroups(tail ?? '', true);
  if (before === undefined || after === undefined) return undefined;
  const missing = 16 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined;
  return Uint8Array.from([...before, ...new Array<number>(missing).fill(0), ...after]);
}

function parseGroups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    const embedded = mayEndInIpv4 && index === groups.length - 1 ? parseIpv4(group) : undefined;
    if (embedded !== undefined) bytes.push(...embedded);
    else if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
    } else return undefined;
  }
  return bytes;
}
