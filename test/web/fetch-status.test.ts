/** Statuses that the application fetches for `startTls`. */
import { afterEach, expect, test } from 'vitest';
import { noble, parseAnchor } from '../../runtime/index.ts';
import { type ClientStartOptions, startTls } from '../../runtime/web/index.ts';
import {
  goodLeafExtensions,
  integer,
  makeCa,
  makeLeaf,
  nowMs,
  testPrivateKey,
} from '../x509/make.ts';
import { certId, isRevoked, makeOcsp, ocspAt, singleResponse } from '../x509/make-status.ts';
import { closeAll, memoryPair } from './streams.ts';

afterEach(closeAll);

const root = makeCa('Root', 'Root');
const url = 'http://ocsp.example/';
const leaf = makeLeaf('Root', {
  serialNumber: integer(7),
  extensions: [...goodLeafExtensions(), ocspAt(url)],
});
const id = certId(leaf, root);
const good = makeOcsp({ responses: [singleResponse(id)] });
const revoked = makeOcsp({ responses: [singleResponse(id, isRevoked)] });

/** Meets a server whose certificate names a responder: `in`, or the code of the refusal. */
async function outcome(options: Partial<ClientStartOptions>): Promise<string> {
  const { near, far } = memoryPair();
  const privateKey = noble.importPrivateKey(testPrivateKey('leaf'));
  const credentials = [{ certificates: [leaf], privateKey }];
  const server = startTls(far, { role: 'server', credentials });
  const anchors = [parseAnchor(root)];
  const who = { serverName: 'host.example', anchors, now: () => nowMs };
  const client = startTls(near, { ...who, ...options });
  const ends = Promise.allSettled([client.closed, server.closed, server.opened]);
  const opened = await client.opened.then(
    () => 'in',
    ({ code }) => String(code),
  );
  await client.writable.abort().catch(() => {});
  await server.writable.abort().catch(() => {});
  await ends;
  return opened;
}

test.each([
  ['good', good, 'in'],
  ['revoked', revoked, 'CERT_REVOKED'],
  ['nothing', undefined, 'ERR_TLS_CERT_STATUS_UNAVAILABLE'],
] as const)('%s', async (_name, body, expected) => {
  const urls: string[] = [];
  const fetchStatus = async (need: { readonly url: string }) => {
    urls.push(need.url);
    return body;
  };
  expect(await outcome({ fetchStatus, revocation: 'hard-fail' })).toBe(expected);
  expect(urls).toEqual([url]);
});

test('without somebody who fetches it is refused at once', () => {
  const { near } = memoryPair();
  const options = { serverName: 'host.example', revocation: { fetch: true } };
  expect(() => startTls(near, options)).toThrow(/^fetchStatus: is missing/);
});
