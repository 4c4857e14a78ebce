/** What an engine tells of itself: state, keys, messages. Names are the RFC's. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { clientStates } from '../../generated/client-states.ts';
import { serverStates } from '../../generated/server-states.ts';
import { Pair } from '../support/pair.ts';
import { ClientState, isConnected, ServerState, States } from '../support/states.ts';
import { everything, mutual, mutualTls12, plainHandshake, plainTls12 } from './scenarios.ts';
import { reach } from './situations.ts';
import { text } from './stream-parts.ts';

afterEach(() => vi.restoreAllMocks());

/** RFC 9846 2 and 2.1, from top to bottom. */
const plainMessages = [
  'client ClientHello',
  'server ServerHello',
  'server EncryptedExtensions',
  'server Certificate',
  'server CertificateVerify',
  'server Finished',
  'client Finished',
];
const allMessages = [
  'client ClientHello',
  'server HelloRetryRequest',
  'client ClientHello',
  'server ServerHello',
  'server EncryptedExtensions',
  'server CertificateRequest',
  'server Certificate',
  'server CertificateVerify',
  'server Finished',
  'client Certificate',
  'client CertificateVerify',
  'client Finished',
];

/** RFC 5246 7.3, with CertificateStatus left out: nobody staples. */
const tls12Messages = [
  'client ClientHello',
  'server ServerHello',
  'server Certificate',
  'server ServerKeyExchange',
  'server CertificateRequest',
  'server ServerHelloDone',
  'client Certificate',
  'client ClientKeyExchange',
  'client CertificateVerify',
  'client Finished',
  'server Finished',
];

describe('messages', () => {
  it.each([
    ['a plain handshake', plainHandshake, plainMessages],
    ['a HelloRetryRequest and certificates on both sides', everything, allMessages],
    [
      'an empty Certificate',
      { ...mutual, options: { server: { clientAuth: 'request' } as const } },
      allMessages.filter((_, i) => i !== 1 && i !== 2 && i !== 10),
    ],
    ['TLS 1.2', plainTls12, tls12Messages.filter((_, i) => ![4, 6, 8].includes(i))],
    ['TLS 1.2 with certificates on both sides', mutualTls12, tls12Messages],
    [
      'TLS 1.2 with an empty Certificate',
      {
        options: {
          ...plainTls12.options,
          server: { ...plainTls12.options.server, clientAuth: 'request' } as const,
        },
      },
      tls12Messages.filter((_, i) => i !== 8),
    ],
  ])('of %s, in their order, the same on both sides', (_, { options }, expected) => {
    const { client, server } = new Pair(options).connect();
    for (const { engine } of [client, server]) {
      const { messages } = engine.inspect();
      expect(messages.map(({ from, name }) => `${from} ${name}`)).toEqual(expected);
    }
  });

  it('of the handshake only', () => {
    const pair = new Pair().connect();
    pair.client.do((engine) => engine.rekey());
    pair.run();
    expect(pair.server.engine.inspect().messages).toHaveLength(plainMessages.length);
  });

  it('are a copy', () => {
    const { engine } = new Pair().connect().client;
    const { messages } = engine.inspect();
    // What a caller without types can do.
    (messages as unknown[]).length = 0;
    expect(engine.inspect().messages).toHaveLength(plainMessages.length);
  });

  it('that were refused are not among them', () => {
    const { end } = reach('client', ClientState.WAIT_SH);
    end.receive(text('noise'));
    expect(end.engine.inspect().messages.map(({ name }) => name)).toEqual(['ClientHello']);
  });
});

