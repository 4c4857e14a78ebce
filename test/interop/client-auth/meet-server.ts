/** Client authentication with a foreign server: we are the client. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TlsError } from '../../../runtime/index.ts';
import { type ConnectOptions, connect, type TlsSocket } from '../../../runtime/node/index.ts';
import { errorLine } from '../../../tools/cli/error-line.ts';
import { clientSummary } from '../../../tools/cli/summary.ts';
import { readAll } from '../../node/network.ts';
import { noise } from '../../support/tool-process.ts';
import { checkSame } from '../checks.ts';
import type { ServerRole } from '../peers/peer.ts';
import type { Scope } from '../scope.ts';
import { taken } from '../watching.ts';
import type { Meeting } from './meeting.ts';
import type { ClientAuthPki, ClientName } from './pki.ts';
import { type Outcome, type Seen, type Situation, versionsIn } from './situation.ts';

/**
 * @throws Error if the handshake of TLS 1.3 fails: a refusal comes there when the client is through, in
 *   TLS 1.2 before
 */
export async function meetServer(meeting: Meeting, role: ServerRole): Promise<Seen> {
  const { situation, pki, peersPki, scope } = meeting;
  const { wants, knowsRevoked, takesEcdsaOnly } = situation;
  const server = await role.start({
    scope,
    pki: peersPki,
    identity: pki.server,
    clientAuth: wants,
    groups: undefined,
    versions: versionsIn(situation),
    updatesKeys: false,
    crl: knowsRevoked ? pki.crl : undefined,
    clientScheme: takesEcdsaOnly ? 'ecdsa_secp256r1_sha256' : undefined,
  });
  const socket = dial(server.port, situation, pki, scope);
  const over = new Promise<TlsError | undefined>((resolve) => {
    socket.once('error', resolve).once('close', () => resolve(undefined));
  });
  const isThrough = new Promise<undefined>((resolve) => {
    socket.once('secureConnect', () => resolve(undefined));
  });
  const early = await Promise.race([isThrough, over]);
  if (early !== undefined) return refusalInHandshake(early, situation);
  const summary = requestLines(clientSummary(socket));
  const { certificateRequest } = socket.connection ?? {};
  const shown = certificateRequest?.shown;
  const answer = await converse(socket, role, pki);
  if (answer !== undefined) socket.resume().end();
  const error = await over;
  if (error !== undefined) {
    const explanation = [...summary, errorLine(error)].join('\n');
    return { outcome: outcomeOf(error), shown, alert: error.alert, explanation };
  }
  if (answer === undefined) throw new Error('the server closed, and did not answer');
  if (answer !== 'let in') {
    return { outcome: 'HTTP 400', shown, explanation: [...summary, answer].join('\n') };
  }
  const outcome = shown === undefined ? 'let in unknown' : 'let in';
  return { outcome, shown, explanation: summary.join('\n') };
}

/** Who is refused in the handshake has no connection to ask: the error says it all. */
function refusalInHandshake(error: TlsError, { version }: Situation): Seen {
  if (version !== 'TLSv1.2') throw error;
  const explanation = errorLine(error);
  const [, shown] = /it got (CN=[\w ]+?)(?= \(|;|,|$)/m.exec(explanation) ?? [];
  const outcome = error.code === 'ERR_TLS_PEER_ALERT' ? 'refused' : outcomeOf(error);
  return { outcome, shown, alert: error.alert, explanation };
}

function dial(port: number, situation: Situation, pki: ClientAuthPki, scope: Scope): TlsSocket {
  const { candidates, knows = [], shows, behindMs = 0 } = situation;
  const options: ConnectOptions = {
    host: '127.0.0.1',
    port,
    servername: 'localhost',
    ca: readFileSync(pki.trust(['serverRoot', ...knows])),
    now: () => Date.now() - behindMs,
    ...(candidates !== undefined && filesOf(pki, candidates)),
    ...(shows !== undefined && { chooseCertificate: () => filesOf(pki, [shows]) }),
  };
  return scope.own(connect(options), (one) => one.destroy());
}

function filesOf({ clients }: ClientAuthPki, names: readonly ClientName[]) {
  return {
    cert: names.map((name) => readFileSync(clients[name].certificateFile)),
    key: names.map((name) => readFileSync(clients[name].keyFile)),
  };
}

/** What the command line says of the CertificateRequest. */
function requestLines(summary: string): readonly string[] {
  const lines = summary.split('\n').map((line) => line.trim().replaceAll(/ +/g, ' '));
  return lines.slice(lines.findIndex((line) => line.startsWith('asked for')));
}

/** `let in`: its data came back; the title of a page that refuses; undefined: nothing came back. */
async function converse(
  socket: TlsSocket,
  { speaks }: ServerRole,
  { folder }: ClientAuthPki,
): Promise<string | undefined> {
  if (speaks === 'files') return await httpAnswer(socket, folder).catch(() => undefined);
  const sent = Buffer.concat([noise(64), Buffer.from(speaks === 'lines' ? '\n' : '')]);
  socket.write(sent);
  const answer = await taken(socket, sent.length).catch(() => undefined);
  if (answer === undefined) return undefined;
  checkSame(answer, sent);
  return 'let in';
}

async function httpAnswer(socket: TlsSocket, folder: string): Promise<string | undefined> {
  const path = join(folder, 'page');
  writeFileSync(path, 'a page\n');
  socket.write(`GET ${path} HTTP/1.0\r\n\r\n`);
  const answer = String(await readAll(socket));
  if (/^HTTP\/1\.. 200 /.test(answer)) return 'let in';
  const [, title] = /<title>(400 .*)<\/title>/.exec(answer) ?? [];
  return title;
}

function outcomeOf({ code, fault, origin }: TlsError): Outcome {
  if (code === 'ERR_TLS_REFUSED_AFTER_HANDSHAKE' && origin === 'peer') return 'refused';
  if (code === 'ERR_TLS_PEER_ALERT' && origin === 'peer') return 'refused';
  if (fault === 'transport' || code === 'ERR_TLS_TRUNCATED') return 'cut off';
  throw new Error(`ended as nobody expected: ${code}`);
}
