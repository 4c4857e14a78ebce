/** What is fetched when a certificate says where its status is to be had, and what never is. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { globalOnly } from '../../runtime/node/global-addresses.ts';
import { createStatusFetcher, type StatusFetcherOptions } from '../../runtime/node/index.ts';
import { der, generalizedTime, integer, makeCa, makeLeaf, utcTime } from '../x509/make.ts';
import {
  certId,
  crlEntry,
  makeCrl,
  makeOcsp,
  ocspError,
  singleResponse,
} from '../x509/make-status.ts';
import { closeAll } from './network.ts';
import { start } from './script.ts';
import { crlAt, ocspAt, type Reply, respond } from './status-responder.ts';

afterEach(closeAll);

const crl = makeCrl();
const id = certId(makeLeaf('Root'), makeCa('Root', 'Root'));
const goodOcsp = makeOcsp({ responses: [singleResponse(id)] });
const path = '/status';

/** A responder that answers everything alike, and a fetcher that may ask it. */
async function setUp(reply: Reply, options: StatusFetcherOptions = {}) {
  const responder = await respond(() => reply);
  const fetch = createStatusFetcher({ allowPrivateAddresses: true, ...options });
  return { ...responder, url: `${responder.origin}${path}`, fetch };
}

describe('what is asked', () => {
  test('OCSP by POST, with the request as it is', async () => {
    const { url, asked, fetch } = await setUp(goodOcsp);
    expect(await fetch(ocspAt(url, 1, 2, 3))).toEqual(Buffer.from(goodOcsp));
    const type = 'application/ocsp-request';
    expect(asked).toEqual([{ method: 'POST', url: path, type, body: Uint8Array.of(1, 2, 3) }]);
  });

  test('a CRL by GET', async () => {
    const { url, asked, fetch } = await setUp(crl);
    expect(await fetch(crlAt(url))).toEqual(Buffer.from(crl));
    expect(asked).toEqual([{ method: 'GET', url: path, type: undefined, body: new Uint8Array(0) }]);
  });
});

describe('answers that do not count', () => {
  test.each<[string, Reply, RegExp]>([
    ['404', undefined, /the status 404/],
    ['500 with a body', (response) => response.writeHead(500).end(crl), /the status 500/],
    ['a redirect', (to) => to.writeHead(302, { Location: '/other' }).end(), /the status 302/],
    [
      'cut off',
      (response) => {
        response.writeHead(200, { 'Content-Length': crl.length + 1 }).write(crl);
        setImmediate(() => response.destroy());
      },
      /aborted|cut off/,
    ],
    ['no answer', (response) => response.destroy(), /socket hang up|ECONNRESET/],
    [
      'another protocol',
      ({ socket }) => socket?.end('HTTP/1.1 101 Go\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
      /closes without an answer|hang up|ECONNRESET/,
    ],
    ['no HTTP', ({ socket }) => socket?.end('220 mail.example ESMTP\r\n'), /Parse Error/],
  ])('%s', async (_name, reply, expected) => {
    const { url, asked, fetch } = await setUp(reply);
    await expect(fetch(crlAt(url))).rejects.toThrow(expected);
    // It is asked again the next time, and nothing else meanwhile.
    await expect(fetch(crlAt(url))).rejects.toThrow(expected);
    expect(asked.map((one) => one.url)).toEqual([path, path]);
  });

  test('too long, with its length or without', async () => {
    const bytes = Buffer.alloc(2_000);
    const { url, fetch } = await setUp(bytes, { maxBytes: 1_999 });
    await expect(fetch(crlAt(url))).rejects.toThrow(/longer than 1999 bytes/);
    const endless = await setUp(
      (response) => {
        const more = () => {
          while (!response.destroyed && response.write(bytes));
        };
        response.on('drain', more);
        more();
      },
      { maxBytes: 1_000_000 },
    );
    await expect(endless.fetch(crlAt(endless.url))).rejects.toThrow(/longer than 1000000/);
    const fits = await setUp(bytes, { maxBytes: 2_000 });
    expect(await fits.fetch(crlAt(fits.url))).toHaveLength(2_000);
  });

  test.each<[string, Reply]>([
    ['silence', () => {}],
    ['headers alone', (response) => response.writeHead(200).flushHeaders()],
    [
      'a byte now and then',
      (response) => {
        const timer = setInterval(() => response.write('.'), 5);
        response.once('close', () => clearInterval(timer));
      },
    ],
  ])('too slow: %s', async (_name, reply) => {
    const { url, fetch } = await setUp(reply, { timeout: 60 });
    await expect(fetch(crlAt(url))).rejects.toThrow(/abort/i);
  });

  test.each(['https://127.0.0.1/crl', 'ftp://127.0.0.1/crl', 'file:///etc/passwd', 'http://'])(
    '%s is not asked',
    async (url) => {
      const fetch = createStatusFetcher({ allowPrivateAddresses: true });
      await expect(fetch(crlAt(url))).rejects.toThrow(/is not fetched from|Invalid URL/);
    },
  );
});

describe('hosts that are nobody else’s business', () => {
  test.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.0.0.1.',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b::10.1.2.3]',
    '[64:ff9b::a9fe:a9fe]',
    '[64:ff9b:1::808:808]',
    '[64:ff9b::1:808:808]',
    '[2002:7f00:1::]',
    '[fc00::1]',
    '[fd12:3456::1]',
    '[fe80::1]',
    '[fec0::1]',
    '[ff02::1]',
    'localhost',
    'LOCALHOST',
  ])('%s', async (host) => {
    const { port, asked } = await setUp(crl);
    const fetch = createStatusFetcher({ timeout: 2_000 });
    await expect(fetch(crlAt(`http://${host}:${port}/`))).rejects.toThrow(
      /is no address on the public Internet/,
    );
    expect(asked).toEqual([]);
  });

  test.each([
    '8.8.8.8',
    '223.255.255.255',
    '172.32.0.1',
    '[2606:4700::1111]',
    // RFC 6052 2.1: the address that is embedded is what counts.
    '[64:ff9b::8.8.8.8]',
  ])('%s is on the Internet', (host) => {
    expect(() => globalOnly(new URL(`http://${host}/`))).not.toThrow();
  });

  test('are asked where they may be', async () => {
    const { port, fetch, asked } = await setUp(crl);
    expect(await fetch(crlAt(`http://localhost:${port}/`))).toHaveLength(crl.length);
    expect(asked).toHaveLength(1);
  });

  test('nothing but true allows it', async () => {
    const { url } = await setUp(crl);
    const options = { allowPrivateAddresses: 'no' } as unknown as StatusFetcherOptions;
    await expect(createStatusFetcher(options)(crlAt(url))).rejects.toThrow(/no address/);
  });
});

