/**
 * Java's JSSE, in a program of ours that is compiled before the first cell. Groups and KeyUpdates
 * are properties of its virtual machine.
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { NamedGroupName } from '../../../generated/registries.ts';
import type {
  ClientSettings,
  Peer,
  PeerSettings,
  RunningClient,
  RunningServer,
  ServerSettings,
} from './peer.ts';
import { streamClient } from './stream-client.ts';
import { versionOf } from './version.ts';

const source = fileURLToPath(new URL('java/Peer.java', import.meta.url));

/**
 * It updates its keys when so many bytes are over, in the third of four parts, and asks us to do
 * the same with every record until we have: we do so before our next data. Without any next data
 * it would ask after our close_notify, too, and stumble over that: never in the last part.
 */
const keyLimits = `jdk.tls.keyLimits=${[
  'AES/GCM/NoPadding KeyUpdate 600000',
  'ChaCha20-Poly1305 KeyUpdate 600000',
].join(', ')}\n`;

export const java: Peer = {
  name: 'Java',
  version: versionOf('javac', ['-version'], /^javac (\d\S*)/),
  needs: 'Java 17 or later, with its compiler (Debian: openjdk-17-jdk-headless)',
  async prepare({ folder }) {
    writeFileSync(join(folder, 'key-limits'), keyLimits);
    writeFileSync(join(folder, 'old-versions'), 'jdk.tls.disabledAlgorithms=SSLv3, RC4, NULL\n');
    await promisify(execFile)('javac', ['-d', folder, source]);
  },
  server: { speaks: 'echo', start: startServer },
  client: { speaks: 'stream', wrongGuess, start: startClient },
};

async function startServer(settings: ServerSettings): Promise<RunningServer> {
  const { scope, pki, identity, clientAuth } = settings;
  const { certificateFile, keyFile } = identity;
  const args = ['server', clientAuth, pki.trust, certificateFile, keyFile];
  const process = scope.run('java', [...machineOptions(settings), 'Peer', ...args]);
  const [, port] = await process.says(/^port (\d+)$/m);
  return { port: Number(port) };
}

async function startClient(settings: ClientSettings): Promise<RunningClient> {
  const { scope, pki, port, identity, data } = settings;
  const who = identity === undefined ? [] : [identity.certificateFile, identity.keyFile];
  const args = ['client', String(port), pki.trust, ...who];
  const process = scope.run('java', [...machineOptions(settings), 'Peer', ...args]);
  return streamClient(process, data);
}

/** It sends two key shares, one of them for x25519: only one of its own sort can be wrong. */
function wrongGuess(group: NamedGroupName): NamedGroupName {
  return group === 'secp256r1' ? 'secp384r1' : 'secp256r1';
}

/** A machine that starts fast. */
function machineOptions({ pki, groups, updatesKeys, versions }: PeerSettings): string[] {
  const { folder } = pki;
  const spoken = [...new Set([versions.max, versions.min])];
  const security = join(folder, spoken.includes('TLSv1.1') ? 'old-versions' : 'key-limits');
  const isSpecial = updatesKeys || spoken.includes('TLSv1.1');
  return [
    `-Dpeer.protocols=${spoken.join(',')}`,
    ...['-cp', folder, '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto'],
    ...(groups === undefined ? [] : [`-Djdk.tls.namedGroups=${groups.join(',')}`]),
    ...(isSpecial ? [`-Djava.security.properties=${security}`] : []),
  ];
}
