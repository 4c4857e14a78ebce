/**
 * RFC 8448 5: a server that wants P-256 asks a client that sent an x25519 key share for another
 * hello, with a cookie.
 */
import { vi } from 'vitest';
import { describeTrace } from './describe-trace.ts';
import type { CertificateModule } from './short-keys.ts';

vi.mock('../../runtime/x509/certificate.ts', async (importOriginal) => {
  const { readingShortKeys } = await import('./short-keys.ts');
  return readingShortKeys(await importOriginal<CertificateModule>());
});

describeTrace('hello-retry-request', {
  server: { groups: ['secp256r1'] },
  negotiated: { group: 'secp256r1', signatureScheme: 'rsa_pss_rsae_sha256' },
});