/** Read and write epoch by state; RFC 9846 A.1. */
const clientEpochs: Readonly<Record<string, readonly [read: string, write: string]>> = {
  [ClientState.IDLE]: ['plaintext', 'plaintext'],
  [ClientState.WAIT_SH]: ['plaintext', 'plaintext'],
  [ClientState.WAIT_SECOND_SH]: ['plaintext', 'plaintext'],
  [ClientState.WAIT_EE]: ['handshake', 'handshake'],
  [ClientState.WAIT_CERT_CR]: ['handshake', 'handshake'],
  [ClientState.WAIT_CERT]: ['handshake', 'handshake'],
  [ClientState.WAIT_CV]: ['handshake', 'handshake'],
  [ClientState.VERIFYING]: ['handshake', 'handshake'],
  [ClientState.WAIT_FINISHED]: ['handshake', 'handshake'],
  [ClientState.CHOOSING]: ['application', 'handshake'],
  [ClientState.SIGNING]: ['application', 'handshake'],
  // RFC 5246 7.1: each side's keys change with its change_cipher_spec.
  [ClientState.WAIT_CERT12]: ['plaintext', 'plaintext'],
  [ClientState.WAIT_SKE12]: ['plaintext', 'plaintext'],
  [ClientState.WAIT_CR_SHD12]: ['plaintext', 'plaintext'],
  [ClientState.WAIT_RSA_CR_SHD12]: ['plaintext', 'plaintext'],
  [ClientState.WAIT_SHD12]: ['plaintext', 'plaintext'],
  [ClientState.VERIFYING12]: ['plaintext', 'plaintext'],
  [ClientState.CHOOSING12]: ['plaintext', 'plaintext'],
  [ClientState.SIGNING12]: ['plaintext', 'plaintext'],
  [ClientState.WAIT_CCS12]: ['plaintext', 'application'],
  [ClientState.WAIT_FINISHED12]: ['application', 'application'],
  [ClientState.CONNECTED]: ['application', 'application'],
};

/** RFC 9846 4.5.3, A.2: after its Finished a server writes under application keys. */
const serverEpochs: Readonly<Record<string, readonly [read: string, write: string]>> = {
  [ServerState.IDLE]: ['plaintext', 'plaintext'],
  [ServerState.START]: ['plaintext', 'plaintext'],
  [ServerState.WAIT_SECOND_CH]: ['plaintext', 'plaintext'],
  [ServerState.CHOOSING]: ['plaintext', 'plaintext'],
  [ServerState.SIGNING]: ['handshake', 'handshake'],
  [ServerState.WAIT_CERT]: ['handshake', 'application'],
  [ServerState.WAIT_CV]: ['handshake', 'application'],
  [ServerState.VERIFYING]: ['handshake', 'application'],
  [ServerState.WAIT_FINISHED]: ['handshake', 'application'],
  [ServerState.DEFERRING]: ['handshake', 'application'],
  [ServerState.CHOOSING12]: ['plaintext', 'plaintext'],
  [ServerState.SIGNING12]: ['plaintext', 'plaintext'],
  [ServerState.WAIT_CERT12]: ['plaintext', 'plaintext'],
  [ServerState.WAIT_CKE12]: ['plaintext', 'plaintext'],
  [ServerState.DECRYPTING12]: ['plaintext', 'plaintext'],
  [ServerState.WAIT_CV12]: ['plaintext', 'plaintext'],
  [ServerState.VERIFYING12]: ['plaintext', 'plaintext'],
  [ServerState.WAIT_CCS12]: ['plaintext', 'plaintext'],
  [ServerState.WAIT_FINISHED12]: ['application', 'plaintext'],
  [ServerState.CONNECTED]: ['application', 'application'],
};

describe.each([
  ['client', clientEpochs, clientStates],
  ['server', serverEpochs, serverStates],
] as const)('%s', (role, epochs, states) => {
  it.each(Object.entries(epochs))('in %s', (state, [readEpoch, writeEpoch]) => {
    const { engine } = reach(role, state).end;
    expect(engine.inspect()).toMatchObject({ state, readEpoch, writeEpoch });
    expect(engine.state).toBe(state);
  });

  it('every state before the end is here', () => {
    const { DRAINING, CLOSED } = States[role];
    const isLate = (state: string) =>
      isConnected(role, state) || state === DRAINING || state === CLOSED;
    const others = Object.keys(states).filter((state) => !(state in epochs));
    expect(others.filter((state) => !isLate(state))).toEqual([]);
  });
});

describe('deadlines', () => {
  it('are those that are running, by name', () => {
    const { client } = new Pair();
    expect(client.engine.inspect().deadlines).toEqual([]);
    client.do((engine) => engine.start());
    expect(client.engine.inspect().deadlines).toEqual(['handshakeTimeout']);
    client.do((engine) => engine.abort());
    expect(client.engine.inspect().deadlines).toEqual(['drainTimeout']);
    client.do((engine) => engine.receiveEnd());
    expect(client.engine.inspect().deadlines).toEqual([]);
  });
});
