/** `openssl ocsp` as the responder of a certificate, asked over HTTP in the midst of a handshake. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createStatusFetcher } from '../../runtime/node/index.ts';
import { pem } from '../support/openssl-chain.ts';
import { describeNeeding } from '../support/skips.ts';
import { goodLeafExtensions, integer, makeCa, makeLeaf, testPrivateKey } from '../x509/make.ts';
import { ocspAt } from '../x509/make-status.ts';
import { closeAll, dial, errorOf, serve } from './network.ts';

afterEach(closeAll);

const root = pem(makeCa('Root', 'Root'));
const key = pem(testPrivateKey('leaf'), 'PRIVATE KEY');
const serials = { good: 0x10, revoked: 0x11, unknown: 0x12 } as const;

describeNeeding('openssl', 'a responder of openssl', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tlschart-responder-'));
  let responder: ChildProcess;
  let port = 0;

  beforeAll(async () => {
    port = await freePort();
    const write = (name: string, text: string) => {
      writeFileSync(join(folder, name), text, { mode: 0o600 });
      return join(folder, name);
    };
    const ca = write('root.pem', root);
    const caKey = write('root.key', pem(testPrivateKey('Root'), 'PRIVATE KEY'));
    const index = write(
      'index.txt',
      'V\t350101000000Z\t\t10\tunknown\t/CN=Leaf\n' +
        'R\t350101000000Z\t260101000000Z,keyCompromise\t11\tunknown\t/CN=Leaf\n',
    );
    const who = ['-CA', ca, '-rsigner', ca, '-rkey', caKey, '-index', index, '-ndays', '7'];
    const args = ['ocsp', '-port', String(port), ...who];
    responder = spawn('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(responder.stdout ?? responder, 'data');
  });
  afterAll(() => {
    responder.kill();
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['good', 'soft-fail', 'good ocsp'],
    ['good', 'hard-fail', 'good ocsp'],
    ['revoked', 'soft-fail', 'CERT_REVOKED'],
    ['unknown', 'soft-fail', 'unknown ocsp'],
    ['unknown', 'hard-fail', 'ERR_TLS_CERT_STATUS_UNAVAILABLE'],
  ] as const)('%s: %s', async (name, mode, expected) => {
    const leaf = makeLeaf('Root', {
      serialNumber: integer(serials[name]),
      extensions: [...goodLeafExtensions(), ocspAt(`http://localhost:${port}/`)],
    });
    const { port: at } = await serve(undefined, { cert: pem(leaf), key });
    const fetch = createStatusFetcher({ allowPrivateAddresses: true });
    const options = { ca: root, servername: 'host.example', revocation: { mode, fetch } };
    const socket = await dial(at, options);
    const error = await Promise.race([
      once(socket, 'secureConnect').then(() => undefined),
      errorOf(socket),
    ]);
    const [status] = socket.connection?.peer?.statuses ?? [];
    expect(error?.code ?? `${status?.status} ${status?.source}`).toBe(expected);
  });
});

async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
