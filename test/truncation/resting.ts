/**
 * Our ends on real sockets, at rest in each state in which the transport may end: what options
 * lead there, and what both applications do.
 */
import type { ConnectOptions, ServerTlsOptions, TlsSocket } from '../../runtime/node/index.ts';
import { legacy } from '../../runtime/node/legacy.ts';
import type { Role } from '../../tools/explore/machines.ts';
import { decryptingPair, rsaCertificate } from '../legacy/identities.ts';
import type { TestPki } from '../support/certificates.ts';
import { ClientState, ServerState, States } from '../support/states.ts';

/** How one side comes to rest in a state. */
export interface Rest {
  readonly client?: Partial<ConnectOptions>;
  readonly server?: Partial<ServerTlsOptions>;
  /** What this side does when it is connected, and what its peer does. */
  readonly own?: (socket: TlsSocket) => void;
  readonly peers?: (socket: TlsSocket) => void;
  /** What this side does when it has been cut off: it is not told before it says something. */
  readonly later?: (socket: TlsSocket) => void;
}

/** By role and state; a state of which nothing is said here needs nothing special. */
export type Rests = Readonly<Record<'client' | 'server', Readonly<Record<string, Rest>>>>;

const never = new Promise<never>(() => {});
const endHalf = (socket: TlsSocket) => void socket.end();
const listen = (socket: TlsSocket) => void socket.resume();

const open = { allowHalfOpen: true } as const;
const bothOpen = { client: open, server: open };
/** Whichever side is limited to it. */
const old = { server: { maxVersion: 'TLSv1.2' } } as const;
const staticRsa = {
  client: { legacy, ciphers: 'AES128-GCM-SHA256', maxVersion: 'TLSv1.2' },
  server: {
    legacy,
    cert: rsaCertificate(decryptingPair, 'keyEncipherment'),
    key: decryptingPair.pkcs8,
  },
} as const;
const cookies = { server: { cookieSecret: new Uint8Array(32) } };

export function restsWith({ ca, leaf }: TestPki): Rests {
  const asking = { server: { requestCert: true, ca: ca.certificatePem } };
  const { certificatePem: cert, privateKeyPem: key } = leaf;
  // A server's: nobody would choose it by itself.
  const shown = { chooseCertificate: () => ({ cert, key }) };
  const signed = { chooseCertificate: () => ({ cert, sign: () => never }) };
  const oldAsking = { server: { ...old.server, ...asking.server } };
  const halvesOf = (role: Role): Readonly<Record<string, Rest>> => ({
    [States[role].HALF_CLOSED_LOCAL]: { ...bothOpen, own: endHalf },
    [States[role].HALF_CLOSED_REMOTE]: {
      ...bothOpen,
      own: listen,
      peers: endHalf,
      later: endHalf,
    },
  });
  return {
    client: {
      ...halvesOf('client'),
      [ClientState.WAIT_SECOND_SH]: cookies,
      [ClientState.WAIT_CERT]: asking,
      [ClientState.VERIFYING]: { client: { verifyPeer: () => never } },
      [ClientState.CHOOSING]: { ...asking, client: { chooseCertificate: () => never } },
      [ClientState.SIGNING]: { ...asking, client: signed },
      [ClientState.WAIT_CERT12]: old,
      [ClientState.WAIT_SKE12]: old,
      [ClientState.WAIT_CR_SHD12]: old,
      [ClientState.WAIT_RSA_CR_SHD12]: staticRsa,
      [ClientState.WAIT_SHD12]: oldAsking,
      [ClientState.VERIFYING12]: { ...old, client: { verifyPeer: () => never } },
      [ClientState.CHOOSING12]: { ...oldAsking, client: { chooseCertificate: () => never } },
      [ClientState.SIGNING12]: { ...oldAsking, client: signed },
      [ClientState.WAIT_CCS12]: old,
      [ClientState.WAIT_FINISHED12]: old,
    },
    server: {
      ...halvesOf('server'),
      [ServerState.WAIT_SECOND_CH]: cookies,
      [ServerState.CHOOSING]: {
        server: { SNICallback: () => {} },
        client: { servername: 'localhost' },
      },
      [ServerState.SIGNING]: { server: { key: undefined, sign: () => never } },
      [ServerState.WAIT_CERT]: asking,
      [ServerState.WAIT_CV]: { ...asking, client: shown },
      [ServerState.VERIFYING]: {
        server: { ...asking.server, verifyPeer: () => never },
        client: shown,
      },
      [ServerState.DEFERRING]: asking,
      [ServerState.CHOOSING12]: {
        server: { ...old.server, SNICallback: () => {} },
        client: { servername: 'localhost' },
      },
      [ServerState.SIGNING12]: { server: { ...old.server, key: undefined, sign: () => never } },
      [ServerState.WAIT_CERT12]: oldAsking,
      [ServerState.WAIT_CKE12]: old,
      [ServerState.WAIT_CV12]: { ...oldAsking, client: shown },
      [ServerState.VERIFYING12]: {
        server: { ...oldAsking.server, verifyPeer: () => never },
        client: shown,
      },
      [ServerState.WAIT_CCS12]: old,
      [ServerState.WAIT_FINISHED12]: old,
    },
  };
}

/** States in which no connection of `connect` or `createServer` rests, and why. */
export const restless: Readonly<Record<'client' | 'server', Readonly<Record<string, string>>>> = {
  client: {
    [ClientState.IDLE]: 'begins at once',
    [ClientState.LINGERING]: 'a socket ends its halves one by one, or is destroyed',
    [ClientState.DRAINING]: 'the reason is told already',
    [ClientState.CLOSED]: 'there is nothing left to cut',
  },
  server: {
    [ServerState.IDLE]: 'begins at once',
    [ServerState.DECRYPTING12]: 'a key of node:crypto decrypts at once',
    [ServerState.LINGERING]: 'a socket ends its halves one by one, or is destroyed',
    [ServerState.DRAINING]: 'the reason is told already',
    [ServerState.CLOSED]: 'there is nothing left to cut',
  },
};
