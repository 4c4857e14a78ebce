/**
 * Chromium, headless: loads a page from us that posts the data by HTTP, compares the answer with
 * them and writes what came out of it. It trusts the authorities in the NSS database of its home.
 */
import { join } from 'node:path';
import type { Pki } from '../pki.ts';
import { authorityFilesOf, createDatabase } from './nss-database.ts';
import type { ClientSettings, Peer, RunningClient } from './peer.ts';
import { oneShotClient } from './stream-client.ts';
import { versionOf } from './version.ts';

/** `--no-sandbox`: tests may run as root. The others keep it from calling home. */
const options = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const chromium: Peer = {
  name: 'Chromium',
  version: versionOf('chromium', ['--version', '--no-sandbox'], /^Chromium (\d\S*)/),
  needs: 'Chromium (Debian: chromium) and certutil (libnss3-tools)',
  prepare: createHome,
  client: {
    speaks: 'http',
    page,
    leavesWithoutNotice: true,
    comesBackWhenAsked: true,
    start: startClient,
  },
};

async function startClient(settings: ClientSettings): Promise<RunningClient> {
  const { scope, pki, port, versions, data } = settings;
  const profile = `--user-data-dir=${join(homeOf(pki), String(port))}`;
  const range = [['min', versions.min] as const, ['max', versions.max] as const].map(
    ([end, version]) => `--ssl-version-${end}=${version.toLowerCase().replace('v', '')}`,
  );
  const process = scope.run(
    'chromium',
    [...options, ...range, profile, '--dump-dom', `https://localhost:${port}/`],
    { env: { HOME: homeOf(pki) } },
  );
  return {
    ...oneShotClient(process),
    async receives() {
      const [, result] = await process.says(/<title>(.*)<\/title>/);
      if (result !== 'the same') throw new Error(`the answer in the browser is ${result}`);
      return data;
    },
    async fails() {
      await process.exits();
      if (!/ERR_/.test(process.words)) throw new Error('Chromium was content');
    },
  };
}

/** Posts what `noise` gives, and compares it with the answer. */
function page(size: number): string {
  return `<!doctype html><title>not done</title><script>
    const sent = new Uint8Array(${size});
    let value = 1;
    for (let at = 0; at < sent.length; at++) {
      value = (Math.imul(value, 1664525) + 1013904223) >>> 0;
      sent[at] = 0x80 | (value >>> 24);
    }
    const request = new XMLHttpRequest();
    request.open('POST', '/', false);
    request.overrideMimeType('text/plain; charset=x-user-defined');
    request.send(sent);
    const answer = request.responseText;
    const isSame = sent.every((byte, at) => byte === (answer.charCodeAt(at) & 0xff));
    document.title = isSame && answer.length === sent.length ? 'the same' : 'another one';
  </script>`;
}

async function createHome(pki: Pki): Promise<void> {
  await createDatabase(join(homeOf(pki), '.pki/nssdb'), authorityFilesOf(pki));
}

function homeOf({ folder }: Pki): string {
  return join(folder, 'chromium');
}
