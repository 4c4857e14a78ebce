/**
 * Fetches OCSP responses and CRLs over HTTP (RFC 6960 A.1, RFC 5280 4.2.1.13), within bounds: the
 * URLs stand in certificates that a peer has shown, so nothing is asked of hosts that only we can
 * reach, nothing waits or grows without end, and one that points elsewhere is not followed.
 *
 * What comes is not judged here: it is signed, and path validation checks that.
 */
import { type LookupAddress, type LookupOptions, lookup as lookupName } from 'node:dns';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { StatusFetcher } from '../adapter/answers.ts';
import type { RevocationNeed } from '../x509/revocation-input.ts';

/** What may be changed about a fetcher. */
export interface StatusFetcherOptions {
  /** Milliseconds for one answer, from the look-up to the last byte. Default: 5,000. */
  readonly timeout?: number;
  /** Bytes of one answer. Default: 10 MiB. */
  readonly maxBytes?: number;
  /** Bytes of all answers that are kept to be used again; the oldest go. Default: 32 MiB. */
  readonly maxCachedBytes?: number;
  /** Milliseconds that an answer is used again. Default: 600,000. */
  readonly maxAge?: number;
  /** Ask hosts with loopback, private and other addresses that are not global. Default: false. */
  readonly allowPrivateAddresses?: boolean;
}

const defaults: Required<StatusFetcherOptions> = {
  timeout: 5_000,
  maxBytes: 10 * 1024 * 1024,
  maxCachedBytes: 32 * 1024 * 1024,
  maxAge: 600_000,
  allowPrivateAddresses: false,
};

/**
 * Makes a fetcher for the option `revocation.fetch`, with a cache of its own.
 * @example
 * connect({ host, port, revocation: { mode: 'hard-fail', fetch: createStatusFetcher() } });
 */
export function createStatusFetcher(options: StatusFetcherOptions = {}): StatusFetcher {
  const bounds = { ...defaults, ...options };
  const cache = new Cache(bounds.maxCachedBytes, bounds.maxAge);
  const underWay = new Map<string, Promise<Uint8Array>>();
  const fetchAnew = async (key: string, need: RevocationNeed) => {
    try {
      const body = await exchange(need, bounds);
      cache.set(key, body);
      return body;
    } finally {
      underWay.delete(key);
    }
  };
  return (need) => {
    const key = keyOf(need);
    const known = cache.get(key) ?? underWay.get(key);
    if (known !== undefined) return known;
    const fetched = fetchAnew(key, need);
    underWay.set(key, fetched);
    return fetched;
  };
}

/** The one that `revocation: { fetch: true }` means: all connections of a process share it. */
export function sharedStatusFetcher(): StatusFetcher {
  shared ??= createStatusFetcher();
  return shared;
}

let shared: StatusFetcher | undefined;

async function exchange(
  need: RevocationNeed,
  bounds: Required<StatusFetcherOptions>,
): Promise<Uint8Array> {
  const url = new URL(need.url);
  if (url.protocol !== 'http:') throw new Error(`${url.protocol} is not fetched from`);
  const signal = AbortSignal.timeout(bounds.timeout);
  const response = await ask(url, need, { signal, ...placeOf(url, bounds) });
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Error(`${url.href} answers with the status ${response.statusCode}`);
  }
  return await bodyOf(response, bounds.maxBytes);
}

function ask(url: URL, need: RevocationNeed, options: RequestOptions): Promise<IncomingMessage> {
  const body = need.kind === 'ocsp' ? need.request : undefined;
  const headers =
    body === undefined
      ? {}
      : { 'Content-Type': 'application/ocsp-request', 'Content-Length': body.length };
  const method = body === undefined ? 'GET' : 'POST';
  return new Promise((resolve, reject) => {
    const asked = httpRequest(url, { ...options, method, headers, agent: false });
    asked.once('response', resolve).once('error', reject);
    asked.end(body);
  });
}

async function bodyOf(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Uint8Array>) {
    length += part.length;
    // Leaving the loop destroys the response.
    if (length > maxBytes) throw new Error(`the answer is longer than ${maxBytes} bytes`);
    parts.push(part);
  }
  if (!response.complete) throw new Error('the answer was cut off');
  return Buffer.concat(parts);
}

/** The address is judged that is really dialled: a name may lead anywhere, and change. */
function placeOf(
  { hostname }: URL,
  { allowPrivateAddresses }: Required<StatusFetcherOptions>,
): RequestOptions {
  if (allowPrivateAddresses) return {};
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
  return notGlobal.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** IANA's special-purpose addresses that are not globally reachable, and multicast. */
const notGlobal = new BlockList();
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
  notGlobal.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  // Loopback, unspecified, and IPv4 in other clothes.
  ['::', 8],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  notGlobal.addSubnet(network, prefix, 'ipv6');
}

function keyOf(need: RevocationNeed): string {
  if (need.kind === 'crl') return need.url;
  return `${need.url} ${Buffer.from(need.request).toString('base64')}`;
}

/** Answers by what was asked, the oldest first. */
class Cache {
  readonly #maxBytes: number;
  readonly #maxAge: number;
  readonly #entries = new Map<string, { readonly body: Uint8Array; readonly until: number }>();
  #bytes = 0;

  constructor(maxBytes: number, maxAge: number) {
    this.#maxBytes = maxBytes;
    this.#maxAge = maxAge;
  }

  get(key: string): Uint8Array | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || performance.now() < entry.until) return entry?.body;
    this.#delete(key);
    return undefined;
  }

  set(key: string, body: Uint8Array): void {
    this.#delete(key);
    if (body.length > this.#maxBytes) return;
    this.#entries.set(key, { body, until: performance.now() + this.#maxAge });
    this.#bytes += body.length;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#delete(oldest);
    }
  }

  #delete(key: string): void {
    this.#bytes -= this.#entries.get(key)?.body.length ?? 0;
    this.#entries.delete(key);
  }
}
