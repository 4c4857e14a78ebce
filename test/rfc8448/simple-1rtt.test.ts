/** RFC 8448 3, the simple 1-RTT handshake, and 7, the same in middlebox compatibility mode. */
import { vi } from 'vitest';
import { describeTrace } from './describe-trace.ts';
import type { CertificateModule } from './short-keys.ts';

vi.mock('../../runtime/x509/certificate.ts', async (importOriginal) => {
  const { readingShortKeys } = await import('./short-keys.ts');
  return readingShortKeys(await importOriginal<CertificateModule>());
});

describeTrace('simple-1rtt', {
  negotiated: { group: 'x25519', signatureScheme: 'rsa_pss_rsae_sha256' },
});

describeTrace('compatibility-mode', {
  negotiated: { group: 'x25519', signatureScheme: 'rsa_pss_rsae_sha256' },
});
