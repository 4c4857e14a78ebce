/**
 * What a puppet sends for each stimulus, in the notation of the traces: messages and other contents,
 * which go under the keys that are read then, and whole records where keys make a difference.
 */
import type { Role } from '../../tools/explore/machines.ts';
import type { Epoch } from '../support/puppet-script.ts';
import { ServerState } from '../support/states.ts';

/** The records, and the alert for them where the spec says `ofEvent`. */
export type SaidWords = string | readonly [text: string, alert: string];

/** Where something is said. */
export interface Scene {
  readonly role: Role;
  readonly state: string;
  /** The keys that the engine reads under. */
  readonly epoch: Epoch;
  readonly isTls12: boolean;
}

/** Whole records, or content to be put under the keys; `!` is what there must be keys for. */
type Said = { readonly records: SaidWords } | { readonly content: SaidWords };

/** Undefined: nobody can say that there. */
export function saidIn({ role, state, epoch, isTls12 }: Scene, name: string): Said | undefined {
  const own = exceptions[role][`${state}: ${name}`];
  if (own === 'impossible') return undefined;
  if (own !== undefined) return { content: own };
  const table = tables[isTls12 ? 'TLSv1.2' : 'TLSv1.3'];
  if (table.impossible.includes(name)) return undefined;
  const records = table.records[epoch === 'plaintext' ? 'plaintext' : 'keys'];
  const ready =
    (epoch === 'application' ? table.records.application[name] : undefined) ?? records[name];
  if (ready === 'impossible') return undefined;
  if (ready !== undefined) return { records: ready };
  const content = table.contents[name] ?? contents[role][name] ?? contents.both[name];
  return content === undefined ? undefined : { content };
}

type Contents = Readonly<Record<string, SaidWords>>;
type Records = Readonly<Record<string, SaidWords | 'impossible'>>;

interface Table {
  /** What would be something else there: an order is not asked for, or bytes are never too few. */
  readonly impossible: readonly string[];
  readonly records: Readonly<Record<'plaintext' | 'keys' | 'application', Records>>;
  readonly contents: Contents;
}

const dummies: SaidWords = ['change_cipher_spec times 33', 'unexpected_message'];
const protectedTooEarly = 'bytes 17 03 03 00 11 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10';
const inTheClear = {
  'ccs (good)': 'change_cipher_spec',
  'ccs (invalid)': 'change_cipher_spec(02)',
  'record.overflow': 'bytes 17 03 03 41 01',
} as const;

/** By version, what is not the same in both. Before the hellos it is said as in TLS 1.3. */
const tables: Readonly<Record<'TLSv1.3' | 'TLSv1.2', Table>> = {
  'TLSv1.3': {
    impossible: [],
    records: {
      plaintext: {
        ...inTheClear,
        'record.limit': dummies,
        'record.plaintext': protectedTooEarly,
      },
      keys: {
        ...inTheClear,
        'record.limit': dummies,
        'record.plaintext': 'bytes 16 03 03 00 04 00 00 00 00',
      },
      // No change_cipher_spec is borne, and empty records are.
      application: { 'record.limit': ['[data ""] times 33', 'unexpected_message'] },
    },
    contents: {},
  },
  'TLSv1.2': {
    impossible: ['alert.malformed', 'hs.finished (unaligned)', 'hs.clientHello (unaligned)'],
    records: {
      plaintext: {
        ...inTheClear,
        'record.plaintext': protectedTooEarly,
        'record.interleaved': 'KeyUpdate 1/2, change_cipher_spec',
      },
      keys: {
        // All records are protected: one that is not does not decrypt.
        'ccs (good)': 'impossible',
        'record.plaintext': 'impossible',
        'ccs (invalid)': '[change_cipher_spec]',
        'record.overflow': 'bytes 17 03 03 48 01',
        'record.interleaved': '[KeyUpdate 1/2], [data "x"]',
      },
      application: {},
    },
    contents: {
      'record.limit': ['alert no_renegotiation times 5', 'unexpected_message'],
      'hs.certificateRequest (invalid)': ['CertificateRequest(trailing byte)', 'decode_error'],
    },
  },
};

