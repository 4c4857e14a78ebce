/**
 * Generated from spec/wire/*.tls and spec/extensions.ts by npm run generate; do not edit.
 *
 * Values of every structure for property tests; not part of what ships. Fields keep well below
 * their ceilings here: the tests try the bounds one by one.
 */
import fc from 'fast-check';
import {
  CertificateStatusType,
  NameType,
  decodeAlert,
  decodeCertificate,
  decodeCertificateAuthoritiesExtension,
  decodeCertificateEntry,
  decodeCertificateRequest,
  decodeCertificateStatus,
  decodeCertificateStatusRequest,
  decodeCertificateVerify,
  decodeClientHello,
  decodeClientKeyExchange,
  decodeCookie,
  decodeECPointFormatList,
  decodeEarlyDataIndicationNewSessionTicket,
  decodeEmpty,
  decodeEncryptedExtensions,
  decodeEncryptedPreMasterSecret,
  decodeEndOfEarlyData,
  decodeExtension,
  decodeFinished,
  decodeHelloRequest,
  decodeHkdfLabel,
  decodeKeyShareClientHello,
  decodeKeyShareEntry,
  decodeKeyShareHelloRetryRequest,
  decodeKeyShareServerHello,
  decodeKeyUpdate,
  decodeNamedGroupList,
  decodeNewSessionTicket,
  decodeOCSPStatusRequest,
  decodeOIDFilter,
  decodeOIDFilterExtension,
  decodeOfferedPsks,
  decodePostHandshakeAuth,
  decodePreSharedKeyServerHello,
  decodeProtocolNameList,
  decodePskIdentity,
  decodePskKeyExchangeModes,
  decodeRecordSizeLimit,
  decodeRenegotiationInfo,
  decodeServerECDHParams,
  decodeServerHello,
  decodeServerHelloDone,
  decodeServerKeyExchange,
  decodeServerName,
  decodeServerNameList,
  decodeSignatureSchemeList,
  decodeSupportedVersionsClientHello,
  decodeSupportedVersionsServerHello,
  decodeTls12Certificate,
  decodeTls12CertificateRequest,
  encodeAlert,
  encodeCertificate,
  encodeCertificateAuthoritiesExtension,
  encodeCertificateEntry,
  encodeCertificateRequest,
  encodeCertificateStatus,
  encodeCertificateStatusRequest,
  encodeCertificateVerify,
  encodeClientHello,
  encodeClientKeyExchange,
  encodeCookie,
  encodeECPointFormatList,
  encodeEarlyDataIndicationNewSessionTicket,
  encodeEmpty,
  encodeEncryptedExtensions,
  encodeEncryptedPreMasterSecret,
  encodeEndOfEarlyData,
  encodeExtension,
  encodeFinished,
  encodeHelloRequest,
  encodeHkdfLabel,
  encodeKeyShareClientHello,
  encodeKeyShareEntry,
  encodeKeyShareHelloRetryRequest,
  encodeKeyShareServerHello,
  encodeKeyUpdate,
  encodeNamedGroupList,
  encodeNewSessionTicket,
  encodeOCSPStatusRequest,
  encodeOIDFilter,
  encodeOIDFilterExtension,
  encodeOfferedPsks,
  encodePostHandshakeAuth,
  encodePreSharedKeyServerHello,
  encodeProtocolNameList,
  encodePskIdentity,
  encodePskKeyExchangeModes,
  encodeRecordSizeLimit,
  encodeRenegotiationInfo,
  encodeServerECDHParams,
  encodeServerHello,
  encodeServerHelloDone,
  encodeServerKeyExchange,
  encodeServerName,
  encodeServerNameList,
  encodeSignatureSchemeList,
  encodeSupportedVersionsClientHello,
  encodeSupportedVersionsServerHello,
  encodeTls12Certificate,
  encodeTls12CertificateRequest,
} from './messages.ts';
import type {
  Alert,
  Certificate,
  CertificateAuthoritiesExtension,
  CertificateEntry,
  CertificateRequest,
  CertificateStatus,
  CertificateStatusRequest,
  CertificateVerify,
  ClientHello,
  ClientKeyExchange,
  Cookie,
  ECPointFormatList,
  EarlyDataIndicationNewSessionTicket,
  Empty,
  EncryptedExtensions,
  EncryptedPreMasterSecret,
  EndOfEarlyData,
  Extension,
  Finished,
  HelloRequest,
  HkdfLabel,
  KeyShareClientHello,
  KeyShareEntry,
  KeyShareHelloRetryRequest,
  KeyShareServerHello,
  KeyUpdate,
  NamedGroupList,
  NewSessionTicket,
  OCSPStatusRequest,
  OIDFilter,
  OIDFilterExtension,
  OfferedPsks,
  PostHandshakeAuth,
  PreSharedKeyServerHello,
  ProtocolNameList,
  PskIdentity,
  PskKeyExchangeModes,
  RecordSizeLimit,
  RenegotiationInfo,
  ServerECDHParams,
  ServerHello,
  ServerHelloDone,
  ServerKeyExchange,
  ServerName,
  ServerNameList,
  SignatureSchemeList,
  SupportedVersionsClientHello,
  SupportedVersionsServerHello,
  Tls12Certificate,
  Tls12CertificateRequest,
} from './messages.ts';
import {
  printAlert,
  printCertificate,
  printCertificateAuthoritiesExtension,
  printCertificateEntry,
  printCertificateRequest,
  printCertificateStatus,
  printCertificateStatusRequest,
  printCertificateVerify,
  printClientHello,
  printClientKeyExchange,
  printCookie,
  printECPointFormatList,
  printEarlyDataIndicationNewSessionTicket,
  printEmpty,
  printEncryptedExtensions,
  printEncryptedPreMasterSecret,
  printEndOfEarlyData,
  printExtension,
  printFinished,
  printHelloRequest,
  printHkdfLabel,
  printKeyShareClientHello,
  printKeyShareEntry,
  printKeyShareHelloRetryRequest,
  printKeyShareServerHello,
  printKeyUpdate,
  printNamedGroupList,
  printNewSessionTicket,
  printOCSPStatusRequest,
  printOIDFilter,
  printOIDFilterExtension,
  printOfferedPsks,
  printPostHandshakeAuth,
  printPreSharedKeyServerHello,
  printProtocolNameList,
  printPskIdentity,
  printPskKeyExchangeModes,
  printRecordSizeLimit,
  printRenegotiationInfo,
  printServerECDHParams,
  printServerHello,
  printServerHelloDone,
  printServerKeyExchange,
  printServerName,
  printServerNameList,
  printSignatureSchemeList,
  printSupportedVersionsClientHello,
  printSupportedVersionsServerHello,
  printTls12Certificate,
  printTls12CertificateRequest,
} from './printers.ts';

