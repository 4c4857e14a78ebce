/**
 * First bytes that are no TLS 1.3: the peer gets the one right alert in the clear and then the end
 * of the stream, the owner an error that says what came, and the next client is served.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeAll, dial, errorOf, serveTcp } from '../node/network.ts';
import { ClientState, ServerState } from '../support/states.ts';
import {
  bytes,
  extension,
  fatalAlert,
  garbage,
  handshake,
  oldClientHello,
  oldServerHello,
  record,
  sslV2ClientHello,
  vector,
} from './hand-made.ts';
import { heard, provoke, sayAndLeave } from './raw-peer.ts';
import { Target } from './target.ts';

const unexpectedMessage = 10;
const recordOverflow = 22;
const handshakeFailure = 40;
const illegalParameter = 47;
const decodeError = 50;
const protocolVersion = 70;
const missingExtension = 109;

interface Stranger {
  readonly what: string;
  readonly sent: Buffer;
  readonly alert: number;
  readonly code: string;
  readonly says: RegExp;
}

const http = (line: string) => bytes(`${line}\r\nHost: localhost\r\n\r\n`);
const noTls = { alert: unexpectedMessage, code: 'ERR_TLS_UNKNOWN_RECORD_TYPE' };
const outOfPlace = { alert: unexpectedMessage, code: 'ERR_TLS_UNEXPECTED_MESSAGE' };
const tooOld = { alert: protocolVersion, code: 'ERR_TLS_PROTOCOL_VERSION' };
const unsafe = { alert: handshakeFailure, code: 'ERR_TLS_NO_EXTENDED_MASTER_SECRET' };
const supportedVersions = (...versions: readonly number[]) =>
  extension(43, vector(1, ...versions.flatMap((one) => [one >> 8, one & 0xff])));

let target: Target;

afterEach(closeAll);

describe('to our server', () => {
  beforeEach(async () => {
    target = await Target.start();
  });
  afterEach(async () => await target.expectFit());

  const strangers: readonly Stranger[] = [
    { what: 'GET', sent: http('GET / HTTP/1.1'), ...noTls, says: /an HTTP request without TLS/ },
    { what: 'POST', sent: http('POST /a HTTP/1.0'), ...noTls, says: /an HTTP request without TLS/ },
    { what: 'HTTP/2', sent: http('PRI * HTTP/2.0'), ...noTls, says: /an HTTP request without TLS/ },
    { what: 'CONNECT', sent: http('CONNECT a:1 HTTP/1.1'), ...noTls, says: /HTTP request/ },
    { what: 'SSH', sent: bytes('SSH-2.0-OpenSSH_9.2\r\n'), ...noTls, says: /an SSH server/ },
    { what: 'mail', sent: bytes('EHLO localhost\r\n'), ...noTls, says: /STARTTLS/ },
    { what: 'zeros', sent: Buffer.alloc(20_000), ...noTls, says: /the bytes 0000000000/ },
    { what: 'ones', sent: Buffer.alloc(64, 0xff), ...noTls, says: /the bytes ffffffffff/ },
    { what: 'five bytes', sent: bytes('abcde'), ...noTls, says: /the bytes 6162636465/ },
    { what: 'an SSLv2 hello', sent: sslV2ClientHello(), ...noTls, says: /an SSLv2 hello/ },
    { what: 'an SSL 3.0 hello', sent: oldClientHello([3, 0]), ...tooOld, says: /speaks SSL 3\.0/ },
    { what: 'a TLS 1.0 hello', sent: oldClientHello([3, 1]), ...tooOld, says: /speaks TLS 1\.0/ },
    { what: 'a TLS 1.1 hello', sent: oldClientHello([3, 2]), ...tooOld, says: /speaks TLS 1\.1/ },
    {
      what: 'a TLS 1.2 hello without extended_master_secret',
      sent: oldClientHello([3, 3]),
      ...unsafe,
      says: /the client does not know extended_master_secret/,
    },
    {
      what: 'a hello that lists TLS 1.2 and 1.1',
      sent: oldClientHello([3, 3], supportedVersions(0x0303, 0x0302)),
      ...unsafe,
      says: /the client does not know extended_master_secret/,
    },
    {
      what: 'a hello of TLS 1.2 that lists TLS 1.1 only',
      sent: oldClientHello([3, 3], supportedVersions(0x0302)),
      ...tooOld,
      says: /speaks TLS 1\.1/,
    },
    {
      what: 'a hello of TLS 1.3 in the wrong field',
      sent: oldClientHello([3, 4], supportedVersions(0x0304)),
      ...tooOld,
      says: /legacy_version is TLS 1\.3/,
    },
    {
      what: 'a hello of TLS 1.3 with nothing else',
      sent: oldClientHello([3, 3], supportedVersions(0x0304)),
      alert: missingExtension,
      code: 'ERR_TLS_MISSING_EXTENSION',
      says: /signature_algorithms/,
    },
    {
      what: 'a hello cut short, in a whole record',
      sent: record(22, handshake(1, 3, 3, Buffer.alloc(31))),
      alert: decodeError,
      code: 'ERR_TLS_DECODE',
      says: /./,
    },
    {
      what: 'a hello with a byte too many',
      sent: record(
        22,
        handshake(1, oldClientHello([3, 3], supportedVersions(0x0304)).subarray(9), 0),
      ),
      alert: decodeError,
      code: 'ERR_TLS_DECODE',
      says: /./,
    },
    {
      what: 'a change_cipher_spec',
      sent: record(20, 1),
      ...outOfPlace,
      says: new RegExp(`expected clientHello, got change_cipher_spec in ${ServerState.START}`),
    },
    {
      what: 'a change_cipher_spec of two bytes',
      sent: record(20, 1, 1),
      alert: unexpectedMessage,
      code: 'ERR_TLS_BAD_CHANGE_CIPHER_SPEC',
      says: /not the byte 1/,
    },
    {
      what: 'application data',
      sent: record(23, garbage(100, 1)),
      alert: unexpectedMessage,
      code: 'ERR_TLS_UNEXPECTED_PROTECTION',
      says: /before there are keys/,
    },
    {
      what: 'a ServerHello',
      sent: oldServerHello([3, 3]),
      ...outOfPlace,
      says: new RegExp(`expected clientHello, got serverHello in ${ServerState.START}`),
    },
    {
      what: 'a Finished',
      sent: record(22, handshake(20, garbage(32, 1))),
      ...outOfPlace,
      says: new RegExp(`expected clientHello, got finished in ${ServerState.START}`),
    },
    {
      what: 'a HelloRequest',
      sent: record(22, handshake(0)),
      ...outOfPlace,
      says: /expected clientHello, got helloRequest in /,
    },
    {
      what: 'an alert of one byte',
      sent: record(21, 2),
      alert: decodeError,
      code: 'ERR_TLS_DECODE',
      says: /./,
    },
    {
      what: 'an alert of no byte',
      sent: record(21),
      alert: unexpectedMessage,
      code: 'ERR_TLS_EMPTY_RECORD',
      says: /without content/,
    },
  ];

  // @req 9846:6:4
  test.each(strangers)('$what', async ({ sent, alert, code, says }) => {
    const answer = await provoke(target.port, sent);
    expect(answer.toString('hex')).toBe(fatalAlert(alert).toString('hex'));
    const error = await target.error();
    expect(error).toMatchObject({ code, origin: 'local', state: ServerState.START });
    expect(error.message).toMatch(says);
  });

  test('fifty lots of garbage, each another one', async () => {
    for (let seed = 0; seed < 50; seed++) {
      const sent = garbage(1 + 97 * seed, seed);
      // Types that TLS knows are for the other tests.
      sent[0] = [0x00, 0x13, 0x19, 0x80, 0xff][seed % 5] ?? 0;
      const answer = await (sent.length < 5 ? sayAndLeave : provoke)(target.port, sent);
      const error = await target.error();
      const isRecord = sent.length >= 5;
      expect(error.code).toBe(isRecord ? 'ERR_TLS_UNKNOWN_RECORD_TYPE' : 'ERR_TLS_TRUNCATED');
      expect(answer).toEqual(isRecord ? fatalAlert(unexpectedMessage) : Buffer.of());
    }
  });

  test.each([
    ['nothing', ''],
    ['four letters', 'GET '],
    ['half a header', '\x16\x03\x01'],
    ['a header', '\x16\x03\x01\x01\x00'],
  ])('%s and FIN: truncated, without a word', async (_, text) => {
    expect(await sayAndLeave(target.port, bytes(text))).toEqual(Buffer.of());
    expect(await target.error()).toMatchObject({ code: 'ERR_TLS_TRUNCATED', alert: undefined });
  });

  test('a fatal alert: no answer, and told as the peer’s', async () => {
    expect(await provoke(target.port, fatalAlert(handshakeFailure))).toEqual(Buffer.of());
    expect(await target.error()).toMatchObject({
      code: 'ERR_TLS_PEER_ALERT',
      alert: 'handshake_failure',
      alertCode: 40,
      origin: 'peer',
    });
  });

  test('an alert of unknown number: fatal as well', async () => {
    expect(await provoke(target.port, record(21, 1, 200))).toEqual(Buffer.of());
    expect(await target.error()).toMatchObject({
      code: 'ERR_TLS_PEER_ALERT',
      alert: undefined,
      alertCode: 200,
      message: 'the peer sent the alert 200',
    });
  });

  test('a close_notify: answered with one, and no clean end', async () => {
    expect(await provoke(target.port, record(21, 1, 0))).toEqual(record(21, 1, 0));
    expect(await target.error()).toMatchObject({ code: 'ERR_TLS_PEER_CLOSED', alert: undefined });
  });
});

describe('to our client', () => {
  const chosen = (version: number) => extension(43, version >> 8, version & 0xff);
  const serverHello = (suite: number, ...extensions: readonly Uint8Array[]) => {
    const random = Buffer.alloc(32, 0x22);
    const fields = [vector(1), suite >> 8, suite & 0xff, 0, vector(2, ...extensions)];
    return record(22, handshake(2, 3, 3, random, ...fields));
  };
  const wrongField = { alert: illegalParameter, code: 'ERR_TLS_ILLEGAL_PARAMETER' };

  const strangers: readonly Stranger[] = [
    {
      what: 'an HTTP answer',
      sent: bytes('HTTP/1.1 400 Bad Request\r\n\r\n'),
      ...noTls,
      says: /an HTTP answer, the server does not speak TLS on this port/,
    },
    { what: 'SSH', sent: bytes('SSH-2.0-OpenSSH_9.2\r\n'), ...noTls, says: /an SSH server/ },
    { what: 'SMTP', sent: bytes('220 mail ESMTP\r\n'), ...noTls, says: /STARTTLS first/ },
    { what: 'garbage', sent: bytes(0x99, garbage(999, 3)), ...noTls, says: /the bytes 99/ },
    // @req 9846:4.3.1:10 9846:E.1:3
    { what: 'an SSL 3.0 server', sent: oldServerHello([3, 0]), ...tooOld, says: /chose SSL 3\.0/ },
    { what: 'a TLS 1.0 server', sent: oldServerHello([3, 1]), ...tooOld, says: /chose TLS 1\.0/ },
    { what: 'a TLS 1.1 server', sent: oldServerHello([3, 2]), ...tooOld, says: /chose TLS 1\.1/ },
    {
      what: 'a TLS 1.2 server without renegotiation_info',
      sent: oldServerHello([3, 3]),
      alert: handshakeFailure,
      code: 'ERR_TLS_NO_RENEGOTIATION_INFO',
      says: /the server does not know renegotiation_info/,
    },
    {
      // @req 9846:4.3.1:12
      what: 'a server that selects TLS 1.2 in supported_versions',
      sent: serverHello(0x1301, chosen(0x0303)),
      ...wrongField,
      says: /not chosen this way/,
    },
    {
      // @req 9846:4.2.3:5
      what: 'a session id that we did not send',
      sent: serverHello(0x1301, chosen(0x0304)),
      ...wrongField,
      says: /legacy_session_id_echo/,
    },
    {
      what: 'a ClientHello',
      sent: oldClientHello([3, 3], supportedVersions(0x0304)),
      ...outOfPlace,
      says: new RegExp(`expected serverHello, got clientHello in ${ClientState.WAIT_SH}`),
    },
    {
      what: 'a Certificate before anything else',
      sent: record(22, handshake(11, vector(1), vector(3))),
      ...outOfPlace,
      says: new RegExp(`expected serverHello, got certificate in ${ClientState.WAIT_SH}`),
    },
    {
      what: 'application data',
      sent: record(23, garbage(50, 1)),
      alert: unexpectedMessage,
      code: 'ERR_TLS_UNEXPECTED_PROTECTION',
      says: /before there are keys/,
    },
    {
      what: 'a record that is too large',
      sent: bytes(22, 3, 3, 0x40, 0x01),
      alert: recordOverflow,
      code: 'ERR_TLS_RECORD_OVERFLOW',
      says: /16385/,
    },
    {
      what: 'a change_cipher_spec in the middle of a message',
      sent: bytes(record(22, 2, 0, 0), record(20, 1)),
      alert: unexpectedMessage,
      code: 'ERR_TLS_INTERLEAVED_RECORD',
      says: /inside a handshake message/,
    },
  ];

  test.each(strangers)('$what', async ({ sent, alert, code, says }) => {
    const { client, answer } = await meetStranger(sent);
    const error = await errorOf(client);
    expect(error).toMatchObject({ code, origin: 'local', state: ClientState.WAIT_SH });
    expect(error.message).toMatch(says);
    expect((await answer).toString('hex')).toBe(fatalAlert(alert).toString('hex'));
  });

  test('a fatal alert: told as the peer’s, and not answered', async () => {
    const { client, answer } = await meetStranger(fatalAlert(handshakeFailure));
    expect(await errorOf(client)).toMatchObject({
      code: 'ERR_TLS_PEER_ALERT',
      alert: 'handshake_failure',
      origin: 'peer',
      state: ClientState.WAIT_SH,
    });
    expect(await answer).toEqual(Buffer.of());
  });

  /** Our client and a server that answers its hello with these bytes. */
  async function meetStranger(sent: Uint8Array) {
    let tell: (answer: Promise<Buffer>) => void;
    const answer = new Promise<Buffer>((resolve) => {
      tell = resolve;
    });
    const { port } = await serveTcp((socket) => {
      socket.once('data', () => {
        tell(heard(socket).finally(() => socket.end()));
        socket.write(sent);
      });
    });
    return { client: await dial(port), answer };
  }
});
