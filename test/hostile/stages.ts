/** Our ends on real sockets, brought to each state in which they read, with a puppet as the peer. */
import type { TraceStep } from '../../runtime/index.ts';
import type { ConnectOptions } from '../../runtime/node/index.ts';
import { dial, dialTcp, errorOf, serveTcp } from '../node/network.ts';
import type { Epoch, Role, SendScript } from '../support/puppet-script.ts';
import { ClientState, ServerState } from '../support/states.ts';
import { Mailbox } from './mailbox.ts';
import { message, PuppetPeer } from './puppet-peer.ts';
import type { Target } from './target.ts';

/** A state that reads, and how a puppet brings us there. */
export interface Stage {
  /** Our state. */
  readonly state: string;
  /** The keys under which the puppet's next record is due. */
  readonly reads: Epoch;
  /** The keys under which our alert must come. */
  readonly writes: Epoch;
  /** The messages that are right here, and the words for them. */
  readonly takes: readonly string[];
  readonly expected: string;
  /** Does what is right until we are there. */
  lead(puppet: PuppetPeer): Promise<void>;
}

/** Options of our client that a test may set. */
export type ClientSettings = Omit<Partial<ConnectOptions>, 'verifyPeer' | 'trace'>;

/** A puppet and one of us. */
export interface Encounter {
  readonly puppet: PuppetPeer;
  /** The error that our connection ends with. */
  readonly error: Promise<Error>;
}

/** States of our server. */
export const serverStages: readonly Stage[] = [
  {
    state: ServerState.START,
    reads: 'plaintext',
    writes: 'plaintext',
    takes: ['ClientHello'],
    expected: 'expected clientHello',
    lead: async () => {},
  },
  {
    state: ServerState.WAIT_FINISHED,
    reads: 'handshake',
    writes: 'application',
    takes: ['Finished'],
    expected: 'expected finished',
    lead: greetServer,
  },
  {
    state: ServerState.CONNECTED,
    reads: 'application',
    writes: 'application',
    takes: ['KeyUpdate'],
    expected: 'expected keyUpdate or applicationData',
    lead: async (puppet) => {
      await greetServer(puppet);
      puppet.say(message('handshake', 'Finished'));
    },
  },
];

/** States of our client. */
export const clientStages: readonly Stage[] = [
  clientStage(ClientState.WAIT_SH, [], {
    reads: 'plaintext',
    writes: 'plaintext',
    takes: ['ServerHello'],
    expected: 'expected serverHello',
  }),
  clientStage(ClientState.WAIT_EE, ['ServerHello'], {
    takes: ['EncryptedExtensions'],
    expected: 'expected encryptedExtensions',
  }),
  clientStage(ClientState.WAIT_CERT_CR, ['ServerHello', 'EncryptedExtensions'], {
    takes: ['CertificateRequest', 'Certificate'],
    expected: 'expected certificateRequest or certificate',
  }),
  clientStage(ClientState.WAIT_CERT, ['ServerHello', 'EncryptedExtensions', 'CertificateRequest'], {
    takes: ['Certificate'],
    expected: 'expected certificate',
  }),
  clientStage(ClientState.WAIT_CV, ['ServerHello', 'EncryptedExtensions', 'Certificate'], {
    takes: ['CertificateVerify'],
    expected: 'expected certificateVerify',
  }),
  clientStage(
    ClientState.WAIT_FINISHED,
    ['ServerHello', 'EncryptedExtensions', 'Certificate', 'CertificateVerify'],
    { takes: ['Finished'], expected: 'expected finished' },
  ),
  clientStage(
    ClientState.CONNECTED,
    ['ServerHello', 'EncryptedExtensions', 'Certificate', 'CertificateVerify', 'Finished'],
    {
      reads: 'application',
      writes: 'application',
      takes: ['NewSessionTicket', 'KeyUpdate'],
      expected: 'expected newSessionTicket or keyUpdate or applicationData',
    },
  ),
];

/** Each of our ends in each of its stages. */
export const places = [
  ...serverStages.map((stage) => ({ role: 'server' as Role, stage, state: stage.state })),
  ...clientStages.map((stage) => ({ role: 'client' as Role, stage, state: stage.state })),
];

/** Each message where it is right. */
export const rightPlaces = places.flatMap((place) =>
  place.stage.takes.map((name) => ({ ...place, name })),
);

/** The stage of this state. @throws Error if there is none */
export function stageOf(stages: readonly Stage[], state: string): Stage {
  const stage = stages.find((one) => one.state === state);
  if (stage === undefined) throw new Error(`no stage is in ${state}`);
  return stage;
}

/** A puppet of a client at our server, which it has brought to the stage. */
async function meetServer(target: Target, stage: Stage): Promise<Encounter> {
  const puppet = new PuppetPeer('client', dialTcp(target.port));
  await stage.lead(puppet);
  return { puppet, error: target.error() };
}

/** Our client at a puppet of a server, which has brought it to the stage. */
async function meetClient(stage: Stage, options: ClientSettings): Promise<Encounter> {
  const puppets = new Mailbox<PuppetPeer>();
  const { port } = await serveTcp((socket) => puppets.put(new PuppetPeer('server', socket)));
  const arrival = new Mailbox<TraceStep>();
  const client = await dial(port, {
    ...options,
    // Whom the client trusts is of no interest here.
    verifyPeer: () => ({ accepted: true }),
    trace: (step) => {
      if (step.after === stage.state) arrival.put(step);
    },
  });
  const error = errorOf(client);
  const puppet = await puppets.take();
  await stage.lead(puppet);
  await arrival.take();
  return { puppet, error };
}

/**
 * Brings one of us to a stage.
 * @param role which one: our server is the target, our client is made here
 */
export async function meet(
  role: Role,
  stage: Stage,
  target: Target,
  clientSettings: ClientSettings = {},
): Promise<Encounter> {
  return role === 'server'
    ? await meetServer(target, stage)
    : await meetClient(stage, clientSettings);
}

async function greetServer(puppet: PuppetPeer): Promise<void> {
  puppet.say(message('plaintext', 'ClientHello'));
  await puppet.sees('Finished');
}

function clientStage(
  state: string,
  before: readonly string[],
  rest: Pick<Stage, 'takes' | 'expected'> & Partial<Pick<Stage, 'reads' | 'writes'>>,
): Stage {
  const lead = async (puppet: PuppetPeer) => {
    await puppet.sees('ClientHello');
    for (const name of before) puppet.say(usual(name));
    if (before.includes('Finished')) await puppet.sees('Finished');
  };
  return { state, reads: 'handshake', writes: 'handshake', lead, ...rest };
}

/** A server's message in its usual epoch. */
function usual(name: string): SendScript {
  return message(name === 'ServerHello' ? 'plaintext' : 'handshake', name);
}
