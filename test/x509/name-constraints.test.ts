/** Name constraints (RFC 5280 4.2.1.10): each form, both kinds of subtree, and where they count. */
import { describe, expect, test } from 'vitest';
import { verifyChain } from '../../runtime/x509/verify.ts';
import {
  anchor,
  ascii,
  basicConstraints,
  commonName,
  der,
  directoryName,
  dnsName,
  emptyName,
  type Fields,
  goodCaExtensions,
  integer,
  ipAddress,
  keyUsage,
  mailbox,
  makeCa,
  makeLeaf,
  nameConstraints,
  oid,
  otherName,
  pathInput,
  type Subtrees,
  sequence,
  subjectAltName,
  unsigned,
  uri,
  utf8String,
} from './make.ts';
import { rule, verdict } from './verdict.ts';

const anyName = { name: undefined };

const leafFor = (fields: Fields, ...names: readonly Uint8Array[]) =>
  makeLeaf('A', {
    ...unsigned,
    extensions: [
      keyUsage('digitalSignature'),
      ...(names.length > 0 ? [subjectAltName(...names)] : []),
    ],
    ...fields,
  });

const caWith = (subtrees: Subtrees, isCritical = true) =>
  makeCa('A', 'Root', {
    ...unsigned,
    extensions: [...goodCaExtensions(), nameConstraints(subtrees, isCritical)],
  });

/** The rule that a leaf with this name breaks under a CA with these subtrees. */
const judge = (subtrees: Subtrees, ...names: readonly Uint8Array[]) =>
  rule([leafFor({ subject: emptyName }, ...names), caWith(subtrees)], anyName);

const permits = (subtree: Uint8Array, name: Uint8Array) => judge({ permitted: [subtree] }, name);
const excludes = (subtree: Uint8Array, name: Uint8Array) => judge({ excluded: [subtree] }, name);

const outside = 'permitted-subtrees 0';
const inside = 'excluded-subtrees 0';
const incomparable = 'name-form 0';

describe('dNSName', () => {
  test.each([
    ['example.com', 'example.com', true],
    ['example.com', 'host.example.com', true],
    ['example.com', 'a.host.EXAMPLE.com', true],
    ['EXAMPLE.com', 'example.com', true],
    ['example.com', 'anexample.com', false],
    ['example.com', 'com', false],
    ['host.example.com', 'example.com', false],
    ['com', 'example.com', true],
    ['', 'example.com', true],
    ['.example.com', 'host.example.com', true],
  ])('%j has %j within: %j', (subtree, name, isWithin) => {
    expect(permits(dnsName(subtree), dnsName(name))).toBe(isWithin ? 'accepted' : outside);
    expect(excludes(dnsName(subtree), dnsName(name))).toBe(isWithin ? inside : 'accepted');
  });

  test('a leading period: the host itself is in doubt, so it is neither permitted nor let through', () => {
    expect(permits(dnsName('.example.com'), dnsName('example.com'))).toBe(outside);
    expect(excludes(dnsName('.example.com'), dnsName('example.com'))).toBe(inside);
  });

  test.each([
    ['example.com', '*.example.com', 'accepted', inside],
    ['example.com', '*.host.example.com', 'accepted', inside],
    ['host.example.com', '*.example.com', outside, inside],
    ['a.host.example.com', '*.example.com', outside, 'accepted'],
    ['host.example.org', '*.example.com', outside, 'accepted'],
    ['.host.example.com', '*.example.com', outside, inside],
  ])('%j and the wildcard %j (CVE-2025-61727)', (subtree, name, permitted, excluded) => {
    expect(permits(dnsName(subtree), dnsName(name))).toBe(permitted);
    expect(excludes(dnsName(subtree), dnsName(name))).toBe(excluded);
  });

  test.each([
    '.example.com',
    'example.com.',
    'a..example.com',
    '*',
    'f*.example.com',
    '1.2.3.4',
    '',
  ])('%j is no host name, so it cannot be within anything', (name) => {
    expect(permits(dnsName(''), dnsName(name))).toBe(incomparable);
    expect(excludes(dnsName('other.example'), dnsName(name))).toBe(incomparable);
    expect(judge({ permitted: [ipAddress(10, 0, 0, 0, 255, 0, 0, 0)] }, dnsName(name))).toBe(
      'accepted',
    );
  });
});

