/** The same as `stages.ts` in TLS 1.2: each state of its handshake in which our ends read, and behind it. */
import { ClientState, ServerState } from '../support/states.ts';
import type { PuppetPeer } from './puppet-peer.ts';
import { bytesRecord, message } from './puppet-peer.ts';
import type { Stage } from './stages.ts';

const tls12 = { kind: 'set', name: 'version', value: 'TLSv1.2' } as const;
const changeCipherSpec = bytesRecord('plaintext', 20, Uint8Array.of(1));
const finished = message('application', 'Finished');

const inTheClear = { reads: 'plaintext', writes: 'plaintext' } as const;
const isProtected = { reads: 'application', writes: 'application' } as const;

/** States of our server, which asks for no certificate. */
export const tls12ServerStages: readonly Stage[] = [
  {
    ...inTheClear,
    state: ServerState.WAIT_CKE12,
    takes: ['ClientKeyExchange'],
    expected: 'expected clientKeyExchange',
    lead: greetServer,
  },
  {
    ...inTheClear,
    state: ServerState.WAIT_CCS12,
    takes: [],
    expected: 'expected change_cipher_spec',
    lead: exchangeKeys,
  },
  {
    reads: 'application',
    writes: 'plaintext',
    state: ServerState.WAIT_FINISHED12,
    takes: ['Finished'],
    expected: 'expected finished',
    lead: async (puppet) => {
      await exchangeKeys(puppet);
      puppet.say(changeCipherSpec);
    },
  },
  {
    ...isProtected,
    state: ServerState.CONNECTED,
    takes: ['ClientHello'],
    expected: 'expected applicationData',
    lead: async (puppet) => {
      await exchangeKeys(puppet);
      puppet.say(changeCipherSpec, finished);
      await puppet.sees('Finished');
    },
  },
];

const flight = ['Certificate', 'ServerKeyExchange', 'ServerHelloDone'] as const;

/** States of our client. */
const tls12ClientStages: readonly Stage[] = [
  clientStage(ClientState.WAIT_CERT12, ['Certificate'], 'expected certificate', []),
  clientStage(
    ClientState.WAIT_SKE12,
    ['ServerKeyExchange'],
    'expected certificateStatus or serverKeyExchange',
    ['Certificate'],
  ),
  clientStage(
    ClientState.WAIT_CR_SHD12,
    ['CertificateRequest', 'ServerHelloDone'],
    'expected certificateRequest or serverHelloDone',
    ['Certificate', 'ServerKeyExchange'],
  ),
  clientStage(ClientState.WAIT_SHD12, ['ServerHelloDone'], 'expected serverHelloDone', [
    'Certificate',
    'ServerKeyExchange',
    'CertificateRequest',
  ]),
  {
    reads: 'plaintext',
    writes: 'application',
    state: ClientState.WAIT_CCS12,
    takes: [],
    expected: 'expected change_cipher_spec',
    lead: exchangeWithClient,
  },
  {
    ...isProtected,
    state: ClientState.WAIT_FINISHED12,
    takes: ['Finished'],
    expected: 'expected finished',
    lead: async (puppet) => {
      await exchangeWithClient(puppet);
      puppet.say(changeCipherSpec);
    },
  },
  {
    ...isProtected,
    state: ClientState.CONNECTED,
    takes: ['HelloRequest'],
    expected: 'expected applicationData',
    lead: async (puppet) => {
      await exchangeWithClient(puppet);
      puppet.say(changeCipherSpec, finished);
    },
  },
];

/** Each of our ends in each of its stages. */
export const tls12Places = [
  ...tls12ServerStages.map((stage) => ({ role: 'server' as const, stage, state: stage.state })),
  ...tls12ClientStages.map((stage) => ({ role: 'client' as const, stage, state: stage.state })),
];

async function greetServer(puppet: PuppetPeer): Promise<void> {
  puppet.say(message('plaintext', 'ClientHello', tls12));
  await puppet.sees('ServerHelloDone');
}

async function exchangeKeys(puppet: PuppetPeer): Promise<void> {
  await greetServer(puppet);
  puppet.say(message('plaintext', 'ClientKeyExchange'));
}

function clientStage(
  state: string,
  takes: readonly string[],
  expected: string,
  before: readonly string[],
): Stage {
  const lead = async (puppet: PuppetPeer) => await greetClient(puppet, before);
  return { ...inTheClear, state, takes, expected, lead };
}

async function greetClient(puppet: PuppetPeer, names: readonly string[]): Promise<void> {
  await puppet.sees('ClientHello');
  puppet.say(message('plaintext', 'ServerHello', tls12));
  for (const name of names) puppet.say(message('plaintext', name));
}

async function exchangeWithClient(puppet: PuppetPeer): Promise<void> {
  await greetClient(puppet, flight);
  await puppet.sees('Finished');
}
