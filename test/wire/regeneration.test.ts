/**
 * Regeneration is real: a changed copy of the spec gives other code, and that code behaves by the
 * change. Also the forms of the language that TLS 1.3 itself has no use for.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SpecError } from '../../tools/generate/spec-error.ts';
import { emitWire } from '../../tools/generate/wire/emit-wire.ts';
import { projectRoot } from './structures.ts';

type Functions = Record<string, (value: unknown) => unknown>;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tlschart-wire-'));
  for (const path of ['spec/wire', 'spec/extensions.ts', 'runtime/codegen', 'package.json']) {
    cpSync(join(projectRoot, path), join(root, path), { recursive: true });
  }
  mkdirSync(join(root, 'generated'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Changes one place of the copied spec. */
function edit(path: string, from: string, to: string): void {
  const before = readFileSync(join(root, path), 'utf8');
  expect(before).toContain(from);
  writeFileSync(join(root, path), before.replace(from, to));
}

/** Generates from the copy and loads what came out. */
async function regenerated(name: string): Promise<Functions> {
  for (const { path, text } of emitWire(root)) writeFileSync(join(root, path), text);
  // Each run has a folder of its own, so no module is cached.
  return (await import(/* @vite-ignore */ pathToFileURL(join(root, name)).href)) as Functions;
}

describe('a changed spec', () => {
  it('with another bound refuses what was taken before', async () => {
    edit('spec/wire/handshake.tls', 'legacy_session_id<0..32>', 'legacy_session_id<0..31>');
    const { encodeClientHello } = await regenerated('generated/messages.ts');
    const hello = {
      legacyVersion: 0x0303,
      random: new Uint8Array(32),
      legacySessionId: new Uint8Array(32),
      cipherSuites: [0x1301],
      legacyCompressionMethods: Uint8Array.of(0),
      extensions: [],
    };
    expect(() => encodeClientHello?.(hello)).toThrow(
      'ClientHello.legacy_session_id: 32 bytes, must be 0 to 31',
    );
    const shorter = { ...hello, legacySessionId: new Uint8Array(31) };
    expect(encodeClientHello?.(shorter)).toBeInstanceOf(Uint8Array);
  });

  it('with another cell in the table takes an extension elsewhere', async () => {
    edit(
      'spec/extensions.ts',
      "in: { CR: 'OIDFilterExtension' }",
      "in: { CH: 'OIDFilterExtension' }",
    );
    const { decodeClientHelloExtensions } = await regenerated('generated/extensions.ts');
    const oidFilters = { extensionType: 48, extensionData: Uint8Array.of(0, 0) };
    expect(decodeClientHelloExtensions?.([oidFilters])).toEqual({ oidFilters: { filters: [] } });
  });

  it('can use the whole language', async () => {
    writeFileSync(join(root, 'spec/wire/more.tls'), everything);
    const messages = await regenerated('generated/messages.ts');
    const circle = {
      large: 2n ** 60n,
      pair: [1, 2],
      points: [{ x: 1, y: 65536 }],
      kind: 5,
      radius: 9,
    };
    const bytes = messages.encodeShape?.(circle);
    expect(Buffer.from(bytes as Uint8Array).toString('hex')).toBe(
      '1000000000000000' + '00010002' + '01010000' + '05' + '09',
    );
    expect(messages.decodeShape?.(bytes)).toEqual(circle);
    const plain = { ...circle, kind: 6, radius: undefined };
    expect(messages.decodeShape?.(messages.encodeShape?.(plain))).toEqual({
      ...circle,
      kind: 6,
      radius: undefined,
    });
    expect(() => messages.encodeShape?.({ ...circle, pair: [1] })).toThrow(
      'Shape.pair: must have 2',
    );
    expect(() => messages.encodeShape?.({ ...circle, kind: 7 })).toThrow(RangeError);
    const unknown = (bytes as Uint8Array).with(16, 7);
    expect(() => messages.decodeShape?.(unknown)).toThrow(
      'Shape.kind at byte 17: 7 names no variant',
    );
  });

  it('with a fault says where, and gives nothing', () => {
    edit(
      'spec/wire/extensions.tls',
      '    opaque cookie<1..2^16-1>;',
      '    opaque cookie<1..2^16-1>',
    );
    let fault: unknown;
    try {
      emitWire(root);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(SpecError);
    const text = readFileSync(join(root, 'spec/wire/extensions.tls'), 'utf8');
    const missing = text.split('\n').findIndex((line) => line.endsWith('cookie<1..2^16-1>')) + 1;
    // The semicolon is missed at what stands in its place, a line below.
    expect(fault).toMatchObject({ file: 'spec/wire/extensions.tls', line: missing + 1 });
  });
});

it('the same spec gives the same code', () => {
  expect(emitWire(root)).toEqual(emitWire(projectRoot));
});

const everything = `
/* RFC 1 */
struct { uint8 x; uint24 y; } Point;

/* RFC 1 */
enum { round(5), plain(6), (255) } Kind;

/* RFC 1 */
struct {
    uint64 large;
    uint16 pair[4];
    Point points[4];
    Kind kind;
    select (Shape.kind) {
        case round: uint8 radius;
        case plain: struct {};
    };
} Shape;
`;
