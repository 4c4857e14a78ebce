/**
 * Path validation (RFC 5280 6.1) with path building (RFC 4158): from the certificates that a peer
 * sent to a trust anchor. One pure, synchronous function; what it cannot judge is refused.
 *
 * Not here: revocation.
 */
import { type Certificate, parseCertificate } from './certificate.ts';
import { CertificateError } from './certificate-error.ts';
import { defaultPathLimits, type PathInput, type PathResult, type RefusedPath } from './path.ts';
import { PathSearch } from './path-search.ts';

export * from './path.ts';

/** Finds and judges a path from the peer's certificate to an anchor. Never throws for a peer. */
export function verifyChain(input: PathInput): PathResult {
  const limits = { ...defaultPathLimits, ...input.limits };
  const { length } = input.chain;
  if (length > limits.chainLength) {
    const detail = `the chain has ${length} certificates, more than ${limits.chainLength}`;
    const fault = { code: 'PATH_LENGTH_EXCEEDED', rule: 'chain-length' } as const;
    return refusedUnread(limits.chainLength, fault, detail);
  }
  const { certificates, unreadable } = readChain(input.chain);
  const leaf = certificates.get(0);
  if (leaf === undefined) {
    const fault = { code: 'ERR_TLS_CERT_MALFORMED', rule: 'encoding' } as const;
    return unreadable ?? refusedUnread(0, fault, 'the chain is empty');
  }
  const { result, isDeadEnd } = new PathSearch(input, limits, certificates).run(leaf);
  // Where an issuer is missing, it may well be the certificate that could not be read.
  return isDeadEnd && unreadable !== undefined ? { ...unreadable, tried: result.tried } : result;
}

interface ReadChain {
  /** By their place in the chain. */
  readonly certificates: ReadonlyMap<number, Certificate>;
  /** The first that could not be read. Only a leaf must be; what nobody needs may be anything. */
  readonly unreadable: RefusedPath | undefined;
}

function readChain(chain: readonly Uint8Array[]): ReadChain {
  const certificates = new Map<number, Certificate>();
  let unreadable: RefusedPath | undefined;
  for (const [index, der] of chain.entries()) {
    try {
      certificates.set(index, parseCertificate(der));
    } catch (error) {
      if (!(error instanceof CertificateError)) throw error;
      const fault = { code: error.code, rule: 'encoding' } as const;
      unreadable ??= refusedUnread(index, fault, `certificate ${index}: ${error.message}`);
    }
  }
  return { certificates, unreadable };
}

function refusedUnread(
  index: number,
  fault: Pick<RefusedPath, 'code' | 'rule'>,
  detail: string,
): RefusedPath {
  return { accepted: false, ...fault, index, subject: undefined, detail, tried: undefined };
}
