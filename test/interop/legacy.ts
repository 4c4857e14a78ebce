/**
 * The suites of `legacy` with OpenSSL, which has kept them all: both roles, encrypt-then-MAC and
 * MAC-then-encrypt, with and without a client's certificate, both of our libraries.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LegacyCipherSuite, legacyCipherSuites } from '../../generated/registries.ts';
import { connect, createServer, type TlsSocket } from '../../runtime/node/index.ts';
import { legacy as nodeLegacy } from '../../runtime/node/legacy.ts';
import { opensslCipher } from '../../runtime/node/names.ts';
import { decryptingPair, type RsaPair, rsaCertificate, signingPair } from '../legacy/identities.ts';
import { serverCertificates } from '../support/fixed-identity.ts';
import { noise } from '../support/tool-process.ts';
import { makeCa, makeLeaf, testPrivateKey } from '../x509/make.ts';
import { openssl } from './peers/openssl.ts';
import type { Identity, Pki } from './pki.ts';
import { Scope } from './scope.ts';
import { testAbsence } from './table.ts';

/** One connection. `role` is OpenSSL's. */
export interface LegacyCell {
  readonly suite: LegacyCipherSuite;
  readonly role: 'client' | 'server';
  readonly encryptsThenMacs: boolean;
  readonly showsCertificate: boolean;
  readonly crypto: 'node' | 'noble';
}

/** All of them. */
export const legacyCells: readonly LegacyCell[] = Object.values(legacyCipherSuites).flatMap(
  (suite) =>
    (['client', 'server'] as const).flatMap((role) =>
      (suite.aead === 'none' ? [true, false] : [false]).flatMap((encryptsThenMacs) =>
        [false, true].flatMap((showsCertificate) =>
          (['node', 'noble'] as const).map((crypto) => ({
            ...{ suite, role, encryptsThenMacs, showsCertificate, crypto },
          })),
        ),
      ),
    ),
);

