/**
 * Code points stand in two places of the spec: the wire files name all that a peer may send, the
 * registries what this implementation can do. Where both name one, they agree.
 */
import { describe, expect, it } from 'vitest';
import {
  AlertDescription,
  CipherSuite,
  NamedGroup,
  SignatureScheme,
} from '../../generated/messages.ts';
import { alerts, cipherSuites, namedGroups, signatureSchemes } from '../../spec/registries.ts';

const pairs: readonly (readonly [
  string,
  Record<string, { readonly code: number }>,
  Record<string, number>,
])[] = [
  ['alerts', alerts, AlertDescription],
  ['cipherSuites', cipherSuites, CipherSuite],
  ['namedGroups', namedGroups, NamedGroup],
  ['signatureSchemes', signatureSchemes, SignatureScheme],
];

describe.each(pairs)('%s', (_name, registry, wire) => {
  it('have the code points of the wire files', () => {
    for (const [name, { code }] of Object.entries(registry)) {
      expect([name, wire[name]]).toEqual([name, code]);
    }
  });
});

/** Code points that RFC 9846 forbids to offer, negotiate or send: written down from appendix B. */
const forbidden: readonly (readonly [
  string,
  Record<string, { readonly code: number }>,
  readonly (readonly [number, number])[],
])[] = [
  // B.2: names in _RESERVED, but for no_renegotiation, which TLS 1.2 still sends.
  ['alerts', alerts, [21, 30, 41, 60, 111, 114].map((code) => [code, code] as const)],
  // B.4 lists five suites of TLS 1.3, all from 0x1301 on; whatever is below, RC4 included, is older,
  // and of TLS 1.2 only ECDHE with an AEAD is left (RFC 5289, RFC 7905).
  [
    'cipherSuites',
    cipherSuites,
    [
      [0x0000, 0x1300],
      [0x1306, 0xc02a],
      [0xc031, 0xcca7],
      [0xccaa, 0xffff],
    ],
  ],
  // B.3.1.4: obsolete_RESERVED.
  [
    'namedGroups',
    namedGroups,
    [
      [0x0000, 0x0016],
      [0x001a, 0x001c],
      [0xff01, 0xff02],
    ],
  ],
  // B.3.1.3: obsolete_RESERVED and DSA, and the two with SHA-1.
  [
    'signatureSchemes',
    signatureSchemes,
    [
      [0x0000, 0x0400],
      [0x0402, 0x0402],
      [0x0404, 0x0500],
      [0x0502, 0x0502],
      [0x0504, 0x0600],
      [0x0602, 0x0602],
      [0x0604, 0x06ff],
    ],
  ],
];

// @req 9846:4.3.3:15 9846:B:1 9846:B.3.1.4:1 9846:E.5:2
it.each(forbidden)('%s: none of those of older versions', (_name, registry, ranges) => {
  const codes = Object.values(registry).map(({ code }) => code);
  for (const [from, to] of ranges) {
    expect(codes.filter((code) => code >= from && code <= to)).toEqual([]);
  }
});

// @req 9846:4.3.3:16 9846:4.5.2:7 9846:E.5:3
it('no hash is weaker than SHA-256, no key of a cipher shorter than 128 bits', () => {
  for (const { hash } of Object.values(signatureSchemes))
    expect(hash).toMatch(/^sha(256|384|512)$/);
  for (const { keyLength } of Object.values(cipherSuites)) {
    expect(keyLength).toBeGreaterThanOrEqual(16);
  }
});
