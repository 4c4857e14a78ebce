/** The messages of a puppet by the RFC's names, with field names left open. */
import {
  decodeCertificate,
  decodeCertificateRequest,
  decodeCertificateStatus,
  decodeCertificateVerify,
  decodeClientHello,
  decodeClientKeyExchange,
  decodeEncryptedExtensions,
  decodeFinished,
  decodeKeyUpdate,
  decodeNewSessionTicket,
  decodeServerHello,
  decodeServerHelloDone,
  decodeServerKeyExchange,
  decodeTls12Certificate,
  decodeTls12CertificateRequest,
  encodeCertificate,
  encodeCertificateRequest,
  encodeCertificateStatus,
  encodeCertificateVerify,
  encodeClientHello,
  encodeClientKeyExchange,
  encodeEncryptedExtensions,
  encodeFinished,
  encodeKeyUpdate,
  encodeNewSessionTicket,
  encodeServerHello,
  encodeServerHelloDone,
  encodeServerKeyExchange,
  encodeTls12Certificate,
  encodeTls12CertificateRequest,
  HandshakeType,
  type ServerECDHParams,
  type ServerKeyExchange,
} from '../../generated/messages.ts';
import type { ProtocolName } from '../../generated/registries.ts';

/** A decoded message: the generated types with their field names left open. */
export type Fields = Readonly<Record<string, unknown>>;

/** The handshake type of a message. @throws Error for an unknown name */
export function handshakeTypeOf(name: string): number {
  return codecOf(name).type;
}

/** Encodes and decodes one message. */
export interface Codec {
  readonly type: number;
  encode(fields: Fields): Uint8Array;
  decode(body: Uint8Array): Fields;
}

/** The generated codec with its types left open: `Fields` of one message fit only its own. */
function codec<T extends object>(
  type: number,
  encode: (value: T) => Uint8Array,
  decode: (body: Uint8Array) => T,
): Codec {
  return {
    type,
    encode: (fields) => encode(fields as T),
    decode: (body) => decode(body) as Fields,
  };
}

/** A message whose body is only bytes. */
function opaqueCodec(type: number): Codec {
  return { type, encode: () => new Uint8Array(0), decode: (body) => ({ body }) };
}

/** @throws Error for an unknown name */
export function codecOf(name: string, version: ProtocolName = 'TLSv1.3'): Codec {
  const found = (version === 'TLSv1.2' ? tls12Codecs[name] : undefined) ?? codecs[name];
  if (found === undefined) throw new Error(`'${name}' is not the name of a message`);
  return found;
}

const serverHello = codec(HandshakeType.serverHello, encodeServerHello, decodeServerHello);

const codecs: Readonly<Record<string, Codec>> = {
  ClientHello: codec(HandshakeType.clientHello, encodeClientHello, decodeClientHello),
  ServerHello: serverHello,
  HelloRetryRequest: serverHello,
  EncryptedExtensions: codec(
    HandshakeType.encryptedExtensions,
    encodeEncryptedExtensions,
    decodeEncryptedExtensions,
  ),
  CertificateRequest: codec(
    HandshakeType.certificateRequest,
    encodeCertificateRequest,
    decodeCertificateRequest,
  ),
  Certificate: codec(HandshakeType.certificate, encodeCertificate, decodeCertificate),
  CertificateVerify: codec(
    HandshakeType.certificateVerify,
    encodeCertificateVerify,
    decodeCertificateVerify,
  ),
  Finished: codec(HandshakeType.finished, encodeFinished, decodeFinished),
  NewSessionTicket: codec(
    HandshakeType.newSessionTicket,
    encodeNewSessionTicket,
    decodeNewSessionTicket,
  ),
  KeyUpdate: codec(HandshakeType.keyUpdate, encodeKeyUpdate, decodeKeyUpdate),
  EndOfEarlyData: opaqueCodec(HandshakeType.endOfEarlyData),
  // Only TLS 1.2 has these.
  HelloRequest: opaqueCodec(HandshakeType.helloRequest),
  CertificateStatus: codec(
    HandshakeType.certificateStatus,
    encodeCertificateStatus,
    decodeCertificateStatus,
  ),
  ServerKeyExchange: codec(
    HandshakeType.serverKeyExchange,
    (value: FlatKeyExchange) => encodeServerKeyExchange({ ...value, params: value }),
    (body): FlatKeyExchange => {
      const { params, ...rest } = decodeServerKeyExchange(body);
      return { ...params, ...rest };
    },
  ),
  ServerHelloDone: codec(
    HandshakeType.serverHelloDone,
    encodeServerHelloDone,
    decodeServerHelloDone,
  ),
  ClientKeyExchange: codec(
    HandshakeType.clientKeyExchange,
    encodeClientKeyExchange,
    decodeClientKeyExchange,
  ),
  // Any type: `Handshake(type = 77)`.
  Handshake: opaqueCodec(77),
};

/** With its parameters beside the signature, so that changes can name them. */
type FlatKeyExchange = ServerECDHParams & Omit<ServerKeyExchange, 'params'>;

/** What TLS 1.2 has under the same name. */
const tls12Codecs: Readonly<Record<string, Codec>> = {
  Certificate: codec(HandshakeType.certificate, encodeTls12Certificate, decodeTls12Certificate),
  CertificateRequest: codec(
    HandshakeType.certificateRequest,
    encodeTls12CertificateRequest,
    decodeTls12CertificateRequest,
  ),
};
