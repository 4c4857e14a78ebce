/**
 * Policy processing (RFC 5280 6.1, RFC 9618). NIST's and BoringSSL's cases have most of it; here is
 * what they leave out: anchors that speak of policies, profiles, results and malformed extensions.
 */
import { describe, expect, test } from 'vitest';
import { type PathInput, verifyChain } from '../../runtime/x509/verify.ts';
import {
  anchor,
  anyPolicy,
  certificatePolicies,
  der,
  extension,
  goodCaExtensions,
  goodLeafExtensions,
  inhibitAnyPolicy,
  integer,
  makeCa,
  makeLeaf,
  oid,
  pathInput,
  policyConstraints,
  policyMappings,
  sequence,
  unsigned,
  utf8String,
} from './make.ts';

const [p1, p2, p3] = ['1.2.3.1', '1.2.3.2', '1.2.3.3'] as const;

interface Says {
  readonly root?: readonly Uint8Array[];
  readonly ca?: readonly Uint8Array[];
  readonly leaf?: readonly Uint8Array[];
}

/** The policies of a path of leaf, CA and root that say so, or the rule that is broken. */
function policiesOf({ root = [], ca = [], leaf = [] }: Says, more: Partial<PathInput> = {}) {
  const chain = [
    makeLeaf('A', { ...unsigned, extensions: [...goodLeafExtensions(), ...leaf] }),
    makeCa('A', 'Root', { ...unsigned, extensions: [...goodCaExtensions(), ...ca] }),
  ];
  const anchors = [
    anchor(makeCa('Root', 'Root', { ...unsigned, extensions: [...goodCaExtensions(), ...root] })),
  ];
  const input = { anchors, profile: 'rfc5280', verifySignature: () => true, ...more } as const;
  const result = verifyChain(pathInput(chain, input));
  return result.accepted ? result.policies : `${result.rule} ${result.index ?? 'anchor'}`;
}

const required = { policies: { requireExplicitPolicy: true } };

describe('the policies of a path', () => {
  test('are those that all its certificates have', () => {
    const says = { ca: [certificatePolicies(p1, p2)], leaf: [certificatePolicies(p2, p3)] };
    expect(policiesOf(says)).toEqual([p2]);
    expect(policiesOf({ ca: [certificatePolicies(p1)], leaf: [certificatePolicies(p3)] })).toEqual(
      [],
    );
    expect(policiesOf({ leaf: [certificatePolicies(p1)] })).toEqual([]);
  });

  test('anyPolicy stands for all', () => {
    const any = [certificatePolicies(anyPolicy)];
    expect(policiesOf({ ca: any, leaf: any })).toEqual([anyPolicy]);
    expect(policiesOf({ ca: any, leaf: [certificatePolicies(p1)] })).toEqual([p1]);
    expect(policiesOf({ ca: [certificatePolicies(p1, p2)], leaf: any })).toEqual([p1, p2]);
    const initialPolicies = [p1, p3];
    expect(policiesOf({ ca: any, leaf: any }, { policies: { initialPolicies } })).toEqual([p1, p3]);
  });

  test('are given in the words of the CA that is the highest', () => {
    const ca = [certificatePolicies(p1), policyMappings([p1, p2], [p1, p3])];
    expect(policiesOf({ ca, leaf: [certificatePolicies(p3)] })).toEqual([p1]);
    expect(policiesOf({ ca, leaf: [certificatePolicies(p1)] })).toEqual([]);
    const initialPolicies = [p3];
    expect(
      policiesOf({ ca, leaf: [certificatePolicies(p3)] }, { policies: { initialPolicies } }),
    ).toEqual([]);
  });

  test('a mapping for a policy that only anyPolicy covers', () => {
    const ca = [certificatePolicies(anyPolicy), policyMappings([p1, p2])];
    expect(policiesOf({ ca, leaf: [certificatePolicies(p2)] })).toEqual([p1]);
    expect(policiesOf({ ca, leaf: [certificatePolicies(p3)] })).toEqual([p3]);
  });

  test('must be one of those that are asked for, if one is required', () => {
    const says = { ca: [certificatePolicies(p1)], leaf: [certificatePolicies(p1)] };
    const asked = (policy: string) => ({
      policies: { initialPolicies: [policy], requireExplicitPolicy: true },
    });
    expect(policiesOf(says, asked(p1))).toEqual([p1]);
    expect(policiesOf(says, asked(p2))).toBe('explicit-policy 0');
    expect(policiesOf({}, required)).toBe('explicit-policy 1');
  });
});

