/**
 * Records with AES-CBC and HMAC (RFC 5246 6.2.3.2, RFC 7366 3) by node:crypto, apart from the engine's:
 * with each length of padding, and with each fault that a record can have.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

export interface CbcSuite {
  readonly hash: 'sha1' | 'sha256' | 'sha384';
  readonly key: Uint8Array;
  readonly macKey: Uint8Array;
  readonly encryptsThenMacs: boolean;
}

/** What is put in a record in place of what belongs there. */
export interface Oddity {
  /** Bytes of padding before its length; default: as few as fill the block. */
  readonly padding?: number;
  /** Changes content, MAC and padding before they are encrypted. */
  readonly spoil?: (blocks: Buffer) => void;
}

const iv = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');

/** The body of the record with this number. */
export function cbcRecord(
  suite: CbcSuite,
  { number, type, content }: { number: number; type: number; content: Uint8Array },
  { padding = fewest(suite, content.length), spoil }: Oddity = {},
): Uint8Array {
  const inner = suite.encryptsThenMacs
    ? Buffer.from(content)
    : Buffer.concat([content, macOf(suite, number, type, content)]);
  const blocks = Buffer.concat([inner, Buffer.alloc(padding + 1, padding)]);
  spoil?.(blocks);
  const cipher = createCipheriv(`aes-${8 * suite.key.length}-cbc`, suite.key, iv);
  cipher.setAutoPadding(false);
  const sealed = Buffer.concat([iv, cipher.update(blocks), cipher.final()]);
  return new Uint8Array(
    suite.encryptsThenMacs ? Buffer.concat([sealed, macOf(suite, number, type, sealed)]) : sealed,
  );
}

/** What is in the body of a record; throws where anything is wrong. */
export function openCbcRecord(
  suite: CbcSuite,
  { number, type, body }: { number: number; type: number; body: Uint8Array },
): Uint8Array {
  const macLength = lengths[suite.hash];
  const end = suite.encryptsThenMacs ? body.length - macLength : body.length;
  const sealed = body.subarray(0, end);
  if (suite.encryptsThenMacs) requireMac(macOf(suite, number, type, sealed), body.subarray(end));
  const decipher = createDecipheriv(
    `aes-${8 * suite.key.length}-cbc`,
    suite.key,
    sealed.subarray(0, 16),
  );
  decipher.setAutoPadding(false);
  const blocks = Buffer.concat([decipher.update(sealed.subarray(16)), decipher.final()]);
  const padding = blocks.at(-1) ?? 0;
  const inner = blocks.subarray(0, blocks.length - 1 - padding);
  if (!blocks.subarray(inner.length).every((byte) => byte === padding)) throw new Error('padding');
  if (suite.encryptsThenMacs) return new Uint8Array(inner);
  const content = inner.subarray(0, inner.length - macLength);
  requireMac(macOf(suite, number, type, content), inner.subarray(content.length));
  return new Uint8Array(content);
}

const lengths = { sha1: 20, sha256: 32, sha384: 48 } as const;

function fewest({ hash, encryptsThenMacs }: CbcSuite, length: number): number {
  return 15 - ((length + (encryptsThenMacs ? 0 : lengths[hash])) % 16);
}

function macOf({ hash, macKey }: CbcSuite, number: number, type: number, content: Uint8Array) {
  const head = Buffer.alloc(13);
  head.writeBigUInt64BE(BigInt(number));
  head.set([type, 3, 3, content.length >> 8, content.length & 0xff], 8);
  return createHmac(hash, macKey).update(head).update(content).digest();
}

function requireMac(expected: Buffer, found: Uint8Array): void {
  if (!expected.equals(found)) throw new Error('MAC');
}
