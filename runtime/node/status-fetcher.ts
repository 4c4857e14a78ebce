/**
 * Fetches OCSP responses and CRLs over HTTP (RFC 6960 A.1, RFC 5280 4.2.1.13), within bounds: the
 * URLs stand in certificates that a peer has shown, so nothing is asked of hosts that only we can
 * reach, nothing waits or grows without end, and one that points elsewhere is not followed.
 *
 * What comes is not judged here: it is signed, and path validation checks that.
 */
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import type { StatusFetcher } from '../adapter/answers.ts';
import { refuseArgument } from '../errors.ts';
import type { RevocationNeed } from '../x509/revocation-input.ts';
import { globalOnly } from './global-addresses.ts';
import { SharedFetch } from './shared-fetch.ts';
import { lifetimeOf, StatusCache } from './status-cache.ts';

/** What may be changed about a fetcher. */
export interface StatusFetcherOptions {
  /** Milliseconds for one answer, from the look-up to the last byte. Default: 5,000. */
  readonly timeout?: number;
  /** Bytes of one answer. Default: 10 MiB. */
  readonly maxBytes?: number;
  /** Bytes of all answers that are kept to be used again; the oldest go. Default: 32 MiB. */
  readonly maxCachedBytes?: number;
  /** Milliseconds that an answer is used again, at most until its nextUpdate. Default: 600,000. */
  readonly maxAge?: number;
  /**
   * Milliseconds until a host is asked again whose answer proved nothing: badly signed, stale,
   * about others. Default: 30,000.
   */
  readonly retryAfter?: number;
  /** Ask hosts with loopback, private and other addresses that are not global. Default: false. */
  readonly allowPrivateAddresses?: boolean;
}

const defaults: Required<StatusFetcherOptions> = {
  timeout: 5_000,
  maxBytes: 10 * 1024 * 1024,
  maxCachedBytes: 32 * 1024 * 1024,
  maxAge: 600_000,
  retryAfter: 30_000,
  allowPrivateAddresses: false,
};

/**
 * Makes a fetcher for the option `revocation.fetch`, with a cache of its own. What is being fetched
 * keeps the process until it is there, or `timeout` is over.
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT for a bound that is none
 * @example
 * connect({ host, port, revocation: { mode: 'hard-fail', fetch: createStatusFetcher() } });
 */
export function createStatusFetcher(options: StatusFetcherOptions = {}): StatusFetcher {
  const bounds = boundsOf(options);
  const cache = new StatusCache(bounds.maxCachedBytes, bounds.maxAge);
  const underWay = new Map<string, SharedFetch>();
  const fetchAnew = (key: string, need: RevocationNeed): SharedFetch => {
    const fetch = new SharedFetch(
      (signal) => exchange(need, bounds, signal),
      (body) => {
        if (underWay.get(key) === fetch) underWay.delete(key);
        if (body !== undefined) cache.set(key, body, lifetimeOf(need.kind, body));
      },
    );
    underWay.set(key, fetch);
    return fetch;
  };
  const fetchStatus: StatusFetcher = (need, signal) => {
    const key = keyOf(need);
    return cache.get(key) ?? (underWay.get(key) ?? fetchAnew(key, need)).wait(signal);
  };
  const disown: StatusFetcher['disown'] = (need, body) =>
    cache.disown(keyOf(need), body, bounds.retryAfter);
  return Object.assign(fetchStatus, { disown });
}

/** The one that `revocation: { fetch: true }` means: all connections of a process share it. */
export function sharedStatusFetcher(): StatusFetcher {
  shared ??= createStatusFetcher();
  return shared;
}

let shared: StatusFetcher | undefined;

/** One that does not count would bound nothing, or fail each time and be taken for an outage. */
function boundsOf(options: StatusFetcherOptions): Required<StatusFetcherOptions> {
  const { allowPrivateAddresses = false } = options;
  const boundOf = (
    name: Exclude<keyof StatusFetcherOptions, 'allowPrivateAddresses'>,
    most: number,
  ) => {
    const bound = options[name] ?? defaults[name];
    if (typeof bound === 'number' && bound >= 0 && bound <= most) return bound;
    return refuseArgument(name, `must be a number from 0 to ${most}`);
  };
  return {
    timeout: boundOf('timeout', longestTimeout),
    maxBytes: boundOf('maxBytes', Number.POSITIVE_INFINITY),
    maxCachedBytes: boundOf('maxCachedBytes', Number.POSITIVE_INFINITY),
    maxAge: boundOf('maxAge', Number.POSITIVE_INFINITY),
    retryAfter: boundOf('retryAfter', Number.POSITIVE_INFINITY),
    allowPrivateAddresses: allowPrivateAddresses === true,
  };
}

/** What Node's timers take. */
const longestTimeout = 2 ** 31 - 1;

async function exchange(
  need: RevocationNeed,
  bounds: Required<StatusFetcherOptions>,
  whenUseless: AbortSignal,
): Promise<Uint8Array> {
  const url = new URL(need.url);
  if (url.protocol !== 'http:') throw new Error(`${url.protocol} is not fetched from`);
  const signal = AbortSignal.any([whenUseless, AbortSignal.timeout(bounds.timeout)]);
  const response = await ask(url, need, {
    signal,
    ...(bounds.allowPrivateAddresses ? {} : globalOnly(url)),
  });
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Error(`the answer has the status ${response.statusCode}`);
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
    asked.once('response', resolve).on('error', reject);
    // Whoever answers with 101 closes without a response, and without an error.
    asked.once('close', () => reject(new Error('it closes without an answer')));
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

function keyOf(need: RevocationNeed): string {
  if (need.kind === 'crl') return `crl ${need.url}`;
  return `ocsp ${Buffer.from(need.request).toString('base64')} ${need.url}`;
}
