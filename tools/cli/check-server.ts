/** What a server shows of itself, whoever it is: to be judged, not to be believed. */
import { once } from 'node:events';
import { TlsError } from '../../runtime/index.ts';
import { connect, type TlsSocket, type VerifyPeerRequest } from '../../runtime/node/index.ts';
import type { Rules } from './check-judge.ts';
import { type Address, UsageError } from './usage.ts';

/** Certificates, the peer's own first, and what was stapled to them. */
type Shown = Pick<VerifyPeerRequest, 'certificates' | 'staples'>;

/** How long the server may take to close its half. */
const lastWordsMs = 1_000;

/**
 * Makes a handshake, so that the server proves to have the key, and closes in peace.
 * @throws TlsError if there is no connection; UsageError for a name that nobody can ask for
 */
export async function shownBy(address: Address, rules: Rules): Promise<Shown> {
  let shown: Shown | undefined;
  const socket = open(address, rules, (request) => {
    shown = request;
  });
  await once(socket, 'secureConnect');
  await closeInPeace(socket);
  return shown ?? { certificates: [] };
}

function open(
  { host, port }: Address,
  { name, revocation }: Rules,
  onShown: (shown: Shown) => void,
): TlsSocket {
  try {
    return connect({
      host,
      port,
      servername: name ?? host,
      requestOCSP: revocation !== 'off',
      verifyPeer: ({ certificates, staples }) => {
        onShown({ certificates, staples });
        return { accepted: true, authorized: false };
      },
    });
  } catch (error) {
    if (!(error instanceof TlsError)) throw error;
    throw new UsageError(error.message.replace(/^servername:/, 'HOST or --name:'));
  }
}

/** How it ends says nothing of the certificates: a server may well want one of ours. */
async function closeInPeace(socket: TlsSocket): Promise<void> {
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  // Our close_notify closes our half only: the server may go on for as long as it likes.
  const limit = setTimeout(() => socket.destroy(), lastWordsMs);
  socket.resume();
  socket.end();
  await closed;
  clearTimeout(limit);
}
