/**
 * `tlschart/web`: TLS over WHATWG streams, wherever there are any: browsers, workers, Deno, Bun,
 * Node.
 */
export type { AlertName, ErrorCode } from '../../generated/registries.ts';
export type {
  Answerers,
  Authorizer,
  CertificateChooser,
  Signer,
  StatusFetcher,
  Verifier,
} from '../adapter/answers.ts';
export type { Credential, SignRequest } from '../engine/credential.ts';
export type { CertificateRequestInfo, ConnectionInfo } from '../engine/effects.ts';
export type {
  ChooseCertificateRequest,
  OidFilters,
} from '../engine/tasks.ts';
export { TlsError } from '../errors.ts';
export type * from '../peer-verification.ts';
export { parseAnchor } from '../x509/certificate.ts';
export { parseCrl } from '../x509/crl.ts';
export { certificatesFromPem, crlsFromPem, privateKeyFromPem } from '../x509/pem.ts';
export type { ClientStartOptions, ServerStartOptions, StartTlsOptions } from './options.ts';
export { type OpenedInfo, startTls, type TlsStreams } from './start-tls.ts';
export type { ByteStreams } from './stream-transport.ts';
