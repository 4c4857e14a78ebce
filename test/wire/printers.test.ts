/** What a trace shows of a message: names instead of numbers, few bytes of long fields. */
import { describe, expect, it } from 'vitest';
import {
  encodeClientHelloExtension,
  encodeEncryptedExtensionsExtension,
} from '../../generated/extensions.ts';
import {
  AlertDescription,
  AlertLevel,
  CipherSuite,
  extensionTypeName,
  handshakeTypeName,
  helloRetryRequestRandom,
  NamedGroup,
  namedGroupName,
  signatureSchemeName,
} from '../../generated/messages.ts';
import {
  printAlert,
  printClientHello,
  printEncryptedExtensions,
  printServerHello,
} from '../../generated/printers.ts';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('printers', () => {
  it('tell a ClientHello with its extensions', () => {
    const lines = printClientHello({
      legacyVersion: 0x0303,
      random: new Uint8Array(32).fill(0xab),
      legacySessionId: new Uint8Array(),
      cipherSuites: [CipherSuite.TLS_AES_128_GCM_SHA256, 0x0a0a],
      legacyCompressionMethods: Uint8Array.of(0),
      extensions: [
        encodeClientHelloExtension('applicationLayerProtocolNegotiation', {
          protocolNameList: [ascii('h2'), ascii('http/1.1')],
        }),
        encodeClientHelloExtension('keyShare', {
          clientShares: [{ group: NamedGroup.x25519, keyExchange: new Uint8Array(32) }],
        }),
        { extensionType: 0x7a7a, extensionData: Uint8Array.of(1) },
      ],
    });
    expect(lines).toEqual([
      'legacy_version: tls12',
      'random: abababababababababababababababab.. (32 bytes)',
      'legacy_session_id: (empty)',
      'cipher_suites: TLS_AES_128_GCM_SHA256, 0x0a0a',
      'legacy_compression_methods: 00',
      'application_layer_protocol_negotiation',
      '  protocol_name_list[0]: 6832 "h2"',
      '  protocol_name_list[1]: 687474702f312e31 "http/1.1"',
      'key_share',
      '  client_shares[0]',
      '    group: x25519',
      '    key_exchange: 00000000000000000000000000000000.. (32 bytes)',
      '0x7a7a: 01',
    ]);
  });

  it('tell an extension by the message that it stands in', () => {
    const { extensionType } = encodeClientHelloExtension('serverName', {
      serverNameList: [{ nameType: 0, hostName: ascii('a.example') }],
    });
    const acknowledgement = { extensionType, extensionData: new Uint8Array() };
    expect(printEncryptedExtensions({ extensions: [acknowledgement] })).toEqual(['server_name']);
  });

  it('show a malformed extension as bytes', () => {
    const limit = encodeEncryptedExtensionsExtension('recordSizeLimit', { recordSizeLimit: 100 });
    const malformed = { ...limit, extensionData: Uint8Array.of(1, 2, 3) };
    expect(printEncryptedExtensions({ extensions: [malformed] })).toEqual([
      'record_size_limit (malformed): 010203',
    ]);
  });

  it('tell a HelloRetryRequest from a ServerHello, and versions of that', () => {
    const extensions = [
      { extensionType: 51, extensionData: Uint8Array.of(0, NamedGroup.secp256r1) },
    ];
    const hello = {
      legacyVersion: 0x0303,
      random: helloRetryRequestRandom,
      legacySessionIdEcho: new Uint8Array(),
      cipherSuite: 0x1301,
      legacyCompressionMethod: 0,
      extensions,
    };
    expect(printServerHello(hello)).toContain('  selected_group: secp256r1');
    const random = new Uint8Array(32);
    const versions = { extensionType: 43, extensionData: Uint8Array.of(0x03, 0x04) };
    const serverHello = { ...hello, random, extensions: [versions, ...extensions] };
    expect(printServerHello(serverHello)).toContain('key_share (malformed): 0017');
    const secret = { extensionType: 23, extensionData: new Uint8Array() };
    const ofTls12 = { ...hello, random, extensions: [secret] };
    expect(printServerHello(ofTls12)).toContain('extended_master_secret');
  });

  it('tell an alert', () => {
    const alert = { level: AlertLevel.fatal, description: AlertDescription.decode_error };
    expect(printAlert(alert)).toEqual(['level: fatal', 'description: decode_error']);
    expect(printAlert({ level: 7, description: 200 })).toEqual(['level: 7', 'description: 200']);
  });
});

describe('names of code points', () => {
  it("are the registry's, and camel case for messages", () => {
    expect(handshakeTypeName(2)).toBe('serverHello');
    expect(handshakeTypeName(8)).toBe('encryptedExtensions');
    expect(handshakeTypeName(99)).toBe('99');
    expect(extensionTypeName(0xff01)).toBe('renegotiation_info');
    expect(signatureSchemeName(0x0403)).toBe('ecdsa_secp256r1_sha256');
  });

  it('tell ranges with the number', () => {
    expect(namedGroupName(0xfe12)).toBe('ecdhe_private_use(0xfe12)');
    expect(namedGroupName(0xff00)).toBe('0xff00');
  });
});
