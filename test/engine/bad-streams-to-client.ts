/** What no server should send. */
import {
  decodeServerHello,
  type Extension,
  ExtensionType,
  encodeServerHello,
  HandshakeType,
  helloRetryRequestRandom,
  type ServerHello,
} from '../../generated/messages.ts';
import { concatBytes } from '../../runtime/bytes.ts';
import { frame } from '../../runtime/handshake/frame.ts';
import type { ServerOptions } from '../../runtime/index.ts';
import { recordsOf } from '../support/cuts.ts';
import { Pair, signedBy } from '../support/pair.ts';
import { ClientState } from '../support/states.ts';
import type { BadStream } from './bad-stream.ts';
import { record } from './replay.ts';
import {
  flipLastBit,
  handshakeFailure,
  plain,
  text,
  withBadMac,
  withRecord,
} from './stream-parts.ts';

export const badStreamsToClient: readonly BadStream[] = [
  {
    name: 'an HTTP answer',
    stream: () => text('HTTP/1.1 400 Bad Request\r\n\r\n'),
    code: 'ERR_TLS_UNKNOWN_RECORD_TYPE',
    alert: 'unexpected_message',
    state: ClientState.WAIT_SH,
  },
  {
    name: 'a fatal alert in the place of the hello',
    stream: () => concatBytes([handshakeFailure, text('anything')]),
    code: 'ERR_TLS_PEER_ALERT',
    alert: 'handshake_failure',
    state: ClientState.WAIT_SH,
  },
  {
    name: 'an alert that nobody knows',
    stream: () => plain(21, 2, 200),
    code: 'ERR_TLS_PEER_ALERT',
    alert: 'none',
    state: ClientState.WAIT_SH,
  },
  {
    name: 'an alert of one byte',
    stream: () => plain(21, 2),
    code: 'ERR_TLS_DECODE',
    alert: 'decode_error',
    state: ClientState.WAIT_SH,
  },
  {
    name: 'user_canceled five times',
    stream: () => concatBytes(Array.from({ length: 5 }, () => plain(21, 1, 90))),
    code: 'ERR_TLS_FLOOD',
    alert: 'unexpected_message',
    state: ClientState.WAIT_SH,
  },
  {
    name: 'a ServerHello of TLS 1.2 with a suite of TLS 1.3',
    stream: () => withServerHello((it) => ({ ...it, extensions: [], legacySessionIdEcho: none })),
    code: 'ERR_TLS_ILLEGAL_PARAMETER',
    alert: 'illegal_parameter',
    state: ClientState.WAIT_SH,
  },
  {
    name: 'a ServerHello of TLS 1.1',
    stream: () => withServerHello((it) => ({ ...it, legacyVersion: 0x0302, extensions: [] })),
    code: 'ERR_TLS_PROTOCOL_VERSION',
    alert: 'protocol_version',
    state: ClientState.WAIT_SH,
  },
  {
    name: 'a HelloRetryRequest with the key share of a ServerHello',
    stream: () => withServerHello((it) => ({ ...it, random: helloRetryRequestRandom })),
    code: 'ERR_TLS_DECODE',
    alert: 'decode_error',
    state: ClientState.WAIT_SH,
  },
  {
    name: 'a cipher suite that was not offered',
    stream: () => withServerHello((it) => ({ ...it, cipherSuite: 0x1304 })),
    code: 'ERR_TLS_ILLEGAL_PARAMETER',
    alert: 'illegal_parameter',
    state: ClientState.WAIT_SH,
  },
  {
    name: 'a key share of zeros',
    stream: () =>
      withServerHello((it) => ({ ...it, extensions: it.extensions?.map(zeroShare) ?? [] })),
    code: 'ERR_TLS_ILLEGAL_PARAMETER',
    alert: 'illegal_parameter',
    state: ClientState.WAIT_SH,
  },
  {
    name: 'EncryptedExtensions in the record of the ServerHello',
    stream: () => {
      const [serverHello = new Uint8Array(0), ...rest] = recordsOf(record('client').stream);
      const more = frame(HandshakeType.encryptedExtensions, new Uint8Array(2));
      return concatBytes([plain(22, ...serverHello.subarray(5), ...more), ...rest]);
    },
    code: 'ERR_TLS_UNALIGNED_KEY_CHANGE',
    alert: 'unexpected_message',
    state: ClientState.WAIT_SH,
  },
  {
    name: 'a flight with one bit changed',
    stream: () => withRecord('client', 2, flipLastBit),
    code: 'ERR_TLS_BAD_RECORD_MAC',
    alert: 'bad_record_mac',
    state: ClientState.WAIT_EE,
  },
  {
    name: 'a handshake record in the clear, after the keys',
    stream: () => withRecord('client', 2, () => plain(22, 8, 0, 0, 2, 0, 0)),
    code: 'ERR_TLS_UNEXPECTED_PROTECTION',
    alert: 'unexpected_message',
    state: ClientState.WAIT_EE,
  },
  {
    name: 'an alert in the clear, after the keys',
    stream: () => withRecord('client', 2, () => handshakeFailure),
    code: 'ERR_TLS_UNEXPECTED_PROTECTION',
    alert: 'unexpected_message',
    state: ClientState.WAIT_EE,
  },
  {
    name: 'a wrong signature',
    stream: () => streamOf(signedBy(() => new Uint8Array(70))),
    code: 'ERR_TLS_BAD_SIGNATURE',
    alert: 'decrypt_error',
    state: ClientState.WAIT_CV,
  },
  {
    name: 'a wrong Finished',
    stream: () => streamOf({ crypto: withBadMac(1) }),
    code: 'ERR_TLS_BAD_FINISHED',
    alert: 'decrypt_error',
    state: ClientState.WAIT_FINISHED,
  },
  {
    name: 'half a flight, then nothing',
    stream: () => {
      const { stream } = record('client');
      const [serverHello = new Uint8Array(0)] = recordsOf(stream);
      return stream.subarray(0, serverHello.length + 100);
    },
    code: 'ERR_TLS_TRUNCATED',
    alert: 'none',
    state: ClientState.WAIT_EE,
  },
  {
    name: 'data, then nothing',
    stream: () => concatBytes(recordsOf(record('client').stream).slice(0, -1)),
    code: 'ERR_TLS_TRUNCATED',
    alert: 'none',
    state: ClientState.CONNECTED,
  },
];

const none = new Uint8Array(0);

/** The good stream with another ServerHello. */
function withServerHello(change: (made: ServerHello) => ServerHello): Uint8Array {
  return withRecord('client', 0, (original) => {
    const body = encodeServerHello(change(decodeServerHello(original.subarray(9))));
    return plain(22, ...frame(HandshakeType.serverHello, body));
  });
}

/** A key_share whose key is zeros: a point of low order (RFC 9846 7.4.2). */
function zeroShare(extension: Extension): Extension {
  if (extension.extensionType !== ExtensionType.key_share) return extension;
  const extensionData = extension.extensionData.slice();
  extensionData.fill(0, 4);
  return { ...extension, extensionData };
}

/** What a server with these options says to the client. */
function streamOf(server: Partial<ServerOptions>): Uint8Array {
  return new Pair({ server }).connect().client.heard;
}
