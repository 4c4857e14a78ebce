/** Streams that go wrong where a plain handshake does not pass by. */
import { decodeClientHello, encodeClientHello, HandshakeType } from '../../generated/messages.ts';
import { concatBytes } from '../../runtime/bytes.ts';
import { frame } from '../../runtime/handshake/frame.ts';
import { recordsOf } from '../support/cuts.ts';
import { serverKey } from '../support/fixed-identity.ts';
import { Pair, type PairOptions, randomFrom, signedBy } from '../support/pair.ts';
import { puppetCertificate } from '../support/puppet-certificates.ts';
import { ClientState, ServerState } from '../support/states.ts';
import type { BadStream } from './bad-stream.ts';
import { type Role, record } from './replay.ts';
import { credentials, earlyData, mutual, retried, type Scenario } from './scenarios.ts';
import { flipLastBit, plain } from './stream-parts.ts';

export const badStreamsInScenarios: readonly (BadStream & { readonly role: Role })[] = [
  {
    name: 'a second hello with another random',
    role: 'server',
    scenario: retried,
    stream: () => withRecord('server', retried, 2, otherRandom),
    code: 'ERR_TLS_ILLEGAL_PARAMETER',
    alert: 'illegal_parameter',
    state: ServerState.WAIT_SECOND_CH,
  },
  {
    name: 'the first hello once more',
    role: 'server',
    scenario: retried,
    stream: () => {
      const [hello = none] = recordsOf(record('server', retried).stream);
      return withRecord('server', retried, 2, () => hello);
    },
    code: 'ERR_TLS_ILLEGAL_PARAMETER',
    alert: 'illegal_parameter',
    state: ServerState.WAIT_SECOND_CH,
  },
  {
    name: 'half a second hello, then an alert',
    role: 'server',
    scenario: retried,
    stream: () => withRecord('server', retried, 2, halfAndAlert),
    code: 'ERR_TLS_INTERLEAVED_RECORD',
    alert: 'unexpected_message',
    state: ServerState.WAIT_SECOND_CH,
  },
  {
    name: 'a second HelloRetryRequest',
    role: 'client',
    scenario: retried,
    stream: () => {
      const [request = none] = recordsOf(record('client', retried).stream);
      return withRecord('client', retried, 2, () => request);
    },
    code: 'ERR_TLS_UNEXPECTED_MESSAGE',
    alert: 'unexpected_message',
    state: ClientState.WAIT_SECOND_SH,
  },
  {
    name: 'nothing after a HelloRetryRequest',
    role: 'client',
    scenario: retried,
    stream: () => concatBytes(recordsOf(record('client', retried).stream).slice(0, 2)),
    code: 'ERR_TLS_TRUNCATED',
    alert: 'none',
    state: ClientState.WAIT_SECOND_SH,
  },
  {
    name: 'no certificate where one is required',
    role: 'server',
    scenario: mutual,
    stream: () => saidTo({ server: { clientAuth: 'require' } }),
    code: 'ERR_TLS_CERTIFICATE_REQUIRED',
    alert: 'certificate_required',
    state: ServerState.DEFERRING,
  },
  {
    name: 'a certificate that has expired',
    role: 'server',
    scenario: mutual,
    stream: () => saidBy({ credentials: [expired] }),
    code: 'CERT_HAS_EXPIRED',
    alert: 'certificate_expired',
    state: ServerState.DEFERRING,
  },
  {
    name: 'a certificate with a wrong signature',
    role: 'server',
    scenario: mutual,
    stream: () => saidBy(signedBy(() => new Uint8Array(70))),
    code: 'ERR_TLS_BAD_SIGNATURE',
    alert: 'decrypt_error',
    state: ServerState.WAIT_CV,
  },
  {
    name: 'a certificate record with one bit changed',
    role: 'server',
    scenario: mutual,
    stream: () => withRecord('server', mutual, 2, flipLastBit),
    code: 'ERR_TLS_BAD_RECORD_MAC',
    alert: 'bad_record_mac',
    state: ServerState.WAIT_CERT,
  },
  {
    name: 'early data without end',
    role: 'server',
    scenario: earlyData,
    stream: () => {
      const [hello = none] = recordsOf(record('server', earlyData).stream);
      const random = randomFrom('junk');
      const junk = Array.from({ length: 5 }, () =>
        concatBytes([Uint8Array.of(23, 3, 3, 0x40, 0), random(0x4000)]),
      );
      return concatBytes([hello, ...junk]);
    },
    code: 'ERR_TLS_FLOOD',
    alert: 'unexpected_message',
    state: ServerState.WAIT_FINISHED,
  },
  {
    name: 'early data, then nothing',
    role: 'server',
    scenario: earlyData,
    stream: () => concatBytes(recordsOf(record('server', earlyData).stream).slice(0, 3)),
    code: 'ERR_TLS_TRUNCATED',
    alert: 'none',
    state: ServerState.WAIT_FINISHED,
  },
  {
    name: 'a bad certificate of a server that asks for ours',
    role: 'client',
    scenario: mutual,
    stream: () => {
      const server = { clientAuth: 'require', credentials: [expired] } as const;
      return new Pair({ client: { credentials }, server }).connect().client.heard;
    },
    code: 'CERT_HAS_EXPIRED',
    alert: 'certificate_expired',
    state: ClientState.VERIFYING,
  },
];

const none = new Uint8Array(0);
const expired = { certificates: [puppetCertificate('expired')], privateKey: serverKey() };

/** What a client with these options says to a server that demands a certificate. */
function saidBy(client: NonNullable<PairOptions['client']>): Uint8Array {
  return saidTo({ client, server: { clientAuth: 'require' } });
}

function saidTo(options: PairOptions): Uint8Array {
  return new Pair(options).connect().server.heard;
}

/** The scenario's stream with its record of this number changed. */
function withRecord(
  role: Role,
  scenario: Scenario,
  index: number,
  change: (original: Uint8Array) => Uint8Array,
): Uint8Array {
  const records = recordsOf(record(role, scenario).stream);
  return concatBytes(records.map((one, i) => (i === index ? change(one) : one)));
}

function otherRandom(original: Uint8Array): Uint8Array {
  const hello = decodeClientHello(original.subarray(9));
  const body = encodeClientHello({ ...hello, random: flipLastBit(hello.random) });
  return plain(22, ...frame(HandshakeType.clientHello, body));
}

function halfAndAlert(original: Uint8Array): Uint8Array {
  return concatBytes([plain(22, ...original.subarray(5, 60)), plain(21, 2, 40)]);
}