describe('an anchor', () => {
  const all = { ca: [certificatePolicies(p1)], leaf: [certificatePolicies(p1)] };

  test('that says nothing restricts nothing', () => {
    expect(policiesOf(all, required)).toEqual([p1]);
  });

  test('that names policies is for these only', () => {
    expect(policiesOf({ ...all, root: [certificatePolicies(p1, p2)] }, required)).toEqual([p1]);
    expect(policiesOf({ ...all, root: [certificatePolicies(p2)] }, required)).toBe(
      'explicit-policy 1',
    );
    expect(policiesOf({ ...all, root: [certificatePolicies(anyPolicy)] }, required)).toEqual([p1]);
  });

  test('that has constraints keeps to them', () => {
    expect(policiesOf({ root: [policyConstraints(0)] })).toBe('explicit-policy 1');
    expect(policiesOf({ root: [policyConstraints(1)] })).toBe('explicit-policy 0');
    const any = [certificatePolicies(anyPolicy)];
    const inhibited = { root: [policyConstraints(0), inhibitAnyPolicy(0)], ca: any, leaf: any };
    expect(policiesOf(inhibited)).toBe('explicit-policy 1');
    const mapped = {
      root: [policyConstraints(undefined, 0)],
      ca: [certificatePolicies(p1), policyMappings([p1, p2])],
      leaf: [certificatePolicies(p2)],
    };
    expect(policiesOf(mapped)).toEqual([]);
    expect(policiesOf({ ...mapped, root: [] })).toEqual([p1]);
  });

  test('that maps policies counts, if it names them or not', () => {
    const mapping = policyMappings([p2, p1]);
    expect(policiesOf({ ...all, root: [certificatePolicies(p2), mapping] })).toEqual([p2]);
    expect(policiesOf({ ...all, root: [mapping] })).toEqual([p2]);
  });
});

describe('the profiles', () => {
  const says = { ca: [policyConstraints(0)] };

  test('constraints in certificates hold in all of them', () => {
    for (const profile of ['default', 'strict', 'rfc5280'] as const) {
      expect(policiesOf(says, { profile }), profile).toBe('explicit-policy 0');
    }
    const kept = {
      ca: [policyConstraints(0), certificatePolicies(p1)],
      leaf: [certificatePolicies(p1)],
    };
    expect(policiesOf(kept, { profile: 'default' })).toEqual([p1]);
  });

  test('without constraints policies are processed if somebody asks', () => {
    const plain = { ca: [certificatePolicies(p1)], leaf: [certificatePolicies(p1)] };
    expect(policiesOf(plain, { profile: 'default' })).toBeUndefined();
    expect(policiesOf(plain, { profile: 'default', policies: {} })).toEqual([p1]);
    expect(policiesOf({}, { profile: 'default', ...required })).toBe('explicit-policy 1');
  });

  test("a policy that is malformed is nobody's concern then", () => {
    const malformed = { leaf: [extension('2.5.29.32', sequence())] };
    expect(policiesOf(malformed, { profile: 'default' })).toBeUndefined();
    expect(policiesOf(malformed)).toBe('encoding 0');
  });
});

describe('malformed extensions', () => {
  const policy = (...more: readonly Uint8Array[]) => sequence(oid(p1), ...more);
  const qualifier = sequence(oid('1.3.6.1.5.5.7.2.1'), der(0x16, [0x61]));

  test.each([
    ['2.5.29.32', sequence(policy(sequence(qualifier)))],
    ['2.5.29.32', sequence(policy(sequence(sequence(oid('1.2.3.4'), utf8String('x')))))],
    ['2.5.29.33', sequence(sequence(oid(p1), oid(p2)))],
    ['2.5.29.36', sequence(der(0x80, [5]), der(0x81, [5]))],
    ['2.5.29.54', integer(5)],
  ])('a good %s is read', (id, value) => {
    expect(policiesOf({ ca: [extension(id, value)] })).toEqual([]);
  });

  test.each([
    ['2.5.29.32', 'the same policy twice', sequence(policy(), policy())],
    ['2.5.29.32', 'empty qualifiers', sequence(policy(sequence()))],
    ['2.5.29.32', 'a qualifier without value', sequence(policy(sequence(sequence(oid(p1)))))],
    ['2.5.29.32', 'data after the qualifiers', sequence(policy(sequence(qualifier), integer(1)))],
    ['2.5.29.32', 'data after it', Uint8Array.of(...sequence(policy()), 5, 0)],
    ['2.5.29.33', 'no mapping', sequence()],
    ['2.5.29.33', 'half a mapping', sequence(sequence(oid(p1)))],
    ['2.5.29.33', 'data after a mapping', sequence(sequence(oid(p1), oid(p2), oid(p3)))],
    ['2.5.29.36', 'no constraint', sequence()],
    ['2.5.29.36', 'another order', sequence(der(0x81, [5]), der(0x80, [5]))],
    ['2.5.29.36', 'a negative number', sequence(der(0x80, [0xff]))],
    ['2.5.29.36', 'a long form', sequence(der(0x80, [0, 5]))],
    ['2.5.29.54', 'a negative number', integer(0xff)],
  ])('%s: %s', (id, _, value) => {
    expect(policiesOf({ ca: [extension(id, value)] })).toBe('encoding 1');
  });
});

test('a mapping from or to anyPolicy is refused (6.1.4 (a))', () => {
  const ca = certificatePolicies(p1);
  expect(policiesOf({ ca: [ca, policyMappings([anyPolicy, p1])] })).toBe('policy-mappings 1');
  expect(policiesOf({ ca: [ca, policyMappings([p1, anyPolicy])] })).toBe('policy-mappings 1');
  expect(policiesOf({ root: [policyMappings([p1, anyPolicy])] })).toBe('policy-mappings anchor');
});
