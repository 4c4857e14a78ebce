/**
 * The extension table at work (RFC 9846 4.3): every extension in every message is taken, passed
 * over, or refused with the code of the rule that it breaks.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as generated from '../../generated/extensions.ts';
import {
  decodeClientHelloExtensions,
  decodeEncryptedExtensionsExtensions,
  decodeHelloRetryRequestExtensions,
  decodeServerHelloExtensions,
  decodeTls12ServerHelloExtensions,
  encodeClientHelloExtension,
} from '../../generated/extensions.ts';
import { type Extension, ExtensionType, NamedGroup } from '../../generated/messages.ts';
import { DecodeError } from '../../runtime/codegen/decode-error.ts';
import type { Body, ExtensionMessage } from '../../tools/generate/wire/extension-table.ts';
import { camelCase } from '../../tools/generate/wire/names.ts';
import { runsOf, seed } from './seed.ts';
import { spec, subjectOf } from './structures.ts';

const { messages, rows } = spec.extensions;
/** No row has it; RFC 8701 reserves it for clients that test how servers take the unknown. */
const unknownType = 0x7a7a;
const nothing = new Uint8Array();

type Decoder = (extensions: readonly Extension[], requested?: ReadonlySet<number>) => object;
type Encoder = (name: string, value: unknown) => Extension;

/** The generated functions by name: a test of all messages cannot know their types. */
const functions = generated as unknown as Record<string, (...values: never[]) => unknown>;

function decoderOf({ name }: ExtensionMessage): Decoder {
  return functions[`decode${name}Extensions`] as unknown as Decoder;
}

function encoderOf({ name }: ExtensionMessage): Encoder {
  return functions[`encode${name}Extension`] as unknown as Encoder;
}

/** A well-formed body. */
function bodyBytes(body: Body): Uint8Array {
  if (body.kind !== 'struct') return Uint8Array.of(1, 2, 3);
  const [sample] = fc.sample(subjectOf(body.struct.name).samples, runsOf(1));
  return sample?.bytes ?? nothing;
}

function codeOf(act: () => unknown): string {
  try {
    act();
    return 'taken';
  } catch (error) {
    if (error instanceof DecodeError) return error.code;
    throw error;
  }
}

describe.each(messages)('$name', (message) => {
  const decode = decoderOf(message);
  const cells = rows.map((row) => ({ ...row, body: row.bodies.get(message.abbreviation) }));
  const allowed = cells.flatMap((it) => (it.body === undefined ? [] : [{ ...it, body: it.body }]));
  const absent = cells.filter((it) => it.body === undefined);
  const everything = new Set([...rows.map((it) => it.code), unknownType]);

  it.each(allowed)('takes $name', ({ name, code, body }) => {
    const extension = { extensionType: code, extensionData: bodyBytes(body) };
    const found = decode([extension], everything);
    expect(Object.keys(found)).toEqual(body.kind === 'known' ? [] : [camelCase(name)]);
  });

  // @req 9846:4.3:7
  it.each(allowed)('refuses $name that stands twice', ({ code, body, last }) => {
    const extension = { extensionType: code, extensionData: bodyBytes(body) };
    const act = (): unknown => decode([extension, extension], everything);
    // Where nothing may follow, the first of the two is wrong already.
    const isLast = last.includes(message.abbreviation);
    expect(codeOf(act)).toBe(
      isLast ? 'ERR_TLS_FORBIDDEN_EXTENSION' : 'ERR_TLS_DUPLICATE_EXTENSION',
    );
  });

  // @req 9846:4.3:5
  it.each(absent)('refuses $name', ({ code }) => {
    const extension = { extensionType: code, extensionData: nothing };
    expect(codeOf(() => decode([extension], everything))).toBe('ERR_TLS_FORBIDDEN_EXTENSION');
    expect(codeOf(() => decode([extension], new Set()))).toBe('ERR_TLS_FORBIDDEN_EXTENSION');
  });

  const bodies = allowed.filter((it) => it.body.kind === 'struct');
  // @req 9846:4.3:2
  it.each(bodies)('refuses $name with a byte too many, or says what it means', ({ code, body }) => {
    const extensionData = Uint8Array.of(...bodyBytes(body), 0);
    const act = (): unknown => decode([{ extensionType: code, extensionData }], everything);
    const isOpen = body.kind === 'struct' && body.struct.name === 'CertificateStatusRequest';
    if (!isOpen) expect(codeOf(act)).toBe('ERR_TLS_DECODE');
  });

  // @req 9846:4.3:4
  it.each(message.answers ? allowed : [])('refuses $name unasked', ({ code, body, unasked }) => {
    const extension = { extensionType: code, extensionData: bodyBytes(body) };
    const isFree = unasked.includes(message.abbreviation);
    expect(codeOf(() => decode([extension], new Set()))).toBe(
      isFree ? 'taken' : 'ERR_TLS_UNSUPPORTED_EXTENSION',
    );
  });

  it(`${message.answers ? 'refuses' : 'passes over'} what is unknown (RFC 9846 4.3, 9.3)`, () => {
    const extension = { extensionType: unknownType, extensionData: Uint8Array.of(1) };
    const code = codeOf(() => decode([extension], everything));
    expect(code).toBe(message.answers ? 'ERR_TLS_UNSUPPORTED_EXTENSION' : 'taken');
  });

  it('takes nothing unknown that stands twice', () => {
    const extension = { extensionType: unknownType, extensionData: nothing };
    const code = codeOf(() => decode([extension, extension], everything));
    expect(code).toBe(
      message.answers ? 'ERR_TLS_UNSUPPORTED_EXTENSION' : 'ERR_TLS_DUPLICATE_EXTENSION',
    );
  });

  // @req 9846:4.3:1
  it.each(bodies)(`brings $name back as it went (seed ${seed})`, ({ name, body, code }) => {
    if (body.kind !== 'struct') return;
    fc.assert(
      fc.property(subjectOf(body.struct.name).samples, ({ value, bytes }) => {
        const extension = encoderOf(message)(camelCase(name), value);
        expect(extension).toEqual({ extensionType: code, extensionData: bytes });
        expect(decode([extension], everything)).toEqual({ [camelCase(name)]: value });
      }),
      runsOf(20),
    );
  });
});

