/** The messages of a puppet by the RFC's names, with field names left open. */
import {
  decodeCertificate,
  decodeCertificateRequest,
  decodeCertificateVerify,
  decodeClientHello,
  decodeEncryptedExtensions,
  decodeFinished,
  decodeKeyUpdate,
  decodeNewSessionTicket,
  decodeServerHello,
  encodeCertificate,
  encodeCertificateRequest,
  encodeCertificateVerify,
  encodeClientHello,
  encodeEncryptedExtensions,
  encodeFinished,
  encodeKeyUpdate,
  encodeNewSessionTicket,
  encodeServerHello,
  HandshakeType,
} from '../../generated/messages.ts';

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
export function codecOf(name: string): Codec {
  const found = codecs[name];
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
  // TLS 1.2 had it; in TLS 1.3 it is a type like any other unknown one.
  HelloRequest: opaqueCodec(0),
  // Any type: `Handshake(type = 77)`.
  Handshake: opaqueCodec(77),
};
