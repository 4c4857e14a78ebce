/**
 * Streams that are cut, by FIN and by RST, at the bytes of what a puppet says in a handshake: the
 * owner gets an error that names the state, the peer hears nothing of it, the sockets are closed,
 * and a server serves the next client. RFC 9846 6.1: only close_notify is an end.
 */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeAll, dial, dialTcp, errorOf, serveTcp } from '../node/network.ts';
import { randomFrom } from '../support/pair.ts';
import { Puppet } from '../support/puppet.ts';
import type { SendScript } from '../support/puppet-script.ts';
import { ClientState, ServerState } from '../support/states.ts';
import { Mailbox } from './mailbox.ts';
import { alert, bytesRecord, message, PuppetPeer } from './puppet-peer.ts';
import { heard, sayAndLeave, sayAndReset } from './raw-peer.ts';
import { Target } from './target.ts';
import { turns } from './turns.ts';

/** A record, and our state once it has been read. */
interface Step {
  readonly script: SendScript;
  readonly after: string;
}

const truncated = { code: 'ERR_TLS_TRUNCATED', alert: undefined, origin: 'local' };
const changeCipherSpec = bytesRecord('plaintext', 20, Uint8Array.of(1));
const serverFlight: readonly Step[] = [
  { script: message('plaintext', 'ServerHello'), after: ClientState.WAIT_EE },
  { script: changeCipherSpec, after: ClientState.WAIT_EE },
  { script: message('handshake', 'EncryptedExtensions'), after: ClientState.WAIT_CERT_CR },
  { script: message('handshake', 'Certificate'), after: ClientState.WAIT_CV },
  { script: message('handshake', 'CertificateVerify'), after: ClientState.WAIT_FINISHED },
  { script: message('handshake', 'Finished'), after: ClientState.CONNECTED },
];
/** Where a reset is noticed while we write, Node tells of an end. */
const reset = { code: expect.stringMatching(/^ERR_TLS_(TRANSPORT|TRUNCATED)$/), alert: undefined };

afterEach(closeAll);

describe('our server', () => {
  let target: Target;

  beforeEach(async () => {
    target = await Target.start();
  });
  afterEach(async () => await target.expectFit());

  const hello = message('plaintext', 'ClientHello');
  const piecesOfHello = [1, 2, 3].map((index) => ({
    ...hello,
    contents: hello.contents.map((one) => ({ ...one, piece: { index, of: 3 } })),
  }));

  describe.each([
    ['one record', [hello]],
    ['three records', piecesOfHello],
  ])('in the ClientHello, in %s', (_, scripts) => {
    const bytes = saidBy(new Puppet('client', randomFrom('puppet')), scripts);

    test('FIN at every byte', async () => {
      const cuts = upTo(bytes.length - 1);
      const answers = cuts.map((at) => sayAndLeave(target.port, bytes.subarray(0, at)));
      for (const answer of await Promise.all(answers)) expect(answer).toEqual(Buffer.of());
      for (const _ of cuts) {
        expect(await target.error()).toMatchObject({ ...truncated, state: ServerState.START });
      }
    });

    test('RST at every byte', async () => {
      const cuts = upTo(bytes.length - 1);
      await Promise.all(cuts.map((at) => sayAndReset(dialTcp(target.port), bytes.subarray(0, at))));
      for (const _ of cuts) {
        expect(await target.error()).toMatchObject({ ...reset, state: ServerState.START });
      }
    });
  });

  const flight: readonly Step[] = [
    { script: changeCipherSpec, after: ServerState.WAIT_FINISHED },
    { script: message('handshake', 'Finished'), after: ServerState.CONNECTED },
    { script: alert('application', 'close_notify'), after: ServerState.CLOSED },
  ];
  const flightLength = 6 + 58 + 24;

  test('FIN at every byte of the second flight, and of a goodbye behind it', async () => {
    for (const at of upTo(flightLength - 1)) {
      const puppet = await greet();
      const { bytes, ends } = rendered(puppet, flight);
      expect(bytes).toHaveLength(flightLength);
      puppet.socket.end(bytes.subarray(0, at));
      expect(await puppet.lastWords()).toEqual([]);
      expect(await target.error()).toMatchObject({
        ...truncated,
        state: stateAt(at, ServerState.WAIT_FINISHED, flight, ends),
      });
    }
  });

  test('RST at some bytes of the second flight', async () => {
    for (const at of [0, 1, 5, 6, 7, 11, 12, 40, 63, 64]) {
      const puppet = await greet();
      const { bytes, ends } = rendered(puppet, flight);
      await sayAndReset(puppet.socket, bytes.subarray(0, at));
      expect(await target.error()).toMatchObject({
        ...reset,
        state: stateAt(at, ServerState.WAIT_FINISHED, flight, ends),
      });
    }
  });

  /** A puppet of a client that has seen the server's whole flight. */
  async function greet(): Promise<PuppetPeer> {
    const puppet = new PuppetPeer('client', dialTcp(target.port));
    puppet.say(hello);
    await puppet.sees('Finished');
    return puppet;
  }
});

