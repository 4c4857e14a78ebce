/**
 * An `openssl s_client` with a certificate meets both of our servers: `createServer`, and the
 * command `tlschart server`.
 */
import { readFileSync } from 'node:fs';
import { createServer, type Server, type TlsSocket } from '../../../runtime/node/index.ts';
import { startServer as startCommand } from '../../cli/run.ts';
import { listening } from '../../node/network.ts';
import { startClient } from '../../support/openssl.ts';
import type { Shown } from './authorities.ts';
import { hostName } from './authority.ts';
import type { Setting } from './client-kinds.ts';
import type { ClientPki } from './client-pki.ts';
import {
  accepted,
  alertIn,
  type Met,
  metWith,
  refused,
  refusedWith,
  statusOf,
  type Told,
} from './told.ts';

/** One of our servers. */
export interface OurServer {
  readonly port: number;
  /** What it says of the next client. */
  meet(): Promise<Told>;
}

/** The common name of whom the applications of our servers do not let in. */
const denied = 'CN=denied';

/** By `createServer`. */
export async function serveHere({ mode, crls }: Setting, pki: ClientPki): Promise<OurServer> {
  const { certificate, privateKey } = pki.server;
  const server = createServer({
    cert: readFileSync(certificate),
    key: readFileSync(privateKey),
    ca: readFileSync(pki.trust),
    clientAuth: 'require',
    ...(crls !== undefined && { crl: pki.crls[crls].map((file) => readFileSync(file)) }),
    ...(mode !== undefined && { revocation: mode }),
    authorize: ({ subject }) =>
      subject === denied
        ? { accepted: false, detail: `${subject} is not on the list` }
        : { accepted: true },
  });
  const { port } = await listening(server);
  return { port, meet: () => nextOf(server) };
}

async function nextOf(server: Server): Promise<Told> {
  return await new Promise((resolve) => {
    const done = (told: Told) => {
      server.off('secureConnection', connected).off('tlsClientError', failed);
      resolve(told);
    };
    const connected = (socket: TlsSocket) => {
      socket.end();
      done(accepted(statusOf(socket)));
    };
    const failed = (error: unknown) => done(refused(error));
    server.on('secureConnection', connected).on('tlsClientError', failed);
  });
}

/** By `tlschart server`. */
export async function serveByCommand({ mode, crls }: Setting, pki: ClientPki): Promise<OurServer> {
  const files = crls === undefined ? [] : pki.crls[crls];
  const server = await startCommand(
    pki.server,
    ...['--echo', '--client-auth', 'require', '--ca', pki.trust],
    ...(mode === undefined ? [] : ['--revocation', mode]),
    ...files.flatMap((file) => ['--crl', file]),
  );
  let read = 0;
  const meet = async () => {
    const [line] = await server.seen(/^.* (?:connected|failed): .*\n/m, read);
    read += line.length;
    return line.includes(' failed: ') ? refusedWith(line) : accepted(undefined);
  };
  return { port: server.port, meet };
}

/**
 * One client of OpenSSL, which says nothing and goes when the server has gone.
 * @param more for `s_client`, such as `-tls1_2`
 */
export async function visit(
  server: OurServer,
  shown: Shown | undefined,
  trust: string,
  ...more: readonly string[]
): Promise<Met> {
  const told = server.meet();
  const openssl = startClient(server.port, [
    ...['-CAfile', trust, '-verify_return_error', '-servername', hostName],
    ...['-cipher', 'DEFAULT:@SECLEVEL=0', ...identityOf(shown), ...more],
  ]);
  const { code } = await told;
  if (code === undefined) openssl.stopsTyping();
  await openssl.exits();
  return metWith(await told, alertIn(openssl.words));
}

function identityOf(shown: Shown | undefined): readonly string[] {
  if (shown === undefined) return [];
  const { certificate, privateKey, chain } = shown;
  const identity = ['-cert', certificate, '-key', privateKey];
  return chain === undefined ? identity : [...identity, '-cert_chain', chain];
}
