/** Whom a connection trusts that was given no `ca`. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { equalBytes } from '../../runtime/bytes.ts';
import { platformAnchorsFor } from '../../runtime/node/platform-anchors.ts';
import { certificatesFromPem } from '../../runtime/x509/pem.ts';
import { makeTestPki } from '../support/certificates.ts';
import { closeAll, dial, errorOf, serve } from './network.ts';

afterEach(closeAll);

test('every certificate that Node trusts is found by its name, and can be read', () => {
  expect(rootCertificates.length).toBeGreaterThan(100);
  for (const pem of rootCertificates) {
    const [der = new Uint8Array(0)] = certificatesFromPem(pem);
    expect(platformAnchorsFor([der]).some((anchor) => equalBytes(anchor.der, der))).toBe(true);
  }
});

test('names that nobody has, and bytes that are no certificate, find nothing', async () => {
  const { leaf } = await makeTestPki();
  expect(platformAnchorsFor([leaf.certificate])).toEqual([]);
  expect(platformAnchorsFor([Uint8Array.of(0x30, 0x82), new Uint8Array(0)])).toEqual([]);
});

test('a server of our own is not trusted by default', async () => {
  const { port } = await serve();
  const client = await dial(port, { ca: undefined });
  expect((await errorOf(client)).code).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
});

test('NODE_EXTRA_CA_CERTS is trusted as well', async () => {
  const { ca } = await makeTestPki();
  const folder = mkdtempSync(join(tmpdir(), 'tlschart-'));
  const file = join(folder, 'extra.pem');
  writeFileSync(file, ca.certificatePem);
  const { port } = await serve((socket) => socket.end());
  const adapter = new URL('../../runtime/node/index.ts', import.meta.url).href;
  const script = `import { connect } from '${adapter}';
    connect({ port: ${port}, host: '127.0.0.1' }, function () {
      console.log(this.authorized);
    }).resume();`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, NODE_EXTRA_CA_CERTS: file },
    timeout: 30_000,
  });
  expect(stdout.trim()).toBe('true');
  rmSync(folder, { recursive: true, force: true });
});