describe('whoever needs an answer no more', () => {
  /** A responder that answers when it is told to, and whether somebody still waits. */
  async function slow() {
    const replies: ServerResponse[] = [];
    const set = await setUp((response) => replies.push(response));
    const answer = () => replies.at(-1)?.end(crl);
    const asked = async (times: number) => {
      while (set.asked.length < times) await new Promise(setImmediate);
    };
    return { ...set, replies, answer, untilAsked: asked };
  }

  test('stops the fetch, and the next one is asked anew', async () => {
    const { url, fetch, replies, answer, untilAsked } = await slow();
    const leaving = new AbortController();
    const left = expect(fetch(crlAt(url), leaving.signal)).rejects.toThrow('enough');
    await untilAsked(1);
    leaving.abort(new Error('enough'));
    const next = fetch(crlAt(url), new AbortController().signal);
    await left;
    await untilAsked(2);
    expect(replies[0]?.closed || (await once(replies[0] as ServerResponse, 'close'))).toBeTruthy();
    answer();
    expect(await next).toEqual(Buffer.from(crl));
  });

  test('leaves it to the others that wait for the same', async () => {
    const { url, asked, fetch, answer, untilAsked } = await slow();
    const leaving = new AbortController();
    const left = expect(fetch(crlAt(url), leaving.signal)).rejects.toThrow(/abort/i);
    const others = [fetch(crlAt(url)), fetch(crlAt(url), new AbortController().signal)];
    await untilAsked(1);
    leaving.abort();
    await left;
    answer();
    expect(await Promise.all(others)).toEqual([Buffer.from(crl), Buffer.from(crl)]);
    expect(asked).toHaveLength(1);
  });

  test('has nothing fetched if that was clear before', async () => {
    const { url, fetch } = await setUp(crl);
    await expect(fetch(crlAt(url), AbortSignal.abort())).rejects.toThrow(/abort/i);
    expect(await fetch(crlAt(url))).toEqual(Buffer.from(crl));
  });
});