describe('iPAddress', () => {
  const v6 = (...groups: readonly number[]) => {
    const bytes = groups.flatMap((group) => [group >> 8, group & 0xff]);
    return [...bytes, ...new Array<number>(16 - bytes.length).fill(0)];
  };

  test.each([
    [[192, 0, 2, 0, 255, 255, 255, 0], [192, 0, 2, 77], true],
    [[192, 0, 2, 0, 255, 255, 255, 0], [192, 0, 3, 0], false],
    [[192, 0, 2, 128, 255, 255, 255, 128], [192, 0, 2, 127], false],
    [[192, 0, 2, 1, 255, 255, 255, 255], [192, 0, 2, 1], true],
    [[0, 0, 0, 0, 0, 0, 0, 0], [10, 1, 1, 1], true],
    [[...v6(0x2001, 0xdb8), ...v6(0xffff, 0xffff)], v6(0x2001, 0xdb8, 1), true],
    [[...v6(0x2001, 0xdb8), ...v6(0xffff, 0xffff)], v6(0x2001, 0xdb9), false],
    [[0, 0, 0, 0, 0, 0, 0, 0], v6(0x2001), false],
    [[...v6(0), ...v6(0)], [10, 1, 1, 1], false],
  ])('%j has %j within: %j', (network, address, isWithin) => {
    expect(permits(ipAddress(...network), ipAddress(...address))).toBe(
      isWithin ? 'accepted' : outside,
    );
    expect(excludes(ipAddress(...network), ipAddress(...address))).toBe(
      isWithin ? inside : 'accepted',
    );
  });
});

describe('rfc822Name', () => {
  test.each([
    ['me@example.com', 'me@example.com', true],
    ['me@example.com', 'me@EXAMPLE.com', true],
    ['me@example.com', 'you@example.com', false],
    ['example.com', 'me@example.com', true],
    ['example.com', 'me@mail.example.com', false],
    ['.example.com', 'me@mail.example.com', true],
    ['.example.com', 'me@example.com', false],
    ['*@example.com', 'me@example.com', false],
    ['*@example.com', '*@example.com', true],
    ['', 'me@example.com', true],
  ])('%j has %j within: %j', (subtree, name, isWithin) => {
    expect(permits(mailbox(subtree), mailbox(name))).toBe(isWithin ? 'accepted' : outside);
    expect(excludes(mailbox(subtree), mailbox(name))).toBe(isWithin ? inside : 'accepted');
  });

  test('what stands before the @ has its case, but what is excluded is so in any', () => {
    expect(permits(mailbox('me@example.com'), mailbox('ME@example.com'))).toBe(outside);
    expect(excludes(mailbox('me@example.com'), mailbox('ME@example.com'))).toBe(inside);
  });

  test.each([
    'example.com',
    '@example.com',
    'a@b@example.com',
    '"a"@example.com',
    'a b@example.com',
  ])('%j is no mailbox that can be compared', (name) => {
    expect(permits(mailbox(''), mailbox(name))).toBe(incomparable);
    expect(excludes(mailbox('other.example'), mailbox(name))).toBe(incomparable);
  });

  test('emailAddress in the subject counts where there is no subjectAltName', () => {
    const subject = sequence(
      der(0x31, sequence(oid('1.2.840.113549.1.9.1'), der(0x16, ascii('me@example.com')))),
    );
    const ca = caWith({ excluded: [mailbox('example.com')] });
    expect(rule([leafFor({ subject }), ca], anyName)).toBe(inside);
    expect(rule([leafFor({ subject }, dnsName('host.example')), ca], anyName)).toBe('accepted');
  });

  test('a mailbox beyond ASCII is one as well, and not compared', () => {
    const name = otherName('1.3.6.1.5.5.7.8.9');
    expect(excludes(mailbox('example.com'), name)).toBe(incomparable);
    expect(excludes(dnsName('example.com'), name)).toBe('accepted');
    expect(excludes(mailbox('example.com'), otherName('1.2.3'))).toBe('accepted');
  });
});

