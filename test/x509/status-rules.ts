/** By what the tests judge CRLs and OCSP responses, but for what each of them replaces. */

import { createHash } from 'node:crypto';
import type { StatusHash } from '../../runtime/x509/cert-id.ts';
import type { CrlRules } from '../../runtime/x509/crl-check.ts';
import { exactComparison, preparedComparison } from '../../runtime/x509/name-comparison.ts';
import type { OcspRules } from '../../runtime/x509/ocsp-check.ts';
import { StatusSignatures } from '../../runtime/x509/status-context.ts';
import { nowMs } from './make.ts';
import { nodeSchemes, verifyWithNode } from './node-signatures.ts';

export function crlRules(more: Partial<CrlRules> = {}): CrlRules {
  const profile = more.profile ?? 'default';
  return {
    timeMs: nowMs,
    maxAgeMs: undefined,
    clockSkewMs: 0,
    isSameName: (profile === 'default' ? exactComparison : preparedComparison).isSame,
    signatures: new StatusSignatures(nodeSchemes, verifyWithNode, 100),
    profile,
    crlSigners: [],
    ...more,
  };
}

/** Hashes by node:crypto. */
export const hashWithNode: StatusHash = (name, data) =>
  Uint8Array.from(createHash(name).update(data).digest());

export function ocspRules(more: Partial<OcspRules> = {}): OcspRules {
  return {
    ...crlRules(),
    hash: hashWithNode,
    responders: [],
    isRevoked: () => false,
    responderCertificates: 4,
    ...more,
  };
}
