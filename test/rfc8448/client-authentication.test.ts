/** RFC 8448 6: a server with an ECDSA key asks a client for its certificate, which is an RSA one. */
import { vi } from 'vitest';
import { describeTrace } from './describe-trace.ts';
import type { CertificateModule } from './short-keys.ts';

vi.mock('../../runtime/x509/certificate.ts', async (importOriginal) => {
  const { readingShortKeys } = await import('./short-keys.ts');
  return readingShortKeys(await importOriginal<CertificateModule>());
});

describeTrace('client-authentication', {
  server: { clientAuth: 'require' },
  negotiated: {
    group: 'x25519',
    signatureScheme: 'ecdsa_secp256r1_sha256',
    clientSignatureScheme: 'rsa_pss_rsae_sha256',
  },
});