/** Defines the tests of these cells. */
export function testLegacy(cells: readonly LegacyCell[]): void {
  if (openssl.version === undefined) {
    testAbsence(openssl);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'tlschart-legacy-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let files: Files;
  beforeAll(() => {
    files = writeFiles(folder);
  });
  describe('legacy with OpenSSL', () => {
    it.each(cells.map((cell) => [nameOf(cell), cell] as const))('%s', async (_, cell) => {
      const scope = new Scope();
      try {
        await (cell.role === 'server' ? meetServer : meetClient)(cell, files, scope);
      } catch (error) {
        throw new Error(`${error}\nThe last words of the peer:\n${scope.lastWords}`);
      } finally {
        await scope.close();
      }
    });
  });
}

function nameOf({ suite, role, encryptsThenMacs, showsCertificate, crypto }: LegacyCell): string {
  const words = [`OpenSSL as ${role}`, crypto, suite.name];
  if (encryptsThenMacs) words.push('encrypt-then-MAC');
  if (showsCertificate) words.push('client certificate');
  return words.join(', ');
}

interface Files {
  readonly pki: Pki;
  readonly anchor: string;
  readonly ecdsa: Identity;
  readonly rsa: Identity;
  /** For static RSA. */
  readonly decrypting: Identity;
}

function writeFiles(folder: string): Files {
  const write = (name: string, certificate: Uint8Array, key: Uint8Array): Identity => {
    const [certificateFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
    writeFileSync(certificateFile, pemOf(certificate, 'CERTIFICATE'));
    writeFileSync(keyFile, pemOf(key, 'PRIVATE KEY'), { mode: 0o600 });
    const copy = new Uint8Array(certificate);
    return { certificateFile, keyFile, certificate: copy, privateKey: key };
  };
  const withKey = (name: string, pair: RsaPair, usage: 'digitalSignature' | 'keyEncipherment') =>
    write(name, rsaCertificate(pair, usage), pair.pkcs8);
  const anchor = pemOf(makeCa('Root', 'Root'), 'CERTIFICATE');
  const trust = join(folder, 'trust.pem');
  writeFileSync(trust, anchor);
  const [certificate = makeLeaf('Root')] = serverCertificates;
  const ecdsa = write('ecdsa', certificate, testPrivateKey('leaf'));
  return {
    pki: { folder, kinds: new Map(), stranger: ecdsa, trust },
    anchor,
    ecdsa,
    rsa: withKey('rsa', signingPair, 'digitalSignature'),
    decrypting: withKey('decrypting', decryptingPair, 'keyEncipherment'),
  };
}

function pemOf(der: Uint8Array, label: string): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function serverIdentity({ keyExchange, authentication }: LegacyCipherSuite, files: Files) {
  if (keyExchange === 'rsa') return files.decrypting;
  return authentication === 'rsa' ? files.rsa : files.ecdsa;
}

const versions = { min: 'TLSv1.2', max: 'TLSv1.2' } as const;

/** What OpenSSL is told: these are below the level of security that is usual. */
function peerSettings({ suite, encryptsThenMacs }: LegacyCell, { pki }: Files, scope: Scope) {
  const cipher = `${opensslCipher(suite.name)}:@SECLEVEL=0`;
  const moreOptions = ['-cipher', cipher, ...(encryptsThenMacs ? [] : ['-no_etm'])];
  return { scope, pki, versions, groups: undefined, updatesKeys: false, moreOptions };
}

const text = noise(20_000);

async function meetServer(cell: LegacyCell, files: Files, scope: Scope): Promise<void> {
  const { suite, showsCertificate, crypto } = cell;
  const running = await openssl.server?.start({
    ...peerSettings(cell, files, scope),
    identity: serverIdentity(suite, files),
    clientAuth: showsCertificate ? 'require' : 'none',
  });
  if (running === undefined) throw new Error('OpenSSL is no server');
  const socket = connect({
    ...{ port: running.port, host: '127.0.0.1', servername: 'host.example', ca: files.anchor },
    ...{ legacy: nodeLegacy, crypto, cipherSuites: [suite.name] },
    ...(showsCertificate && { cert: pemFor(files.ecdsa), key: keyFor(files.ecdsa) }),
  });
  scope.own(socket, (one) => one.destroy());
  await expectEcho(socket, suite);
}

/** Sends the text and takes it back, whoever echoes it. */
async function expectEcho(socket: TlsSocket, suite: LegacyCipherSuite): Promise<void> {
  await once(socket, 'secureConnect');
  expect(socket.getCipher()).toMatchObject({ standardName: suite.name, version: 'TLSv1.2' });
  socket.write(text);
  const got: Buffer[] = [];
  let length = 0;
  for await (const chunk of socket) {
    got.push(chunk);
    length += chunk.length;
    if (length >= text.length) break;
  }
  expect(Buffer.concat(got).equals(text)).toBe(true);
}

async function meetClient(cell: LegacyCell, files: Files, scope: Scope): Promise<void> {
  const { suite, showsCertificate, crypto } = cell;
  const identity = serverIdentity(suite, files);
  const server = createServer({
    ...{ cert: pemFor(identity), key: keyFor(identity), ca: files.anchor },
    ...{ legacy: nodeLegacy, crypto, cipherSuites: [suite.name] },
    ...{ requestCert: showsCertificate, rejectUnauthorized: showsCertificate },
  });
  scope.own(server, (one) => one.close());
  const met = new Promise<TlsSocket>((resolve, reject) => {
    server.once('secureConnection', resolve);
    server.once('tlsClientError', reject);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  const moreOptions = ['-servername', 'host.example', '-verify_hostname', 'host.example'];
  const settings = peerSettings(cell, files, scope);
  const client = await openssl.client?.start({
    ...{ ...settings, moreOptions: [...settings.moreOptions, ...moreOptions] },
    ...{ port, data: text, identity: showsCertificate ? files.ecdsa : undefined },
  });
  const socket = scope.own(await met, (one) => one.destroy());
  expect(socket.getCipher()).toMatchObject({ standardName: suite.name, version: 'TLSv1.2' });
  expect(socket.authorized).toBe(showsCertificate);
  socket.pipe(socket);
  const back = await client?.receives(text.length);
  expect(back?.equals(text)).toBe(true);
  await client?.close();
}

function pemFor({ certificate }: Identity): string {
  return pemOf(certificate, 'CERTIFICATE');
}

function keyFor({ privateKey }: Identity): string {
  return pemOf(privateKey, 'PRIVATE KEY');
}
