/**
 * What to tell people of each state of the TLS server. Generated from spec/server.ts by
 * `npm run generate`; do not edit.
 */
import type { StateInfo } from '../runtime/codegen/state-info.ts';
import type { ServerState } from './server.ts';

/** Each state: what it is, where the standard has it, what may come from the peer there. */
export const serverStates: Readonly<Record<ServerState, StateInfo>> = {
  idle: {
    description: 'Nothing was sent or read yet. No deadline: the caller has not begun.',
    rfc: '9846#4.2',
    tags: [],
    expects: [],
  },
  draining: {
    description:
      'Half-closed: what comes in is counted and dropped until the peer has read our last words. Closing with unread input would make TCP answer with a reset, which destroys them.',
    rfc: '9846#6.1',
    tags: ['flushing'],
    expects: [],
  },
  closed: {
    description: 'Secrets are erased, the transport is closed, the reason is told.',
    rfc: '9846#6',
    tags: [],
    expects: [],
  },
  waitClientHello: {
    description: 'The client offers; the answer is chosen before anything is sent.',
    rfc: '9846#4.2.2',
    tags: ['reading'],
    expects: ['clientHello'],
  },
  chooseServerCertificate: {
    description:
      'Which of our certificates is for this name, and for what the client can verify? The cipher suite follows from its key.',
    rfc: '5246#7.4.2',
    tags: ['waiting'],
    expects: [],
  },
  chooseCertificate: {
    description: 'Which of our certificates is for this name, and for what the client can verify?',
    rfc: '9846#4.5.1.2',
    tags: ['waiting'],
    expects: [],
  },
  waitSecondClientHello: {
    description: 'The client has what it lacked: the same hello, changed only as asked.',
    rfc: '9846#4.2.4',
    tags: ['reading'],
    expects: ['clientHello'],
  },
  signKeyExchange: {
    description:
      'Our key signs our half of the key exchange; it may be held elsewhere and take its time.',
    rfc: '8422#5.4',
    tags: ['waiting'],
    expects: [],
  },
  waitClientCertificate: {
    description: 'The client shows its certificate, or the empty one if it has none.',
    rfc: '5246#7.4.6',
    tags: ['reading'],
    expects: ['certificate'],
  },
  waitClientKeyExchange: {
    description: "The client's half of the key exchange: the keys follow from it.",
    rfc: '8422#5.7',
    tags: ['reading'],
    expects: ['clientKeyExchange'],
  },
  signing: {
    description: 'Our key signs the handshake; it may be held elsewhere and take its time.',
    rfc: '9846#4.5.2',
    tags: ['waiting'],
    expects: [],
  },
  decryptPreMasterSecret: {
    description:
      'Static RSA: our key decrypts the secret, and may be held elsewhere. Whether there was one is not told here: without it the Finished will not verify.',
    rfc: '5246#7.4.7.1',
    tags: ['waiting'],
    expects: [],
  },
  waitClientCertificateVerify: {
    description: 'The client proves that it holds the key of its certificate.',
    rfc: '5246#7.4.8',
    tags: ['reading'],
    expects: ['certificateVerify'],
  },
  waitChangeCipherSpec: {
    description: 'What the client sends will be protected.',
    rfc: '5246#7.1',
    tags: ['reading'],
    expects: ['change_cipher_spec'],
  },
  waitCertificate: {
    description: 'The client shows its certificate, or the empty one if it has none.',
    rfc: '9846#4.5.1',
    tags: ['reading'],
    expects: ['certificate'],
  },
  waitFinished: {
    description: 'The client proves that it holds the keys and saw the same handshake.',
    rfc: '9846#4.5.3',
    tags: ['reading'],
    expects: ['finished'],
  },
  verifyClient: {
    description:
      'Is this client whom we let in? It reads alerts in the clear until we are done: a refusal can be told at once.',
    rfc: '5246#7.4.6',
    tags: ['waiting'],
    expects: [],
  },
  waitClientFinished: {
    description: 'The client proves that it holds the keys and saw the same handshake.',
    rfc: '5246#7.4.9',
    tags: ['reading'],
    expects: ['finished'],
  },
  waitCertificateVerify: {
    description: 'The client proves that it holds the key of its certificate.',
    rfc: '9846#4.5.2',
    tags: ['reading'],
    expects: ['certificateVerify'],
  },
  deferring: {
    description:
      'The client is refused already, and learns it after its Finished, when it surely reads alerts. A second fault does not change the reason.',
    rfc: '9846#4.5.1.3',
    tags: ['reading'],
    expects: [],
  },
  'connected(lingering, sent)': {
    description:
      'Both Finished messages are verified. Each half of the connection closes by itself. Our close_notify is out: nothing follows it, no alert either. We are done with both directions: the peer gets closeTimeout to say the same.',
    rfc: '9846#6.1',
    tags: ['reading'],
    expects: ['keyUpdate', 'applicationData'],
    expectsInTls12: ['applicationData'],
  },
  'connected(reading, sent)': {
    description:
      'Both Finished messages are verified. Each half of the connection closes by itself. Our close_notify is out: nothing follows it, no alert either. No deadline: a connection may be silent for as long as both sides like.',
    rfc: '9846#4.7',
    tags: ['reading'],
    expects: ['keyUpdate', 'applicationData'],
    expectsInTls12: ['applicationData'],
  },
  'connected(reading, sending)': {
    description:
      'Both Finished messages are verified. Each half of the connection closes by itself. The application may send until it closes this half. No deadline: a connection may be silent for as long as both sides like.',
    rfc: '9846#4.7',
    tags: ['reading'],
    expects: ['keyUpdate', 'applicationData'],
    expectsInTls12: ['applicationData'],
  },
  verifyPeer: {
    description: 'Is this client whom we let in?',
    rfc: '9846#4.5.1.3',
    tags: ['waiting'],
    expects: [],
  },
  'connected(received, sending)': {
    description:
      'Both Finished messages are verified. Each half of the connection closes by itself. The application may send until it closes this half. The peer sent close_notify: what still comes from it is dropped.',
    rfc: '9846#6.1',
    tags: [],
    expects: [],
  },
};
