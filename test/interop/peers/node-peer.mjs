/**
 * node:tls as a peer of the interop table, for any version of Node:
 *
 *   node node-peer.mjs server|client SETTINGS
 *
 * SETTINGS is JSON: `port` (0: any), `ca`, `cert`, `key` (files), `others` (the same), `groups`,
 * `versions`, `halves`;
 * `clientAuth`, `crl` (a file) and `clientScheme` for a server.
 * A server echoes what it gets; a client sends its standard input and prints what it gets.
 *
 * With `halves` both do the same, half by half: `first` sends its standard input, closes its half
 * and prints what it gets until the other end closes its own; `second` does that the other way round.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { connect, createServer } from 'node:tls';

const [, , role, json] = process.argv;
const { port, ca, cert, key, others = [], groups, halves, ...asked } = JSON.parse(json);
const { clientAuth, crl, clientScheme, versions } = asked;
const read = (path) => (path === undefined ? undefined : readFileSync(path));
const options = {
  minVersion: versions.min,
  maxVersion: versions.max,
  // What TLS 1.1 needs is below the level of security that is usual.
  ...(versions.max === 'TLSv1.1' && { ciphers: 'DEFAULT@SECLEVEL=0' }),
  ca: read(ca),
  ...(cert !== undefined && {
    cert: [cert, ...others.map((one) => one.cert)].map(read),
    key: [key, ...others.map((one) => one.key)].map(read),
  }),
  ...(crl !== undefined && { crl: read(crl) }),
  ...(clientScheme !== undefined && { sigalgs: clientScheme }),
  ...(groups !== undefined && { ecdhCurve: groups.join(':') }),
  allowHalfOpen: halves !== undefined,
};

if (role === 'server') serve();
else dial();

function serve() {
  const server = createServer({
    ...options,
    requestCert: clientAuth !== 'none',
    rejectUnauthorized: clientAuth === 'require',
  });
  server.on('tlsClientError', (error) => console.error(error));
  server.on('secureConnection', (socket) => {
    server.close();
    socket.on('error', (error) => console.error(error));
    const isShown = socket.getPeerX509Certificate() !== undefined;
    if (isShown && !socket.authorized) socket.destroy();
    else if (halves !== undefined) converse(socket);
    else socket.pipe(socket);
  });
  server.listen(port, '127.0.0.1', () => console.error(`port ${server.address().port}`));
}

function dial() {
  const socket = connect({ ...options, port, host: '127.0.0.1', servername: 'localhost' });
  socket.on('error', (error) => {
    console.error(error);
    process.exit(1);
  });
  if (halves !== undefined) {
    converse(socket);
    return;
  }
  // Before that an end would cut TLS 1.2 off.
  socket.on('secureConnect', () => process.stdin.pipe(socket));
  socket.pipe(process.stdout);
}

/** Each half ends by itself. */
function converse(socket) {
  socket.pipe(process.stdout);
  if (halves === 'first') process.stdin.pipe(socket);
  else socket.on('end', () => process.stdin.pipe(socket));
}
