/**
 * Refusals between us and OpenSSL, in both roles and both ways: ours must arrive there under
 * their name, theirs must be told here in words that help.
 */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { TlsError } from '../../runtime/index.ts';
import type { ConnectOptions, ServerTlsOptions } from '../../runtime/node/index.ts';
import { closeAll, dial, errorOf, serve } from '../node/network.ts';
import { type CredentialFiles, writePki } from '../support/certificates.ts';
import { startClient, startServer } from '../support/openssl.ts';
import { writeChain } from '../support/openssl-chain.ts';
import { describeNeeding } from '../support/skips.ts';
import { ClientState, ServerState } from '../support/states.ts';
import { killAll, noise } from '../support/tool-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'tlschart-'));
const files = await writePki(folder);
const chain = writeChain(folder);
const selfSigned = { certificate: chain.selfSigned, privateKey: chain.leaf.privateKey };
const trusting = ['-CAfile', files.ca.certificate, '-verify_return_error'];

afterEach(async () => {
  await closeAll();
  await killAll();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What we say about a refusal by the peer. */
function refusedBy(alert: string, state: string) {
  return {
    code: 'ERR_TLS_PEER_ALERT',
    origin: 'peer',
    alert,
    state,
    message: `the peer sent the alert ${alert}`,
  };
}

/** We know little, so that the peer can know something else. */
const narrow = {
  cipherSuites: ['TLS_AES_128_GCM_SHA256'],
  groups: ['x25519'],
} as const satisfies Partial<ConnectOptions>;

interface OurRefusal {
  readonly who: string;
  readonly shown: CredentialFiles;
  readonly options?: Partial<ConnectOptions>;
  readonly error: Partial<Record<keyof TlsError, unknown>>;
  readonly seen: RegExp;
}

describeNeeding('openssl', 'our client refuses what s_server shows', () => {
  const rows: readonly OurRefusal[] = [
    {
      who: 'a certificate for another name',
      shown: files.otherName,
      error: {
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
        alert: 'bad_certificate',
        message: expect.stringContaining('is for other.example, not for 127.0.0.1'),
      },
      seen: /alert bad certificate.*SSL alert number 42/,
    },
    {
      who: 'a certificate for another name than the one asked for',
      shown: files.leaf,
      options: { servername: 'other.example' },
      error: { code: 'ERR_TLS_CERT_ALTNAME_INVALID', alert: 'bad_certificate' },
      seen: /alert bad certificate.*SSL alert number 42/,
    },
    {
      who: 'an expired certificate',
      shown: files.expired,
      error: {
        code: 'CERT_HAS_EXPIRED',
        alert: 'certificate_expired',
        message: expect.stringMatching(/expired at .*Z, \d+ \w+ ago by our clock, /),
      },
      seen: /alert certificate expired.*SSL alert number 45/,
    },
    {
      who: 'a certificate that is not valid yet',
      shown: files.notYetValid,
      error: {
        code: 'CERT_NOT_YET_VALID',
        alert: 'certificate_expired',
        message: expect.stringMatching(/not valid before .*Z, \d+ \w+ from now by our clock, /),
      },
      seen: /alert certificate expired.*SSL alert number 45/,
    },
    {
      who: 'a certificate by an unknown CA',
      shown: files.unknownCa,
      error: {
        code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
        alert: 'unknown_ca',
        message: expect.stringContaining('which is neither sent nor trusted'),
      },
      seen: /alert unknown ca.*SSL alert number 48/,
    },
    {
      who: 'a chain to an unknown root, without its intermediate',
      shown: chain.leaf,
      options: { ca: readFileSync(chain.root) },
      error: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', alert: 'unknown_ca' },
      seen: /alert unknown ca.*SSL alert number 48/,
    },
    {
      who: 'a self-signed certificate',
      shown: selfSigned,
      error: {
        code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
        alert: 'unknown_ca',
        message: expect.stringContaining('self-signed'),
      },
      seen: /alert unknown ca.*SSL alert number 48/,
    },
    {
      who: 'a good certificate, because no CA is trusted',
      shown: files.leaf,
      options: { ca: undefined },
      error: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', alert: 'unknown_ca' },
      seen: /alert unknown ca.*SSL alert number 48/,
    },
  ];

  test.each(rows)('$who', async ({ shown, options, error, seen }) => {
    const { openssl, port } = await startServer(shown);
    const client = await dial(port, options);
    client.on('secureConnect', () => expect.unreachable('the server is not who it should be'));
    expect(await errorOf(client)).toMatchObject({
      ...error,
      origin: 'local',
      state: ClientState.VERIFYING,
    });
    await openssl.says(seen);
    expect(await openssl.exits()).toBe(0);
  });
});

describeNeeding('openssl', 's_server refuses our client', () => {
  test.each([
    ['TLS 1.2 only', ['-tls1_2'], 'protocol_version', /unsupported protocol/],
    [
      'another cipher suite only',
      ['-ciphersuites', 'TLS_AES_256_GCM_SHA384'],
      'handshake_failure',
      /no shared cipher/,
    ],
    ['another group only', ['-groups', 'P-256'], 'handshake_failure', /no suitable key share/],
    [
      'no application protocol in common',
      ['-alpn', 'other'],
      'no_application_protocol',
      /no application protocol/,
    ],
  ])('%s', async (_, args, alert, seen) => {
    const { openssl, port } = await startServer(files.leaf, args);
    const client = await dial(port, { ...narrow, ALPNProtocols: ['h2'] });
    expect(await errorOf(client)).toMatchObject(refusedBy(alert, ClientState.WAIT_SH));
    await openssl.says(seen);
  });
});

interface OurServersRefusal {
  readonly what: string;
  readonly args: readonly string[];
  readonly options?: Partial<ServerTlsOptions>;
  readonly code: string;
  readonly alert: string;
  readonly message: RegExp;
  readonly seen: RegExp;
  /** Default: START. */
  readonly state?: string;
}

describeNeeding('openssl', 'our server refuses what s_client offers', () => {
  const rows: readonly OurServersRefusal[] = [
    {
      what: 'TLS 1.2 only',
      args: ['-tls1_2'],
      options: { minVersion: 'TLSv1.3' },
      code: 'ERR_TLS_PROTOCOL_VERSION',
      alert: 'protocol_version',
      message: /this server speaks TLS 1\.3 only/,
      seen: /alert protocol version.*SSL alert number 70/,
    },
    {
      what: 'TLS 1.1 only',
      args: ['-tls1_1', '-cipher', 'DEFAULT@SECLEVEL=0'],
      code: 'ERR_TLS_PROTOCOL_VERSION',
      alert: 'protocol_version',
      message: /speaks TLS 1\.1 or older, this server speaks TLS 1\.3 or TLS 1\.2 only/,
      seen: /alert protocol version.*SSL alert number 70/,
    },
    {
      what: 'another cipher suite only',
      args: ['-ciphersuites', 'TLS_AES_256_GCM_SHA384'],
      options: narrow,
      code: 'ERR_TLS_NO_SHARED_CIPHER_SUITE',
      alert: 'handshake_failure',
      message: /no cipher suite of the client is supported/,
      seen: /alert handshake failure.*SSL alert number 40/,
    },
    {
      what: 'another group only',
      args: ['-groups', 'P-256'],
      options: narrow,
      code: 'ERR_TLS_NO_SHARED_GROUP',
      alert: 'handshake_failure',
      message: /x25519/,
      seen: /alert handshake failure.*SSL alert number 40/,
    },
    {
      what: 'another signature scheme only',
      args: ['-sigalgs', 'RSA-PSS+SHA256'],
      code: 'ERR_TLS_NO_SHARED_SIGNATURE_SCHEME',
      alert: 'handshake_failure',
      message: /no signature scheme that fits/,
      seen: /alert handshake failure.*SSL alert number 40/,
      state: ServerState.CHOOSING,
    },
    {
      what: 'no application protocol in common',
      args: ['-alpn', 'other'],
      options: { ALPNProtocols: ['h2', 'http/1.1'] },
      code: 'ERR_TLS_NO_APPLICATION_PROTOCOL',
      alert: 'no_application_protocol',
      message: /none of h2, http\/1\.1/,
      seen: /alert no application protocol.*SSL alert number 120/,
    },
  ];

  test.each(rows)('$what', async ({ args, options, code, alert, message, seen, state }) => {
    const { server, port } = await serve(() => expect.unreachable('no connection'), options);
    const failed = once(server, 'tlsClientError');
    const openssl = startClient(port, [...trusting, ...args]);
    const [error] = await failed;
    expect(error).toMatchObject({
      code,
      alert,
      origin: 'local',
      state: state ?? ServerState.START,
    });
    expect(error.message).toMatch(message);
    await openssl.says(seen);
    expect(await openssl.exits()).toBe(1);
  });
});

describeNeeding('openssl', 's_client refuses our server', () => {
  const untrusting = ['-CAfile', files.otherCa.certificate, '-verify_return_error'];
  test.each([
    ['an unknown CA', files.leaf, untrusting, 'unknown_ca', /unable to get local issuer/],
    [
      'another name',
      files.leaf,
      [...trusting, '-verify_hostname', 'other.example'],
      'bad_certificate',
      /hostname mismatch/,
    ],
    ['an expired certificate', files.expired, trusting, 'certificate_expired', /has expired/],
    ['one that is not valid yet', files.notYetValid, trusting, 'bad_certificate', /not yet valid/],
    ['a self-signed certificate', selfSigned, trusting, 'unknown_ca', /self-signed certificate/],
  ])('%s', async (_, shown, args, alert, seen) => {
    const { server, port } = await serve(
      () => expect.unreachable('no connection'),
      identity(shown),
    );
    const failed = once(server, 'tlsClientError');
    const openssl = startClient(port, args);
    const [error] = await failed;
    expect(error).toMatchObject(refusedBy(alert, ServerState.WAIT_FINISHED));
    await openssl.says(seen);
    expect(await openssl.exits()).toBe(1);
  });

  test('and the server serves the next one', async () => {
    const { server, port } = await serve((socket) => socket.end(noise(100)));
    for (const args of [
      untrusting,
      ['-tls1_1', '-cipher', 'DEFAULT:@SECLEVEL=0'],
      ['-groups', 'P-521'],
    ]) {
      const failed = once(server, 'tlsClientError');
      const openssl = startClient(port, args);
      await Promise.all([failed, openssl.exits()]);
    }
    const openssl = startClient(port, trusting);
    expect(await openssl.receives(100)).toEqual(noise(100));
    expect(await openssl.exits()).toBe(0);
  });
});

function identity({ certificate, privateKey }: CredentialFiles) {
  return { cert: readFileSync(certificate), key: readFileSync(privateKey) };
}
