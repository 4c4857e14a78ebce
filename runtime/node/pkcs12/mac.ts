/**
 * The MAC of a key store: whoever has made it knew the passphrase. By PKCS#12's own derivation
 * (RFC 7292 4), or by PBMAC1 (RFC 9579).
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type DerReader, tags } from '../../x509/der.ts';
import { readDigest, readHmac, readPbkdf2 } from './decrypt.ts';
import { type Digest, type KeyDerivation, uses } from './derive.ts';

/** MacData, read. */
export interface StoreMac {
  /** @param content what stands under the MAC */
  verify(content: Uint8Array, derivation: KeyDerivation): boolean;
}

/** Reads MacData. @throws Error for an algorithm that is not known; CertificateError */
export function readMac(reader: DerReader): StoreMac {
  const mac = reader.enter(tags.sequence);
  const digestInfo = mac.enter(tags.sequence);
  const makeKey = isPbmac1(digestInfo) ? readPbmac1(digestInfo) : readOldMac(digestInfo);
  const expected = digestInfo.contents(tags.octetString);
  digestInfo.finish();
  const salt = mac.contents(tags.octetString);
  const iterations = mac.isAtEnd ? 1 : mac.smallInteger();
  mac.finish();
  return {
    verify: (content, derivation) => {
      const { digest, key } = makeKey(derivation, { salt, iterations });
      const found = createHmac(digest, key).update(content).digest();
      return found.length === expected.length && timingSafeEqual(found, expected);
    },
  };
}

type MakeKey = (
  derivation: KeyDerivation,
  stretching: { readonly salt: Uint8Array; readonly iterations: number },
) => { readonly digest: Digest; readonly key: Uint8Array };

function readOldMac(digestInfo: DerReader): MakeKey {
  const digest = readDigest(digestInfo);
  return (derivation, stretching) => {
    const length = digestLengths[digest];
    return { digest, key: derivation.pkcs12(uses.mac, digest, stretching, length) };
  };
}

function isPbmac1(digestInfo: DerReader): boolean {
  const algorithm = digestInfo.fork().enter(tags.sequence);
  return algorithm.objectIdentifier() === '1.2.840.113549.1.5.14';
}

/** RFC 9579 4: salt and iterations stand in its parameters; those of MacData mean nothing. */
function readPbmac1(digestInfo: DerReader): MakeKey {
  const algorithm = digestInfo.enter(tags.sequence);
  algorithm.skipObjectIdentifier();
  const parameters = algorithm.enter(tags.sequence);
  algorithm.finish();
  const { digest: prf, keyLength, ...stretching } = readPbkdf2(parameters);
  const digest = readHmac(parameters);
  parameters.finish();
  // RFC 9579 4: without it two implementations would derive two keys; a short one proves little.
  if (keyLength === undefined) throw new Error('has a MAC that does not say how long its key is');
  if (keyLength < 20 || keyLength > 64)
    throw new Error(`has a MAC with a key of ${keyLength} bytes`);
  return (derivation) => ({ digest, key: derivation.pbkdf2(prf, stretching, keyLength) });
}

const digestLengths: Readonly<Record<Digest, number>> = {
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};