describe('uniformResourceIdentifier', () => {
  test.each([
    ['example.com', 'https://example.com/a?b', true],
    ['example.com', 'https://me:secret@EXAMPLE.com:8443', true],
    ['example.com', 'https://www.example.com/', false],
    ['.example.com', 'spiffe://www.example.com/x', true],
    ['.example.com', 'https://example.com', false],
    ['example.com', 'https://evil.example#@example.com', false],
    ['example.com', 'https://example.com?a\nb', true],
    ['', 'https://example.com', true],
  ])('%j has %j within: %j', (subtree, name, isWithin) => {
    expect(permits(uri(subtree), uri(name))).toBe(isWithin ? 'accepted' : outside);
    expect(excludes(uri(subtree), uri(name))).toBe(isWithin ? inside : 'accepted');
  });

  test.each([
    'urn:example:a',
    'mailto:me@example.com',
    'https://192.0.2.1/',
    'https://[2001:db8::1]/',
    'https:///path',
    'https://ex%61mple.com/',
    'https://a@b@example.com/',
    'https://evil.example\\@example.com/',
    'https://example.com:x/',
    'example.com',
  ])('%j has no host to be compared', (name) => {
    expect(permits(uri(''), uri(name))).toBe(incomparable);
    expect(excludes(uri('other.example'), uri(name))).toBe(incomparable);
  });
});

describe('directoryName', () => {
  const part = (type: string, value: Uint8Array) => der(0x31, sequence(oid(type), value));
  const country = part('2.5.4.6', der(0x13, [0x44, 0x45]));
  const organisation = (value: Uint8Array) => part('2.5.4.10', value);
  const ours = organisation(utf8String('Ours'));
  const name = (...parts: readonly Uint8Array[]) => directoryName(sequence(...parts));

  test.each([
    ['the name itself', name(country, ours), name(country, ours), true],
    ['a longer name', name(country), name(country, ours), true],
    ['the empty subtree', name(), name(country), true],
    ['a shorter name', name(country, ours), name(country), false],
    ['another order', name(country, ours), name(ours, country), false],
    ['another value', name(organisation(utf8String('Theirs'))), name(ours), false],
    [
      'another string type, other case, more space (7.1)',
      name(organisation(utf8String('o u  rs'))),
      name(organisation(der(0x13, [0x20, 0x4f, 0x20, 0x55, 0x20, 0x52, 0x53]))),
      true,
    ],
  ])('%s', (_, subtree, subject, isWithin) => {
    expect(permits(subtree, subject)).toBe(isWithin ? 'accepted' : outside);
    expect(excludes(subtree, subject)).toBe(isWithin ? inside : 'accepted');
  });

  test('the subject is one, unless it is empty', () => {
    const chain = (subject: Uint8Array) => [
      leafFor({ subject }, dnsName('host.example')),
      caWith({ permitted: [directoryName(commonName('Leaf'))] }),
    ];
    expect(rule(chain(commonName('Leaf')))).toBe('accepted');
    expect(rule(chain(commonName('Other')))).toBe(outside);
    expect(rule(chain(emptyName))).toBe('accepted');
  });
});

describe('other forms', () => {
  const form = der(0x88, [0x2a]);

  test('critical: refused whether such a name occurs or not; RFC 5280 asks for the name', () => {
    const chain = (isCritical: boolean, ...names: readonly Uint8Array[]) => [
      leafFor({}, dnsName('host.example'), ...names),
      caWith({ permitted: [form] }, isCritical),
    ];
    const profile = 'rfc5280';
    expect(rule(chain(true))).toBe('name-constraints-form 1');
    expect(rule(chain(true), { profile })).toBe('accepted');
    expect(rule(chain(true, form), { profile })).toBe(incomparable);
    expect(rule(chain(false))).toBe('accepted');
    expect(rule(chain(false, form))).toBe(incomparable);
  });

  test('each type of otherName is a form of its own', () => {
    const chain = (type: string) => [
      leafFor({}, dnsName('host.example'), otherName(type)),
      caWith({ excluded: [otherName('1.2.3')] }, false),
    ];
    expect(rule(chain('1.2.3'))).toBe(incomparable);
    expect(rule(chain('1.2.4'))).toBe('accepted');
  });
});

