/**
 * The suites of `legacy` between two of our engines, with both providers; and that nobody who does not
 * ask for them ever speaks them.
 */
import { describe, expect, it } from 'vitest';
import { decodeClientHello } from '../../generated/messages.ts';
import { type LegacyCipherSuiteName, legacyCipherSuites } from '../../generated/registries.ts';
import { nobleProvider } from '../../runtime/crypto/noble.ts';
import { legacy } from '../../runtime/legacy/index.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import { legacy as nodeLegacy } from '../../runtime/node/legacy.ts';
import { recordsOf } from '../support/cuts.ts';
import { connectionOf, errorOf } from '../support/effects.ts';
import { Pair } from '../support/pair.ts';
import { sampleBytes } from '../support/plain-bytes.ts';
import { ecdsaSigner, rsaDecrypter, rsaSigner } from './identities.ts';

const sides = [
  ['noble', nobleProvider, legacy],
  ['node', nodeProvider, nodeLegacy],
] as const;
const everySuite = Object.values(legacyCipherSuites);
const groups = ['x25519', 'secp256r1'] as const;
const encryptThenMac = 22;

describe.each(everySuite)('$name', ({ name, aead }) => {
  it.each(
    [sides, [...sides].reverse()].flatMap(([one, two]) =>
      one && two ? [[one[0], two[0], one, two] as const] : [],
    ),
  )('carries data both ways: %s to %s', (_client, _server, ours, theirs) => {
    const pair = new Pair({
      client: { crypto: ours[1], legacy: ours[2], cipherSuites: [name], groups },
      server: { crypto: theirs[1], legacy: theirs[2], credentials: credentialsFor(), groups },
    }).connect();
    expect(suiteOf(pair)).toBe(name);
    const question = sampleBytes(300);
    const answer = sampleBytes(17_000);
    pair.client.do((engine) => engine.write(question));
    pair.server.do((engine) => engine.write(answer));
    pair.run();
    expect(pair.server.data).toEqual(question);
    expect(pair.client.data).toEqual(answer);
    pair.client.do((engine) => engine.close());
    pair.run();
    expect(errorOf(pair.client.effects)).toBeUndefined();
    expect(errorOf(pair.server.effects)).toBeUndefined();
    const hello = decodeClientHello(
      (recordsOf(pair.client.written)[0] ?? new Uint8Array(0)).slice(9),
    );
    const types = (hello.extensions ?? []).map(({ extensionType }) => extensionType);
    expect(types.includes(encryptThenMac)).toBe(aead === 'none');
  });
});

describe('a server with two certificates', () => {
  const gcm = ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'];
  const cbc = ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA'];

  it.each([0, 1])('shows the one that leads to AEAD, whichever comes first (%i)', (index) => {
    const credentials = [rsaSigner(), ecdsaSigner()];
    for (const shown of [credentials, credentials.toReversed()]) {
      // Registered, both of them.
      const cipherSuites = [cbc[index], gcm[index]] as LegacyCipherSuiteName[];
      const pair = new Pair({
        client: { legacy, cipherSuites, groups },
        server: { legacy, credentials: shown, groups },
      }).connect();
      expect(suiteOf(pair)).toBe(gcm[index]);
    }
  });
});

describe('who does not ask for it', () => {
  const names = everySuite.map((one): string => one.name);
  const codes = everySuite.map(({ code }): number => code);

  it('a client offers none of them', () => {
    const pair = new Pair().start();
    const [record = new Uint8Array(0)] = recordsOf(pair.client.written);
    const { cipherSuites, extensions = [] } = decodeClientHello(record.slice(9));
    expect(cipherSuites.filter((code) => codes.includes(code))).toEqual([]);
    expect(extensions.map(({ extensionType }) => extensionType)).not.toContain(encryptThenMac);
  });

  it.each(names)('a server does not take %s', (name) => {
    const pair = new Pair({
      client: { legacy, cipherSuites: [name as LegacyCipherSuiteName], groups },
      server: { credentials: [ecdsaSigner(), rsaSigner()], groups },
    }).connect();
    expect(errorOf(pair.server.effects)).toMatchObject({
      code: 'ERR_TLS_NO_SHARED_CIPHER_SUITE',
      alert: 'handshake_failure',
    });
  });

  it.each(names)('cannot name %s', (name) => {
    const cipherSuites = [name as LegacyCipherSuiteName];
    expect(() => new Pair({ client: { cipherSuites } })).toThrow(/is not possible/);
    expect(() => new Pair({ server: { cipherSuites } })).toThrow(/is not possible/);
  });
});

describe('who asks for it', () => {
  it('still prefers everything that is safe', () => {
    const of = (maxVersion: 'TLSv1.2' | 'TLSv1.3') =>
      suiteOf(
        new Pair({
          client: { legacy, groups, maxVersion },
          server: { legacy, groups, credentials: credentialsFor() },
        }).connect(),
      );
    expect(of('TLSv1.3')).toBe('TLS_CHACHA20_POLY1305_SHA256');
    expect(of('TLSv1.2')).toBe('TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256');
  });

  it('has nothing of 3DES, RC4, NULL, export, anonymous keys', () => {
    const bad = /3DES|_DES|RC4|NULL|EXPORT|anon|MD5|_DH_|_DHE_|PSK|SRP|CAMELLIA|IDEA|SEED/;
    expect(everySuite.filter(({ name }) => bad.test(name))).toEqual([]);
    expect(everySuite.map(({ name }) => name)).toEqual([
      ...new Set(everySuite.map(({ name }) => name)),
    ]);
  });
});

function suiteOf({ client }: Pair): string | undefined {
  return connectionOf(client.effects)?.cipherSuite;
}

function credentialsFor() {
  return [ecdsaSigner(), rsaSigner(), rsaDecrypter()];
}
