/**
 * Programs of ours around other TLS libraries. All of them take `server|client SETTINGS` and do
 * the same: a server says `port N` and echoes, a client connects its standard streams.
 */
import type { ToolSettings } from '../../support/tool-process.ts';
import type {
  ClientSettings,
  PeerSettings,
  RunningClient,
  RunningServer,
  ServerSettings,
} from './peer.ts';
import { streamClient } from './stream-client.ts';

/** How one of them is started, up to its own arguments. */
export interface OwnProgram {
  readonly program: string;
  readonly args: readonly string[];
  readonly settings?: ToolSettings;
}

type FindProgram = (settings: PeerSettings) => OwnProgram;

/** Starts it as a server. */
export async function startOwnServer(
  find: FindProgram,
  settings: ServerSettings,
): Promise<RunningServer> {
  const { scope, pki, identity, groups, clientAuth, crl, clientScheme, halves, versions } =
    settings;
  const { program, args, settings: how } = find(settings);
  const { certificateFile: cert, keyFile: key } = identity;
  const asked = { clientAuth, clientScheme, crl: crl?.pem, versions };
  const json = JSON.stringify({ port: 0, ca: pki.trust, cert, key, groups, ...asked, halves });
  const process = scope.run(program, [...args, 'server', json], how);
  const [, port] = await process.says(/^port (\d+)$/m);
  const hasStream = halves !== undefined;
  return { port: Number(port), ...(hasStream && { stream: streamClient(process, noData) }) };
}

/** Starts it as a client. */
export async function startOwnClient(
  find: FindProgram,
  settings: ClientSettings,
): Promise<RunningClient> {
  const { scope, pki, port, identity, groups, data, halves, versions } = settings;
  const { program, args, settings: how } = find(settings);
  const [first = identity, ...more] = settings.candidates ?? [];
  const { certificateFile: cert, keyFile: key } = first ?? {};
  const others = more.map((one) => ({ cert: one.certificateFile, key: one.keyFile }));
  const asked = { groups, versions, halves };
  const json = JSON.stringify({ port, ca: pki.trust, cert, key, others, ...asked });
  return streamClient(scope.run(program, [...args, 'client', json], how), data);
}

const noData = Buffer.alloc(0);
