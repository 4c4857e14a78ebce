/** `tlschart client` against `tlschart server`, each in a process of its own. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  closeAll,
  dial,
  errorOf,
  pattern,
  readAll,
  serveByHand,
  serveTcp,
  sha256,
} from '../node/network.ts';
import { type CredentialFiles, type TestPki, writePki } from '../support/certificates.ts';
import { startServer as startOpenssl } from '../support/openssl.ts';
import { describeNeeding } from '../support/skips.ts';
import { ClientState, ServerState } from '../support/states.ts';
import { killAll as stopOpenssl } from '../support/tool-process.ts';
import { cleanUp, run, type Server, startServer } from './run.ts';

let folder: string;
let files: Readonly<Record<keyof TestPki, CredentialFiles>>;
let ca: string;
let echo: Server;
let onIpv6: Server;
let web: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tlschart-cli-'));
  files = await writePki(folder);
  ca = files.ca.certificate;
  const keylog = join(folder, 'server.keys');
  [echo, onIpv6, web] = await Promise.all([
    startServer(files.leaf, '--echo', '--alpn', 'b,a', '--keylog', keylog, '--trace'),
    startServer(files.leaf, '--echo', '--host', '[::1]'),
    startServer(files.leaf, '--alpn', 'http/1.1', '--http'),
  ]);
});
afterAll(async () => {
  await cleanUp();
  await stopOpenssl();
  await closeAll();
  rmSync(folder, { recursive: true, force: true });
});

describe('echo', () => {
  test('1 MiB there and back, the summary on standard error', async () => {
    const sent = pattern(1024 * 1024);
    const args = ['client', `localhost:${echo.port}`, '--ca', ca, '--alpn', 'a,c'];
    const { code, stdout, stderr } = await run(args, sent);
    expect(code).toBe(0);
    expect(sha256(Buffer.from(stdout, 'latin1'))).toBe(sha256(sent));
    expect(stderr).toMatch(/^connected to localhost:\d+\n/);
    expect(stderr).toMatch(/protocol +TLSv1\.3\n/);
    expect(stderr).toMatch(/cipher suite +TLS_AES_128_GCM_SHA256\n/);
    expect(stderr).toMatch(/group +X25519MLKEM768\n/);
    expect(stderr).toMatch(/signature scheme +ecdsa_secp256r1_sha256\n/);
    expect(stderr).toMatch(/ALPN +a\n/);
    expect(stderr).toMatch(/server name +localhost\n/);
    expect(stderr).toMatch(/subject +CN=localhost\n/);
    expect(stderr).toMatch(/issuer +CN=tlschart test CA\n/);
    expect(stderr).toMatch(/valid +2\d{3}-\S+Z to 2\d{3}-\S+Z\n/);
    expect(stderr).toMatch(/verdict +verified\n/);
  });

  test('an address is verified, but no server name: SNI has none (RFC 6066, 3)', async () => {
    const { code, stdout, stderr } = await run(
      ['client', `127.0.0.1:${echo.port}`, '--ca', ca],
      'x',
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'x' });
    expect(stderr).toMatch(/server name +none\n/);
    expect(stderr).toMatch(/verdict +verified\n/);
  });

  test('IPv6, on both sides in brackets; a zone is for the socket only', async () => {
    const { port } = onIpv6;
    expect(onIpv6.host).toBe('[::1]');
    // On loopback the first interface is the one: its number is a zone that all systems know.
    const [plain, zoned] = await Promise.all(
      ['[::1]', '[::1%1]'].map((host) => run(['client', `${host}:${port}`, '--ca', ca], host)),
    );
    expect(plain).toMatchObject({ code: 0, stdout: '[::1]' });
    expect(plain?.stderr).toMatch(/^connected to \[::1\]:\d+\n/);
    expect(plain?.stderr).toMatch(/server name +none\n/);
    expect(plain?.stderr).toMatch(/verdict +verified\n/);
    expect(zoned).toMatchObject({ code: 0, stdout: '[::1%1]' });
  });
});

test('--http: a page for each request that comes through standard input', async () => {
  const args = ['client', `localhost:${web.port}`, '--ca', ca, '--alpn', 'h2,http/1.1'];
  const { code, stdout } = await run(args, 'GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(stdout).toContain('<tr><th>ALPN<td>http/1.1\n<tr><th>server name<td>localhost\n');
  expect(stdout.match(/<td>GET .*/g)).toEqual(['<td>GET /1', '<td>GET /2']);
});

