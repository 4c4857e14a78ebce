/**
 * The states of both machines by what they are, not by what the spec calls them: each is where a
 * message, an answer or a call leads. A state that gets another name is found all the same.
 *
 * Names are those of RFC 9846 A.1 and A.2. What has none there: `IDLE`, before anything happens;
 * `WAIT_SECOND_SH` and `WAIT_SECOND_CH` behind a HelloRetryRequest; `CHOOSING`, `SIGNING` and
 * `VERIFYING`, while that question is open; `DEFERRING`, in which a server keeps a refusal until the
 * client's Finished; and what follows when the halves of a connection close. States of the handshake
 * of TLS 1.2 end in `12`, behind the messages of RFC 5246 7.3 that are awaited: SKE and CKE are the
 * key exchanges, CR the CertificateRequest, SHD the ServerHelloDone, CCS the ChangeCipherSpec.
 */
import type { Role } from './machines.ts';

type ClientName =
  | CommonName
  | 'WAIT_SH'
  | 'WAIT_SECOND_SH'
  | 'WAIT_EE'
  | 'WAIT_CERT_CR'
  | 'WAIT_SKE12'
  | 'WAIT_CR_SHD12'
  | 'WAIT_RSA_CR_SHD12'
  | 'WAIT_SHD12';
type ServerName =
  | CommonName
  | 'START'
  | 'WAIT_SECOND_CH'
  | 'DEFERRING'
  | 'WAIT_CKE12'
  | 'DECRYPTING12'
  | 'WAIT_CV12';
export type StateName = ClientName | ServerName;
type CommonName = 'IDLE' | AuthenticationName | 'WAIT_FINISHED' | Tls12Name | 'CONNECTED' | EndName;
type Tls12Name =
  | 'CHOOSING12'
  | 'SIGNING12'
  | 'VERIFYING12'
  | 'WAIT_CERT12'
  | 'WAIT_CCS12'
  | 'WAIT_FINISHED12';
type AuthenticationName = 'CHOOSING' | 'SIGNING' | 'VERIFYING' | 'WAIT_CERT' | 'WAIT_CV';
type EndName = 'HALF_CLOSED_LOCAL' | 'HALF_CLOSED_REMOTE' | 'LINGERING' | 'DRAINING' | 'CLOSED';

/** By role, what its states are called here. */
interface Names {
  readonly client: ClientName;
  readonly server: ServerName;
}

/** By name, what a machine calls them; which names there are is a matter of the role. */
type StatesOf<R extends Role, State> = R extends Role ? Readonly<Record<Names[R], State>> : never;

/** Whence, and by which event, with its facet. */
type Origin<Name extends string> = readonly [from: Name | Waypoint, type: string, facet?: string];
/** Where a machine is in a state that has its name from another way, and remembers which it went. */
type Waypoint = 'RSA_CERT12' | 'RSA_CHOSEN12' | 'RSA_CKE12';
/** Of each state but the first. */
type Origins<Name extends string> = Readonly<Record<Exclude<Name, 'IDLE'>, Origin<Name>>>;

/** An event as the machines take it. */
export interface Happening {
  readonly type: string;
  readonly facet?: string;
}

const ends: Readonly<Record<EndName, Origin<'CONNECTED' | 'DRAINING'>>> = {
  HALF_CLOSED_LOCAL: ['CONNECTED', 'local.close', 'write'],
  HALF_CLOSED_REMOTE: ['CONNECTED', 'alert.closeNotify'],
  LINGERING: ['CONNECTED', 'local.close', 'full'],
  DRAINING: ['CONNECTED', 'local.abort'],
  CLOSED: ['DRAINING', 'io.eof'],
};

const clientOrigins: Origins<ClientName> = {
  WAIT_SH: ['IDLE', 'local.start'],
  WAIT_SECOND_SH: ['WAIT_SH', 'hs.serverHello', 'retry'],
  WAIT_EE: ['WAIT_SH', 'hs.serverHello', 'v13'],
  WAIT_CERT_CR: ['WAIT_EE', 'hs.encryptedExtensions', 'good'],
  WAIT_CERT: ['WAIT_CERT_CR', 'hs.certificateRequest', 'good'],
  WAIT_CV: ['WAIT_CERT', 'hs.certificate', 'good'],
  VERIFYING: ['WAIT_CV', 'hs.certificateVerify', 'good'],
  WAIT_FINISHED: ['VERIFYING', 'task.done', 'accepted'],
  CHOOSING: ['WAIT_FINISHED', 'hs.finished', 'good'],
  SIGNING: ['CHOOSING', 'task.done', 'chosen'],
  WAIT_CERT12: ['WAIT_SH', 'hs.serverHello', 'v12'],
  WAIT_SKE12: ['WAIT_CERT12', 'hs.certificate', 'good'],
  WAIT_CR_SHD12: ['WAIT_SKE12', 'hs.serverKeyExchange', 'good'],
  WAIT_RSA_CR_SHD12: ['RSA_CERT12', 'hs.certificate', 'good'],
  WAIT_SHD12: ['WAIT_CR_SHD12', 'hs.certificateRequest', 'good'],
  VERIFYING12: ['WAIT_SHD12', 'hs.serverHelloDone', 'good'],
  CHOOSING12: ['VERIFYING12', 'task.done', 'accepted'],
  SIGNING12: ['CHOOSING12', 'task.done', 'chosen'],
  WAIT_CCS12: ['SIGNING12', 'task.done', 'accepted'],
  WAIT_FINISHED12: ['WAIT_CCS12', 'ccs', 'good'],
  CONNECTED: ['SIGNING', 'task.done', 'accepted'],
  ...ends,
};

