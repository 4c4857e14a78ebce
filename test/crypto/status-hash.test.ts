/** The hashes of OCSP agree with node's. */
import { expect, test } from 'vitest';
import { statusHash } from '../../runtime/crypto/status-hash.ts';
import { hashWithNode } from '../x509/status-rules.ts';

test.each(['sha1', 'sha256', 'sha384', 'sha512'] as const)('%s', (name) => {
  for (const length of [0, 1, 55, 56, 64, 300]) {
    const data = Uint8Array.from({ length }, (_, i) => i & 0xff);
    expect(statusHash(name, data)).toEqual(hashWithNode(name, data));
  }
});