describe('--keylog', () => {
  const labels = [
    'CLIENT_HANDSHAKE_TRAFFIC_SECRET',
    'CLIENT_TRAFFIC_SECRET_0',
    'EXPORTER_SECRET',
    'SERVER_HANDSHAKE_TRAFFIC_SECRET',
    'SERVER_TRAFFIC_SECRET_0',
  ];

  test('both sides append the same lines, for the owner only', async () => {
    const path = join(folder, 'client.keys');
    const args = ['client', `localhost:${echo.port}`, '--ca', ca, '--keylog', path];
    await run(args, 'x');
    expect(linesOf(path).map((line) => line.split(' ')[0])).toEqual(labels);
    await run(args, 'x');
    expect(linesOf(path)).toHaveLength(2 * labels.length);
    const atServer = linesOf(join(folder, 'server.keys'));
    for (const line of linesOf(path)) {
      expect(line).toMatch(/^[A-Z_0]+ [0-9a-f]{64} [0-9a-f]{64}$/);
      expect(atServer).toContain(line);
    }
    for (const name of ['client.keys', 'server.keys']) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
  });

  test('a log that fails is told once and ends nothing', async () => {
    const full = ['--keylog', '/dev/full'];
    const server = await startServer(files.leaf, '--echo', ...full);
    const args = ['client', `localhost:${server.port}`, '--ca', ca, ...full];
    const told = /^tlschart: --keylog: ENOSPC.*; nothing more is logged$/gm;
    const { code, stdout, stderr } = await run(args, 'x');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'x' });
    expect(stderr.match(told)).toHaveLength(1);
    expect(await echoed(server.port, 'another')).toBe('another');
    server.child.kill();
    expect((await server.ended).stderr.match(told)).toHaveLength(1);
  });

  describeNeeding('openssl', 'with OpenSSL', () => {
    test('it writes the same lines', async () => {
      const [ours, theirs] = [join(folder, 'ours.keys'), join(folder, 'theirs.keys')];
      const { openssl, port } = await startOpenssl(files.leaf, ['-rev', '-keylogfile', theirs]);
      const ran = await run(['client', `127.0.0.1:${port}`, '--ca', ca, '--keylog', ours], 'abc\n');
      expect(ran).toMatchObject({ code: 0, stdout: 'cba\n' });
      await openssl.exits();
      expect(linesOf(theirs).filter((line) => !line.startsWith('#'))).toEqual(linesOf(ours));
    });
  });

  /** Sorted: the order of the lines is nobody's promise. */
  function linesOf(path: string): string[] {
    return readFileSync(path, 'utf8').trimEnd().split('\n').sort();
  }
});

test('--trace: one line a step, on both sides', async () => {
  const { stderr } = await run(['client', `127.0.0.1:${echo.port}`, '--ca', ca, '--trace'], 'x');
  const steps = stderr.split('\n').filter((line) => line.startsWith('client '));
  expect(steps.length).toBeGreaterThan(9);
  const state = '\\w+(?:\\(\\w+, \\w+\\))?';
  const columns = [
    'client',
    '[\\w.]+(?: \\(\\w+\\))?',
    `${state} -> ${state}`,
    'keys \\w+/\\w+',
    '(?:RFC \\d+, [\\d.]+)?',
    '(?:[\\w(), ]*)',
  ];
  for (const step of steps) expect(step).toMatch(new RegExp(`^${columns.join(' *')}$`));
  const serverHello = steps.find((line) => line.includes('hs.serverHello'));
  expect(serverHello).toContain('(v13)');
  expect(serverHello).toContain(`${ClientState.WAIT_SH} -> ${ClientState.WAIT_EE}`);
  expect(serverHello).toContain('keys handshake/handshake');
  expect(serverHello).toContain('RFC 9846, 4.2.3');
  expect(serverHello).toContain('deriveHandshakeSecrets, installReadKeys(handshake');
  expect(steps.find((line) => line.includes('hs.finished'))).toContain('RFC 9846, 4.5.3');
  await echo.seen(
    new RegExp(
      `127\\.0\\.0\\.1:\\d+ +hs\\.finished \\(good\\) +${ServerState.WAIT_FINISHED} -> connected`,
    ),
  );
});