/** One structure with its type hidden: what a test of all structures needs. */
export interface Structure {
  readonly name: string;
  /** A value and its encoding. */
  readonly samples: fc.Arbitrary<{ readonly value: unknown; readonly bytes: Uint8Array }>;
  decode(bytes: Uint8Array): unknown;
  /** The value must be of the structure's type: one of `samples`, or what `decode` gave. */
  encode(value: unknown): Uint8Array;
  /** Decodes and encodes again. */
  recode(bytes: Uint8Array): Uint8Array;
  print(bytes: Uint8Array): readonly string[];
}

/** Every structure of the spec. */
export const structures: readonly Structure[] = [
  structure('Alert', arbitraryAlert(), {
    decode: decodeAlert,
    encode: encodeAlert,
    print: printAlert,
  }),
  structure('Empty', arbitraryEmpty(), {
    decode: decodeEmpty,
    encode: encodeEmpty,
    print: printEmpty,
  }),
  structure('SupportedVersionsClientHello', arbitrarySupportedVersionsClientHello(), {
    decode: decodeSupportedVersionsClientHello,
    encode: encodeSupportedVersionsClientHello,
    print: printSupportedVersionsClientHello,
  }),
  structure('SupportedVersionsServerHello', arbitrarySupportedVersionsServerHello(), {
    decode: decodeSupportedVersionsServerHello,
    encode: encodeSupportedVersionsServerHello,
    print: printSupportedVersionsServerHello,
  }),
  structure('Cookie', arbitraryCookie(), {
    decode: decodeCookie,
    encode: encodeCookie,
    print: printCookie,
  }),
  structure('SignatureSchemeList', arbitrarySignatureSchemeList(), {
    decode: decodeSignatureSchemeList,
    encode: encodeSignatureSchemeList,
    print: printSignatureSchemeList,
  }),
  structure('CertificateAuthoritiesExtension', arbitraryCertificateAuthoritiesExtension(), {
    decode: decodeCertificateAuthoritiesExtension,
    encode: encodeCertificateAuthoritiesExtension,
    print: printCertificateAuthoritiesExtension,
  }),
  structure('OIDFilter', arbitraryOIDFilter(), {
    decode: decodeOIDFilter,
    encode: encodeOIDFilter,
    print: printOIDFilter,
  }),
  structure('OIDFilterExtension', arbitraryOIDFilterExtension(), {
    decode: decodeOIDFilterExtension,
    encode: encodeOIDFilterExtension,
    print: printOIDFilterExtension,
  }),
  structure('PostHandshakeAuth', arbitraryPostHandshakeAuth(), {
    decode: decodePostHandshakeAuth,
    encode: encodePostHandshakeAuth,
    print: printPostHandshakeAuth,
  }),
  structure('NamedGroupList', arbitraryNamedGroupList(), {
    decode: decodeNamedGroupList,
    encode: encodeNamedGroupList,
    print: printNamedGroupList,
  }),
  structure('KeyShareEntry', arbitraryKeyShareEntry(), {
    decode: decodeKeyShareEntry,
    encode: encodeKeyShareEntry,
    print: printKeyShareEntry,
  }),
  structure('KeyShareClientHello', arbitraryKeyShareClientHello(), {
    decode: decodeKeyShareClientHello,
    encode: encodeKeyShareClientHello,
    print: printKeyShareClientHello,
  }),
  structure('KeyShareHelloRetryRequest', arbitraryKeyShareHelloRetryRequest(), {
    decode: decodeKeyShareHelloRetryRequest,
    encode: encodeKeyShareHelloRetryRequest,
    print: printKeyShareHelloRetryRequest,
  }),
  structure('KeyShareServerHello', arbitraryKeyShareServerHello(), {
    decode: decodeKeyShareServerHello,
    encode: encodeKeyShareServerHello,
    print: printKeyShareServerHello,
  }),
  structure('PskKeyExchangeModes', arbitraryPskKeyExchangeModes(), {
    decode: decodePskKeyExchangeModes,
    encode: encodePskKeyExchangeModes,
    print: printPskKeyExchangeModes,
  }),
  structure('EarlyDataIndicationNewSessionTicket', arbitraryEarlyDataIndicationNewSessionTicket(), {
    decode: decodeEarlyDataIndicationNewSessionTicket,
    encode: encodeEarlyDataIndicationNewSessionTicket,
    print: printEarlyDataIndicationNewSessionTicket,
  }),
  structure('PskIdentity', arbitraryPskIdentity(), {
    decode: decodePskIdentity,
    encode: encodePskIdentity,
    print: printPskIdentity,
  }),
  structure('OfferedPsks', arbitraryOfferedPsks(), {
    decode: decodeOfferedPsks,
    encode: encodeOfferedPsks,
    print: printOfferedPsks,
  }),
  structure('PreSharedKeyServerHello', arbitraryPreSharedKeyServerHello(), {
    decode: decodePreSharedKeyServerHello,
    encode: encodePreSharedKeyServerHello,
    print: printPreSharedKeyServerHello,
  }),
  structure('ServerName', arbitraryServerName(), {
    decode: decodeServerName,
    encode: encodeServerName,
    print: printServerName,
  }),
  structure('ServerNameList', arbitraryServerNameList(), {
    decode: decodeServerNameList,
    encode: encodeServerNameList,
    print: printServerNameList,
  }),
  structure('OCSPStatusRequest', arbitraryOCSPStatusRequest(), {
    decode: decodeOCSPStatusRequest,
    encode: encodeOCSPStatusRequest,
    print: printOCSPStatusRequest,
  }),
  structure('CertificateStatusRequest', arbitraryCertificateStatusRequest(), {
    decode: decodeCertificateStatusRequest,
    encode: encodeCertificateStatusRequest,
    print: printCertificateStatusRequest,
  }),
  structure('CertificateStatus', arbitraryCertificateStatus(), {
    decode: decodeCertificateStatus,
    encode: encodeCertificateStatus,
    print: printCertificateStatus,
  }),
  structure('ProtocolNameList', arbitraryProtocolNameList(), {
    decode: decodeProtocolNameList,
    encode: encodeProtocolNameList,
    print: printProtocolNameList,
  }),
  structure('RecordSizeLimit', arbitraryRecordSizeLimit(), {
    decode: decodeRecordSizeLimit,
    encode: encodeRecordSizeLimit,
    print: printRecordSizeLimit,
  }),
  structure('HelloRequest', arbitraryHelloRequest(), {
    decode: decodeHelloRequest,
    encode: encodeHelloRequest,
    print: printHelloRequest,
  }),
  structure('Tls12Certificate', arbitraryTls12Certificate(), {
    decode: decodeTls12Certificate,
    encode: encodeTls12Certificate,
    print: printTls12Certificate,
  }),
  structure('ServerECDHParams', arbitraryServerECDHParams(), {
    decode: decodeServerECDHParams,
    encode: encodeServerECDHParams,
    print: printServerECDHParams,
  }),
  structure('ServerKeyExchange', arbitraryServerKeyExchange(), {
    decode: decodeServerKeyExchange,
    encode: encodeServerKeyExchange,
    print: printServerKeyExchange,
  }),
  structure('Tls12CertificateRequest', arbitraryTls12CertificateRequest(), {
    decode: decodeTls12CertificateRequest,
    encode: encodeTls12CertificateRequest,
    print: printTls12CertificateRequest,
  }),
  structure('ServerHelloDone', arbitraryServerHelloDone(), {
    decode: decodeServerHelloDone,
    encode: encodeServerHelloDone,
    print: printServerHelloDone,
  }),
  structure('ClientKeyExchange', arbitraryClientKeyExchange(), {
    decode: decodeClientKeyExchange,
    encode: encodeClientKeyExchange,
    print: printClientKeyExchange,
  }),
  structure('EncryptedPreMasterSecret', arbitraryEncryptedPreMasterSecret(), {
    decode: decodeEncryptedPreMasterSecret,
    encode: encodeEncryptedPreMasterSecret,
    print: printEncryptedPreMasterSecret,
  }),
  structure('ECPointFormatList', arbitraryECPointFormatList(), {
    decode: decodeECPointFormatList,
    encode: encodeECPointFormatList,
    print: printECPointFormatList,
  }),
  structure('RenegotiationInfo', arbitraryRenegotiationInfo(), {
    decode: decodeRenegotiationInfo,
    encode: encodeRenegotiationInfo,
    print: printRenegotiationInfo,
  }),
  structure('Extension', arbitraryExtension(), {
    decode: decodeExtension,
    encode: encodeExtension,
    print: printExtension,
  }),
  structure('ClientHello', arbitraryClientHello(), {
    decode: decodeClientHello,
    encode: encodeClientHello,
    print: printClientHello,
  }),
  structure('ServerHello', arbitraryServerHello(), {
    decode: decodeServerHello,
    encode: encodeServerHello,
    print: printServerHello,
  }),
  structure('EncryptedExtensions', arbitraryEncryptedExtensions(), {
    decode: decodeEncryptedExtensions,
    encode: encodeEncryptedExtensions,
    print: printEncryptedExtensions,
  }),
  structure('CertificateRequest', arbitraryCertificateRequest(), {
    decode: decodeCertificateRequest,
    encode: encodeCertificateRequest,
    print: printCertificateRequest,
  }),
  structure('CertificateEntry', arbitraryCertificateEntry(), {
    decode: decodeCertificateEntry,
    encode: encodeCertificateEntry,
    print: printCertificateEntry,
  }),
  structure('Certificate', arbitraryCertificate(), {
    decode: decodeCertificate,
    encode: encodeCertificate,
    print: printCertificate,
  }),
  structure('CertificateVerify', arbitraryCertificateVerify(), {
    decode: decodeCertificateVerify,
    encode: encodeCertificateVerify,
    print: printCertificateVerify,
  }),
  structure('Finished', arbitraryFinished(), {
    decode: decodeFinished,
    encode: encodeFinished,
    print: printFinished,
  }),
  structure('EndOfEarlyData', arbitraryEndOfEarlyData(), {
    decode: decodeEndOfEarlyData,
    encode: encodeEndOfEarlyData,
    print: printEndOfEarlyData,
  }),
  structure('NewSessionTicket', arbitraryNewSessionTicket(), {
    decode: decodeNewSessionTicket,
    encode: encodeNewSessionTicket,
    print: printNewSessionTicket,
  }),
  structure('KeyUpdate', arbitraryKeyUpdate(), {
    decode: decodeKeyUpdate,
    encode: encodeKeyUpdate,
    print: printKeyUpdate,
  }),
  structure('HkdfLabel', arbitraryHkdfLabel(), {
    decode: decodeHkdfLabel,
    encode: encodeHkdfLabel,
    print: printHkdfLabel,
  }),
];

