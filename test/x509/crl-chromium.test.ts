/**
 * The CRL cases of Chromium's path library (boringssl pki/testdata, Apache-2.0): a certificate, its
 * issuer, a CRL, and whether the status is good, revoked or left open. All of them by both profiles;
 * where one differs from the expected status, the reason stands below.
 */
import { expect, test } from 'vitest';
import { type Certificate, parseAnchor } from '../../runtime/x509/certificate.ts';
import { CertificateError } from '../../runtime/x509/certificate-error.ts';
import { type Crl, parseCrl } from '../../runtime/x509/crl.ts';
import { type CrlRules, checkCrls } from '../../runtime/x509/crl-check.ts';
import { describeVectors } from '../support/vectors.ts';
import { crlRules } from './status-rules.ts';

type Status = 'GOOD' | 'REVOKED' | 'UNKNOWN';

interface Case {
  readonly id: string;
  readonly expected: Status;
  readonly crl: string;
  readonly cert: string;
  readonly issuer: string;
  readonly issuer2: string | null;
}

/** Chromium has one set of rules, of which each profile leaves out something. */
const otherProfile: Readonly<Record<string, CrlRules['profile']>> = {
  // The list is signed with another key of the issuer than the path has.
  good_key_rollover: 'rfc5280',
  revoked_key_rollover: 'rfc5280',
  // Names that are equal only after normalising.
  good_issuer_name_normalization: 'rfc5280',
};

/** What the other profile says then. */
const differences: Readonly<Record<string, Status>> = {
  good_key_rollover: 'UNKNOWN',
  revoked_key_rollover: 'UNKNOWN',
  good_issuer_name_normalization: 'UNKNOWN',
  // RFC 5280 6.3.3 goes on to CRLs of the issuer that no distribution point names.
  bad_crldp_has_crlissuer: 'GOOD',
  // An indirect CRL may be by the issuer of the certificate itself (PKITS 4.14.22).
  bad_idp_indirectcrl: 'GOOD',
};

const bytesOf = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'));

/** The vectors' keys are of 1024 bits, which no path may have: how long they are is not the matter. */
function certificateOf(base64: string): Certificate | undefined {
  const certificate = readable(() => parseAnchor(bytesOf(base64)));
  return certificate && { ...certificate, publicKey: { ...certificate.publicKey, kind: 'rsa' } };
}

/** Undefined for what is malformed. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CertificateError) return undefined;
    throw error;
  }
}

/** A certificate or list that cannot be read leaves the status open. */
function statusOf({ cert, issuer, issuer2, crl }: Case, rules: CrlRules): Status {
  const [certificate, ...above] = [cert, issuer, ...(issuer2 === null ? [] : [issuer2])].map(
    certificateOf,
  );
  const list: Crl | undefined = readable(() => parseCrl(bytesOf(crl)));
  const [known] = above;
  if (certificate === undefined || known === undefined || list === undefined) return 'UNKNOWN';
  const subject = { certificate, issuer: known, above: above.filter((ca) => ca !== undefined) };
  const { facts } = checkCrls(subject, [list], rules);
  return facts === undefined ? 'UNKNOWN' : facts.status === 'good' ? 'GOOD' : 'REVOKED';
}

describeVectors('chromium-pki.json', 'CRLs of Chromium', (vectors) => {
  // The file is the vectors' own, and a case without a member that is needed fails by itself.
  const { crl } = vectors as {
    readonly crl: {
      readonly verifyTime: number;
      readonly maxAgeSeconds: number;
      readonly cases: readonly Case[];
    };
  };
  const rulesOf = (profile: CrlRules['profile']) =>
    crlRules({ profile, timeMs: crl.verifyTime * 1000, maxAgeMs: crl.maxAgeSeconds * 1000 });

  test.each(crl.cases)('$id: $expected', (known) => {
    const profile = otherProfile[known.id] ?? 'default';
    expect(statusOf(known, rulesOf(profile))).toBe(known.expected);
    const other = rulesOf(profile === 'default' ? 'rfc5280' : 'default');
    expect(statusOf(known, other)).toBe(differences[known.id] ?? known.expected);
  });
});
