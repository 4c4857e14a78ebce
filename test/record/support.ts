/** Records made by hand, keys from a number, and the sequence that a reader gives. */
import { cipherSuites } from '../../generated/registries.ts';
import { hexOf } from '../../runtime/bytes.ts';
import { Secret } from '../../runtime/codegen/secret.ts';
import { nobleProvider } from '../../runtime/crypto/noble.ts';
import { ContentType } from '../../runtime/record/content-type.ts';
import { defaultRecordLimits } from '../../runtime/record/limits.ts';
import { deriveRecordKeys, type RecordKeys } from '../../runtime/record/protection.ts';
import { type Incoming, RecordReader } from '../../runtime/record/reader.ts';

export const { changeCipherSpec, alert, handshake, applicationData } = ContentType;

/** A new reader with the usual limits. */
export function newReader(): RecordReader {
  return new RecordReader(defaultRecordLimits);
}

/** Keys that are the same for the same number: a test needs them twice, to seal and to open. */
export function keysOf(seed: number): RecordKeys {
  const secret = new Secret(new Uint8Array(32).fill(seed));
  return deriveRecordKeys(nobleProvider, cipherSuites.TLS_AES_128_GCM_SHA256, secret);
}

/** A record in the clear: header and content, whatever they are. */
export function record(type: number, content: Uint8Array, version = 0x0303): Uint8Array {
  return Uint8Array.of(
    type,
    version >> 8,
    version & 0xff,
    content.length >> 8,
    content.length & 0xff,
    ...content,
  );
}

/** A sealed record around TLSInnerPlaintext, which the caller makes: type and padding included. */
export function sealed(keys: RecordKeys, inner: Uint8Array): Uint8Array {
  const body = new Uint8Array(inner.length + keys.tagLength);
  body.set(inner);
  const whole = record(applicationData, body);
  keys.seal(whole);
  return whole;
}

/** TLSInnerPlaintext. */
export function inner(type: number, content: Uint8Array, padding = 0): Uint8Array {
  return Uint8Array.of(...content, type, ...new Uint8Array(padding));
}

/** A handshake message with a body of `length` bytes. */
export function message(msgType: number, length: number): Uint8Array {
  const body = Uint8Array.from({ length }, (_, i) => (msgType + i) % 256);
  return Uint8Array.of(msgType, length >> 16, (length >> 8) & 0xff, length & 0xff, ...body);
}

/** Everything that the reader gives now. */
export function all(reader: RecordReader): Incoming[] {
  const things: Incoming[] = [];
  for (let thing = reader.next(); thing !== undefined; thing = reader.next()) {
    things.push(thing);
    if ('detail' in thing) break;
  }
  return things;
}

/** One short line a thing, for comparison. */
export function summary(thing: Incoming): string {
  switch (thing.kind) {
    case 'handshake':
      return `handshake ${thing.msgType} ${hexOf(thing.message)} ${thing.aligned ? 'aligned' : 'more'}${thing.tooLarge ? ' tooLarge' : ''}`;
    case 'alert':
      return `alert ${thing.level} ${thing.description}`;
    case 'applicationData':
      return `data ${hexOf(thing.data)}`;
    default:
      return 'detail' in thing ? `${thing.kind}: ${thing.detail}` : thing.kind;
  }
}

/** The kinds of what a reader gives for these bytes. */
export function kindsOf(bytes: Uint8Array, reader = newReader()): string[] {
  reader.push(bytes);
  return all(reader).map((thing) => thing.kind);
}
