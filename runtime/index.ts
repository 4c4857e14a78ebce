/**
 * tlschart: TLS 1.3 and 1.2 as statecharts. The engines without input and output; sockets are in
 * `tlschart/node`.
 */
export type { AlertName, ErrorCode, Fault } from '../generated/registries.ts';
export { TlsClient } from './client/client.ts';
export { Secret } from './codegen/secret.ts';
export { nobleProvider as noble } from './crypto/noble.ts';
export type {
  AcceptedKeyShare,
  Aead,
  AeadName,
  CryptoProvider,
  HashName,
  KeyKind,
  KeyShare,
  PrivateKey,
  RandomBytes,
  RunningHash,
} from './crypto/provider.ts';
export type { Credential, DecryptRequest, SignRequest } from './engine/credential.ts';
export type {
  CertificateRequestInfo,
  ConnectionInfo,
  Effect,
  EndReason,
  Fact,
} from './engine/effects.ts';
export { Engine, type Inspection, type SeenMessage } from './engine/engine.ts';
export type {
  ChooseProtocolRequest,
  ClientOptions,
  EngineOptions,
  ServerOptions,
} from './engine/options.ts';
export type {
  ChooseCertificateRequest,
  OidFilters,
  Task,
  TaskAnswer,
} from './engine/tasks.ts';
export type { TraceStep } from './engine/trace.ts';
export { TlsError } from './errors.ts';
export type * from './peer-verification.ts';
export { TlsServer } from './server/server.ts';
export { parseAnchor, parseCertificate } from './x509/certificate.ts';
export { parseCrl } from './x509/crl.ts';
export { certificatesFromPem, crlsFromPem, privateKeyFromPem } from './x509/pem.ts';