interface Codec<Value> {
  decode(bytes: Uint8Array): Value;
  encode(value: Value): Uint8Array;
  print(value: Value): readonly string[];
}

function structure<Value>(
  name: string,
  arbitrary: fc.Arbitrary<Value>,
  { decode, encode, print }: Codec<Value>,
): Structure {
  return {
    name,
    samples: arbitrary.map((value) => ({ value, bytes: encode(value) })),
    decode,
    // The type is hidden on purpose; the interface says what may be given.
    encode: (value) => encode(value as Value),
    recode: (bytes) => encode(decode(bytes)),
    print: (bytes) => print(decode(bytes)),
  };
}

/** Any Alert. */
export function arbitraryAlert(): fc.Arbitrary<Alert> {
  return fc.record(
    {
      level: fc.oneof(fc.constantFrom(1, 2), fc.integer({ min: 0, max: 255 })),
      description: fc.oneof(
        fc.constantFrom(
          0,
          10,
          20,
          21,
          22,
          30,
          40,
          41,
          42,
          43,
          44,
          45,
          46,
          47,
          48,
          49,
          50,
          51,
          60,
          70,
          71,
          80,
          86,
          90,
          100,
          109,
          110,
          111,
          112,
          113,
          114,
          115,
          116,
          117,
          120,
        ),
        fc.integer({ min: 0, max: 255 }),
      ),
    },
    { noNullPrototype: true },
  );
}

