/**
 * HMAC (RFC 2104) of a message whose length is a secret, as MAC-then-encrypt needs it (Lucky 13,
 * https://www.isg.rhul.ac.uk/tls/TLStiming.pdf): which bytes of a record are content and which are
 * padding must not show in the time. As many blocks are compressed as the longest message would
 * need; the state after the last block of the real one is picked by masks.
 */
import type { Compressor, HashBlocks } from '../crypto/legacy-library.ts';
import { choose, isEqual, isLess } from './masks.ts';

/** The message is `head`, whose bytes may be secret, and the first `length` bytes of `data`. */
export interface SecretLengthMessage {
  readonly head: Uint8Array;
  readonly data: Uint8Array;
  /** Secret, from `minLength` to `maxLength`, which are not. */
  readonly length: number;
  readonly minLength: number;
  readonly maxLength: number;
}

/** @param key not longer than a block */
export function secretLengthHmac(
  hash: HashBlocks,
  key: Uint8Array,
  message: SecretLengthMessage,
): Uint8Array {
  const inner = begun(hash, key, INNER_PAD);
  const digest = finishedState(hash, inner, message);
  return outerHash(hash, begun(hash, key, OUTER_PAD), digest);
}

const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/** The hash after the key, which is one block. */
function begun(hash: HashBlocks, key: Uint8Array, pad: number): Compressor {
  const block = new Uint8Array(hash.blockLength).fill(pad);
  for (const [i, byte] of key.entries()) block[i] = byte ^ pad;
  const compressor = hash.begin();
  compressor.compress(viewOf(block), 0);
  block.fill(0);
  return compressor;
}

/** The state after the message and its own padding (FIPS 180-4 5.1). */
function finishedState(
  hash: HashBlocks,
  compressor: Compressor,
  message: SecretLengthMessage,
): Int32Array {
  const lastBlock = lastBlockOf(hash, message, message.length);
  const blockCount = lastBlockOf(hash, message, message.maxLength) + 1;
  const block = new Uint8Array(hash.blockLength);
  const view = viewOf(block);
  const state = new Int32Array(compressor.words().length);
  for (let index = 0; index < blockCount; index++) {
    const isLast = isEqual(index, lastBlock);
    fillBlock(block, index, message);
    addLength(block, isLast, hash.blockLength + message.head.length + message.length);
    compressor.compress(view, 0);
    const words = compressor.words();
    for (let i = 0; i < state.length; i++) state[i] = choose(isLast, words[i] ?? 0, state[i] ?? 0);
  }
  block.fill(0);
  return state;
}

/** In which block a message of this length ends, with the byte 0x80 and its length behind it. */
function lastBlockOf(
  { blockLength, lengthLength }: HashBlocks,
  { head }: SecretLengthMessage,
  length: number,
): number {
  // A shift, as a division would take a time of its own: 31 - clz32 is the logarithm.
  return (head.length + length + lengthLength) >> (31 - Math.clz32(blockLength));
}

/** The bytes of one block without the length; all places are public, what is in them is not. */
function fillBlock(
  block: Uint8Array,
  index: number,
  { head, data, length, minLength, maxLength }: SecretLengthMessage,
): void {
  const start = index * block.length - head.length;
  if (start >= 0 && start + block.length <= minLength) {
    block.set(data.subarray(start, start + block.length));
    return;
  }
  for (let i = 0; i < block.length; i++) {
    const at = start + i;
    if (at < 0) {
      block[i] = head[at + head.length] ?? 0;
      continue;
    }
    const byte = at < maxLength ? (data[at] ?? 0) : 0;
    block[i] = (byte & isLess(at, length)) | (0x80 & isEqual(at, length));
  }
}

/** The number of bits stands at the end of the last block, and nowhere else. */
function addLength(block: Uint8Array, isLast: number, bytes: number): void {
  const bits = 8 * bytes;
  for (let i = 1; i <= 4; i++) {
    const at = block.length - i;
    block[at] = (block[at] ?? 0) | ((bits >>> (8 * (i - 1))) & 0xff & isLast);
  }
}

/** The key's block has been taken in; the inner hash and the padding fit into one more. */
function outerHash(hash: HashBlocks, compressor: Compressor, inner: Int32Array): Uint8Array {
  const block = new Uint8Array(hash.blockLength);
  block.set(bytesOf(inner, hash.outputLength));
  block[hash.outputLength] = 0x80;
  addLength(block, ALWAYS, hash.blockLength + hash.outputLength);
  compressor.compress(viewOf(block), 0);
  return bytesOf(compressor.words(), hash.outputLength);
}

const ALWAYS = -1;

function bytesOf(words: ArrayLike<number>, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = (words[i >> 2] ?? 0) >>> (24 - 8 * (i & 3));
  return bytes;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
