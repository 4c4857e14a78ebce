/**
 * Our ends on real sockets, at rest in each state in which the transport may end: what options
 * lead there, and what both applications do.
 */
import type { ConnectOptions, ServerTlsOptions, TlsSocket } from '../../runtime/node/index.ts';
import type { TestPki } from '../support/certificates.ts';

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
const cookies = { server: { cookieSecret: new Uint8Array(32) } };

export function restsWith({ ca, leaf }: TestPki): Rests {
  const asking = { server: { requestCert: true, ca: ca.certificatePem } };
  const { certificatePem: cert, privateKeyPem: key } = leaf;
  // A server's: nobody would choose it by itself.
  const shown = { chooseCertificate: () => ({ cert, key }) };
  const signed = { chooseCertificate: () => ({ cert, sign: () => never }) };
  const halves: Readonly<Record<string, Rest>> = {
    'connected(reading, sent)': { ...bothOpen, own: endHalf },
    'connected(received, sending)': { ...bothOpen, own: listen, peers: endHalf, later: endHalf },
  };
  return {
    client: {
      ...halves,
      waitSecondServerHello: cookies,
      waitCertificate: asking,
      verifyPeer: { client: { verifyPeer: () => never } },
      chooseCertificate: { ...asking, client: { chooseCertificate: () => never } },
      signing: { ...asking, client: signed },
    },
    server: {
      ...halves,
      waitSecondClientHello: cookies,
      chooseCertificate: { server: { SNICallback: () => {} }, client: { servername: 'localhost' } },
      signing: { server: { key: undefined, sign: () => never } },
      waitCertificate: asking,
      waitCertificateVerify: { ...asking, client: shown },
      verifyPeer: { server: { ...asking.server, verifyPeer: () => never }, client: shown },
      deferring: asking,
    },
  };
}

/** States in which no connection of `connect` or `createServer` rests, and why. */
export const restless: Readonly<Record<'client' | 'server', Readonly<Record<string, string>>>> = {
  client: {
    idle: 'begins at once',
    'connected(lingering, sent)': 'a socket ends its halves one by one, or is destroyed',
    draining: 'the reason is told already',
    closed: 'there is nothing left to cut',
  },
  server: {
    idle: 'begins at once',
    'connected(lingering, sent)': 'a socket ends its halves one by one, or is destroyed',
    draining: 'the reason is told already',
    closed: 'there is nothing left to cut',
  },
};