/** Any Empty. */
export function arbitraryEmpty(): fc.Arbitrary<Empty> {
  return fc.constant<Empty>({});
}

/** Any SupportedVersionsClientHello. */
export function arbitrarySupportedVersionsClientHello(): fc.Arbitrary<SupportedVersionsClientHello> {
  return fc.record(
    {
      versions: fc.array(
        fc.oneof(fc.constantFrom(768, 769, 770, 771, 772), fc.integer({ min: 0, max: 65535 })),
        { minLength: 1, maxLength: 5 },
      ),
    },
    { noNullPrototype: true },
  );
}

/** Any SupportedVersionsServerHello. */
export function arbitrarySupportedVersionsServerHello(): fc.Arbitrary<SupportedVersionsServerHello> {
  return fc.record(
    {
      selectedVersion: fc.oneof(
        fc.constantFrom(768, 769, 770, 771, 772),
        fc.integer({ min: 0, max: 65535 }),
      ),
    },
    { noNullPrototype: true },
  );
}

/** Any Cookie. */
export function arbitraryCookie(): fc.Arbitrary<Cookie> {
  return fc.record(
    { cookie: fc.uint8Array({ minLength: 1, maxLength: 49 }) },
    { noNullPrototype: true },
  );
}

/** Any SignatureSchemeList. */
export function arbitrarySignatureSchemeList(): fc.Arbitrary<SignatureSchemeList> {
  return fc.record(
    {
      supportedSignatureAlgorithms: fc.array(
        fc.oneof(
          fc.constantFrom(
            1025,
            1281,
            1537,
            1027,
            1283,
            1539,
            2052,
            2053,
            2054,
            2055,
            2056,
            2057,
            2058,
            2059,
            513,
            515,
          ),
          fc.integer({ min: 0, max: 65535 }),
        ),
        { minLength: 1, maxLength: 5 },
      ),
    },
    { noNullPrototype: true },
  );
}