describe('the client says what went wrong, in one line, and exits 1', () => {
  test('no trust: the alert is named on both sides', async () => {
    const { code, stderr } = await run(['client', `localhost:${echo.port}`]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^tlschart: .*UNABLE_TO_VERIFY_LEAF_SIGNATURE.*unknown_ca.*--ca.*\n$/);
    await echo.seen(/127\.0\.0\.1:\d+ failed: the peer sent the alert unknown_ca/);
  });

  test('trust in somebody else', async () => {
    const args = ['client', `127.0.0.1:${echo.port}`, '--ca', files.otherCa.certificate];
    const { code, stderr } = await run(args);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      saying(
        ClientState.VERIFYING,
        /^tlschart: .*, in STATE \(UNABLE_TO_VERIFY_LEAF_SIGNATURE, .*; our alert: unknown_ca, 48\); trust its authority.*\n$/,
      ),
    );
  });

  test('the wrong name; but --insecure goes on and tells', async () => {
    const args = ['client', `localhost:${echo.port}`, '--ca', ca, '--servername', 'other.example'];
    const [refused, insecure] = await Promise.all([
      run(args),
      run([...args, '--insecure'], 'through'),
    ]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /^tlschart: .*not for other\.example.*ERR_TLS_CERT_ALTNAME_INVALID.*bad_certificate.*\n$/,
    );
    expect(insecure).toMatchObject({ code: 0, stdout: 'through' });
    expect(insecure.stderr).toMatch(/server name +other\.example\n/);
    expect(insecure.stderr).toMatch(/verdict +NOT verified: .*ERR_TLS_CERT_ALTNAME_INVALID/);
  });

  test('no protocol in common: the alert came from the peer', async () => {
    const args = ['client', `localhost:${echo.port}`, '--ca', ca, '--alpn', 'z'];
    const { code, stderr } = await run(args);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      saying(ClientState.WAIT_SH, /the peer sent the alert no_application_protocol, in STATE/),
    );
  });

  test('something that is no TLS: what came, the state, the alert', async () => {
    const { port } = await serveTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const { code, stderr } = await run(['client', `127.0.0.1:${port}`, '--insecure']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      saying(
        ClientState.WAIT_SH,
        /^tlschart: .*HTTP.*in STATE \(ERR_TLS_UNKNOWN_RECORD_TYPE, RFC 9846, 5; our alert: unexpected_message, 10\); is this the right port.*\n$/,
      ),
    );
  });

  test('a message out of order: what came and what was expected', async () => {
    // A record with a Finished where the ServerHello should be.
    const finished = Uint8Array.of(22, 3, 3, 0, 4, 20, 0, 0, 0);
    const { port } = await serveTcp((socket) => socket.end(finished));
    const { code, stderr } = await run(['client', `127.0.0.1:${port}`, '--insecure']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      saying(
        ClientState.WAIT_SH,
        /^tlschart: expected serverHello, got finished in STATE \(ERR_TLS_\w+, RFC 9846, .*; our alert: unexpected_message, 10\)\n$/,
      ),
    );
  });

  test('a stream that is cut: what came before it is there, and the exit code tells', async () => {
    const { port } = await serveByHand(({ socket, engine, send }) => {
      send(engine.write(new TextEncoder().encode('half of it')));
      socket.end();
    });
    const { code, stdout, stderr } = await run(['client', `127.0.0.1:${port}`, '--ca', ca]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'half of it' });
    expect(stderr).toContain('ERR_TLS_TRUNCATED');
  });

  test('nobody there', async () => {
    const { code, stderr } = await run(['client', '127.0.0.1:1']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^tlschart: the transport failed: connect ECONNREFUSED 127\.0\.0\.1:1.*\n$/,
    );
  });
});

test('check: the verdict on standard output, and as the exit code', async () => {
  const address = `localhost:${echo.port}`;
  const [accepted, refused, json] = await Promise.all([
    run(['check', address, '--ca', ca]),
    run(['check', address, '--ca', files.otherCa.certificate]),
    run(['check', '--chain', files.expired.certificate, '--ca', ca, '--json']),
  ]);
  expect(accepted).toMatchObject({ code: 0, stderr: '' });
  expect(accepted.stdout).toMatch(/\nverdict: accepted\n$/);
  expect(refused).toMatchObject({ code: 1, stderr: '' });
  expect(refused.stdout).toMatch(/\nverdict: REFUSED: .*alert: unknown_ca, 48\)\n$/);
  expect(json).toMatchObject({ code: 1, stderr: '' });
  expect(JSON.parse(json.stdout)).toMatchObject({ accepted: false, code: 'CERT_HAS_EXPIRED' });
});

test('after all this the servers are still there', async () => {
  expect(await echoed(echo.port, 'still there')).toBe('still there');
  const distrusting = await dial(web.port, { servername: 'localhost', ca: undefined });
  expect((await errorOf(distrusting)).code).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
});

/** The pattern with a state's name in the place of `STATE`. */
function saying(state: string, pattern: RegExp): RegExp {
  return new RegExp(pattern.source.replace('STATE', state));
}

/** What a server gives back to a client in this process. */
async function echoed(port: number, text: string): Promise<string> {
  const client = await dial(port);
  client.end(text);
  const [bytes] = await Promise.all([readAll(client), once(client, 'close')]);
  return bytes.toString();
}

test('--trace=json: an object a step; no option takes the address behind it for its value', async () => {
  const address = `127.0.0.1:${echo.port}`;
  const [json, text] = await Promise.all([
    run(['client', '--ca', ca, '--trace=json', address], 'x'),
    run(['client', '--ca', ca, '--trace', address], 'x'),
  ]);
  const steps = json.stderr.split('\n').filter((line) => line.startsWith('{'));
  const [first, ...others] = steps.map((line) => JSON.parse(line));
  expect(first).toMatchObject({ role: 'client', peer: address, event: 'local.start' });
  expect(first.atMs / Date.now()).toBeCloseTo(1, 6);
  expect(others.at(-1)).toMatchObject({ after: ClientState.CLOSED });
  expect(text).toMatchObject({ code: 0, stdout: 'x' });
  expect(text.stderr).toMatch(/^client +local\.start /m);
});
