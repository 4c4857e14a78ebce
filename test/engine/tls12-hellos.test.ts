/** Hellos of TLS 1.2: what ours say, and rules that are easily missed, each with its alert. */
import { describe, expect, it } from 'vitest';
import { encodeClientHelloExtension } from '../../generated/extensions.ts';
import {
  type ClientHello,
  decodeClientHello,
  decodeServerHello,
  type Extension,
  ExtensionType,
  encodeClientHello,
  type ServerHello,
} from '../../generated/messages.ts';
import { alertCodes, cipherSuites } from '../../generated/registries.ts';
import { type ServerOptions, TlsServer } from '../../runtime/index.ts';
import { legacy } from '../../runtime/legacy/index.ts';
import { recordsOf } from '../support/cuts.ts';
import { errorOf } from '../support/effects.ts';
import { nowMs, serverCertificates, serverKey } from '../support/fixed-identity.ts';
import { End, newClient, newServer } from '../support/pair.ts';

const nullWithNull = 0x0000;
const rsaWithAesCbc = 0x002f;
const unknownSuite = 0xfafa;
const emptyRenegotiationInfoScsv = 0x00ff;

/** A client that knows the curve of the server's certificate (RFC 8422 5.1). */
const tls12 = { maxVersion: 'TLSv1.2', groups: ['x25519', 'secp256r1'] } as const;

describe('our ClientHello', () => {
  const hello = clientHelloOf();

  // @req 5246:7.4.1.2:6
  it('offers no compression', () => {
    expect([...hello.legacyCompressionMethods]).toEqual([0]);
  });

  // @req 7627:5.2:1 5746:3.4:1 8422:5.1:3 8422:5.1.2:3 5246:7.4.1.4.1:2
  it('has all that makes TLS 1.2 safe', () => {
    expect(extensionOf(hello, 'extended_master_secret')).toEqual([]);
    expect(extensionOf(hello, 'renegotiation_info')).toEqual([0]);
    expect(extensionOf(hello, 'ec_point_formats')).toEqual([1, 0]);
    expect(extensionOf(hello, 'signature_algorithms')?.length).toBeGreaterThan(2);
  });

  // @req 5246:7.4.1.4.1:1 5246:A.5:1 5246:A.5:2 8422:5.10:4 8422:5.10:7
  it('offers nothing anonymous, nothing without encryption, no hash that is broken', () => {
    const known = Object.values(cipherSuites).map(({ code }): number => code);
    expect(known).not.toContain(nullWithNull);
    expect(hello.cipherSuites.filter((code) => !known.includes(code))).toEqual([]);
    const [, , ...schemes] = extensionOf(hello, 'signature_algorithms') ?? [];
    const pairs = schemes.flatMap((byte, at) => (at % 2 === 0 ? [[byte, schemes[at + 1]]] : []));
    // Before TLS 1.3 these were a hash (4 and more: SHA-256) and a signature (0: anonymous).
    for (const [hash = 0, signature] of pairs) {
      expect(hash).toBeGreaterThanOrEqual(4);
      expect(hash === 8 || signature !== 0).toBe(true);
    }
    expect(pairs).toContainEqual([8, 7]);
  });

  // @req 8422:4:3
  it('says nothing of points where no suite of TLS 1.2 is offered', () => {
    expect(extensionOf(clientHelloOf({ minVersion: 'TLSv1.3' }), 'ec_point_formats')).toBe(
      undefined,
    );
  });

  // @req 8422:4:3
  it('says nothing of curves either where static RSA is all that is offered', () => {
    const rsa = 'TLS_RSA_WITH_AES_128_GCM_SHA256';
    const old = clientHelloOf({ legacy, cipherSuites: [rsa] });
    expect(extensionOf(old, 'ec_point_formats')).toBeUndefined();
    expect(extensionOf(old, 'supported_groups')).toBeUndefined();
    const choice = clientHelloOf({ legacy, cipherSuites: ['TLS_AES_128_GCM_SHA256', rsa] });
    expect(extensionOf(choice, 'ec_point_formats')).toBeUndefined();
    expect(extensionOf(choice, 'supported_groups')).toBeDefined();
  });
});