describe('what proved nothing', () => {
  test('is kept until `retryAfter`, counted from the first time', async () => {
    const { url, asked, fetch } = await setUp(crl, { retryAfter: 40 });
    const need = crlAt(url);
    const began = performance.now();
    while (asked.length < 2) fetch.disown?.(need, (await fetch(need)) as Uint8Array);
    expect(performance.now() - began).toBeGreaterThanOrEqual(40);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test('is kept that long even if it was not to be kept: nobody is asked in vain', async () => {
    const { url, asked, fetch } = await setUp(Buffer.from('<html>busy</html>'));
    const need = crlAt(url);
    const body = (await fetch(need)) as Uint8Array;
    fetch.disown?.(need, body);
    expect(await fetch(need)).toBe(body);
    expect(asked).toHaveLength(1);
  });

  test('gives way to what is better', async () => {
    const { url, asked, fetch } = await setUp(crl, { retryAfter: 0 });
    const need = crlAt(url);
    const first = (await fetch(need)) as Uint8Array;
    fetch.disown?.(need, first);
    const second = await fetch(need);
    expect(second).not.toBe(first);
    fetch.disown?.(need, first);
    expect(await fetch(need)).toBe(second);
    expect(asked).toHaveLength(2);
  });
});

describe('the cache', () => {
  test('an answer is used again, for the same question', async () => {
    const { url, asked, fetch } = await setUp(goodOcsp);
    const first = await fetch(ocspAt(url, 1));
    expect(await fetch(ocspAt(url, 1))).toBe(first);
    expect(asked).toHaveLength(1);
    await fetch(ocspAt(url, 2));
    await fetch(ocspAt(`${url}/2`, 1));
    await fetch(crlAt(url));
    expect(asked).toHaveLength(4);
  });

  test('two at the same time ask once, and one that fails does not last', async () => {
    let replies = 0;
    const { url, asked, fetch } = await setUp((response) => {
      replies += 1;
      if (replies === 1) response.writeHead(503).end();
      else response.end(crl);
    });
    const both = await Promise.allSettled([fetch(crlAt(url)), fetch(crlAt(url))]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(asked).toHaveLength(1);
    const again = await Promise.all([fetch(crlAt(url)), fetch(crlAt(url))]);
    expect(again[0]).toBe(again[1]);
    expect(asked).toHaveLength(2);
  });

  test('an answer is used no longer than maxAge', async () => {
    const { url, asked, fetch } = await setUp(crl, { maxAge: 0 });
    await fetch(crlAt(url));
    await fetch(crlAt(url));
    expect(asked).toHaveLength(2);
    const kept = await setUp(crl, { maxAge: 40 });
    const began = performance.now();
    await kept.fetch(crlAt(kept.url));
    while (kept.asked.length === 1) await kept.fetch(crlAt(kept.url));
    expect(performance.now() - began).toBeGreaterThanOrEqual(40);
  });

  test.each([
    ['tryLater', ocspError(3)],
    ['a page', Buffer.from('<html>busy</html>')],
    ['nothing', new Uint8Array(0)],
    [
      'what is stale',
      makeOcsp({
        responses: [
          singleResponse(id, undefined, {
            thisUpdate: generalizedTime('20200101000000Z'),
            nextUpdate: der(0xa0, generalizedTime('20200102000000Z')),
          }),
        ],
      }),
    ],
  ])('%s is not kept: soon there may be better', async (_name, body) => {
    const { url, asked, fetch } = await setUp(body);
    expect(await fetch(ocspAt(url, 1))).toEqual(Buffer.from(body));
    await fetch(ocspAt(url, 1));
    expect(asked).toHaveLength(2);
  });

  test('a CRL that is over, or none, is not kept', async () => {
    const over = { thisUpdate: utcTime('200101000000Z'), nextUpdate: utcTime('200102000000Z') };
    for (const body of [makeCrl(over), goodOcsp]) {
      const { url, asked, fetch } = await setUp(body);
      await fetch(crlAt(url));
      await fetch(crlAt(url));
      expect(asked).toHaveLength(2);
    }
  });

  test('the oldest go when there are too many bytes', async () => {
    const { origin, asked, fetch } = await setUp(crl, {
      // Two of them, with what their names take.
      maxCachedBytes: 2 * (crl.length + 40),
    });
    const ask = (name: string) => fetch(crlAt(`${origin}/${name}`));
    for (const name of ['a', 'b', 'a', 'b', 'c', 'b', 'c', 'a', 'c']) await ask(name);
    expect(asked.map(({ url }) => url)).toEqual(['/a', '/b', '/c', '/a']);
  });

  test('one that is longer than all of it is not kept, and drives nothing out', async () => {
    const long = makeCrl({ entries: [crlEntry(integer(1))] });
    const responder = await respond((asked) => (asked === '/long' ? long : crl));
    const maxCachedBytes = crl.length + 40;
    const fetch = createStatusFetcher({ allowPrivateAddresses: true, maxCachedBytes });
    for (const name of ['a', 'long', 'long', 'a']) {
      await fetch(crlAt(`${responder.origin}/${name}`));
    }
    expect(responder.asked.map(({ url }) => url)).toEqual(['/a', '/long', '/long']);
  });
});

test.each([
  ['timeout', Number.NaN],
  ['timeout', Number.POSITIVE_INFINITY],
  ['timeout', -1],
  ['maxBytes', Number.NaN],
  ['maxCachedBytes', -1],
  ['maxAge', 'long'],
  ['retryAfter', -1],
])('%s %s is refused', (name, value) => {
  expect(() => createStatusFetcher({ [name]: value })).toThrow(
    expect.objectContaining({ code: 'ERR_TLS_INVALID_ARGUMENT' }),
  );
});

test('a bound that is undefined is the default', async () => {
  const none = { timeout: undefined, maxBytes: undefined } as unknown as StatusFetcherOptions;
  const { url, fetch } = await setUp(crl, none);
  expect(await fetch(crlAt(url))).toHaveLength(crl.length);
});

test('what was fetched, and what is kept, keeps no process', async () => {
  const { url } = await setUp(crl);
  const script = `const fetch = createStatusFetcher({ allowPrivateAddresses: true, timeout: 60_000 });
    const need = { kind: 'crl', id: 'x', index: 0, url };
    const began = Date.now();
    const body = await fetch(need);
    process.on('exit', () => console.log(body.length, Date.now() - began < 20_000));`;
  expect(await start({ url }, script).output).toBe(`${crl.length} true`);
});