/** By stimulus; `!` is what there must be keys for. */
const contents: Readonly<Record<Role | 'both', Contents>> = {
  both: {
    'hs.helloRequest (good)': 'HelloRequest',
    'hs.helloRequest (invalid)': ['HelloRequest(trailing byte)', 'decode_error'],
    'hs.serverKeyExchange': 'ServerKeyExchange',
    'hs.serverHelloDone': 'ServerHelloDone',
    'hs.certificateStatus': 'CertificateStatus',
    'hs.clientKeyExchange': 'ClientKeyExchange',
    'hs.unknown': 'Handshake(type = 77)',
    'hs.endOfEarlyData': 'EndOfEarlyData',
    'hs.serverHello': 'ServerHello',
    'hs.encryptedExtensions': 'EncryptedExtensions',
    'hs.certificateRequest': 'CertificateRequest',
    'hs.newSessionTicket': 'NewSessionTicket',
    'hs.clientHello': 'ClientHello',
    'hs.certificate (good)': 'Certificate',
    'hs.certificate (invalid)': ['Certificate(trailing byte)', 'decode_error'],
    'hs.certificateVerify (good)': 'CertificateVerify',
    'hs.certificateVerify (invalid)': ['CertificateVerify(signature = wrong)', 'decrypt_error'],
    'hs.finished (good)': 'Finished',
    'hs.finished (unaligned)': 'Finished + KeyUpdate',
    'hs.finished (invalid)': ['Finished(wrong)', 'decrypt_error'],
    'hs.keyUpdate (requested)': 'KeyUpdate(update_requested)',
    'hs.keyUpdate (notRequested)': 'KeyUpdate(update_not_requested)',
    'hs.keyUpdate (unaligned)': 'KeyUpdate + KeyUpdate',
    'hs.keyUpdate (invalid)': ['KeyUpdate(request_update = 2)', 'illegal_parameter'],
    'app.data': '!data "data"',
    'alert.closeNotify': 'alert close_notify',
    'alert.userCanceled': 'alert user_canceled',
    'alert.warning': 'alert no_renegotiation',
    'alert.fatal': 'alert handshake_failure',
    'alert.malformed': 'alert bytes 02',
    'record.badMac': '!alert close_notify corrupted',
    'record.empty': 'empty handshake',
    'record.unknownType': 'type 99 "x"',
    'record.interleaved': 'KeyUpdate 1/2, alert close_notify',
  },
  client: {
    'hs.serverHello (v13)': 'ServerHello',
    'hs.serverHello (v12)': ['ServerHello(TLSv1.2)', 'illegal_parameter'],
    'hs.serverHello (v12Stapling)': [
      'ServerHello(TLSv1.2; with status_request)',
      'illegal_parameter',
    ],
    'hs.serverHello (retry)': 'HelloRetryRequest(with cookie)',
    'hs.serverHello (unaligned)': 'ServerHello + EncryptedExtensions',
    'hs.serverHello (invalid)': ['ServerHello(cipher_suite = 0x1399)', 'illegal_parameter'],
    'hs.encryptedExtensions (good)': 'EncryptedExtensions',
    'hs.encryptedExtensions (invalid)': ['EncryptedExtensions(truncated)', 'decode_error'],
    'hs.certificateRequest (good)': 'CertificateRequest',
    'hs.certificateRequest (invalid)': [
      'CertificateRequest(without signature_algorithms)',
      'missing_extension',
    ],
    'hs.certificateStatus (good)': 'CertificateStatus',
    'hs.certificateStatus (invalid)': ['CertificateStatus(trailing byte)', 'decode_error'],
    'hs.serverKeyExchange (good)': 'ServerKeyExchange',
    'hs.serverKeyExchange (invalid)': ['ServerKeyExchange(signature = wrong)', 'decrypt_error'],
    'hs.serverHelloDone (good)': 'ServerHelloDone',
    'hs.serverHelloDone (invalid)': ['ServerHelloDone(trailing byte)', 'decode_error'],
    'hs.newSessionTicket (good)': 'NewSessionTicket',
    'hs.newSessionTicket (invalid)': ['NewSessionTicket(truncated)', 'decode_error'],
  },
  server: {
    'hs.clientHello (v13)': 'ClientHello',
    'hs.clientHello (v12)': 'ClientHello(TLSv1.2)',
    'hs.clientHello (retry)': 'ClientHello(key_share = none)',
    'hs.clientHello (unaligned)': 'ClientHello + Certificate',
    'hs.clientHello (invalid)': ['ClientHello(truncated)', 'decode_error'],
    'hs.clientKeyExchange (good)': 'ClientKeyExchange',
    'hs.clientKeyExchange (invalid)': ['ClientKeyExchange(trailing byte)', 'decode_error'],
    'hs.certificate (empty)': ['Certificate(empty)', 'certificate_required'],
  },
};

/** Where a state makes a difference. */
const exceptions: Readonly<Record<Role, Readonly<Record<string, SaidWords | 'impossible'>>>> = {
  client: {},
  server: {
    [`${ServerState.START}: record.limit`]: 'impossible',
    // Who was asked for a share has to send it.
    [`${ServerState.WAIT_SECOND_CH}: hs.clientHello (retry)`]: 'impossible',
    [`${ServerState.WAIT_SECOND_CH}: hs.clientHello (v12)`]: [
      'ClientHello(without supported_versions)',
      'illegal_parameter',
    ],
  },
};
