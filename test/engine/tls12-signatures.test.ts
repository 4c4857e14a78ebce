/** What signs a handshake of TLS 1.2, and which certificates may: the rules go by key, suite and list. */
import { sign as signBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeTls12Certificate } from '../../generated/messages.ts';
import {
  type KeyKind,
  type SignatureSchemeName,
  signatureSchemes,
} from '../../generated/registries.ts';
import { type Credential, noble, type PrivateKey } from '../../runtime/index.ts';
import { keyOf } from '../crypto/contract/keys.ts';
import { recordsOf } from '../support/cuts.ts';
import { connectionOf, errorOf } from '../support/effects.ts';
import { serverKey } from '../support/fixed-identity.ts';
import { Pair, type PairOptions } from '../support/pair.ts';
import {
  dnsName,
  goodLeafExtensions,
  keyUsage,
  makeCa,
  makeLeaf,
  subjectAltName,
} from '../x509/make.ts';

/** That of the authority is always among them. */
const byAuthority = 'ecdsa_secp256r1_sha256';

describe('a signature in TLS 1.2', () => {
  // @req 9846:4.3.3:14 9846:4.3.3:18 5246:7.4.3:2 5246:7.4.3:4 5246:7.4.4:1 5246:7.4.4:3
  // @req 5246:7.4.6:2 5246:7.4.6:10 5246:7.4.8:2 5246:7.4.8:3 8422:2.1:2 8422:5.3:1 8422:5.9:1
  // @req 8422:5.9:2 8422:5.9:4
  it.each<[SignatureSchemeName, KeyKind]>([
    ['rsa_pkcs1_sha256', 'rsa'],
    ['rsa_pkcs1_sha384', 'rsa'],
    ['rsa_pkcs1_sha512', 'rsa'],
    ['rsa_pss_rsae_sha256', 'rsa'],
    ['rsa_pss_rsae_sha512', 'rsa'],
    ['rsa_pss_pss_sha384', 'rsa-pss'],
    ['ed25519', 'ed25519'],
    ['ecdsa_secp256r1_sha256', 'ec-p256'],
    ['ecdsa_secp384r1_sha384', 'ec-p384'],
  ])('%s, in both roles', (scheme, kind) => {
    const credentials = [credentialOf(kind)];
    const signed = { credentials, signatureSchemes: [scheme, byAuthority] as const };
    const { client, server } = met({ client: signed, server: signed });
    const chosen = { protocol: 'TLSv1.2', signatureScheme: scheme, clientSignatureScheme: scheme };
    expect(connectionOf(client.effects)).toMatchObject(chosen);
    expect(connectionOf(server.effects)).toMatchObject(chosen);
  });

  // @req 9846:4.3.3:17
  it.each<[SignatureSchemeName, KeyKind]>([
    ['ecdsa_secp256r1_sha256', 'ec-p384'],
    ['ecdsa_secp384r1_sha384', 'ec-p256'],
  ])('%s by a key on another curve, which only TLS 1.3 minds', (scheme, kind) => {
    const server = { credentials: [{ ...credentialOf(kind), ...signing(scheme, kind) }] };
    expect(connectionOf(met({ server }).client.effects)).toMatchObject({ signatureScheme: scheme });
    expect(refusalIn(met({ server, client: { maxVersion: 'TLSv1.3' } }))).toBe(
      'ERR_TLS_ILLEGAL_PARAMETER',
    );
  });

  // @req 8422:5.9:5 5246:7.4.3:4
  it('by ECDSA is not one of EdDSA', () => {
    const scheme = 'ecdsa_secp256r1_sha256';
    const server = {
      credentials: [{ ...credentialOf('ed25519'), ...signing(scheme, 'ed25519') }],
    };
    expect(refusalIn(met({ server }))).toBe('ERR_TLS_ILLEGAL_PARAMETER');
  });

  // @req 5246:7.4.4:3 5246:7.4.6:2 5246:7.4.8:3
  it('that the server did not ask for is not made', () => {
    const { client } = met({
      client: { credentials: [credentialOf('rsa')] },
      server: { signatureSchemes: [byAuthority], clientAuth: 'request' },
    });
    expect(connectionOf(client.effects)).toMatchObject({ clientSignatureScheme: undefined });
  });
});

describe('a certificate in TLS 1.2', () => {
  const extensions = [keyUsage('keyEncipherment'), subjectAltName(dnsName('host.example'))];

  // @req 5246:7.4.2:8 5246:7.4.2:12 5246:7.4.6:4 5246:7.4.6:6
  it.each<KeyKind>(['rsa', 'ec-p256'])(
    'of which the key must not sign is not shown: %s',
    (kind) => {
      const credentials = [credentialOf(kind, extensions)];
      expect(() => met({ server: { credentials } })).toThrow('lacks digitalSignature');
      const chooseCertificate = () => credentials[0] ?? 'none';
      expect(refusalIn(met({ server: { chooseCertificate } }))).toBe(
        'ERR_TLS_NO_SHARED_SIGNATURE_SCHEME',
      );
      expect(refusalIn(met({ client: { credentials } }))).toBe('ERR_TLS_CERTIFICATE_REQUIRED');
    },
  );

  // @req 5246:7.4.2:3
  it('comes first, its issuer behind it', () => {
    const issuer = makeCa('Middle', 'Root');
    const certificates = [makeLeaf('Middle'), issuer];
    const { server } = met({
      server: { credentials: [{ certificates, privateKey: serverKey() }] },
    });
    const [, first] = messagesOf(server.written);
    expect(decodeTls12Certificate(first ?? issuer).certificateList).toEqual(certificates);
  });
});

/** A pair that has met as far as it could. */
function met({ client, server }: PairOptions): Pair {
  const common = { groups: ['x25519', 'secp256r1', 'secp384r1'] } as const;
  const pair = new Pair({
    client: { ...common, maxVersion: 'TLSv1.2', ...client },
    server: { ...common, ...(client?.credentials && { clientAuth: 'require' }), ...server },
  });
  pair.start().run();
  return pair;
}

/** The code of who found what is wrong. */
function refusalIn({ client, server }: Pair): string | undefined {
  const errors = [errorOf(client.effects), errorOf(server.effects)];
  return errors.find((error) => error?.origin === 'local')?.code;
}

function credentialOf(kind: KeyKind, extensions = goodLeafExtensions()): Credential {
  const { pkcs8, subjectPublicKeyInfo } = keyOf(kind);
  const certificates = [makeLeaf('Root', { subjectPublicKeyInfo, extensions })];
  return { certificates, privateKey: noble.importPrivateKey(pkcs8) };
}

/** A key that signs with one scheme, whether it fits or not. */
function signing(scheme: SignatureSchemeName, kind: KeyKind): { readonly privateKey: PrivateKey } {
  const { pair, pkcs8, subjectPublicKeyInfo } = keyOf(kind);
  const { code, hash } = signatureSchemes[scheme];
  const digest = kind === 'ed25519' ? null : hash;
  const { wipe } = noble.importPrivateKey(pkcs8);
  const sign = (_: number, message: Uint8Array) => signBytes(digest, message, pair.privateKey);
  return { privateKey: { kind, subjectPublicKeyInfo, wipe, schemes: [code], sign } };
}

/** Bodies of the messages of a first flight in the clear. */
function messagesOf(stream: Uint8Array): readonly Uint8Array[] {
  const [record = stream] = recordsOf(stream);
  const bodies: Uint8Array[] = [];
  for (let at = 5; at < record.length; ) {
    const length = (record[at + 2] ?? 0) * 256 + (record[at + 3] ?? 0);
    bodies.push(record.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return bodies;
}