describe('our ServerHello', () => {
  // @req 9846:4.2.3:12 9846:4.2.3:13 9846:4.3.1:7 5246:7.4.1.3:1
  it('is marked, has a random of its own, and names its version in the old place', () => {
    const { client, answer } = answered((hello) => hello);
    expect(answer?.legacyVersion).toBe(0x0303);
    expect(extensionOf(answer, 'supported_versions')).toBeUndefined();
    expect([...(answer?.random.subarray(24) ?? [])]).toEqual([...Buffer.from('DOWNGRD\x01')]);
    expect(answer?.random.subarray(0, 24)).not.toEqual(client.random.subarray(0, 24));
  });

  // @req 5246:7.4.1.4:1 5246:7.4.1.4:3 5246:7.4.1.4.1:5 5246:7.4.1.4.1:6 5746:3.6:4 5746:3.6:6
  // @req 7627:5.2:2 8422:5.2:1
  it('answers what was asked for, each once, and nothing else', () => {
    const { client, answer } = answered((hello) => hello);
    const types = typesOf(answer);
    const asked = typesOf(client);
    expect(types.filter((type) => !asked.includes(type))).toEqual([]);
    expect(new Set(types).size).toBe(types.length);
    expect(types).not.toContain(ExtensionType.signature_algorithms);
    expect(extensionOf(answer, 'extended_master_secret')).toEqual([]);
    expect(extensionOf(answer, 'renegotiation_info')).toEqual([0]);
    expect(extensionOf(answer, 'ec_point_formats')).toEqual([1, 0]);
  });

  // @req 7627:5.2:4 5246:7.4.1.4:1
  it('does not answer what was not', () => {
    const { answer } = answered(
      (hello) => without(hello, 'extended_master_secret', 'ec_point_formats'),
      { requireExtendedMasterSecret: false },
    );
    expect(answer).toBeDefined();
    expect(extensionOf(answer, 'extended_master_secret')).toBeUndefined();
    expect(extensionOf(answer, 'ec_point_formats')).toBeUndefined();
  });

  // @req 5746:3.6:1 5746:3.6:4 5746:4.3:1
  it('has renegotiation_info also for those who ask by a cipher suite', () => {
    const { answer } = answered((hello) => ({
      ...without(hello, 'renegotiation_info'),
      cipherSuites: [...hello.cipherSuites, emptyRenegotiationInfoScsv],
    }));
    expect(extensionOf(answer, 'renegotiation_info')).toEqual([0]);
  });

  // @req 9846:4.3.1:2 9846:E.2:2 5246:E.1:2 5746:3.6:5
  it.each([0x0303, 0x0304, 0x03ff])('is of TLS 1.2 for a hello of version %i', (legacyVersion) => {
    expect(answered((hello) => ({ ...hello, legacyVersion })).answer?.legacyVersion).toBe(0x0303);
  });

  // @req 5246:7.4.1.2:2 9846:4.2.2:16 5746:3.6:5
  it('passes over suites, compressions and extensions that it does not know', () => {
    const { answer } = answered((hello) => ({
      ...withExtension(hello, { extensionType: 0xfafa, extensionData: Uint8Array.of(1, 2) }),
      cipherSuites: [unknownSuite, rsaWithAesCbc, ...hello.cipherSuites],
      legacyCompressionMethods: Uint8Array.of(1, 64, 0),
    }));
    const { code } = cipherSuites.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256;
    expect(answer?.cipherSuite).toBe(code);
  });

  // @req 5246:E.1:5
  it.each([0x00, 0x01, 0x04, 0xff])('comes for a record of version 3, %i', (minor) => {
    const hello = recordOf(newClient(tls12));
    hello[2] = minor;
    const server = serverThatHears(hello);
    expect(serverHelloOf(server)?.legacyVersion).toBe(0x0303);
  });
});

