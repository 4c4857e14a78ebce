/** Key stores of NSS (Firefox, Thunderbird): 600,000 iterations for each key take their time. */
import { expect, test } from 'vitest';
import { readStore } from '../../runtime/node/pkcs12/store.ts';
import { storeFile } from './stores.ts';

test('nss.p12 has what it was made of', () => {
  const found = readStore(storeFile('nss.p12'), 'secret');
  const right = readStore(storeFile('openssl3.p12'), 'secret');
  expect(found.keys).toEqual(right.keys);
  // NSS writes the root first.
  expect(new Set(found.certificates.map(hex))).toEqual(new Set(right.certificates.map(hex)));
});

test('its passphrase matters', () => {
  expect(() => readStore(storeFile('nss.p12'), 'guess')).toThrow(/the passphrase is wrong/);
});

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
