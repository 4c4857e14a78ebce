/**
 * The orders of messages with static RSA (RFC 5246 7.3, 7.4.3): no ServerKeyExchange, and else all that
 * a handshake may have. `test/traces/legal.test.ts` counts on it.
 */
import { describe, expect, it } from 'vitest';
import { parseAnchor } from '../../runtime/index.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import { legacy } from '../../runtime/node/legacy.ts';
import { connectionOf } from '../support/effects.ts';
import { Pair } from '../support/pair.ts';
import { makeCa } from '../x509/make.ts';
import { ecdsaSigner, rsaDecrypter } from './identities.ts';

const cipherSuites = ['TLS_RSA_WITH_AES_256_GCM_SHA384'] as const;
const staple = Uint8Array.of(0x30, 0);

describe.each([false, true])('a client certificate is wanted: %s', (isAsked) => {
  it.each([false, true])('with a status: %s', (isStapled) => {
    const verifyPeer = () => ({ accepted: true }) as const;
    const credential = { ...rsaDecrypter(), ...(isStapled && { staples: () => [staple] }) };
    const pair = new Pair({
      client: {
        ...{ legacy, cipherSuites, crypto: nodeProvider, verifyPeer, revocation: 'soft-fail' },
        credentials: [ecdsaSigner()],
      },
      server: {
        ...{ legacy, credentials: [credential], crypto: nodeProvider },
        ...(isAsked && { clientAuth: 'require', anchors: [parseAnchor(makeCa('Root', 'Root'))] }),
      },
    }).connect();
    expect(connectionOf(pair.client.effects)?.authorized).toBeDefined();
    expect(connectionOf(pair.server.effects)).toMatchObject({ authorized: isAsked });
    const said = pair.client.engine.inspect().messages;
    const by = (side: 'client' | 'server') =>
      said.filter(({ from }) => from === side).map(({ name }) => name);
    expect(by('server')).toEqual([
      ...['ServerHello', 'Certificate', ...(isStapled ? ['CertificateStatus'] : [])],
      ...(isAsked ? ['CertificateRequest'] : []),
      ...['ServerHelloDone', 'Finished'],
    ]);
    expect(by('client')).toEqual([
      ...['ClientHello', ...(isAsked ? ['Certificate'] : []), 'ClientKeyExchange'],
      ...(isAsked ? ['CertificateVerify'] : []),
      'Finished',
    ]);
  });
});
