/**
 * What to tell people of each state of the TLS client. Generated from spec/client.ts by
 * `npm run generate`; do not edit.
 */
import type { StateInfo } from '../runtime/codegen/state-info.ts';
import type { ClientState } from './client.ts';

/** Each state: what it is, where the standard has it, what may come from the peer there. */
export const clientStates: Readonly<Record<ClientState, StateInfo>> = {
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
  waitServerHello: {
    description: 'The server chooses among what we offered, or asks for another hello.',
    rfc: '9846#4.2.3',
    tags: ['reading'],
    expects: ['serverHello'],
  },
  waitServerCertificate: {
    description: 'The server shows its certificate.',
    rfc: '5246#7.4.2',
    tags: ['reading'],
    expects: ['certificate'],
  },
  waitEncryptedExtensions: {
    description: 'The first protected message: what the server agreed to among our extensions.',
    rfc: '9846#4.4.1',
    tags: ['reading'],
    expects: ['encryptedExtensions'],
  },
  waitSecondServerHello: {
    description: 'The server got the hello that it asked for. It may not ask a second time.',
    rfc: '9846#4.2.4',
    tags: ['reading'],
    expects: ['serverHello'],
  },
  waitStaticRsaRequestOrDone: {
    description:
      'Static RSA: the server adds nothing to the key exchange. The status, if it said that there may be one; it may ask for our certificate before it is done.',
    rfc: '5246#7.4.3',
    tags: ['reading'],
    expects: ['certificateRequest', 'certificateStatus', 'serverHelloDone'],
  },
  waitServerKeyExchange: {
    description:
      'Its half of the key exchange, signed with the key of its certificate; before that the status, if it said that there may be one.',
    rfc: '8422#5.4',
    tags: ['reading'],
    expects: ['certificateStatus', 'serverKeyExchange'],
  },
  waitCertificateOrRequest: {
    description: 'The server shows its certificate, and may ask for ours first.',
    rfc: '9846#4.5.1',
    tags: ['reading'],
    expects: ['certificateRequest', 'certificate'],
  },
  waitServerHelloDone: {
    description: 'The server asked for our certificate and has nothing more to say.',
    rfc: '5246#7.4.5',
    tags: ['reading'],
    expects: ['serverHelloDone'],
  },
  verifyServer: {
    description:
      'Is this certificate good for the server we want? Nothing of our second flight leaves before the answer.',
    rfc: '5246#7.4.2',
    tags: ['waiting'],
    expects: [],
  },
  waitRequestOrDone: {
    description: 'The server may ask for our certificate before it is done.',
    rfc: '5246#7.4.4',
    tags: ['reading'],
    expects: ['certificateRequest', 'serverHelloDone'],
  },
  waitCertificate: {
    description: 'The server asked for our certificate and now shows its own.',
    rfc: '9846#4.5.1',
    tags: ['reading'],
    expects: ['certificate'],
  },
  waitCertificateVerify: {
    description: 'The server proves that it holds the key of its certificate.',
    rfc: '9846#4.5.2',
    tags: ['reading'],
    expects: ['certificateVerify'],
  },
  chooseClientCertificate: {
    description: 'Which of our certificates does the server take?',
    rfc: '5246#7.4.6',
    tags: ['waiting'],
    expects: [],
  },
  waitChangeCipherSpec: {
    description: 'What the server sends will be protected.',
    rfc: '5246#7.1',
    tags: ['reading'],
    expects: ['change_cipher_spec'],
  },
  verifyPeer: {
    description:
      'Is this certificate good for the server we want? Nothing of our second flight leaves before the answer.',
    rfc: '9846#4.5.1.3',
    tags: ['waiting'],
    expects: [],
  },
  signHandshake: {
    description: 'Our key signs all messages so far; it may be held elsewhere and take its time.',
    rfc: '5246#7.4.8',
    tags: ['waiting'],
    expects: [],
  },
  waitServerFinished: {
    description: 'The server proves that it holds the keys and saw the same handshake.',
    rfc: '5246#7.4.9',
    tags: ['reading'],
    expects: ['finished'],
  },
  waitFinished: {
    description: 'The server proves that it holds the keys and saw the same handshake.',
    rfc: '9846#4.5.3',
    tags: ['reading'],
    expects: ['finished'],
  },
  'connected(lingering, sent)': {
    description:
      'Both Finished messages are verified. Each half of the connection closes by itself. Our close_notify is out: nothing follows it, no alert either. We are done with both directions: the peer gets closeTimeout to say the same.',
    rfc: '9846#6.1',
    tags: ['reading'],
    expects: ['newSessionTicket', 'keyUpdate', 'applicationData'],
    expectsInTls12: ['applicationData'],
  },
  'connected(reading, sent)': {
    description:
      'Both Finished messages are verified. Each half of the connection closes by itself. Our close_notify is out: nothing follows it, no alert either. No deadline: a connection may be silent for as long as both sides like.',
    rfc: '9846#4.7',
    tags: ['reading'],
    expects: ['newSessionTicket', 'keyUpdate', 'applicationData'],
    expectsInTls12: ['applicationData'],
  },
  'connected(reading, sending)': {
    description:
      'Both Finished messages are verified. Each half of the connection closes by itself. The application may send until it closes this half. No deadline: a connection may be silent for as long as both sides like.',
    rfc: '9846#4.7',
    tags: ['reading'],
    expects: ['newSessionTicket', 'keyUpdate', 'applicationData'],
    expectsInTls12: ['applicationData'],
  },
  chooseCertificate: {
    description: 'Which of our certificates does the server take?',
    rfc: '9846#4.5.1.2',
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
  signing: {
    description: 'Our key signs the handshake; it may be held elsewhere and take its time.',
    rfc: '9846#4.5.2',
    tags: ['waiting'],
    expects: [],
  },
};