const serverOrigins: Origins<ServerName> = {
  START: ['IDLE', 'local.start'],
  WAIT_SECOND_CH: ['START', 'hs.clientHello', 'retry'],
  CHOOSING: ['START', 'hs.clientHello', 'v13'],
  SIGNING: ['CHOOSING', 'task.done', 'chosen'],
  WAIT_CERT: ['SIGNING', 'task.done', 'accepted'],
  DEFERRING: ['WAIT_CERT', 'hs.certificate', 'empty'],
  WAIT_CV: ['WAIT_CERT', 'hs.certificate', 'good'],
  VERIFYING: ['WAIT_CV', 'hs.certificateVerify', 'good'],
  WAIT_FINISHED: ['VERIFYING', 'task.done', 'accepted'],
  CHOOSING12: ['START', 'hs.clientHello', 'v12'],
  SIGNING12: ['CHOOSING12', 'task.done', 'chosen'],
  WAIT_CERT12: ['SIGNING12', 'task.done', 'accepted'],
  WAIT_CKE12: ['WAIT_CERT12', 'hs.certificate', 'good'],
  DECRYPTING12: ['RSA_CKE12', 'hs.clientKeyExchange', 'good'],
  WAIT_CV12: ['WAIT_CKE12', 'hs.clientKeyExchange', 'good'],
  VERIFYING12: ['WAIT_CV12', 'hs.certificateVerify', 'good'],
  WAIT_CCS12: ['VERIFYING12', 'task.done', 'accepted'],
  WAIT_FINISHED12: ['WAIT_CCS12', 'ccs', 'good'],
  CONNECTED: ['WAIT_FINISHED', 'hs.finished', 'good'],
  ...ends,
};

/** Static RSA. */
const waypoints: Readonly<Record<Waypoint, Origin<ClientName | ServerName>>> = {
  RSA_CERT12: ['WAIT_SH', 'hs.serverHello', 'v12StaticRsa'],
  RSA_CHOSEN12: ['CHOOSING12', 'task.done', 'chosenToDecrypt'],
  RSA_CKE12: ['RSA_CHOSEN12', 'hs.certificate', 'good'],
};

const origins: Readonly<Record<Role, Readonly<Record<string, Origin<string>>>>> = {
  client: clientOrigins,
  server: serverOrigins,
};

/** What a machine must remember from its beginning on, so that every way is open. */
export const beginnings = { client: {}, server: { clientAuth: 'require' } } as const;

/** What happens from the beginning of a connection until it is in this state. */
export function wayTo<R extends Role>(role: R, name: Names[R]): readonly Happening[] {
  const origin = origins[role][name] ?? waypoints[name as Waypoint];
  if (origin === undefined) return [];
  const [from, type, facet] = origin;
  // Whence is a name of the same table.
  const event = facet === undefined ? { type } : { type, facet };
  return [...wayTo(role, from as Names[R]), event];
}

/**
 * What a machine calls its states.
 * @param follow the state in which these events leave the machine
 * @throws Error if two ways lead to one state: then one of them leads astray, or nowhere at all
 */
export function statesFound<R extends Role, State extends string>(
  role: R,
  follow: (way: readonly Happening[]) => State,
): StatesOf<R, State> {
  const found = new Map<State, Names[R]>();
  // A record has the names of its type.
  for (const name of ['IDLE', ...Object.keys(origins[role])] as Names[R][]) {
    const state = follow(wayTo(role, name));
    const other = found.get(state);
    if (other !== undefined) {
      throw new Error(`the ways to ${name} and to ${other} both leave a ${role} in ${state}`);
    }
    found.set(state, name);
  }
  const entries = [...found].map(([state, name]) => [name, state] as const);
  return Object.fromEntries(entries) as StatesOf<R, State>;
}
