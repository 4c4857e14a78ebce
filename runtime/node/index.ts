/** `tlschart/node`: TLS over TCP for Node, with the names of node:tls. */
export type { AlertName, ErrorCode } from '../../generated/registries.ts';
export type { Authorizer, Signer, StatusFetcher, Verifier } from '../adapter/answers.ts';
export type { CryptoProvider } from '../crypto/provider.ts';
export type { SignRequest } from '../engine/credential.ts';
export type { CertificateRequestInfo, ConnectionInfo } from '../engine/effects.ts';
export type {
  ChooseCertificateRequest,
  OidFilters,
} from '../engine/tasks.ts';
export type { TraceStep } from '../engine/trace.ts';
export { TlsError } from '../errors.ts';
export type * from '../peer-verification.ts';
export { parseAnchor } from '../x509/certificate.ts';
export { parseCrl } from '../x509/crl.ts';
export type { Pem } from './certificates-and-keys.ts';
export {
  type ConnectOptions,
  connect,
  type SecureConnectListener,
  type TransportOptions,
} from './connect.ts';
export type { CryptoChoice } from './crypto-providers.ts';
export type { EphemeralKeyInfo } from './names.ts';
export type {
  AlpnCallback,
  ClientTlsOptions,
  CommonOptions,
  ContextChooser,
  ServerTlsOptions,
  SniCallback,
} from './options.ts';
export type { DetailedPeerCertificate, PeerCertificate } from './peer-certificate.ts';
export type { Pfx, PfxWithPassphrase } from './pfx.ts';
export type { Keys, KeyWithPassphrase } from './private-keys.ts';
export { createSecureContext, SecureContext, type SecureContextOptions } from './secure-context.ts';
export { createServer, Server } from './server.ts';
export { TlsSocket, type TlsSocketSettings } from './socket.ts';
export { createStatusFetcher, type StatusFetcherOptions } from './status-fetcher.ts';
export type {
  CheckServerIdentity,
  NodeRevocationOptions,
  RevocationChoice,
} from './verification.ts';
