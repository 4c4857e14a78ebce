/** A client that is refused for its certificate in TLS 1.2, before the handshake is over, knows why. */
import { expect, it } from 'vitest';
import { errorOf } from '../support/effects.ts';
import { serverCertificates, serverKey } from '../support/fixed-identity.ts';
import { Pair, type PairOptions } from '../support/pair.ts';

const tls12 = { maxVersion: 'TLSv1.2', groups: ['x25519', 'secp256r1'] } as const;

// @req 5246:7.4.6:1
it('without a certificate is told what was asked for', () => {
  expect(errorOf(refused().client.effects)).toMatchObject({
    code: 'ERR_TLS_PEER_ALERT',
    alert: 'handshake_failure',
    hint: 'the server asked for a certificate by CN=Root; we have none',
  });
});

it('with one is told which one it showed', () => {
  const credentials = [{ certificates: serverCertificates, privateKey: serverKey() }];
  expect(errorOf(refused({ credentials }).client.effects)).toMatchObject({
    alert: 'certificate_expired',
    hint: expect.stringMatching(
      /^by the clock .*; the server asked for a certificate by CN=Root; it got CN=Leaf$/,
    ),
  });
});

it('that is cut off without a word is told that this may be a refusal', () => {
  const pair = new Pair({ client: tls12, server: { ...tls12, clientAuth: 'require' } }).start();
  pair.run(() => pair.client.written.length > 0 && pair.server.written.length > 0);
  pair.client.receive(pair.server.written);
  pair.client.do((engine) => engine.receiveEnd());
  expect(errorOf(pair.client.effects)).toMatchObject({
    code: 'ERR_TLS_TRUNCATED',
    hint: 'this may be a refusal: the server asked for a certificate by CN=Root; we have none',
  });
});

it('for what the hellos lack is told that', () => {
  const pair = new Pair({
    client: { ...tls12, cipherSuites: ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'] },
    server: { ...tls12, clientAuth: 'require' },
  }).connect();
  expect(errorOf(pair.client.effects)).toMatchObject({
    alert: 'handshake_failure',
    hint: 'the peer found no cipher suite, group or signature scheme in common',
  });
});

/** By a server that wants a certificate and takes none. */
function refused(client: PairOptions['client'] = {}): Pair {
  return new Pair({
    client: { ...tls12, ...client },
    server: {
      ...tls12,
      clientAuth: 'require',
      verifyPeer: () => ({ accepted: false, code: 'CERT_HAS_EXPIRED' }),
    },
  }).connect();
}