/** Any CertificateAuthoritiesExtension. */
export function arbitraryCertificateAuthoritiesExtension(): fc.Arbitrary<CertificateAuthoritiesExtension> {
  return fc.record(
    {
      authorities: fc.array(fc.uint8Array({ minLength: 1, maxLength: 49 }), {
        minLength: 1,
        maxLength: 5,
      }),
    },
    { noNullPrototype: true },
  );
}

/** Any OIDFilter. */
export function arbitraryOIDFilter(): fc.Arbitrary<OIDFilter> {
  return fc.record(
    {
      certificateExtensionOid: fc.uint8Array({ minLength: 1, maxLength: 49 }),
      certificateExtensionValues: fc.uint8Array({ minLength: 0, maxLength: 48 }),
    },
    { noNullPrototype: true },
  );
}

/** Any OIDFilterExtension. */
export function arbitraryOIDFilterExtension(): fc.Arbitrary<OIDFilterExtension> {
  return fc.record(
    { filters: fc.array(arbitraryOIDFilter(), { minLength: 0, maxLength: 4 }) },
    { noNullPrototype: true },
  );
}

/** Any PostHandshakeAuth. */
export function arbitraryPostHandshakeAuth(): fc.Arbitrary<PostHandshakeAuth> {
  return fc.constant<PostHandshakeAuth>({});
}

/** Any NamedGroupList. */
export function arbitraryNamedGroupList(): fc.Arbitrary<NamedGroupList> {
  return fc.record(
    {
      namedGroupList: fc.array(
        fc.oneof(
          fc.constantFrom(23, 24, 25, 29, 30, 256, 257, 258, 259, 260, 4588),
          fc.integer({ min: 0, max: 65535 }),
        ),
        { minLength: 1, maxLength: 5 },
      ),
    },
    { noNullPrototype: true },
  );
}

/** Any KeyShareEntry. */
export function arbitraryKeyShareEntry(): fc.Arbitrary<KeyShareEntry> {
  return fc.record(
    {
      group: fc.oneof(
        fc.constantFrom(23, 24, 25, 29, 30, 256, 257, 258, 259, 260, 4588),
        fc.integer({ min: 0, max: 65535 }),
      ),
      keyExchange: fc.uint8Array({ minLength: 1, maxLength: 49 }),
    },
    { noNullPrototype: true },
  );
}

/** Any KeyShareClientHello. */
export function arbitraryKeyShareClientHello(): fc.Arbitrary<KeyShareClientHello> {
  return fc.record(
    { clientShares: fc.array(arbitraryKeyShareEntry(), { minLength: 0, maxLength: 4 }) },
    { noNullPrototype: true },
  );
}

/** Any KeyShareHelloRetryRequest. */
export function arbitraryKeyShareHelloRetryRequest(): fc.Arbitrary<KeyShareHelloRetryRequest> {
  return fc.record(
    {
      selectedGroup: fc.oneof(
        fc.constantFrom(23, 24, 25, 29, 30, 256, 257, 258, 259, 260, 4588),
        fc.integer({ min: 0, max: 65535 }),
      ),
    },
    { noNullPrototype: true },
  );
}

/** Any KeyShareServerHello. */
export function arbitraryKeyShareServerHello(): fc.Arbitrary<KeyShareServerHello> {
  return fc.record({ serverShare: arbitraryKeyShareEntry() }, { noNullPrototype: true });
}

/** Any PskKeyExchangeModes. */
export function arbitraryPskKeyExchangeModes(): fc.Arbitrary<PskKeyExchangeModes> {
  return fc.record(
    {
      keModes: fc.array(fc.oneof(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 255 })), {
        minLength: 1,
        maxLength: 5,
      }),
    },
    { noNullPrototype: true },
  );
}

/** Any EarlyDataIndicationNewSessionTicket. */
export function arbitraryEarlyDataIndicationNewSessionTicket(): fc.Arbitrary<EarlyDataIndicationNewSessionTicket> {
  return fc.record(
    { maxEarlyDataSize: fc.integer({ min: 0, max: 4294967295 }) },
    { noNullPrototype: true },
  );
}

