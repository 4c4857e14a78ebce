/** What certificates are used for (RFC 5280 4.2.1.12). */

/**
 * What the peer whose certificate it is does in the connection; `any`: it is not about one, so the
 * usages of keys are not judged, save that CAs are CAs.
 */
export type Purpose = 'server' | 'client' | 'any';

/** KeyPurposeId. */
export const purposeIds: Readonly<Record<Exclude<Purpose, 'any'>, string>> = {
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
};

/** A CA's way to say that it does not restrict the usages of what it issues. */
export const anyPurpose = '2.5.29.37.0';
