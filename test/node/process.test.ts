/** What keeps a process alive: an open connection does, a deadline or a goodbye does not. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { closeAll, serve, serveTcp } from './network.ts';

afterEach(closeAll);

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const adapter = new URL('../../runtime/node/index.ts', import.meta.url).href;

/** Runs a script that has `connect` and `port` until it ends by itself. @returns its output */
async function run(port: number, script: string): Promise<string> {
  const source = `import { connect } from '${adapter}'; const port = ${port}; ${script}`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', source];
  const options = { cwd: projectRoot, timeout: 30_000 };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  return stdout.trim();
}

test('a refused connection ends the process, by its error', async () => {
  const { server, port } = await serveTcp(() => {});
  server.close();
  await once(server, 'close');
  const script = `connect({ port, host: '127.0.0.1' }).on('error', (e) => console.log(e.code, e.cause.code))`;
  expect(await run(port, script)).toBe('ERR_TLS_TRANSPORT ECONNREFUSED');
  server.listen(0);
});

test('an error that nobody listens for ends the process loudly', async () => {
  const { port } = await serve();
  const script = `connect({ port, host: '127.0.0.1' })`;
  await expect(run(port, script)).rejects.toThrow(/UNABLE_TO_VERIFY_LEAF_SIGNATURE/);
});

test('a silent server: the deadline fires while the socket is open, then nothing is left', async () => {
  const { port } = await serveTcp((socket) => socket.resume());
  const script = `connect({ port, host: '127.0.0.1', handshakeTimeout: 50, drainTimeout: 50 })
    .on('error', (e) => console.log(e.code))`;
  expect(await run(port, script)).toBe('ERR_TLS_HANDSHAKE_TIMEOUT');
});

test('after destroy() nothing keeps the process, however silent the peer', async () => {
  const { port } = await serveTcp((socket) => socket.resume());
  const script = `const began = Date.now();
    const socket = connect({ port, host: '127.0.0.1', drainTimeout: 60_000 });
    setTimeout(() => socket.destroy(), 50);
    process.on('exit', () => console.log(Date.now() - began < 20_000));`;
  expect(await run(port, script)).toBe('true');
});

test.each([
  ['at once', '() => ({ accepted: true })'],
  ['later', 'async () => ({ accepted: true })'],
])('what a listener throws is an uncaught exception, verified %s', async (_when, verifyPeer) => {
  const { port } = await serve((socket) => socket.on('error', () => {}));
  const script = `process.on('uncaughtException', (error, origin) => {
      console.log(origin, error.message);
      socket.destroy();
    });
    const socket = connect({ port, host: '127.0.0.1', verifyPeer: ${verifyPeer} });
    socket.on('secureConnect', () => { throw new Error('of the application'); });`;
  expect(await run(port, script)).toBe('uncaughtException of the application');
});