describe('a ClientHello is refused', () => {
  it.each<[string, (hello: ClientHello) => ClientHello, keyof typeof alertCodes]>([
    // @req 5746:3.6:2 5746:3.6:3
    [
      'that takes this for another handshake',
      (hello) =>
        withExtension(
          without(hello, 'renegotiation_info'),
          encodeClientHelloExtension('renegotiationInfo', {
            renegotiatedConnection: new Uint8Array(12),
          }),
        ),
      'handshake_failure',
    ],
    // @req 8422:5.1.2:1 8422:5.1.2:2
    [
      'without uncompressed points',
      (hello) =>
        withExtension(
          without(hello, 'ec_point_formats'),
          encodeClientHelloExtension('ecPointFormats', { ecPointFormatList: [1, 2] }),
        ),
      'illegal_parameter',
    ],
    // @req 5246:7.4.1.2:6
    [
      'that insists on a compression',
      (hello) => ({ ...hello, legacyCompressionMethods: Uint8Array.of(1) }),
      'illegal_parameter',
    ],
    // @req 5246:A.5:1 5246:A.5:2
    [
      'with nothing but suites that are not spoken',
      (hello) => ({ ...hello, cipherSuites: [nullWithNull, 0x0018, 0xc018, rsaWithAesCbc] }),
      'handshake_failure',
    ],
    // @req 5246:E.1:3
    ['of TLS 1.1', (hello) => ({ ...hello, legacyVersion: 0x0302 }), 'protocol_version'],
    // @req 8422:4:2 8422:5.1:4 8422:5.1:5 8422:5.1:6
    ['without a group of ours', (hello) => withGroups(hello, [0x0019]), 'handshake_failure'],
    // @req 5246:7.4.2:13 8422:5.3:3 8422:5.3:4 5246:7.4.3:3
    [
      'that does not know the curve of our certificate',
      (hello) => withGroups(hello, [0x001d]),
      'handshake_failure',
    ],
    ['without extensions', (hello) => ({ ...hello, extensions: undefined }), 'handshake_failure'],
    [
      'without extended_master_secret',
      (hello) => without(hello, 'extended_master_secret'),
      'handshake_failure',
    ],
  ])('%s', (_, change, alert) => {
    const { server } = answered(change);
    expect(errorOf(server.do((engine) => engine.receiveEnd()))).toMatchObject({ alert });
    // @req 5246:7.2.2:3 5246:7.2.2:4
    expect([...server.written]).toEqual([21, 3, 3, 0, 2, 2, alertCodes[alert]]);
  });

  // @req 5246:7.4.1.2:7 9846:4.2.2:18 9846:4.2.2:19
  it('with a byte behind its extensions', () => {
    const record = recordOf(newClient(tls12));
    const longer = new Uint8Array(record.length + 1);
    longer.set(record);
    new DataView(longer.buffer).setUint16(3, record.length - 4);
    new DataView(longer.buffer).setUint16(7, record.length - 8);
    const server = serverThatHears(longer);
    expect([...server.written]).toEqual([21, 3, 3, 0, 2, 2, alertCodes.decode_error]);
  });
});

describe('a ServerHello is refused', () => {
  it.each<[string, (hello: ServerHello) => ServerHello, keyof typeof alertCodes]>([
    // @req 5746:3.4:2 5746:4.1:1
    [
      'without renegotiation_info',
      (hello) => without(hello, 'renegotiation_info'),
      'handshake_failure',
    ],
    // @req 5746:3.4:2 5746:3.4:3
    [
      'that takes this for another handshake',
      (hello) =>
        withExtension(without(hello, 'renegotiation_info'), {
          extensionType: ExtensionType.renegotiation_info,
          extensionData: Uint8Array.of(1, 7),
        }),
      'handshake_failure',
    ],
    // @req 5246:7.4.1.4:2
    [
      'with an extension that was not asked for',
      (hello) => withExtension(hello, { extensionType: 35, extensionData: new Uint8Array(0) }),
      'unsupported_extension',
    ],
    // A client that speaks nothing newer does not ask how the version is chosen.
    [
      'with supported_versions',
      (hello) => withExtension(hello, { extensionType: 43, extensionData: Uint8Array.of(3, 3) }),
      'unsupported_extension',
    ],
    // @req 5246:E.1:1
    ['of TLS 1.1', (hello) => ({ ...hello, legacyVersion: 0x0302 }), 'protocol_version'],
    // @req 8422:5.2:2 8422:5.1.2:1
    [
      'without uncompressed points',
      (hello) =>
        withExtension(without(hello, 'ec_point_formats'), {
          extensionType: ExtensionType.ec_point_formats,
          extensionData: Uint8Array.of(1, 2),
        }),
      'illegal_parameter',
    ],
    // @req 5246:7.4.2:2 5246:7.4.2:6 8422:2.1:1 8422:2.2:1 8422:5.3:2
    [
      'with a suite for another kind of key than that of its certificate',
      (hello) => ({
        ...hello,
        cipherSuite: cipherSuites.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256.code,
      }),
      'illegal_parameter',
    ],
  ])('%s', (_, change, alert) => {
    const credentials = [{ certificates: serverCertificates, privateKey: serverKey() }];
    const server = new End(
      new TlsServer({ credentials, now: () => nowMs }, { serverHello: change }),
    );
    const client = new End(newClient(tls12));
    server.do((engine) => engine.start());
    client.do((engine) => engine.start());
    server.receive(client.written);
    client.receive(server.written);
    expect(errorOf(client.do((engine) => engine.receiveEnd()))).toMatchObject({ alert });
  });
});

