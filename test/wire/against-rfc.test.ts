/**
 * The spec against the text of RFC 9846 itself: its enums, its structures and its table of
 * extensions, read out of the document. Where the spec departs from it on purpose, the departure
 * stands here by name.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseWireFile } from '../../tools/generate/wire/parse.ts';
import type { Definition, EnumSyntax, StructSyntax } from '../../tools/generate/wire/syntax.ts';
import { definitionsIn, describeRfc, extensionTableIn } from './rfc-text.ts';
import { projectRoot, spec } from './structures.ts';

const ours: readonly Definition[] = ['alert', 'extensions', 'handshake', 'key-schedule'].flatMap(
  (name) => {
    const file = `spec/wire/${name}.tls`;
    return parseWireFile(file, readFileSync(join(projectRoot, file), 'utf8')).definitions;
  },
);

function ourDefinition(name: string): Definition {
  const found = ours.find((it) => it.name === name);
  if (found === undefined) throw new Error(`the spec has no ${name}`);
  return found;
}

/** Structures that the spec writes as the RFC does. */
const asInTheRfc = [
  ...['EncryptedExtensions', 'CertificateRequest', 'Certificate', 'CertificateVerify', 'Finished'],
  ...['EndOfEarlyData', 'NewSessionTicket', 'KeyUpdate', 'Extension', 'Alert', 'Cookie', 'Empty'],
  ...['SignatureSchemeList', 'CertificateAuthoritiesExtension', 'OIDFilter', 'OIDFilterExtension'],
  ...['PostHandshakeAuth', 'KeyShareEntry', 'KeyShareClientHello', 'KeyShareHelloRetryRequest'],
  ...['KeyShareServerHello', 'PskKeyExchangeModes', 'PskIdentity', 'OfferedPsks'],
] as const;

/** Departures: the RFC's field as it stands there, and where the spec says why. */
const departures = {
  NamedGroupList: ['NamedGroup named_group_list<2..2^16-1>', 'an even length ends at 2^16-2'],
  ClientHello: ['Extension extensions<7..2^16-1>', 'older clients have fewer or none'],
  ServerHello: ['Extension extensions<6..2^16-1>', 'older servers have fewer or none'],
} as const;

describeRfc('the spec and RFC 9846', (text) => {
  const theirs = definitionsIn(text);

  it('have the same enum HandshakeType, messages of TLS 1.2 aside', () => {
    const ofTls12 = [0, 12, 14, 16, 22];
    const ours = itemsOf(ourDefinition('HandshakeType'));
    expect(ours.filter(({ from }) => ofTls12.includes(from))).toHaveLength(ofTls12.length);
    expect(ours.filter(({ from }) => !ofTls12.includes(from))).toEqual(
      itemsOf(theirs.get('HandshakeType')),
    );
  });

  it.each(['SignatureScheme', 'PskKeyExchangeMode', 'KeyUpdateRequest', 'AlertLevel'])(
    'have the same enum %s',
    (name) => {
      expect(itemsOf(ourDefinition(name))).toEqual(itemsOf(theirs.get(name)));
    },
  );

  it('have the same groups, and the spec one of a later draft', () => {
    const hybrid = { name: 'X25519MLKEM768', from: 0x11ec, to: 0x11ec };
    const ours = itemsOf(ourDefinition('NamedGroup'));
    expect(ours).toContainEqual(hybrid);
    const others = ours.filter(({ name }) => name !== hybrid.name);
    expect(others).toEqual(itemsOf(theirs.get('NamedGroup')));
  });

  it('have the same alerts, reserved ones of appendix B.2 and that of TLS 1.2 aside', () => {
    const defined = itemsOf(ourDefinition('AlertDescription')).filter(
      ({ name }) => !name?.endsWith('_RESERVED') && name !== 'no_renegotiation',
    );
    expect(defined).toEqual(itemsOf(theirs.get('AlertDescription')));
  });

  it.each(asInTheRfc)('have the same structure %s', (name) => {
    expect(fieldsOf(ourDefinition(name))).toEqual(fieldsOf(theirs.get(name)));
  });

  it.each(['Random', 'DistinguishedName', 'PskBinderEntry'])('have the same %s', (name) => {
    expect(shapeOf(ourDefinition(name))).toEqual(shapeOf(theirs.get(name)));
  });

  it.each(Object.entries(departures))('differ in %s by one known field', (name, [field]) => {
    const [departed] = parseWireFile('rfc', `${field};`).definitions.map(plainField);
    const their = fieldsOf(theirs.get(name));
    expect(their).toContainEqual(departed);
    const others = their.filter((it) => it.name !== departed?.name);
    const own = fieldsOf(ourDefinition(name)).filter((it) => it.name !== departed?.name);
    expect(own).toEqual(others);
  });

  it('have the same code points of extensions', () => {
    const codes = new Map(spec.extensions.rows.map(({ name, code }) => [name, code]));
    const items = itemsOf(theirs.get('ExtensionType')).filter((it) => it.name !== null);
    expect(items.length).toBe(31);
    for (const { name, from } of items) expect([name, codes.get(name ?? '')]).toEqual([name, from]);
  });

  it('have the same table of extensions and messages (4.3)', () => {
    const table = extensionTableIn(text);
    expect(table.size).toBe(31);
    for (const [name, messages] of table) {
      const row = spec.extensions.rows.find((it) => it.name === name);
      const ours = [...(row?.bodies.keys() ?? [])].filter((message) => message !== 'SH12');
      expect([name, ours.sort()]).toEqual([name, [...messages].sort()]);
    }
  });

  it('have the same Random of a HelloRetryRequest (4.2.3)', () => {
    const constant = ourDefinition('hello_retry_request_random');
    const hex = constant.kind === 'alias' ? (constant.value?.hex ?? '') : '';
    const printed = hex.toUpperCase().match(/../g)?.join(' ') ?? '';
    expect(text).toContain(printed.slice(0, 47));
    expect(text).toContain(printed.slice(48));
  });
});

function itemsOf(
  definition: Definition | undefined,
): { name: string | null; from: number; to: number }[] {
  if (definition?.kind !== 'enum') throw new Error('no such enum in the RFC');
  return (definition satisfies EnumSyntax).items.map(({ name, from, to }) => ({ name, from, to }));
}

function fieldsOf(definition: Definition | undefined): ReturnType<typeof plainField>[] {
  if (definition?.kind !== 'struct') throw new Error('no such structure in the RFC');
  return (definition satisfies StructSyntax).members.flatMap((it) =>
    it.kind === 'field' ? [plainField(it)] : [],
  );
}

function shapeOf(definition: Definition | undefined): unknown {
  if (definition?.kind !== 'alias') throw new Error('no such alias in the RFC');
  return { type: definition.type, shape: definition.shape };
}

function plainField(it: object): { type: unknown; name: unknown; shape: unknown; value: unknown } {
  const { type, name, shape, value } = it as Record<string, unknown>;
  return { type, name, shape, value };
}