/** Any PskIdentity. */
export function arbitraryPskIdentity(): fc.Arbitrary<PskIdentity> {
  return fc.record(
    {
      identity: fc.uint8Array({ minLength: 1, maxLength: 49 }),
      obfuscatedTicketAge: fc.integer({ min: 0, max: 4294967295 }),
    },
    { noNullPrototype: true },
  );
}

/** Any OfferedPsks. */
export function arbitraryOfferedPsks(): fc.Arbitrary<OfferedPsks> {
  return fc.record(
    {
      identities: fc.array(arbitraryPskIdentity(), { minLength: 1, maxLength: 5 }),
      binders: fc.array(fc.uint8Array({ minLength: 32, maxLength: 80 }), {
        minLength: 1,
        maxLength: 5,
      }),
    },
    { noNullPrototype: true },
  );
}

/** Any PreSharedKeyServerHello. */
export function arbitraryPreSharedKeyServerHello(): fc.Arbitrary<PreSharedKeyServerHello> {
  return fc.record(
    { selectedIdentity: fc.integer({ min: 0, max: 65535 }) },
    { noNullPrototype: true },
  );
}

/** Any ServerName. */
export function arbitraryServerName(): fc.Arbitrary<ServerName> {
  return fc.oneof(
    fc.record(
      {
        nameType: fc.constant(NameType.host_name),
        hostName: fc.uint8Array({ minLength: 1, maxLength: 49 }),
      },
      { noNullPrototype: true },
    ),
    fc.record(
      {
        nameType: fc.integer({ min: 0, max: 255 }).filter((code) => code !== NameType.host_name),
        otherName: fc.uint8Array({ minLength: 0, maxLength: 48 }),
      },
      { noNullPrototype: true },
    ),
  );
}

/** Any ServerNameList. */
export function arbitraryServerNameList(): fc.Arbitrary<ServerNameList> {
  return fc.record(
    { serverNameList: fc.array(arbitraryServerName(), { minLength: 1, maxLength: 5 }) },
    { noNullPrototype: true },
  );
}

/** Any OCSPStatusRequest. */
export function arbitraryOCSPStatusRequest(): fc.Arbitrary<OCSPStatusRequest> {
  return fc.record(
    {
      responderIdList: fc.array(fc.uint8Array({ minLength: 1, maxLength: 49 }), {
        minLength: 0,
        maxLength: 4,
      }),
      requestExtensions: fc.uint8Array({ minLength: 0, maxLength: 48 }),
    },
    { noNullPrototype: true },
  );
}

/** Any CertificateStatusRequest. */
export function arbitraryCertificateStatusRequest(): fc.Arbitrary<CertificateStatusRequest> {
  return fc.oneof(
    fc.record(
      {
        statusType: fc.constant(CertificateStatusType.ocsp),
        ocspStatusRequest: arbitraryOCSPStatusRequest(),
      },
      { noNullPrototype: true },
    ),
    fc.record(
      {
        statusType: fc
          .integer({ min: 0, max: 255 })
          .filter((code) => code !== CertificateStatusType.ocsp),
        otherRequest: fc.uint8Array({ minLength: 0, maxLength: 48 }),
      },
      { noNullPrototype: true },
    ),
  );
}

/** Any CertificateStatus. */
export function arbitraryCertificateStatus(): fc.Arbitrary<CertificateStatus> {
  return fc.oneof(
    fc.record(
      {
        statusType: fc.constant(CertificateStatusType.ocsp),
        ocspResponse: fc.uint8Array({ minLength: 1, maxLength: 49 }),
      },
      { noNullPrototype: true },
    ),
  );
}

/** Any ProtocolNameList. */
export function arbitraryProtocolNameList(): fc.Arbitrary<ProtocolNameList> {
  return fc.record(
    {
      protocolNameList: fc.array(fc.uint8Array({ minLength: 1, maxLength: 49 }), {
        minLength: 1,
        maxLength: 5,
      }),
    },
    { noNullPrototype: true },
  );
}

/** Any RecordSizeLimit. */
export function arbitraryRecordSizeLimit(): fc.Arbitrary<RecordSizeLimit> {
  return fc.record(
    { recordSizeLimit: fc.integer({ min: 0, max: 65535 }) },
    { noNullPrototype: true },
  );
}

/** Any HelloRequest. */
export function arbitraryHelloRequest(): fc.Arbitrary<HelloRequest> {
  return fc.constant<HelloRequest>({});
}

/** Any Tls12Certificate. */
export function arbitraryTls12Certificate(): fc.Arbitrary<Tls12Certificate> {
  return fc.record(
    {
      certificateList: fc.array(fc.uint8Array({ minLength: 1, maxLength: 49 }), {
        minLength: 0,
        maxLength: 4,
      }),
    },
    { noNullPrototype: true },
  );
}