// @req 8422:5.3:3
it('a certificate is refused whose key is on a curve that was not offered', () => {
  const client = new End(newClient({ ...tls12, groups: ['x25519', 'secp384r1'] }));
  client.do((engine) => engine.start());
  const [record = new Uint8Array(0)] = recordsOf(client.written);
  const body = withGroups(decodeClientHello(record.subarray(9)), [0x001d, 0x0017]);
  const server = serverThatHears(helloRecord(body));
  client.receive(server.written);
  expect(client.engine.failure).toMatchObject({
    alert: 'illegal_parameter',
    message: expect.stringContaining('on secp256r1, which was not offered'),
  });
});

type Extended = { readonly extensions?: readonly Extension[] | undefined };

function clientHelloOf(options: Parameters<typeof newClient>[0] = {}): ClientHello {
  return decodeClientHello(recordOf(newClient(options)).subarray(9));
}

/** The record of its ClientHello. */
function recordOf(client: ReturnType<typeof newClient>): Uint8Array {
  const [record = new Uint8Array(0)] = recordsOf(startOf(client)).map((one) => one.slice());
  return record;
}

function helloRecord(hello: ClientHello): Uint8Array {
  const body = encodeClientHello(hello);
  const [high, low] = [(length: number) => length >>> 8, (length: number) => length & 0xff];
  const message = [1, 0, high(body.length), low(body.length), ...body];
  return Uint8Array.of(22, 3, 1, high(message.length), low(message.length), ...message);
}

function startOf(client: ReturnType<typeof newClient>): Uint8Array {
  const end = new End(client);
  end.do((engine) => engine.start());
  return end.written;
}

/** What our server says to a changed ClientHello. */
function answered(
  change: (hello: ClientHello) => ClientHello,
  options: Partial<ServerOptions> = {},
) {
  let client: ClientHello | undefined;
  const clientHello = (made: ClientHello) => {
    client = change(made);
    return client;
  };
  const record = recordOf(newClient(tls12, '', { clientHello }));
  if (client === undefined) throw new Error('there was no ClientHello');
  const server = serverThatHears(record, options);
  return { client, server, answer: serverHelloOf(server) };
}

function serverThatHears(record: Uint8Array, options: Partial<ServerOptions> = {}) {
  const server = new End(newServer({ ...options, groups: tls12.groups }));
  server.do((engine) => engine.start());
  server.receive(record);
  return server;
}

/** The first message, if it is one. */
function serverHelloOf({ written }: End): ServerHello | undefined {
  if (written[0] !== 22 || written[5] !== 2) return undefined;
  const length = (written[7] ?? 0) * 256 + (written[8] ?? 0);
  return decodeServerHello(written.subarray(9, 9 + length));
}

function typesOf(hello: Extended | undefined): readonly number[] {
  return (hello?.extensions ?? []).map(({ extensionType }) => extensionType);
}

function extensionOf(hello: Extended | undefined, name: keyof typeof ExtensionType) {
  const found = hello?.extensions?.find((one) => one.extensionType === ExtensionType[name]);
  return found && [...found.extensionData];
}

function without<T extends Extended>(hello: T, ...names: (keyof typeof ExtensionType)[]): T {
  const types = names.map((name): number => ExtensionType[name]);
  const extensions = (hello.extensions ?? []).filter((one) => !types.includes(one.extensionType));
  return { ...hello, extensions };
}

function withExtension<T extends Extended>(hello: T, extension: Extension): T {
  return { ...hello, extensions: [...(hello.extensions ?? []), extension] };
}

function withGroups(hello: ClientHello, namedGroupList: readonly number[]): ClientHello {
  const groups = encodeClientHelloExtension('supportedGroups', { namedGroupList });
  return withExtension(without(hello, 'supported_groups'), groups);
}
