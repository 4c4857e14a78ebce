/** A key that can sign in several ways signs as the peer has said that it can verify. */
import { expect, it } from 'vitest';
import { noble } from '../../runtime/index.ts';
import { keyOf } from '../crypto/contract/keys.ts';
import { Pair } from '../support/pair.ts';
import { goodLeafExtensions, makeLeaf } from '../x509/make.ts';

const { pkcs8, subjectPublicKeyInfo } = keyOf('rsa');
const leaf = makeLeaf('Root', { subjectPublicKeyInfo, extensions: goodLeafExtensions() });

// @req 9846:4.5.1.2:2 9846:4.5.2:4 9846:4.5.2:5
it.each(['rsa_pss_rsae_sha256', 'rsa_pss_rsae_sha384', 'rsa_pss_rsae_sha512'] as const)(
  '%s',
  (scheme) => {
    const options = {
      credentials: [{ certificates: [leaf], privateKey: noble.importPrivateKey(pkcs8) }],
      // The other one is that of the authority.
      signatureSchemes: [scheme, 'ecdsa_secp256r1_sha256'] as const,
    };
    const pair = new Pair({
      client: options,
      server: { ...options, clientAuth: 'require' },
    }).connect();
    const chosen = { signatureScheme: scheme, clientSignatureScheme: scheme };
    for (const { effects } of [pair.client, pair.server]) {
      expect(effects).toContainEqual({
        type: 'fact',
        fact: { name: 'connected', connection: expect.objectContaining(chosen) },
      });
    }
  },
);
