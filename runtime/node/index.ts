/** `tlschart/node`: TLS over TCP for Node, with the names of node:tls. */
export type { AlertName, ErrorCode } from '../../generated/registries.ts';
export type { ConnectionInfo } from '../engine/effects.ts';
export type { PeerVerdict, SignRequest, VerifyPeerRequest } from '../engine/tasks.ts';
export type { TraceStep } from '../engine/trace.ts';
export { TlsError } from '../errors.ts';
export type { Signer, Verifier } from './answers.ts';
export { type ConnectOptions, connect } from './connect.ts';
export type { ClientTlsOptions, CommonOptions, Pem, ServerTlsOptions } from './options.ts';
export { createServer, Server } from './server.ts';
export { TlsSocket, type TlsSocketSettings } from './socket.ts';
