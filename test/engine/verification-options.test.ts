/** Options about certificates: a word that nobody knows is refused, and never means less. */
import { expect, it } from 'vitest';
import { type ClientOptions, TlsClient } from '../../runtime/index.ts';
import { createServer } from '../../runtime/node/index.ts';
import { makeTestPki } from '../support/certificates.ts';

it.each([
  [{ revocation: 'hardfail' }, /^revocation: 'hardfail' is none of off, soft-fail, hard-fail/],
  [{ revocation: { mode: 'hard' } }, /^revocation: 'hard' is none of/],
  [{ revocation: { depth: 'all' } }, /^revocation\.depth: 'all' is none of leaf, chain/],
  [{ revocation: { mustStaple: 'yes' } }, /^revocation\.mustStaple: 'yes'/],
  [{ revocation: { sources: ['crl', 'oscp'] } }, /^revocation\.sources: 'oscp'/],
  [{ revocation: { maxAgeSeconds: -1 } }, /^revocation\.maxAgeSeconds: -1/],
  [{ revocation: { clockSkewSeconds: Number.NaN } }, /^revocation\.clockSkewSeconds: NaN/],
  [{ certificateProfile: 'webpki' }, /^certificateProfile: 'webpki' is none of default, strict/],
  [{ certificatePolicies: { initialPolicies: ['gold'] } }, /initialPolicies: 'gold' is no dotted/],
  [{ certificatePolicies: { inhibitAnyPolicy: 1 } }, /inhibitAnyPolicy: must be a boolean/],
  [{ isPublicSuffix: ['co.uk'] }, /^isPublicSuffix: must be a function/],
])('%j', async (wrong, told) => {
  const options = wrong as Partial<ClientOptions>;
  expect(() => new TlsClient({ serverName: 'localhost', ...options })).toThrow(told);
  const { leaf } = await makeTestPki();
  const identity = { cert: leaf.certificatePem, key: leaf.privateKeyPem };
  expect(() => createServer({ ...identity, ...(options as object) })).toThrow(told);
});