describe('rules that have a place of their own', () => {
  it('pre_shared_key must be the last extension of a ClientHello (RFC 9846 4.3.11)', () => {
    const psk: Extension = {
      extensionType: ExtensionType.pre_shared_key,
      extensionData: bodyBytes({ kind: 'struct', struct: subjectOf('OfferedPsks').struct }),
    };
    const other = encodeClientHelloExtension('earlyData', {});
    expect(decodeClientHelloExtensions([other, psk])).toHaveProperty('preSharedKey');
    expect(() => decodeClientHelloExtensions([psk, other])).toThrow(
      'pre_shared_key must be the last extension',
    );
  });

  it('a cookie needs no asking (RFC 9846 4.3.2)', () => {
    const cookie = encodeClientHelloExtension('cookie', { cookie: Uint8Array.of(7) });
    expect(decodeHelloRetryRequestExtensions([cookie], new Set())).toEqual({
      cookie: { cookie: Uint8Array.of(7) },
    });
  });

  // @req 9846:4.3.7:2
  it('supported_groups in EncryptedExtensions is not even read (RFC 9846 4.3.7)', () => {
    const extension = {
      extensionType: ExtensionType.supported_groups,
      extensionData: Uint8Array.of(0xff),
    };
    const requested = new Set([ExtensionType.supported_groups]);
    expect(decodeEncryptedExtensionsExtensions([extension], requested)).toEqual({});
  });

  it('extensions of older versions may stand in the hellos of TLS 1.2 and nowhere else', () => {
    const old = [35, 17, 3].map((extensionType) => ({
      extensionType,
      extensionData: Uint8Array.of(0),
    }));
    const ofTls12 = [
      encodeClientHelloExtension('renegotiationInfo', { renegotiatedConnection: new Uint8Array() }),
      encodeClientHelloExtension('extendedMasterSecret', {}),
      encodeClientHelloExtension('ecPointFormats', { ecPointFormatList: [0] }),
    ];
    expect(decodeClientHelloExtensions(old)).toEqual({});
    const read = ['renegotiationInfo', 'extendedMasterSecret', 'ecPointFormats'];
    expect(Object.keys(decodeClientHelloExtensions(ofTls12))).toEqual(read);
    const types = new Set(ofTls12.map((it) => it.extensionType));
    expect(Object.keys(decodeTls12ServerHelloExtensions(ofTls12, types))).toEqual(read);
    const all = [...old, ...ofTls12];
    const requested = new Set(all.map((it) => it.extensionType));
    for (const extension of all) {
      const act = (): unknown => decodeEncryptedExtensionsExtensions([extension], requested);
      expect(codeOf(act)).toBe('ERR_TLS_FORBIDDEN_EXTENSION');
    }
  });

  it('an error names message, extension and place', () => {
    const groups = encodeClientHelloExtension('supportedGroups', {
      namedGroupList: [NamedGroup.x25519],
    });
    const act = (): unknown =>
      decodeServerHelloExtensions([groups], new Set([ExtensionType.supported_groups]));
    expect(act).toThrow(
      'ServerHello.extensions at byte 0: supported_groups must not stand in this message',
    );
    const twice = (): unknown => decodeClientHelloExtensions([groups, groups]);
    expect(twice).toThrow('ClientHello.extensions at byte 8: supported_groups stands twice');
  });

  it('many extensions cost no more than their number', () => {
    const many = Array.from({ length: 16_000 }, (_, index) => ({
      extensionType: 0x8000 + index,
      extensionData: nothing,
    }));
    expect(decodeClientHelloExtensions(many)).toEqual({});
  });
});
