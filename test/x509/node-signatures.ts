/** Signatures by node:crypto, which shares no code with what the project ships. */
import { constants, createPublicKey, type VerifyKeyObjectInput, verify } from 'node:crypto';
import type { VerifySignature } from '../../runtime/x509/signatures.ts';

/** Hash and padding of each SignatureScheme that a certificate may be signed with. */
const schemes: Readonly<Record<number, readonly [hash: string | null, isPss?: boolean]>> = {
  1027: ['sha256'],
  1283: ['sha384'],
  1539: ['sha512'],
  1025: ['sha256'],
  1281: ['sha384'],
  1537: ['sha512'],
  2052: ['sha256', true],
  2053: ['sha384', true],
  2054: ['sha512', true],
  2055: [null],
};

export const nodeSchemes: readonly number[] = Object.keys(schemes).map(Number);

/** A key that node cannot read (a point that is not on the curve) verifies nothing. */
export const verifyWithNode: VerifySignature = (
  scheme,
  subjectPublicKeyInfo,
  message,
  signature,
) => {
  const entry = schemes[scheme];
  if (entry === undefined) throw new RangeError(`scheme 0x${scheme.toString(16)} was not offered`);
  const [hash, isPss = false] = entry;
  try {
    const key = createPublicKey({
      key: Buffer.from(subjectPublicKeyInfo),
      format: 'der',
      type: 'spki',
    });
    const pss: Partial<VerifyKeyObjectInput> = {
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    };
    return verify(hash, message, { key, ...(isPss ? pss : {}) }, signature);
  } catch {
    return false;
  }
};