describe('our client', () => {
  const sockets = new Mailbox<Socket>();
  let port = 0;

  beforeEach(async () => {
    ({ port } = await serveTcp((socket) => sockets.put(socket)));
  });

  // At every byte: test/truncation.
  test('FIN around the ends of the records of the first flight, and between', async () => {
    const { bytes, ends } = await rehearse();
    for (const at of upTo(bytes.length).filter((one) => one % 23 === 0 || isSeam(one, ends))) {
      const client = await dialAlike();
      const error = errorOf(client);
      const closed = new Promise((done) => client.once('close', done));
      const server = await sockets.take();
      await once(server, 'data');
      server.end(bytes.subarray(0, at));
      const lastWords = await heard(server);
      // Who has the whole flight answers it; anybody else has nothing to say.
      expect(lastWords.length > 0).toBe(at === bytes.length);
      expect(await error).toMatchObject({
        ...truncated,
        state: stateAt(at, ClientState.WAIT_SH, serverFlight, ends),
      });
      await closed;
    }
  });

  test('RST at some bytes of the first flight', async () => {
    const { bytes, ends } = await rehearse();
    const some = upTo(bytes.length - 1).filter((at) => at % 23 === 0);
    for (const at of [...some, ...ends.slice(0, -1)]) {
      const client = await dialAlike();
      const error = errorOf(client);
      const server = await sockets.take();
      await once(server, 'data');
      await sayAndReset(server, bytes.subarray(0, at));
      expect(await error).toMatchObject({
        ...reset,
        state: stateAt(at, ClientState.WAIT_SH, serverFlight, ends),
      });
    }
  });

  /** All clients say the same, so that the flight for one is right for each of them. */
  async function dialAlike() {
    const verifyPeer = () => ({ accepted: true }) as const;
    return await dial(port, { verifyPeer, random: randomFrom('the same client') });
  }

  /** The flight for this client. */
  async function rehearse(): Promise<Rendered> {
    const client = await dialAlike();
    const puppet = new PuppetPeer('server', await sockets.take());
    await puppet.sees('ClientHello');
    const made = rendered(puppet, serverFlight);
    client.destroy();
    await puppet.lastWords();
    return made;
  }
});

describe('while an answer is waited for', () => {
  const never = new Promise<never>(() => {});

  test.each([
    ['FIN', truncated, (socket: Socket) => socket.end()],
    ['RST', reset, (socket: Socket) => socket.resetAndDestroy()],
  ])('our server, whose key is elsewhere, sees %s behind a hello', async (_, expected, leave) => {
    const target = await Target.start({ key: undefined, sign: () => never });
    const puppet = new PuppetPeer('client', dialTcp(target.port));
    puppet.say(message('plaintext', 'ClientHello'));
    await turns(3);
    leave(puppet.socket);
    expect(await target.error()).toMatchObject({ ...expected, state: ServerState.SIGNING });
    await target.isAlone();
  });

  test('our client, whose verifier takes its time, waits for no more than handshakeTimeout', async () => {
    const peers = new Mailbox<PuppetPeer>();
    const { port } = await serveTcp((socket) => peers.put(new PuppetPeer('server', socket)));
    const error = errorOf(await dial(port, { handshakeTimeout: 50, verifyPeer: () => never }));
    const puppet = await peers.take();
    await puppet.sees('ClientHello');
    // The end is behind a Finished that is not due before the answer.
    puppet.say(...serverFlight.map(({ script }) => script));
    puppet.socket.end();
    await puppet.lastWords();
    expect(await error).toMatchObject({ code: 'ERR_TLS_HANDSHAKE_TIMEOUT', origin: 'local' });
  });
});

interface Rendered {
  readonly bytes: Buffer;
  /** Where each record ends. */
  readonly ends: readonly number[];
}

function rendered(puppet: PuppetPeer, flight: readonly Step[]): Rendered {
  const ends: number[] = [];
  const records: Buffer[] = [];
  let length = 0;
  for (const { script } of flight) {
    const record = puppet.bytesOf(script);
    length += record.length;
    records.push(record);
    ends.push(length);
  }
  return { bytes: Buffer.concat(records), ends };
}

/** Our state when so many bytes have been read. */
function stateAt(
  length: number,
  before: string,
  flight: readonly Step[],
  ends: readonly number[],
): string {
  const wholeRecords = ends.filter((end) => end <= length).length;
  return wholeRecords === 0 ? before : (flight[wholeRecords - 1]?.after ?? '');
}

/** Whether so many bytes are all of some records, and at most a header more or some bytes less. */
function isSeam(length: number, ends: readonly number[]): boolean {
  return ends.some((end) => length >= end - 2 && length <= end + 6);
}

function saidBy(puppet: Puppet, scripts: readonly SendScript[]): Buffer {
  return Buffer.concat(scripts.map((script) => puppet.send(script)));
}

/** 0, 1, 2 and so on, `last` included. */
function upTo(last: number): readonly number[] {
  return Array.from({ length: last + 1 }, (_, index) => index);
}