describe('where they count', () => {
  const constraint = nameConstraints({ permitted: [dnsName('example.com')] });
  const named = (name: string) => subjectAltName(dnsName(name));

  test('every name must be within, and a form that is not listed is free', () => {
    const permitted = [dnsName('example.com'), dnsName('example.org')];
    expect(judge({ permitted }, dnsName('a.example.com'), dnsName('b.example.org'))).toBe(
      'accepted',
    );
    expect(judge({ permitted }, dnsName('a.example.com'), dnsName('c.example.net'))).toBe(outside);
    expect(judge({ permitted }, mailbox('me@example.net'))).toBe('accepted');
  });

  test('what is excluded is so even if it is permitted', () => {
    const subtrees = { permitted: [dnsName('example.com')], excluded: [dnsName('a.example.com')] };
    expect(judge(subtrees, dnsName('b.example.com'))).toBe('accepted');
    expect(judge(subtrees, dnsName('a.example.com'))).toBe(inside);
  });

  test('critical or not, in every profile, and in the anchor', () => {
    for (const profile of ['default', 'strict', 'rfc5280'] as const) {
      for (const isCritical of [true, false]) {
        const chain = [
          leafFor({}, dnsName('host.example')),
          caWith({ permitted: [dnsName('example.com')] }, isCritical),
        ];
        expect(rule(chain, { profile })).toBe(outside);
        const [leaf = new Uint8Array(), ca = new Uint8Array()] = chain;
        expect(rule([leaf], { profile, anchors: [anchor(ca)] })).toBe(outside);
      }
    }
  });

  test('through further CAs, whose own names count as well', () => {
    const top = makeCa('A', 'Root', { extensions: [...goodCaExtensions(), constraint] });
    const chain = (caName: string, leafName: string) => [
      makeLeaf('B', { extensions: [named(leafName)] }),
      makeCa('B', 'A', { extensions: [...goodCaExtensions(), named(caName)] }),
      top,
    ];
    expect(rule(chain('ca.example.com', 'host.example.com'), anyName)).toBe('accepted');
    expect(rule(chain('ca.example.com', 'host.example.net'), anyName)).toBe(outside);
    expect(rule(chain('ca.example.net', 'host.example.com'), anyName)).toBe('permitted-subtrees 1');
  });

  test('constraints of several CAs all hold', () => {
    const ca = (name: string, issuer: string, subtree: string) =>
      makeCa(name, issuer, {
        extensions: [...goodCaExtensions(), nameConstraints({ permitted: [dnsName(subtree)] })],
      });
    const chain = (leafName: string, inner: string) => [
      makeLeaf('B', { extensions: [named(leafName)] }),
      ca('B', 'A', inner),
      ca('A', 'Root', 'example.com'),
    ];
    expect(rule(chain('a.b.example.com', 'b.example.com'), anyName)).toBe('accepted');
    expect(rule(chain('c.example.com', 'b.example.com'), anyName)).toBe(outside);
    expect(rule(chain('a.example.net', 'example.net'), anyName)).toBe(outside);
  });

  test("a CA's own certificate for its own name is exempt, the leaf never is", () => {
    const rollover = (extensions: readonly Uint8Array[]) => [
      makeLeaf('A', { extensions: [named('host.example.com')] }),
      makeCa('A', 'A', { issuerKeyLabel: 'old A', extensions }),
      makeCa('A', 'Root', { keyLabel: 'old A', extensions: [...goodCaExtensions(), constraint] }),
    ];
    const extensions = [...goodCaExtensions(), named('ca.example.net')];
    expect(rule(rollover(extensions), anyName)).toBe('accepted');
    const leaf = makeLeaf('A', { subject: commonName('A'), extensions: [named('ca.example.net')] });
    expect(rule([leaf, caWith({ permitted: [dnsName('example.com')] })], anyName)).toBe(outside);
  });

  test('a leaf that is no CA has none', () => {
    const leaf = leafFor({ extensions: [constraint] });
    const chain = [leaf, makeCa('A', 'Root')];
    expect(verdict(chain, { ...anyName, verifySignature: () => true })).toBe(
      'ERR_TLS_CERT_UNKNOWN_CONSTRAINT 0',
    );
    expect(rule(chain, { ...anyName, profile: 'rfc5280' })).toBe('name-constraints-in-leaf 0');
  });

  test('another path, on which they hold, is found', () => {
    const free = makeCa('A', 'Root');
    const bound = caWith({ permitted: [dnsName('example.com')] });
    const leaf = leafFor({}, dnsName('host.example'));
    const verifySignature = () => true;
    expect(verdict([leaf, bound, free], { verifySignature })).toBe('accepted Leaf < A < Root');
  });

  test.each([
    [
      { permitted: [dnsName('a.b')] },
      'the name host.example, which is not among those permitted by',
    ],
    [{ excluded: [dnsName('example')] }, 'the name host.example, which is excluded by'],
    [{ excluded: [otherName('1.2.3')] }, 'the name otherName 1.2.3, which cannot be compared with'],
  ])('the text names the name, and who does not allow it: %#', (subtrees, text) => {
    const leaf = leafFor({}, dnsName('host.example'), otherName('1.2.3'));
    const input = { verifySignature: () => true };
    expect(verifyChain(pathInput([leaf, caWith(subtrees, false)], input))).toMatchObject({
      code: 'ERR_TLS_CERT_CONSTRAINT',
      index: 0,
      detail: `certificate 0 (CN=Leaf) has ${text} the name constraints of CN=A`,
    });
  });
});

