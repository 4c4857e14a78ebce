/** Mistakes in options are told at once, with the option's name. */
import { describe, expect, test } from 'vitest';
import { connect, createServer, type ServerTlsOptions } from '../../runtime/node/index.ts';
import { makeTestPki } from '../support/certificates.ts';

const { ca, leaf, otherName } = await makeTestPki();
const good = { cert: leaf.certificatePem, key: leaf.privateKeyPem };

describe('createServer', () => {
  const wrong: readonly [string, Partial<ServerTlsOptions>, RegExp][] = [
    ['no key', { key: undefined }, /^key: is missing/],
    [
      'the key of another certificate',
      { key: otherName.privateKeyPem },
      /^key: is not the private key/,
    ],
    ['a certificate for a key', { key: leaf.certificatePem }, /^key: .*no PRIVATE KEY/],
    ['a key for a certificate', { cert: leaf.privateKeyPem }, /^cert: .*no CERTIFICATE/],
    ['no text', { cert: '' }, /^cert: .*no CERTIFICATE/],
    ['an empty list', { cert: [] }, /^cert/],
    ['an ALPN name that is too long', { ALPNProtocols: ['x'.repeat(256)] }, /^ALPNProtocols/],
    ['a time that is none', { handshakeTimeout: -1 }, /^handshakeTimeout/],
  ];
  test.each(wrong)('%s', (_name, options, message) => {
    const create = () => createServer({ ...good, ...options });
    expect(create).toThrow(expect.objectContaining({ code: 'ERR_TLS_INVALID_ARGUMENT' }));
    expect(create).toThrow(message);
  });

  test('what is neither text nor bytes', () => {
    const fromJavaScript = { ...good, cert: 17 } as unknown as ServerTlsOptions;
    expect(() => createServer(fromJavaScript)).toThrow(/^cert: must be PEM text/);
  });

  test('bytes, a list, and a chain in one text are all good', () => {
    const { cert, key } = good;
    createServer({ cert: Buffer.from(cert), key: Buffer.from(key) });
    createServer({ cert: [cert, ca.certificatePem], key });
    createServer({ cert: cert + ca.certificatePem, key });
  });
});

describe('connect', () => {
  test.each([
    ['port', { port: -1 }],
    ['port', { port: 1.5 }],
    ['ca', { port: 1, ca: 'nothing' }],
    ['servername', { port: 1, servername: 'a b' }],
    ['servername', { port: 1, host: '', servername: '' }],
    ['ALPNProtocols', { port: 1, ALPNProtocols: [''] }],
  ])('%s is refused: %j', (name, options) => {
    expect(() => connect(options)).toThrow(new RegExp(`^${name}: `));
  });
});
