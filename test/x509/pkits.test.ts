/**
 * NIST PKITS 1.0.1 (public domain) under the profile `rfc5280`: its path cases whole, with their
 * policy inputs. What is decided by a CRL is listed; of these the path must hold.
 */
import { expect, test } from 'vitest';
import { type Certificate, parseAnchor } from '../../runtime/x509/certificate.ts';
import type { PolicyInput } from '../../runtime/x509/policy-graph.ts';
import { type PathResult, verifyChain } from '../../runtime/x509/verify.ts';
import { describeVectors } from '../support/vectors.ts';
import { nodeSchemes, verifyWithNode } from './node-signatures.ts';

/** Valid, and refused in every profile; by section. */
const refusedAgainstPkits: Readonly<Record<string, string>> = {
  '4.1.4': 'DSA with SHA-1',
  '4.1.5': 'DSA with SHA-1',
  '4.2.4': 'GeneralizedTime before 2050',
};

/**
 * Sections whose path holds and whose certificates are revoked, or lack a CRL that can be used. (In
 * 4.4.15 and 4.5.8 the path is bad as well: a negative serial number, an issuer that is no CA.)
 */
const decidedByCrls: ReadonlySet<string> = new Set([
  ...sections('4.4', [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 18, 20, 21]),
  ...sections('4.5', [2, 5, 7]),
  ...sections('4.7', [4, 5]),
  ...sections('4.14', [2, 3, 6, 8, 9, 11, 12, 14, 15, 16, 17, 20, 21, 23, 26, 27, 31, 32, 34, 35]),
  ...sections('4.15', [1, 3, 4, 6, 9, 10]),
]);

interface Case {
  readonly Name: string;
  /** File names, the anchor first. */
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

/** Whether no certificate of a path that holds is revoked by these CRLs (DER). */
type Revocation = (path: readonly Certificate[], crls: readonly Uint8Array[]) => boolean;

/** All dates of PKITS are from 2010 to 2030, but for those that are meant to be wrong. */
const timeMs = Date.UTC(2020, 0, 1);

/** Runs all cases; absent `revocation`, CRLs are not looked at. */
function runPkits({ cases, certs, crls }: Vectors, revocation: Revocation = () => true) {
  return cases.map((pkits) => {
    const result = verdictOf(pkits, certs);
    const lists = pkits.CRLPath.map((file) => bytesOf(crls[file]));
    return {
      name: pkits.Name,
      section: pkits.Name.split(' ')[0] ?? '',
      isValid: pkits.ShouldValidate,
      isAccepted: result.accepted && revocation(result.path, lists),
      rule: result.accepted ? undefined : result.rule,
    };
  });
}

function verdictOf(pkits: Case, certs: Vectors['certs']): PathResult {
  const [anchor, ...others] = pkits.CertPath.map((file) => bytesOf(certs[file]));
  return verifyChain({
    chain: others.reverse(),
    anchors: [parseAnchor(anchor ?? bytesOf(undefined))],
    timeMs,
    purpose: 'server',
    profile: 'rfc5280',
    policies: policyInput(pkits),
    schemes: nodeSchemes,
    verifySignature: verifyWithNode,
  });
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

describeVectors('pkits.json', 'PKITS', (vectors) => {
  // The file is the vectors' own, and a case without a member that is needed fails by itself.
  const verdicts = runPkits(vectors as Vectors);
  const wrong = verdicts.filter(({ isValid, isAccepted }) => isValid !== isAccepted);

  test('counts', () => {
    const accepted = wrong.filter(({ isAccepted }) => isAccepted).length;
    console.log(
      `PKITS: ${verdicts.length} cases, ${verdicts.length - wrong.length} right, ` +
        `${accepted} to be decided by their CRLs, ${wrong.length - accepted} refused on purpose`,
    );
    expect(verdicts.length).toBeGreaterThan(0);
  });

  test('nothing is accepted that should fail, but for what CRLs decide', () => {
    const accepted = wrong.filter(({ isAccepted }) => isAccepted);
    expect(accepted.map(({ section }) => section)).toEqual([...decidedByCrls]);
  });

  test('nothing is refused without a known reason', () => {
    const refused = wrong.filter(({ isAccepted }) => !isAccepted);
    expect(refused.map(({ section }) => section)).toEqual(Object.keys(refusedAgainstPkits));
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
