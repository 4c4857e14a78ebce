/** Client authentication with a foreign client: we are the server. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect } from 'vitest';
import type { PeerIdentity, TlsError } from '../../../runtime/index.ts';
import {
  createServer,
  type Server,
  type ServerTlsOptions,
  type TlsSocket,
} from '../../../runtime/node/index.ts';
import { printSubject } from '../../../runtime/x509/certificate.ts';
import { errorLine } from '../../../tools/cli/error-line.ts';
import { noise } from '../../support/tool-process.ts';
import { checkSame } from '../checks.ts';
import type { ClientRole, RunningClient } from '../peers/peer.ts';
import { heardAlert } from './heard-alert.ts';
import type { Meeting } from './meeting.ts';
import { clientSubjects } from './pki.ts';
import { type Seen, versionsIn } from './situation.ts';

/** What became of a client, on our side. */
interface Met {
  readonly socket: TlsSocket;
  /** With which the handshake ended; undefined: it is through. */
  readonly error: TlsError | undefined;
}

const data = noise(64);

/** @throws Error if the peer did not hear of its refusal what we said, or if anything is delivered */
export async function meetClient(meeting: Meeting, role: ClientRole): Promise<Seen> {
  const { situation, pki, peersPki, scope } = meeting;
  const server = await listen(meeting);
  const met = firstOf(server);
  const { candidates, shows } = situation;
  const client = await role.start({
    scope,
    pki: peersPki,
    port: (server.address() as AddressInfo).port,
    groups: undefined,
    versions: versionsIn(situation),
    updatesKeys: false,
    identity: shows && pki.clients[shows],
    candidates: candidates?.map((name) => pki.clients[name]),
    data,
  });
  const { socket, error } = await met;
  if (error !== undefined) return await refusal(meeting, { socket, error }, client);
  await serve(socket, client, role);
  const { peer } = socket.connection ?? {};
  return {
    outcome: socket.authorized ? 'let in' : 'let in unknown',
    shown: peer?.subject,
    explanation: peer === undefined ? 'it showed none' : peer.path.map(printSubject).join(' < '),
  };
}

async function listen({ situation, pki, scope }: Meeting): Promise<Server> {
  const { trusted, wants, knowsRevoked, takesEcdsaOnly, refusesAnybody, namesNobody } = situation;
  const options: ServerTlsOptions = {
    cert: readFileSync(pki.server.certificateFile),
    key: readFileSync(pki.server.keyFile),
    ca: readFileSync(pki.trust(trusted)),
    clientAuth: wants,
    ...(knowsRevoked && { crl: readFileSync(pki.crl.pem) }),
    ...(takesEcdsaOnly && { sigalgs: 'ecdsa_secp256r1_sha256' }),
    ...(namesNobody && { certificateAuthorities: [] }),
    ...(refusesAnybody && {
      authorize: ({ subject }: PeerIdentity) => ({
        accepted: false,
        detail: `${subject} is who it says, and may not come in`,
      }),
    }),
  };
  const server = scope.own(createServer(options), (one) => one.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** The first client that is through, or refused. */
function firstOf(server: Server): Promise<Met> {
  return new Promise((resolve) => {
    server.once('secureConnection', (socket) => resolve({ socket, error: undefined }));
    server.once('tlsClientError', (error, socket) => resolve({ socket, error }));
  });
}

/** The peer hears the alert that we sent, by its name; nothing of what it sent is delivered. */
async function refusal(
  { peer, scope }: Meeting,
  { socket, error }: Met & { readonly error: TlsError },
  client: RunningClient,
): Promise<Seen> {
  await client.fails();
  expect(error.origin).toBe('local');
  expect(heardAlert(scope.lastWords), `what ${peer.name} heard`).toBe(error.alert);
  expect([socket.bytesRead, socket.connection]).toEqual([0, undefined]);
  const explanation = errorLine(error);
  // Whoever reads the explanation must be able to tell whom it is about.
  const [shown] = clientSubjects.exec(explanation) ?? [];
  return { outcome: 'refused', shown, alert: error.alert, explanation };
}

/** It gets back what it sends. */
async function serve(socket: TlsSocket, client: RunningClient, { speaks }: ClientRole) {
  if (speaks === 'http') {
    const server = createHttpServer(async (request, response) => {
      response.end(await buffer(request));
    });
    server.emit('connection', socket);
  } else socket.pipe(socket);
  checkSame(await client.receives(data.length), data);
  if (speaks === 'file') socket.unpipe().resume().end();
  await client.close();
}
