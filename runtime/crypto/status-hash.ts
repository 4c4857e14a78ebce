/**
 * The hashes by which OCSP names issuers and responders (RFC 6960 4.1.1, 4.2.1). SHA-1 is among
 * them, as it is what responders understand: it only names, and proves nothing. That is why it is
 * here and not in a provider, where it could be asked for anything else.
 */
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import type { StatusHash } from '../x509/cert-id.ts';

/** For `RevocationInput.hash`. */
export const statusHash: StatusHash = (name, data) => hashes[name](data);

const hashes = { sha1, sha256, sha384, sha512 } as const;
