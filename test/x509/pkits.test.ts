/**
 * NIST PKITS 1.0.1 (public domain) under the profile `rfc5280`, whole: its paths with their policy
 * inputs, and for every certificate a status by the CRLs of the case.
 */
import { describe, expect, test } from 'vitest';
import { equalBytes } from '../../runtime/bytes.ts';
import { type Certificate, parseAnchor, parseCertificate } from '../../runtime/x509/certificate.ts';
import { CertificateError } from '../../runtime/x509/certificate-error.ts';
import type { PolicyInput } from '../../runtime/x509/policy-graph.ts';
import { checkRevocation, type RevocationResult } from '../../runtime/x509/revocation.ts';
import { type PathResult, verifyChain } from '../../runtime/x509/verify.ts';
import { describeVectors } from '../support/vectors.ts';
import { nodeSchemes, verifyWithNode } from './node-signatures.ts';
import { hashWithNode } from './status-rules.ts';

/** Valid, and refused in every profile; by section. */
const refusedAgainstPkits: Readonly<Record<string, string>> = {
  '4.1.4': 'DSA with SHA-1',
  '4.1.5': 'DSA with SHA-1',
  '4.2.4': 'GeneralizedTime before 2050',
};

/** Where the path holds and a certificate of it is revoked. */
const revoked: ReadonlySet<string> = new Set([
  ...sections('4.4', [2, 3, 18, 20]),
  ...sections('4.5', [2, 5, 7]),
  ...sections('4.14', [2, 6, 15, 16, 20, 21, 23, 31, 32, 34]),
  ...sections('4.15', [3, 4, 6, 9]),
]);

/** Where the path holds and no CRL of a certificate counts. */
const withoutStatus: ReadonlySet<string> = new Set([
  ...sections('4.4', [1, 4, 5, 6, 8, 9, 10, 11, 12, 21]),
  ...sections('4.7', [4, 5]),
  ...sections('4.14', [3, 8, 9, 11, 12, 14, 17, 26, 27, 35]),
  ...sections('4.15', [1, 10]),
]);

interface Case {
  readonly Name: string;
  /** File names: the anchor first, the end entity last; a signer of CRLs may stand between. */
  readonly CertPath: readonly string[];
  readonly CRLPath: readonly string[];
  readonly ShouldValidate: boolean;
  readonly InitialPolicySet: readonly string[];
  readonly InitialPolicyMappingInhibit: boolean;
  readonly InitialExplicitPolicy: boolean;
  readonly InitialAnyPolicyInhibit: boolean;
}

interface Vectors {
  readonly cases: readonly Case[];
  /** DER in base64, by file name. */
  readonly certs: Readonly<Record<string, string>>;
  readonly crls: Readonly<Record<string, string>>;
}

/** What one case came to. */
interface Verdict {
  readonly section: string;
  readonly isValid: boolean;
  readonly isAccepted: boolean;
  /** What the path breaks; undefined if it holds. */
  readonly rule: string | undefined;
  /** Why its certificates have no good status; undefined if they have, or there is no path. */
  readonly statusCode: string | undefined;
}

/** All dates of PKITS are from 2010 to 2030, but for those that are meant to be wrong. */
const occasion = {
  timeMs: Date.UTC(2020, 0, 1),
  purpose: 'server',
  profile: 'rfc5280',
  schemes: nodeSchemes,
  verifySignature: verifyWithNode,
} as const;

function runCase(pkits: Case, { certs, crls }: Vectors): Verdict {
  const given = pkits.CertPath.map((file) => bytesOf(certs[file]));
  const lists = pkits.CRLPath.map((file) => bytesOf(crls[file]));
  const path = pathResult(given, policyInput(pkits));
  const status = path.accepted ? statusResult(path.path, given, lists) : undefined;
  return {
    section: pkits.Name.split(' ')[0] ?? '',
    isValid: pkits.ShouldValidate,
    isAccepted: status?.accepted === true,
    rule: path.accepted ? undefined : path.rule,
    statusCode: status?.accepted === false ? status.code : undefined,
  };
}

