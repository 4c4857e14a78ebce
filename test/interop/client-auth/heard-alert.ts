/** How other libraries print the alerts with which a client's certificate is refused. */
import type { AlertName } from '../../../runtime/index.ts';

/** OpenSSL and those who use it; GnuTLS; NSS; Go. */
const prints: { readonly [Name in AlertName]?: RegExp } = {
  certificate_required:
    /alert certificate required|ALERT_CERTIFICATE_REQUIRED|alert \[116\]|RX_CERTIFICATE_REQUIRED_ALERT|tls: certificate required/,
  // Who is refused so in TLS 1.2 has shown none.
  handshake_failure:
    /alert handshake failure|ALERT_HANDSHAKE_FAILURE|alert \[40\]|HANDSHAKE_FAILURE_ALERT|tls: handshake failure/,
  certificate_expired:
    /alert certificate expired|ALERT_CERTIFICATE_EXPIRED|alert \[45\]|EXPIRED_CERT_ALERT|tls: expired certificate/,
  certificate_revoked:
    /alert certificate revoked|ALERT_CERTIFICATE_REVOKED|alert \[44\]|REVOKED_CERT_ALERT|tls: revoked certificate/,
  unknown_ca:
    /alert unknown ca|ALERT_UNKNOWN_CA|alert \[48\]|SSL_ERROR_UNKNOWN_CA_ALERT|tls: unknown certificate authority/,
  access_denied:
    /alert access denied|ALERT_ACCESS_DENIED|alert \[49\]|SSL_ERROR_ACCESS_DENIED_ALERT|tls: access denied/,
  unsupported_certificate:
    /alert unsupported certificate|ALERT_UNSUPPORTED_CERTIFICATE|alert \[43\]|SSL_ERROR_UNSUPPORTED_CERT_ALERT|tls: unsupported certificate/,
};

/** The alert that a program tells of; undefined: none that is known here. */
export function heardAlert(words: string): AlertName | undefined {
  // The keys of `prints` are names of alerts.
  const names = Object.keys(prints) as AlertName[];
  return names.find((name) => prints[name]?.test(words));
}
