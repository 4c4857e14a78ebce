/**
 * nginx: a web server that lets every client finish its handshake and refuses by HTTP. It is no
 * peer of the whole table: all it has of its own is what it makes of a client's certificate.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onFreePort } from './free-port.ts';
import type { Peer, RunningServer, ServerSettings } from './peer.ts';
import { versionOf } from './version.ts';

/** Where Debian has it, also for who is not root. */
const program = '/usr/sbin/nginx';

export const nginx: Peer = {
  name: 'nginx',
  version: versionOf(program, ['-v'], /^nginx version: nginx\/(\d\S*)/),
  needs: 'nginx (Debian: nginx-light)',
  server: { speaks: 'files', start: startServer },
};

const clientAuthValues = { none: 'off', request: 'optional', require: 'on' } as const;

async function startServer(settings: ServerSettings): Promise<RunningServer> {
  const { scope, pki } = settings;
  const { port } = await onFreePort((port) => {
    const file = join(pki.folder, `nginx-${port}.conf`);
    writeFileSync(file, configuration(settings, port));
    return scope.run(program, ['-p', pki.folder, '-e', 'stderr', '-c', file]);
  }, /using the "\w+" event method/);
  return { port };
}

/** One process, which listens when it says how it will wait; what it writes stays in the folder. */
function configuration(settings: ServerSettings, port: number): string {
  const { pki, identity, clientAuth, crl, clientScheme, versions } = settings;
  const protocols = [...new Set([versions.min, versions.max])];
  const { folder } = pki;
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, `nginx-${port}-${name}`)};`,
  );
  return `
daemon off;
master_process off;
error_log stderr notice;
pid ${join(folder, `nginx-${port}.pid`)};
events { worker_connections 16; }
http {
  access_log off;
  ${paths.join('\n  ')}
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_protocols ${protocols.join(' ')};
    ssl_certificate ${identity.certificateFile};
    ssl_certificate_key ${identity.keyFile};
    ssl_client_certificate ${pki.trust};
    ssl_verify_client ${clientAuthValues[clientAuth]};
    ssl_verify_depth 3;
    ${crl === undefined ? '' : `ssl_crl ${crl.pem};`}
    ${clientScheme === undefined ? '' : `ssl_conf_command ClientSignatureAlgorithms ${clientScheme};`}
    return 200;
  }
}
`;
}
