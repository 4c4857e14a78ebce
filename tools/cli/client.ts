/**
 * `tlschart client`: standard input to the peer, the peer to standard output. The end of the input
 * closes our half; we read on until the peer closes its own.
 */
import { once } from 'node:events';
import { TlsError } from '../../runtime/index.ts';
import { connect, type TlsSocket } from '../../runtime/node/index.ts';
import { errorLine } from './error-line.ts';
import { openKeyLog } from './key-log.ts';
import { type RevocationChoices, revocationOptionsOf } from './revocation-options.ts';
import { onStopSignal } from './signals.ts';
import { clientSummary } from './summary.ts';
import { inOptionNames, type TlsChoices, tlsOptionsOf } from './tls-options.ts';
import { type Address, printAddress, UsageError } from './usage.ts';
import { type WatchChoices, Watchers } from './watchers.ts';

/** Options as commander gives them. */
export interface ClientOptions extends TlsChoices, RevocationChoices, WatchChoices {
  readonly servername?: string;
  readonly insecure?: boolean;
  readonly alpn?: readonly string[];
  readonly keylog?: string;
}

/** How long the peer may take to close its half after a signal. */
const lastWordsMs = 5_000;

/**
 * Connects and carries data until both sides have closed.
 * @returns the exit code: 0 only after the peer's close_notify
 * @throws UsageError
 */
export async function runClient(address: Address, options: ClientOptions): Promise<number> {
  const watchers = await Watchers.open(options);
  try {
    return await carry(open(address, options, watchers), address, options);
  } finally {
    watchers.close();
  }
}

async function carry(socket: TlsSocket, address: Address, options: ClientOptions): Promise<number> {
  const { stdin, stderr } = process;
  socket.on('secureConnect', () => {
    stderr.write(`connected to ${printAddress(address.host, address.port)}\n`);
    stderr.write(`${clientSummary(socket)}\n`);
  });
  joinStandardStreams(socket);
  onStopSignal(() => stop(socket));
  try {
    await once(socket, 'close');
    return 0;
  } catch (error) {
    stderr.write(`tlschart: ${errorLine(error)}${hint(error, options)}\n`);
    return 1;
  } finally {
    // An input that goes on must not keep the process.
    stdin.destroy();
  }
}

function joinStandardStreams(socket: TlsSocket): void {
  const { stdin, stdout } = process;
  stdin.pipe(socket);
  socket.pipe(stdout, { end: false });
  socket.on('end', () => closeOurHalf(socket));
  stdin.on('error', ({ message }) => socket.destroy(new Error(`standard input: ${message}`)));
  stdout.on('error', ({ message }) => socket.destroy(new Error(`standard output: ${message}`)));
}

/** Whatever the input still has stays there. */
function closeOurHalf(socket: TlsSocket): void {
  process.stdin.unpipe(socket);
  socket.end();
}

function stop(socket: TlsSocket): void {
  if (socket.connection === undefined) {
    socket.destroy(new Error('stopped before the handshake was complete'));
    return;
  }
  closeOurHalf(socket);
  const late = new Error('the peer did not close its half in time');
  setTimeout(() => socket.destroy(late), lastWordsMs).unref();
}

function open({ host, port }: Address, options: ClientOptions, watchers: Watchers): TlsSocket {
  const { servername, insecure = false, alpn, keylog } = options;
  const peer = printAddress(host, port);
  const log = keylog === undefined ? undefined : openKeyLog(keylog);
  const tls = { ...tlsOptionsOf(options), ...revocationOptionsOf(options) };
  try {
    const socket = connect({
      host,
      port,
      // The zone of an IPv6 address (RFC 4007) means something here only: no certificate has one.
      servername: servername ?? host.replace(/%.*/, ''),
      ...tls,
      rejectUnauthorized: !insecure,
      ALPNProtocols: alpn,
      keyLog: log !== undefined,
      allowHalfOpen: true,
      ...(watchers.areThere && {
        trace: (step) => watchers.tell(step, watchers, peer, step.role),
      }),
    });
    if (log !== undefined) socket.on('keylog', log);
    return socket;
  } catch (error) {
    if (!(error instanceof TlsError)) throw error;
    throw new UsageError(inOurWords(error, options));
  }
}

/** The library names its own options; ours have dashes, and the host is no option. */
function inOurWords({ message }: TlsError, { servername }: ClientOptions): string {
  const isHost = servername === undefined && message.startsWith('servername:');
  return isHost ? message.replace('servername', 'HOST') : `--${inOptionNames(message)}`;
}

/** What people forget. */
function hint(error: unknown, { ca, insecure }: ClientOptions): string {
  const isAboutTrust = error instanceof TlsError && error.alert === 'unknown_ca';
  if (!isAboutTrust || ca !== undefined || insecure) return '';
  return '; --ca FILE says whom to trust, --insecure trusts everybody';
}