/** Any ServerECDHParams. */
export function arbitraryServerECDHParams(): fc.Arbitrary<ServerECDHParams> {
  return fc.record(
    {
      curveType: fc.oneof(fc.constantFrom(1, 2, 3), fc.integer({ min: 0, max: 255 })),
      namedcurve: fc.oneof(
        fc.constantFrom(23, 24, 25, 29, 30, 256, 257, 258, 259, 260, 4588),
        fc.integer({ min: 0, max: 65535 }),
      ),
      publicKey: fc.uint8Array({ minLength: 1, maxLength: 49 }),
    },
    { noNullPrototype: true },
  );
}

/** Any ServerKeyExchange. */
export function arbitraryServerKeyExchange(): fc.Arbitrary<ServerKeyExchange> {
  return fc.record(
    {
      params: arbitraryServerECDHParams(),
      algorithm: fc.oneof(
        fc.constantFrom(
          1025,
          1281,
          1537,
          1027,
          1283,
          1539,
          2052,
          2053,
          2054,
          2055,
          2056,
          2057,
          2058,
          2059,
          513,
          515,
        ),
        fc.integer({ min: 0, max: 65535 }),
      ),
      signature: fc.uint8Array({ minLength: 0, maxLength: 48 }),
    },
    { noNullPrototype: true },
  );
}

/** Any Tls12CertificateRequest. */
export function arbitraryTls12CertificateRequest(): fc.Arbitrary<Tls12CertificateRequest> {
  return fc.record(
    {
      certificateTypes: fc.array(
        fc.oneof(
          fc.constantFrom(1, 2, 3, 4, 5, 6, 20, 64, 65, 66),
          fc.integer({ min: 0, max: 255 }),
        ),
        { minLength: 1, maxLength: 5 },
      ),
      supportedSignatureAlgorithms: fc.array(
        fc.oneof(
          fc.constantFrom(
            1025,
            1281,
            1537,
            1027,
            1283,
            1539,
            2052,
            2053,
            2054,
            2055,
            2056,
            2057,
            2058,
            2059,
            513,
            515,
          ),
          fc.integer({ min: 0, max: 65535 }),
        ),
        { minLength: 1, maxLength: 5 },
      ),
      certificateAuthorities: fc.array(fc.uint8Array({ minLength: 1, maxLength: 49 }), {
        minLength: 0,
        maxLength: 4,
      }),
    },
    { noNullPrototype: true },
  );
}

/** Any ServerHelloDone. */
export function arbitraryServerHelloDone(): fc.Arbitrary<ServerHelloDone> {
  return fc.constant<ServerHelloDone>({});
}

/** Any ClientKeyExchange. */
export function arbitraryClientKeyExchange(): fc.Arbitrary<ClientKeyExchange> {
  return fc.record(
    { ecdhYc: fc.uint8Array({ minLength: 1, maxLength: 49 }) },
    { noNullPrototype: true },
  );
}

/** Any EncryptedPreMasterSecret. */
export function arbitraryEncryptedPreMasterSecret(): fc.Arbitrary<EncryptedPreMasterSecret> {
  return fc.record(
    { encryptedPreMasterSecret: fc.uint8Array({ minLength: 0, maxLength: 48 }) },
    { noNullPrototype: true },
  );
}

/** Any ECPointFormatList. */
export function arbitraryECPointFormatList(): fc.Arbitrary<ECPointFormatList> {
  return fc.record(
    {
      ecPointFormatList: fc.array(
        fc.oneof(fc.constantFrom(0, 1, 2), fc.integer({ min: 0, max: 255 })),
        { minLength: 1, maxLength: 5 },
      ),
    },
    { noNullPrototype: true },
  );
}

/** Any RenegotiationInfo. */
export function arbitraryRenegotiationInfo(): fc.Arbitrary<RenegotiationInfo> {
  return fc.record(
    { renegotiatedConnection: fc.uint8Array({ minLength: 0, maxLength: 48 }) },
    { noNullPrototype: true },
  );
}

/** Any Extension. */
export function arbitraryExtension(): fc.Arbitrary<Extension> {
  return fc.record(
    {
      extensionType: fc.integer({ min: 0, max: 65535 }),
      extensionData: fc.uint8Array({ minLength: 0, maxLength: 48 }),
    },
    { noNullPrototype: true },
  );
}

/** Any ClientHello. */
export function arbitraryClientHello(): fc.Arbitrary<ClientHello> {
  return fc.record(
    {
      legacyVersion: fc.oneof(
        fc.constantFrom(768, 769, 770, 771, 772),
        fc.integer({ min: 0, max: 65535 }),
      ),
      random: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      legacySessionId: fc.uint8Array({ minLength: 0, maxLength: 32 }),
      cipherSuites: fc.array(
        fc.oneof(
          fc.constantFrom(
            255,
            4865,
            4866,
            4867,
            4868,
            4869,
            22016,
            49195,
            49196,
            49199,
            49200,
            52392,
            52393,
          ),
          fc.integer({ min: 0, max: 65535 }),
        ),
        { minLength: 1, maxLength: 5 },
      ),
      legacyCompressionMethods: fc.uint8Array({ minLength: 1, maxLength: 49 }),
      extensions: fc.option(fc.array(arbitraryExtension(), { minLength: 0, maxLength: 4 }), {
        nil: undefined,
      }),
    },
    { noNullPrototype: true },
  );
}

