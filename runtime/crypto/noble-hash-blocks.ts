/** Hash functions block by block, on noble-hashes: every provider's records are checked with these. */
import { _SHA1 } from '@noble/hashes/legacy.js';
import { _SHA256, _SHA384 } from '@noble/hashes/sha2.js';
import type { Compressor, HashBlocks, MacName } from './legacy-library.ts';

/** FIPS 180-4. What noble keeps for its subclasses is all that is needed. */
export const hashBlocks: Readonly<Record<MacName, HashBlocks>> = {
  sha1: { blockLength: 64, outputLength: 20, lengthLength: 8, begin: () => new Sha1() },
  sha256: { blockLength: 64, outputLength: 32, lengthLength: 8, begin: () => new Sha256() },
  sha384: { blockLength: 128, outputLength: 48, lengthLength: 16, begin: () => new Sha384() },
};

class Sha1 extends _SHA1 implements Compressor {
  compress(blocks: DataView, at: number): void {
    this.process(blocks, at);
  }
  words(): readonly number[] {
    return this.get();
  }
}

class Sha256 extends _SHA256 implements Compressor {
  compress(blocks: DataView, at: number): void {
    this.process(blocks, at);
  }
  words(): readonly number[] {
    return this.get();
  }
}

class Sha384 extends _SHA384 implements Compressor {
  compress(blocks: DataView, at: number): void {
    this.process(blocks, at);
  }
  words(): readonly number[] {
    return this.get();
  }
}