describe('malformed ones', () => {
  const subtree = (name: Uint8Array, ...more: readonly Uint8Array[]) => sequence(name, ...more);
  const constraints = (...subtrees: readonly Uint8Array[]) => sequence(der(0xa0, ...subtrees));
  const judgeValue = (value: Uint8Array) => {
    const extensions = [basicConstraints(true), sequence(oid('2.5.29.30'), der(0x04, value))];
    return rule([
      leafFor({}, dnsName('host.example')),
      makeCa('A', 'Root', { ...unsigned, extensions }),
    ]);
  };

  test('a good one is read', () => {
    expect(judgeValue(constraints(subtree(dnsName('host.example'))))).toBe('accepted');
  });

  test.each([
    ['empty constraints', sequence()],
    ['empty subtrees', constraints()],
    ['a minimum', constraints(subtree(dnsName('a.b'), der(0x80, [1])))],
    ['a minimum that is the default', constraints(subtree(dnsName('a.b'), der(0x80, [0])))],
    ['a maximum', constraints(subtree(dnsName('a.b'), der(0x81, [1])))],
    [
      'excluded before permitted',
      sequence(der(0xa1, subtree(dnsName('a'))), der(0xa0, subtree(dnsName('b')))),
    ],
    ['data after the subtrees', sequence(der(0xa0, subtree(dnsName('a'))), integer(1))],
    ['a wildcard', constraints(subtree(dnsName('*.example.com')))],
    ['a host with a final period', constraints(subtree(dnsName('example.com.')))],
    ['an address for a host', constraints(subtree(dnsName('192.0.2.1')))],
    ['two periods', constraints(subtree(dnsName('..example.com')))],
    ['a mailbox with two @', constraints(subtree(mailbox('a@b@example.com')))],
    ['a URI for a host', constraints(subtree(uri('https://example.com')))],
    ['an address without mask', constraints(subtree(ipAddress(192, 0, 2, 0)))],
    ['a mask with holes', constraints(subtree(ipAddress(192, 0, 2, 0, 255, 0, 255, 0)))],
    ['a mask with holes in a byte', constraints(subtree(ipAddress(192, 0, 2, 0, 0xa0, 0, 0, 0)))],
    ['a name that is none', constraints(subtree(directoryName(sequence(oid('1.2')))))],
    ['a name of no known type', constraints(subtree(der(0x89, [1])))],
  ])('%s', (_, value) => {
    expect(judgeValue(value)).toBe('encoding 1');
  });
});