/** Any ServerHello. */
export function arbitraryServerHello(): fc.Arbitrary<ServerHello> {
  return fc.record(
    {
      legacyVersion: fc.oneof(
        fc.constantFrom(768, 769, 770, 771, 772),
        fc.integer({ min: 0, max: 65535 }),
      ),
      random: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      legacySessionIdEcho: fc.uint8Array({ minLength: 0, maxLength: 32 }),
      cipherSuite: fc.oneof(
        fc.constantFrom(
          255,
          4865,
          4866,
          4867,
          4868,
          4869,
          22016,
          49195,
          49196,
          49199,
          49200,
          52392,
          52393,
        ),
        fc.integer({ min: 0, max: 65535 }),
      ),
      legacyCompressionMethod: fc.integer({ min: 0, max: 255 }),
      extensions: fc.option(fc.array(arbitraryExtension(), { minLength: 0, maxLength: 4 }), {
        nil: undefined,
      }),
    },
    { noNullPrototype: true },
  );
}

/** Any EncryptedExtensions. */
export function arbitraryEncryptedExtensions(): fc.Arbitrary<EncryptedExtensions> {
  return fc.record(
    { extensions: fc.array(arbitraryExtension(), { minLength: 0, maxLength: 4 }) },
    { noNullPrototype: true },
  );
}

/** Any CertificateRequest. */
export function arbitraryCertificateRequest(): fc.Arbitrary<CertificateRequest> {
  return fc.record(
    {
      certificateRequestContext: fc.uint8Array({ minLength: 0, maxLength: 48 }),
      extensions: fc.array(arbitraryExtension(), { minLength: 0, maxLength: 4 }),
    },
    { noNullPrototype: true },
  );
}

/** Any CertificateEntry. */
export function arbitraryCertificateEntry(): fc.Arbitrary<CertificateEntry> {
  return fc.record(
    {
      certData: fc.uint8Array({ minLength: 1, maxLength: 49 }),
      extensions: fc.array(arbitraryExtension(), { minLength: 0, maxLength: 4 }),
    },
    { noNullPrototype: true },
  );
}

/** Any Certificate. */
export function arbitraryCertificate(): fc.Arbitrary<Certificate> {
  return fc.record(
    {
      certificateRequestContext: fc.uint8Array({ minLength: 0, maxLength: 48 }),
      certificateList: fc.array(arbitraryCertificateEntry(), { minLength: 0, maxLength: 4 }),
    },
    { noNullPrototype: true },
  );
}

/** Any CertificateVerify. */
export function arbitraryCertificateVerify(): fc.Arbitrary<CertificateVerify> {
  return fc.record(
    {
      algorithm: fc.oneof(
        fc.constantFrom(
          1025,
          1281,
          1537,
          1027,
          1283,
          1539,
          2052,
          2053,
          2054,
          2055,
          2056,
          2057,
          2058,
          2059,
          513,
          515,
        ),
        fc.integer({ min: 0, max: 65535 }),
      ),
      signature: fc.uint8Array({ minLength: 0, maxLength: 48 }),
    },
    { noNullPrototype: true },
  );
}

/** Any Finished. */
export function arbitraryFinished(): fc.Arbitrary<Finished> {
  return fc.record(
    { verifyData: fc.uint8Array({ minLength: 0, maxLength: 48 }) },
    { noNullPrototype: true },
  );
}

/** Any EndOfEarlyData. */
export function arbitraryEndOfEarlyData(): fc.Arbitrary<EndOfEarlyData> {
  return fc.constant<EndOfEarlyData>({});
}

/** Any NewSessionTicket. */
export function arbitraryNewSessionTicket(): fc.Arbitrary<NewSessionTicket> {
  return fc.record(
    {
      ticketLifetime: fc.integer({ min: 0, max: 4294967295 }),
      ticketAgeAdd: fc.integer({ min: 0, max: 4294967295 }),
      ticketNonce: fc.uint8Array({ minLength: 0, maxLength: 48 }),
      ticket: fc.uint8Array({ minLength: 1, maxLength: 49 }),
      extensions: fc.array(arbitraryExtension(), { minLength: 0, maxLength: 4 }),
    },
    { noNullPrototype: true },
  );
}

/** Any KeyUpdate. */
export function arbitraryKeyUpdate(): fc.Arbitrary<KeyUpdate> {
  return fc.record(
    { requestUpdate: fc.oneof(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 255 })) },
    { noNullPrototype: true },
  );
}

/** Any HkdfLabel. */
export function arbitraryHkdfLabel(): fc.Arbitrary<HkdfLabel> {
  return fc.record(
    {
      length: fc.integer({ min: 0, max: 65535 }),
      label: fc.uint8Array({ minLength: 7, maxLength: 55 }),
      context: fc.uint8Array({ minLength: 0, maxLength: 48 }),
    },
    { noNullPrototype: true },
  );
}
