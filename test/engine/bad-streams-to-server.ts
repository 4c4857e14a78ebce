/** What no client should send. */
import {
  decodeClientHello,
  ExtensionType,
  encodeClientHello,
  HandshakeType,
  ProtocolVersion,
} from '../../generated/messages.ts';
import { concatBytes } from '../../runtime/bytes.ts';
import { frame } from '../../runtime/handshake/frame.ts';
import { recordsOf } from '../support/cuts.ts';
import { bytesWritten } from '../support/effects.ts';
import { newClient, Pair, randomFrom } from '../support/pair.ts';
import { ServerState } from '../support/states.ts';
import type { BadStream } from './bad-stream.ts';
import { record } from './replay.ts';
import {
  changeCipherSpec,
  flipLastBit,
  handshakeFailure,
  plain,
  text,
  withBadMac,
  withRecord,
} from './stream-parts.ts';

export const badStreamsToServer: readonly BadStream[] = [
  {
    name: 'noise',
    stream: () => concatBytes([Uint8Array.of(0xee), randomFrom('noise')(400)]),
    code: 'ERR_TLS_UNKNOWN_RECORD_TYPE',
    alert: 'unexpected_message',
    state: ServerState.START,
  },
  {
    name: 'plain HTTP',
    stream: () => text('GET / HTTP/1.1\r\nHost: host.example\r\n\r\n'),
    code: 'ERR_TLS_UNKNOWN_RECORD_TYPE',
    alert: 'unexpected_message',
    state: ServerState.START,
  },
  {
    name: 'an SSLv2 hello',
    stream: () => concatBytes([Uint8Array.of(0x80, 46, 1, 0, 2), randomFrom('sslv2')(43)]),
    code: 'ERR_TLS_UNKNOWN_RECORD_TYPE',
    alert: 'unexpected_message',
    state: ServerState.START,
  },
  {
    name: 'a TLS 1.1 hello',
    stream: () => concatBytes([helloOfTls11(), changeCipherSpec]),
    code: 'ERR_TLS_PROTOCOL_VERSION',
    alert: 'protocol_version',
    state: ServerState.START,
  },
  {
    name: 'a record of 2^14 + 1 bytes',
    stream: () => concatBytes([Uint8Array.of(22, 3, 1, 0x40, 1), new Uint8Array(0x4001)]),
    code: 'ERR_TLS_RECORD_OVERFLOW',
    alert: 'record_overflow',
    state: ServerState.START,
  },
  {
    name: 'a hello that announces 128 KiB',
    stream: () => plain(22, 1, 2, 0, 0, 3, 3, 0),
    code: 'ERR_TLS_HELLO_TOO_LARGE',
    alert: 'illegal_parameter',
    state: ServerState.START,
  },
  {
    name: 'a handshake record without content',
    stream: () => plain(22),
    code: 'ERR_TLS_EMPTY_RECORD',
    alert: 'unexpected_message',
    state: ServerState.START,
  },
  {
    name: 'change_cipher_spec before the hello',
    stream: () => concatBytes([changeCipherSpec, hello()]),
    code: 'ERR_TLS_UNEXPECTED_MESSAGE',
    alert: 'unexpected_message',
    state: ServerState.START,
  },
  {
    name: 'a protected record before there are keys',
    stream: () => concatBytes([plain(23, ...new Uint8Array(40)), hello()]),
    code: 'ERR_TLS_UNEXPECTED_PROTECTION',
    alert: 'unexpected_message',
    state: ServerState.START,
  },
  {
    name: 'Finished in the place of the hello',
    stream: () => plain(22, ...frame(HandshakeType.finished, new Uint8Array(32))),
    code: 'ERR_TLS_UNEXPECTED_MESSAGE',
    alert: 'unexpected_message',
    state: ServerState.START,
  },
  {
    name: 'an alert in the middle of the hello',
    stream: () => {
      const message = hello().subarray(5);
      return concatBytes([plain(22, ...message.subarray(0, 50)), handshakeFailure]);
    },
    code: 'ERR_TLS_INTERLEAVED_RECORD',
    alert: 'unexpected_message',
    state: ServerState.START,
  },
  {
    name: 'two hellos in one record',
    stream: () => plain(22, ...hello().subarray(5), ...hello().subarray(5)),
    code: 'ERR_TLS_UNALIGNED_KEY_CHANGE',
    alert: 'unexpected_message',
    state: ServerState.START,
  },
  {
    name: 'a hello with a byte too many',
    stream: () => {
      const body = hello().subarray(9);
      return plain(22, ...frame(HandshakeType.clientHello, concatBytes([body, new Uint8Array(1)])));
    },
    code: 'ERR_TLS_DECODE',
    alert: 'decode_error',
    state: ServerState.START,
  },
  {
    name: 'half a hello, then nothing',
    stream: () => hello().subarray(0, 100),
    code: 'ERR_TLS_TRUNCATED',
    alert: 'none',
    state: ServerState.START,
  },
  {
    name: 'a second hello, after the keys',
    stream: () => concatBytes([hello(), hello()]),
    code: 'ERR_TLS_UNEXPECTED_PROTECTION',
    alert: 'unexpected_message',
    state: ServerState.WAIT_FINISHED,
  },
  {
    name: 'a fatal alert in the clear, after the hello',
    stream: () => concatBytes([hello(), changeCipherSpec, handshakeFailure]),
    code: 'ERR_TLS_PEER_ALERT',
    alert: 'handshake_failure',
    state: ServerState.WAIT_FINISHED,
  },
  {
    name: 'close_notify in the clear, after the hello',
    stream: () => concatBytes([hello(), plain(21, 1, 0), new Uint8Array(30)]),
    code: 'ERR_TLS_PEER_CLOSED',
    alert: 'none',
    state: ServerState.WAIT_FINISHED,
  },
  {
    name: 'an alert of three bytes in the clear, after the hello',
    stream: () => concatBytes([hello(), plain(21, 2, 40, 0)]),
    code: 'ERR_TLS_UNEXPECTED_PROTECTION',
    alert: 'unexpected_message',
    state: ServerState.WAIT_FINISHED,
  },
  {
    name: 'change_cipher_spec with another byte',
    stream: () => concatBytes([hello(), plain(20, 2)]),
    code: 'ERR_TLS_BAD_CHANGE_CIPHER_SPEC',
    alert: 'unexpected_message',
    state: ServerState.WAIT_FINISHED,
  },
  {
    name: '33 change_cipher_spec records',
    stream: () => concatBytes([hello(), ...Array.from({ length: 33 }, () => changeCipherSpec)]),
    code: 'ERR_TLS_FLOOD',
    alert: 'unexpected_message',
    state: ServerState.WAIT_FINISHED,
  },
  {
    name: 'a protected record of 2^14 + 257 bytes',
    stream: () => concatBytes([hello(), Uint8Array.of(23, 3, 3, 0x41, 1), new Uint8Array(0x4101)]),
    code: 'ERR_TLS_RECORD_OVERFLOW',
    alert: 'record_overflow',
    state: ServerState.WAIT_FINISHED,
  },
  {
    name: 'a Finished record with one bit changed',
    stream: () => withRecord('server', 2, flipLastBit),
    code: 'ERR_TLS_BAD_RECORD_MAC',
    alert: 'bad_record_mac',
    state: ServerState.WAIT_FINISHED,
  },
  {
    name: 'a wrong Finished',
    stream: () => new Pair({ client: { crypto: withBadMac(2) } }).connect().server.heard,
    code: 'ERR_TLS_BAD_FINISHED',
    alert: 'decrypt_error',
    state: ServerState.WAIT_FINISHED,
  },
  {
    name: 'data with one bit changed',
    stream: () => withRecord('server', 3, flipLastBit),
    code: 'ERR_TLS_BAD_RECORD_MAC',
    alert: 'bad_record_mac',
    state: ServerState.CONNECTED,
  },
  {
    name: 'an alert in the clear, when connected',
    stream: () => withRecord('server', 3, () => handshakeFailure),
    code: 'ERR_TLS_UNEXPECTED_PROTECTION',
    alert: 'unexpected_message',
    state: ServerState.CONNECTED,
  },
  {
    name: 'change_cipher_spec when connected',
    stream: () => withRecord('server', 3, () => changeCipherSpec),
    code: 'ERR_TLS_UNEXPECTED_MESSAGE',
    alert: 'unexpected_message',
    state: ServerState.CONNECTED,
  },
  {
    name: 'data under the keys before a KeyUpdate',
    stream: () => withRecord('server', 5, () => new Uint8Array(0)),
    code: 'ERR_TLS_BAD_RECORD_MAC',
    alert: 'bad_record_mac',
    state: ServerState.CONNECTED,
  },
  {
    name: 'data, then nothing',
    stream: () => concatBytes(recordsOf(record('server').stream).slice(0, -1)),
    code: 'ERR_TLS_TRUNCATED',
    alert: 'none',
    state: ServerState.CONNECTED,
  },
];

/** The record of the ClientHello that the recorded connections begin with. */
function hello(): Uint8Array {
  return bytesWritten(newClient().start());
}

function helloOfTls11(): Uint8Array {
  const made = decodeClientHello(hello().subarray(9));
  const extensions = made.extensions?.filter(
    ({ extensionType }) => extensionType !== ExtensionType.supported_versions,
  );
  const old = { ...made, legacyVersion: ProtocolVersion.tls11, extensions: extensions ?? [] };
  return plain(22, ...frame(HandshakeType.clientHello, encodeClientHello(old)));
}
