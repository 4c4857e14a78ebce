/**
 * Regeneration is real: an edit of the spec changes what happens on the wire, after `generate` and
 * not before, and `--check` tells of it. Nothing is half-written when the spec is wrong.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generate } from '../../tools/generate/generate.ts';
import { checkOutput, writeOutput } from '../../tools/generate/output.ts';
import { makeTestPki } from '../support/certificates.ts';
import { ProjectCopy } from '../support/project-copy.ts';
import { ClientState, ServerState } from '../support/states.ts';

let copy: ProjectCopy;
beforeEach(() => {
  copy = new ProjectCopy();
});
afterEach(() => copy.remove());

/** Runs a program against the copy's own runtime and gives back the JSON that it printed. */
async function probe(body: string): Promise<unknown> {
  copy.write(
    'runtime/probe.ts',
    `import { TlsClient, TlsServer } from './index.ts';
     import { serverOptions } from './probe-options.ts';
     const told = (effects) => effects.map((e) => e.type === 'write' ? [...e.data] : e.type === 'deadline' ? [e.name, e.afterMs ?? null] : e.type);
     ${body}`,
  );
  copy.write('runtime/probe-options.ts', await probeOptions());
  const { status, output } = copy.run('runtime/probe.ts');
  rmSync(join(copy.root, 'runtime/probe.ts'));
  if (status !== 0) throw new Error(output);
  return JSON.parse(output);
}

/** The server's options of the probes; the certificate comes as PEM, made by this process. */
async function probeOptions(): Promise<string> {
  const { leaf } = await makeTestPki();
  return `import { certificatesFromPem, noble, privateKeyFromPem } from './index.ts';
export const serverOptions = {
  credentials: [{
    certificates: certificatesFromPem(${JSON.stringify(leaf.certificatePem)}),
    privateKey: noble.importPrivateKey(privateKeyFromPem(${JSON.stringify(leaf.privateKeyPem)})),
  }],
};`;
}

const alertTo = (from: string, to: string) =>
  [
    `'record.unknownType': {
          target: '#alerting',
          actions: [{ type: 'fail', params: { alert: '${from}' } }],`,
    `'record.unknownType': {
          target: '#alerting',
          actions: [{ type: 'fail', params: { alert: '${to}' } }],`,
  ] as const;