function pathResult(
  [anchor = bytesOf(undefined), ...others]: readonly Uint8Array[],
  policies: PolicyInput,
): PathResult {
  const anchors = [parseAnchor(anchor)];
  return verifyChain({ ...occasion, chain: others.reverse(), anchors, policies });
}

/** Every certificate that is given and is not on the path may have signed a CRL. */
function statusResult(
  path: readonly Certificate[],
  given: readonly Uint8Array[],
  crls: readonly Uint8Array[],
): RevocationResult {
  const beside = given.filter((der) => !path.some((one) => equalBytes(one.der, der)));
  return checkRevocation({
    ...occasion,
    path,
    crls,
    crlSigners: beside.flatMap(readable),
    policy: { mode: 'hard-fail', sources: ['crl'], depth: 'chain' },
    hash: hashWithNode,
  });
}

function readable(der: Uint8Array): readonly Certificate[] {
  try {
    return [parseCertificate(der)];
  } catch (error) {
    if (error instanceof CertificateError) return [];
    throw error;
  }
}

function bytesOf(base64: string | undefined): Uint8Array {
  if (base64 === undefined) throw new Error('a case names a file that is not there');
  return Uint8Array.from(Buffer.from(base64, 'base64'));
}

function policyInput(pkits: Case): PolicyInput {
  return {
    initialPolicies: pkits.InitialPolicySet.map(policyOid),
    requireExplicitPolicy: pkits.InitialExplicitPolicy,
    inhibitPolicyMapping: pkits.InitialPolicyMappingInhibit,
    inhibitAnyPolicy: pkits.InitialAnyPolicyInhibit,
  };
}

/** NIST's test policies have an arc, and their numbers in it. */
function policyOid(name: string): string {
  if (name === 'anyPolicy') return '2.5.29.32.0';
  return name.replace('NIST-test-policy-', '2.16.840.1.101.3.2.1.48.');
}

function sections(chapter: string, numbers: readonly number[]): string[] {
  return numbers.map((number) => `${chapter}.${number}`);
}

describeVectors('pkits.json', 'PKITS', (file) => {
  // The file is the vectors' own, and a case without a member that is needed fails by itself.
  const vectors = file as Vectors;
  const verdicts = vectors.cases.map((pkits) => runCase(pkits, vectors));
  const wrong = verdicts.filter(({ isValid, isAccepted }) => isValid !== isAccepted);
  const by = (code: string) =>
    verdicts.flatMap(({ section, statusCode }) => (statusCode === code ? [section] : []));

  test('every case is right but for those that no profile takes', () => {
    console.log(
      `PKITS: ${verdicts.length} cases, ${verdicts.length - wrong.length} right, refused on ` +
        `purpose: ${wrong.map(({ section }) => `${section} (${refusedAgainstPkits[section]})`).join(', ')}`,
    );
    expect(verdicts.length).toBeGreaterThan(0);
    expect(wrong.map(({ section }) => section)).toEqual(Object.keys(refusedAgainstPkits));
    expect(wrong.filter(({ isAccepted }) => isAccepted)).toEqual([]);
  });

  describe('whose path holds and whose status decides', () => {
    test('revoked', () => expect(by('CERT_REVOKED')).toEqual([...revoked]));

    test('without a CRL that counts', () => {
      expect(by('ERR_TLS_CERT_STATUS_UNAVAILABLE')).toEqual([...withoutStatus]);
    });
  });

  test.each([
    ['4.8', ['explicit-policy']],
    ['4.9', ['explicit-policy']],
    ['4.10', ['explicit-policy', 'policy-mappings']],
    ['4.11', ['explicit-policy']],
    ['4.12', ['explicit-policy']],
    ['4.13', ['excluded-subtrees', 'permitted-subtrees']],
  ])('in chapter %s it fails for the reason that it is about: %j', (chapter, rules) => {
    const those = verdicts.filter(({ section }) => section.startsWith(`${chapter}.`));
    const found = new Set(those.flatMap(({ rule }) => rule ?? []));
    expect([...found].sort()).toEqual(rules);
  });
});
