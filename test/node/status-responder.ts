/** An HTTP server on loopback that does as a test says, and what it was asked. */
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { RevocationNeed } from '../../runtime/x509/revocation-input.ts';
import { listening } from './network.ts';

/** What was asked. */
export interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly type: string | undefined;
  readonly body: Uint8Array;
}

/** Bytes: a good answer. A function answers by itself. Undefined: there is none. */
export type Reply =
  | Uint8Array
  | ((response: ServerResponse, request: IncomingMessage) => void)
  | undefined;

export interface Responder {
  readonly port: number;
  /** `http://127.0.0.1:port`. */
  readonly origin: string;
  readonly asked: Asked[];
}

/** `closeAll` of network.ts ends it. */
export async function respond(replyTo: (path: string) => Reply): Promise<Responder> {
  const asked: Asked[] = [];
  const server = createHttpServer(async (request, response) => {
    const { method, url, headers } = request;
    const body = new Uint8Array(await buffer(request));
    asked.push({ method, url, type: headers['content-type'], body });
    const reply = replyTo(url ?? '');
    if (typeof reply === 'function') reply(response, request);
    else if (reply === undefined) response.writeHead(404).end();
    else response.end(reply);
  });
  const { port } = await listening(server);
  return { port, origin: `http://127.0.0.1:${port}`, asked };
}

export function crlAt(url: string): RevocationNeed {
  return { kind: 'crl', id: `crl ${url}`, index: 0, url };
}

export function ocspAt(url: string, ...request: readonly number[]): RevocationNeed {
  return { kind: 'ocsp', id: `ocsp 0 ${url}`, index: 0, url, request: Uint8Array.from(request) };
}
