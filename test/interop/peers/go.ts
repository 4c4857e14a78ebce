/** Go's crypto/tls, in a program of ours that is compiled before the first cell. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startOwnClient, startOwnServer } from './own-program.ts';
import type { Peer, PeerSettings } from './peer.ts';
import { versionOf } from './version.ts';

const source = fileURLToPath(new URL('go', import.meta.url));

const find = ({ pki }: PeerSettings) => ({
  program: join(pki.folder, 'go-peer'),
  args: [],
  // What Go does by default depends on the version in go.mod, which is an old one.
  settings: { env: { GODEBUG: 'tlsmlkem=1' } },
});

export const go: Peer = {
  name: 'Go',
  version: versionOf('go', ['version'], /^go version go(\d\S*)/),
  needs: 'Go (Debian: golang-go)',
  async prepare({ folder }) {
    const args = ['build', '-buildvcs=false', '-o', join(folder, 'go-peer'), '.'];
    const env = { ...process.env, GOTOOLCHAIN: 'local' };
    await promisify(execFile)('go', args, { cwd: source, env });
  },
  server: {
    speaks: 'echo',
    // It has an order of its own, and does not need to be told its certificate's curve.
    start: (settings) =>
      startOwnServer(find, { ...settings, groups: settings.groups?.slice(0, 1) }),
  },
  client: { speaks: 'stream', start: (settings) => startOwnClient(find, settings) },
};
