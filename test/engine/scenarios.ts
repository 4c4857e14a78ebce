/** Handshakes of all sorts, for tests that hold for each of them. */
import { encodeClientHelloExtension } from '../../generated/extensions.ts';
import type { ClientHello } from '../../generated/messages.ts';
import { concatBytes } from '../../runtime/bytes.ts';
import { recordsOf } from '../support/cuts.ts';
import { serverCertificates, serverKey } from '../support/fixed-identity.ts';
import { type PairOptions, randomFrom } from '../support/pair.ts';
import { goodLeafExtensions, makeLeaf } from '../x509/make.ts';
import { ocspAt } from '../x509/make-status.ts';

/** A sort of handshake. */
export interface Scenario {
  readonly name: string;
  readonly options: PairOptions;
  /** What else comes to the server, and changes nothing. */
  readonly toServer?: (stream: Uint8Array) => Uint8Array;
}

/** A certificate that both sides accept of each other. */
export const credentials = [{ certificates: serverCertificates, privateKey: serverKey() }];

/** As these, and it says where its status is to be had. */
const credentialsWithStatus = [
  {
    certificates: [
      makeLeaf('Root', { extensions: [...goodLeafExtensions(), ocspAt('http://ocsp.example/')] }),
    ],
    privateKey: serverKey(),
  },
];

const cookieSecret = new Uint8Array(32).fill(9);

/** Nothing special. */
export const plainHandshake: Scenario = { name: 'a plain handshake', options: {} };

/** Two ClientHellos. */
export const retried: Scenario = {
  name: 'a HelloRetryRequest',
  options: { server: { cookieSecret } },
};

/** A client with a certificate, which the server demands. */
export const mutual: Scenario = {
  name: 'certificates on both sides',
  options: { server: { clientAuth: 'require' }, client: { credentials } },
};

/** As `mutual`, with certificates that say where their status is to be had. */
export const mutualWithStatus: Scenario = {
  name: 'certificates on both sides whose status can be fetched',
  options: {
    server: { clientAuth: 'require', credentials: credentialsWithStatus },
    client: { credentials: credentialsWithStatus },
  },
};

/** Everything that makes a handshake long. */
export const everything: Scenario = {
  name: 'a HelloRetryRequest, certificates on both sides, short records with padding',
  options: {
    server: { cookieSecret, clientAuth: 'require', recordSizeLimit: 300, recordPadding: 50 },
    client: { credentials, recordSizeLimit: 200, recordPadding: 7 },
  },
};

/** Early data behind the ClientHello, which the server cannot read. */
export const earlyData: Scenario = {
  name: 'early data',
  options: { clientHooks: { clientHello: offerEarlyData } },
  toServer: withEarlyData,
};

/** A client that speaks both versions, at a server of TLS 1.2. */
export const plainTls12: Scenario = {
  name: 'TLS 1.2',
  options: {
    // The curve of the certificate must be among the groups (RFC 8422 5.1).
    client: { groups: ['x25519', 'secp256r1'] },
    server: { maxVersion: 'TLSv1.2' },
  },
};

/** Everything that makes a handshake of TLS 1.2 long. */
export const mutualTls12: Scenario = {
  name: 'TLS 1.2 with certificates on both sides and short records',
  options: {
    client: { maxVersion: 'TLSv1.2', groups: ['secp256r1'], credentials, recordSizeLimit: 200 },
    server: { clientAuth: 'require', groups: ['secp256r1'], recordSizeLimit: 300 },
  },
};

/** As `mutualTls12`, with certificates that say where their status is to be had. */
export const mutualTls12WithStatus: Scenario = {
  name: 'TLS 1.2 with certificates on both sides whose status can be fetched',
  options: {
    client: { ...mutualTls12.options.client, credentials: credentialsWithStatus },
    server: { ...mutualTls12.options.server, credentials: credentialsWithStatus },
  },
};

/** All of them. */
export const scenarios: readonly Scenario[] = [
  plainHandshake,
  retried,
  mutual,
  everything,
  earlyData,
  plainTls12,
  mutualTls12,
];

/** With a PSK that the server does not know, as early data demands. */
function offerEarlyData(made: ClientHello): ClientHello {
  const identity = { identity: new Uint8Array(100).fill(3), obfuscatedTicketAge: 5 };
  const extensions = [
    ...(made.extensions ?? []),
    encodeClientHelloExtension('earlyData', {}),
    encodeClientHelloExtension('pskKeyExchangeModes', { keModes: [1] }),
    encodeClientHelloExtension('preSharedKey', {
      identities: [identity],
      binders: [new Uint8Array(32)],
    }),
  ];
  return { ...made, extensions };
}

/** Puts protected records behind the first record. */
function withEarlyData(stream: Uint8Array): Uint8Array {
  const [hello = new Uint8Array(0), ...rest] = recordsOf(stream);
  const random = randomFrom('early data');
  const records = [17, 400, 16_640].map((length) =>
    concatBytes([Uint8Array.of(23, 3, 3, length >> 8, length & 0xff), random(length)]),
  );
  return concatBytes([hello, ...records, ...rest]);
}
