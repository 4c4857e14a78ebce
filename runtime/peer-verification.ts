/**
 * What applications need words for who verify peers themselves, say how, or look at what was found:
 * requests and verdicts, policies, statuses. All entries of the package export them.
 */
export type { RevocationOptions } from './engine/options.ts';
export type {
  AcceptedPeer,
  Authorization,
  FetchedStatus,
  PeerIdentity,
  PeerVerdict,
  RefusedPeer,
  StatusQuestion,
  VerifyPeerAnswer,
  VerifyPeerRequest,
} from './engine/tasks.ts';
export type { Certificate } from './x509/certificate.ts';
export type { Crl } from './x509/crl.ts';
export type { PolicyInput } from './x509/policy-graph.ts';
export type { CertificateStatus, PassedOver, RevocationNeed } from './x509/revocation-input.ts';
export type { RevocationPolicy, StatusSource, StatusWord } from './x509/revocation-policy.ts';
export type { RevocationReason } from './x509/revocation-reasons.ts';
export type { Profile } from './x509/rules.ts';