describe('an edit of the spec arrives on the wire', () => {
  test('another alert on one edge', async () => {
    const httpToServer = `const server = new TlsServer(serverOptions);
      server.start();
      console.log(JSON.stringify(told(server.receive(new TextEncoder().encode('GET / HTTP/1.1\\r\\n\\r\\n')))));`;
    const alertRecord = (code: number) => [21, 3, 3, 0, 2, 2, code];
    copy.edit('spec/server.ts', ...alertTo('unexpected_message', 'general_error'));
    const files = await generate(copy.root);
    expect(checkOutput(copy.root, files).join()).toContain('stale: generated/server.ts');
    expect(await probe(httpToServer)).toContainEqual(alertRecord(10));
    writeOutput(copy.root, files);
    expect(checkOutput(copy.root, files)).toEqual([]);
    expect(await probe(httpToServer)).toContainEqual(alertRecord(117));
  });

  test('another name for a state', async () => {
    const start = `const client = new TlsClient({ serverName: 'localhost' });
      client.start();
      console.log(JSON.stringify(client.state));`;
    copy.edit(
      'spec/client.ts',
      `initial: '${ClientState.WAIT_SH}'`,
      "initial: 'expectServerHello'",
    );
    copy.edit('spec/client.ts', ` ${ClientState.WAIT_SH}: {`, ' expectServerHello: {');
    const wrote = writeOutput(copy.root, await generate(copy.root));
    expect(wrote.join()).not.toContain('server');
    expect(await probe(start)).toBe('expectServerHello');
  });

  test('a new state with a delay', async () => {
    const start = `const client = new TlsClient({ serverName: 'localhost' });
      const first = told(client.start());
      const state = client.state;
      const second = told(client.deadlineReached('patience')).map((e) => Array.isArray(e) && e.length > 9 ? 'ClientHello' : e);
      console.log(JSON.stringify({ first, state, second }));`;
    copy.edit(
      'spec/client.ts',
      "'local.start': { target: 'handshake', actions: ['sendClientHello'] },",
      "'local.start': { target: 'pausing' },",
    );
    copy.edit(
      'spec/client.ts',
      'handshake: {',
      `pausing: {
          description: 'A pause before the first word.',
          after: { patience: { target: 'handshake', actions: ['sendClientHello'] } },
        },
        handshake: {`,
    );
    copy.edit('spec/client.ts', 'drainTimeout: 2_000,', 'drainTimeout: 2_000,\n    patience: 123,');
    const wrote = writeOutput(copy.root, await generate(copy.root));
    expect(wrote).toContain('wrote generated/client.ts');
    expect(await probe(start)).toEqual({
      first: [['patience', 123]],
      state: 'pausing',
      second: [['patience', null], ['handshakeTimeout', 30_000], 'ClientHello'],
    });
  });

  test('a changed bound in a wire structure', async () => {
    const helloToServer = `const client = new TlsClient({ serverName: 'localhost' });
      const server = new TlsServer(serverOptions);
      server.start();
      const [hello] = client.start().filter((e) => e.type === 'write');
      const answer = told(server.receive(hello.data)).filter(Array.isArray).filter((e) => e[0] === 21);
      console.log(JSON.stringify({ answer, state: server.state }));`;
    expect(await probe(helloToServer)).toEqual({ answer: [], state: ServerState.WAIT_FINISHED });
    copy.edit(
      'spec/wire/handshake.tls',
      'Random random;\n    opaque legacy_session_id<0..32>',
      'Random random;\n    opaque legacy_session_id<0..16>',
    );
    const files = await generate(copy.root);
    expect(checkOutput(copy.root, files).join()).toContain('stale: generated/messages.ts');
    writeOutput(copy.root, files);
    // The client's own encoder now refuses 32 bytes too: the hello comes from outside.
    const sixteenOnly = helloToServer.replace(
      "new TlsClient({ serverName: 'localhost' })",
      `{ start: () => [{ type: 'write', data: Uint8Array.from(${JSON.stringify(helloWith32)}) }] }`,
    );
    expect(await probe(sixteenOnly)).toEqual({
      answer: [[21, 3, 3, 0, 2, 2, 50]],
      state: ServerState.DRAINING,
    });
  });
});

/** A ClientHello record with a session id of 32 bytes and nothing after it. */
const helloWith32 = [
  22,
  3,
  1,
  0,
  4 + 2 + 32 + 1 + 32 + 4 + 2,
  1,
  0,
  0,
  2 + 32 + 1 + 32 + 4 + 2,
  3,
  3,
  ...new Array<number>(32).fill(7),
  32,
  ...new Array<number>(32).fill(9),
  0,
  2,
  0x13,
  1,
  1,
  0,
];

describe('--check', () => {
  test('tells of a stale, a missing and an orphaned file; generate mends all three, byte by byte', () => {
    const before = snapshot();
    copy.edit(
      'generated/client.ts',
      `case '${ClientState.IDLE}':`,
      `case '${ClientState.IDLE}': // touched`,
    );
    rmSync(join(copy.root, 'generated/server-states.ts'));
    copy.write('generated/leftover.ts', 'export {};\n');
    const { status, output } = copy.generate('--check');
    expect(status).toBe(1);
    expect(output).toContain('stale: generated/client.ts');
    expect(output).toContain(`-    case '${ClientState.IDLE}': // touched`);
    expect(output).toContain('missing: generated/server-states.ts');
    expect(output).toContain('orphaned: generated/leftover.ts');
    expect(copy.generate()).toMatchObject({ status: 0 });
    expect(snapshot()).toEqual(before);
  });
});

// Each kind of fault: spec-faults.slow.ts.
describe('a wrong spec is refused', () => {
  test('npm run generate prints the same, exits 1 and writes nothing', async () => {
    const before = snapshot();
    copy.edit('spec/server.ts', "guard: 'isV13'", "guard: 'isV31'");
    copy.edit('spec/registries.ts', "alert: 'decode_error',", "alert: 'decode_terror',");
    const told = await generate(copy.root).catch((fault: Error) => fault.message);
    expect(copy.generate()).toEqual({ status: 1, output: `${told}\n` });
    expect(snapshot()).toEqual(before);
  });
});

function snapshot(): Record<string, string> {
  const folder = join(copy.root, 'generated');
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path, readFileSync(path, 'utf8')]),
  );
}
