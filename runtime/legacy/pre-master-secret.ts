/**
 * The secret of static RSA (RFC 5246 7.4.7.1), under the padding of PKCS #1 v1.5 (RFC 8017 7.2), made
 * and taken apart. Whether a client sent a good one must not be found out from what we do
 * (Bleichenbacher's attack and all that came after it): there is no answer yes or no here, only a
 * secret, and without the client's a random one that it cannot know.
 */
import { Secret } from '../codegen/secret.ts';
import type { RandomBytes } from '../crypto/provider.ts';
import { draw } from '../crypto/random.ts';
import { choose, isEqual, isLess } from './masks.ts';

/** Bytes in a pre-master secret: the client's version and 46 random ones. */
const SECRET_LENGTH = 48;
const VERSION_LENGTH = 2;
/** Bytes of padding that are not zero, at least. */
const MIN_PADDING = 8;

/**
 * A secret for a server.
 * @param version client_version of the ClientHello
 */
export function newPreMasterSecret(version: number, random: RandomBytes): Secret {
  const bytes = new Uint8Array(SECRET_LENGTH);
  bytes[0] = version >>> 8;
  bytes[1] = version;
  bytes.set(draw(random, SECRET_LENGTH - VERSION_LENGTH), VERSION_LENGTH);
  return new Secret(bytes);
}

/** The block that is encrypted: 0, 2, padding without zeros, 0, the secret. */
export function paddedSecret(
  secret: Secret,
  modulusLength: number,
  random: RandomBytes,
): Uint8Array {
  const block = new Uint8Array(modulusLength);
  const end = modulusLength - SECRET_LENGTH - 1;
  block[1] = 2;
  for (let at = 2; at < end; at++) block[at] = nonZero(random);
  block.set(secret.bytes, end + 1);
  return block;
}

function nonZero(random: RandomBytes): number {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const [byte = 0] = draw(random, 1);
    if (byte !== 0) return byte;
  }
  throw new Error(`nothing but zeros in ${MAX_TRIES} tries: the random source is broken`);
}

const MAX_TRIES = 64;

/**
 * The client's secret, if the block is one that it made as it should, or else `fallback`; the version
 * is the client's in any case. Overwrites both. No branch and no index depends on what is in the block.
 * @param block what came of the decryption; undefined, or of another length: nothing came of it
 * @param fallback made before the decryption
 */
export function takePreMasterSecret(
  block: Uint8Array | undefined,
  modulusLength: number,
  version: number,
  fallback: Secret,
): Secret {
  const isWhole = isEqual(block?.length ?? 0, modulusLength);
  const bytes = block?.length === modulusLength ? block : new Uint8Array(modulusLength);
  // @req 5246:7.4.7.1:6
  const isGood = isWhole & isPadded(bytes);
  const start = modulusLength - SECRET_LENGTH;
  const secret = new Uint8Array(SECRET_LENGTH);
  const other = fallback.bytes;
  for (let i = 0; i < SECRET_LENGTH; i++) {
    secret[i] = choose(isGood, bytes[start + i] ?? 0, other[i] ?? 0);
  }
  // RFC 5246 7.4.7.1: a wrong version is no error; it is the one that was offered, come what may.
  // @req 5246:7.4.7.1:2
  secret[0] = version >>> 8;
  secret[1] = version;
  bytes.fill(0);
  fallback.wipe();
  return new Secret(secret);
}

/** All places are known, as the secret has one length only: nothing is searched for. */
function isPadded(block: Uint8Array): number {
  const end = block.length - SECRET_LENGTH - 1;
  let isGood = isEqual(block[0] ?? 0, 0) & isEqual(block[1] ?? 0, 2) & isEqual(block[end] ?? 0, 0);
  for (let at = 2; at < end; at++) isGood &= ~isEqual(block[at] ?? 0, 0);
  return isGood & ~isLess(end - 2, MIN_PADDING);
}
