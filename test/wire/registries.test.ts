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
