/** Bytes put together by hand, as far from our own encoders as can be. */

/** A byte, Latin-1 text, or bytes. */
export type Part = number | string | Uint8Array;

/** Parts one after the other. */
export function bytes(...parts: readonly Part[]): Buffer {
  return Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'number') return Buffer.of(part);
      return typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
    }),
  );
}

/** A vector of the presentation language: its length in so many bytes, and its content. */
export function vector(lengthBytes: number, ...parts: readonly Part[]): Buffer {
  const content = bytes(...parts);
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntBE(content.length, 0, lengthBytes);
  return bytes(length, content);
}

/** A TLSPlaintext record. */
export function record(type: number, ...content: readonly Part[]): Buffer {
  return bytes(type, 3, 3, vector(2, ...content));
}

/** A handshake message. */
export function handshake(type: number, ...body: readonly Part[]): Buffer {
  return bytes(type, vector(3, ...body));
}

/** A fatal alert as the record that a peer without keys gets. */
export function fatalAlert(description: number): Buffer {
  return bytes(0x15, 3, 3, 0, 2, 2, description);
}

/** An extension. */
export function extension(type: number, ...body: readonly Part[]): Buffer {
  return bytes(type >> 8, type & 0xff, vector(2, ...body));
}

/** TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, which every TLS 1.2 client has. */
const tls12Suite = bytes(0xc0, 0x2b);

/** A ClientHello in its record, as clients of old versions send it. */
export function oldClientHello(
  version: readonly [major: number, minor: number],
  ...extensions: readonly Uint8Array[]
): Buffer {
  const block = extensions.length === 0 ? [] : [vector(2, ...extensions)];
  const random = Buffer.alloc(32, 0x11);
  const body = [...version, random, vector(1), vector(2, tls12Suite), vector(1, 0), ...block];
  return record(22, handshake(1, ...body));
}

/** A ServerHello in its record, as servers of old versions send it. */
export function oldServerHello(version: readonly [major: number, minor: number]): Buffer {
  const random = Buffer.alloc(32, 0x22);
  return record(22, handshake(2, ...version, random, vector(1), tls12Suite, 0));
}

/** What a client said that spoke SSLv2 to find out who is there. */
export function sslV2ClientHello(): Buffer {
  const cipherSpecs = bytes(0, 0, 0x2f, 0, 0, 0x35);
  const challenge = Buffer.alloc(16, 0x33);
  const lengths = bytes(0, cipherSpecs.length, 0, 0, 0, challenge.length);
  const content = bytes(1, 3, 1, lengths, cipherSpecs, challenge);
  return bytes(0x80, content.length, content);
}

/** Bytes that look random and follow from a seed. */
export function garbage(length: number, seed: number): Buffer {
  const made = Buffer.alloc(length);
  let value = (seed + 1) * 2_654_435_761;
  for (let at = 0; at < length; at++) {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
    made[at] = value >>> 24;
  }
  return made;
}
