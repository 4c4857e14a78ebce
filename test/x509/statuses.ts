/**
 * Statuses of one leaf in every state, and outcomes as short texts: what the tests of revocation
 * share.
 */
import type { RevocationInput, RevocationResult } from '../../runtime/x509/revocation.ts';
import {
  anchor,
  commonName,
  der,
  extension,
  generalizedTime,
  integer,
  makeCa,
  makeLeaf,
  nowMs,
  utcTime,
} from './make.ts';
import {
  certId,
  crlEntry,
  isRevoked,
  isUnknown,
  makeCrl,
  makeOcsp,
  ocspError,
  singleResponse,
} from './make-status.ts';
import { verifyWithNode } from './node-signatures.ts';
import { hashWithNode } from './status-rules.ts';

export const root = makeCa('Root', 'Root');
export const leaf = makeLeaf('Root', { serialNumber: integer(7) });
const otherLeaf = makeLeaf('Root', { serialNumber: integer(8) });
const id = certId(leaf, root);
const stale = {
  thisUpdate: generalizedTime('20291201000000Z'),
  nextUpdate: der(0xa0, generalizedTime('20291208000000Z')),
};

export const ocsp = {
  good: makeOcsp({ responses: [singleResponse(id)] }),
  revoked: makeOcsp({ responses: [singleResponse(id, isRevoked)] }),
  unknown: makeOcsp({ responses: [singleResponse(id, isUnknown)] }),
  malformed: makeOcsp({ responses: [singleResponse(id)] }).subarray(0, -1),
  stale: makeOcsp({ responses: [singleResponse(id, undefined, stale)] }),
  'about another': makeOcsp({ responses: [singleResponse(certId(otherLeaf, root))] }),
  'by another key': makeOcsp({ responses: [singleResponse(id)], signedBy: 'Mallory' }),
  tryLater: ocspError(3),
} as const;

export const crls = {
  good: makeCrl({ entries: [crlEntry(integer(8))] }),
  revoked: makeCrl({ entries: [crlEntry(integer(7))] }),
  malformed: makeCrl().subarray(0, -1),
  stale: makeCrl({ thisUpdate: utcTime('291201000000Z'), nextUpdate: utcTime('291208000000Z') }),
  'by another key': makeCrl({ signedBy: 'Mallory' }),
  'by another issuer': makeCrl({ issuer: commonName('Mallory'), signedBy: 'Mallory' }),
  'with an unknown extension': makeCrl({ extensions: [extension('1.2.3.4', der(0x05), true)] }),
} as const;

/** The leaf below its root, at a good time. */
export function input(more: Partial<RevocationInput> = {}): RevocationInput {
  return {
    path: [anchor(leaf), anchor(root)],
    timeMs: nowMs,
    purpose: 'server',
    schemes: [0x0403],
    verifySignature: verifyWithNode,
    hash: hashWithNode,
    ...more,
  };
}

/** `accepted`, or the code of the refusal. */
export function outcome(result: RevocationResult): string {
  return result.accepted ? 'accepted' : result.code;
}

export const revoked = 'CERT_REVOKED';
export const bad = 'ERR_TLS_BAD_CERTIFICATE_STATUS';
export const missing = 'ERR_TLS_CERT_STATUS_UNAVAILABLE';
export const ok = 'accepted';
