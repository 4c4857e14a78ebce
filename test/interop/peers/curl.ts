/** curl: posts the data by HTTP and takes the answer. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Versions } from '../cell.ts';
import type { ClientSettings, Peer, RunningClient } from './peer.ts';
import { oneShotClient } from './stream-client.ts';
import { versionOf } from './version.ts';

export const curl: Peer = {
  name: 'curl',
  version: versionOf('curl', ['--version'], /^curl (\S+) .*OpenSSL/),
  needs: 'curl with OpenSSL (Debian: curl)',
  client: { speaks: 'http', start: startClient },
};

async function startClient(settings: ClientSettings): Promise<RunningClient> {
  const { scope, pki, port, groups, versions, data } = settings;
  const [identity = settings.identity] = settings.candidates ?? [];
  const posted = join(pki.folder, `curl-${port}.posted`);
  const answer = join(pki.folder, `curl-${port}.answer`);
  writeFileSync(posted, data);
  const who =
    identity === undefined ? [] : ['--cert', identity.certificateFile, '--key', identity.keyFile];
  const process = scope.run('curl', [
    ...['--silent', '--show-error', '--disable', '--noproxy', '*', '--http1.1'],
    ...[...versionOptions(versions), '--cacert', pki.trust, ...who],
    ...(groups === undefined ? [] : ['--curves', groups.join(':')]),
    ...['--connect-to', `localhost:${port}:127.0.0.1:${port}`],
    ...['--header', 'Expect:', '--data-binary', `@${posted}`, '--output', answer],
    `https://localhost:${port}/`,
  ]);
  const client = oneShotClient(process);
  return {
    ...client,
    async receives() {
      await client.close();
      return readFileSync(answer);
    },
  };
}

/** What TLS 1.1 needs is below the level of security that is usual. */
function versionOptions({ min, max }: Versions): readonly string[] {
  const old = max === 'TLSv1.1' ? ['--ciphers', 'DEFAULT@SECLEVEL=0'] : [];
  return [`--${min.toLowerCase()}`, '--tls-max', max.slice('TLSv'.length), ...old];
}
