/**
 * What a machine has done, in abstract values. Each verb does one thing, and says so when it
 * cannot be done: keys that are not there, words after the last word.
 */
import type { Side } from './end.ts';
import { type Content, digestOf, type Message } from './messages.ts';
import { answerTo, offered } from './negotiation.ts';
import { Outcomes } from './outcomes.ts';
import { Violation } from './pair.ts';
import type { PairEvent, Stage } from './stage.ts';
import { type Value, valueFrom } from './values.ts';

/** In the order of the bits of `Memory.timers`. */
export const deadlines = [
  'handshakeTimeout',
  'deferralTimeout',
  'closeTimeout',
  'drainTimeout',
] as const;

const epochs = ['plaintext', 'handshake', 'application'];

export class Actions extends Outcomes {
  constructor(stage: Stage, side: Side) {
    super(stage, side);
  }

  // Hellos

  sendClientHello(): void {
    this.#sendHello({ ...offered });
  }

  takeHelloRetryRequest({ message }: PairEvent): void {
    this.memory.retry = JSON.stringify(message?.content);
    this.memory.suite = String(message?.content.suite);
  }

  hashFirstHello(): void {
    this.memory.transcript = valueFrom('message_hash', this.memory.transcript);
  }

  sendSecondClientHello(): void {
    const { hello, retry } = this.memory;
    const before = JSON.parse(hello) as Content;
    const { group, cookie = '' } = JSON.parse(retry) as Content;
    const share = group === '' ? {} : { share: `${group} of client, again` };
    this.memory.secondHellos += 1;
    if (this.memory.secondHellos > 1) throw new Violation('the client sends a third ClientHello');
    this.#sendHello({ ...before, ...share, cookie });
  }

  takeServerHello({ message }: PairEvent): void {
    this.memory.suite = String(message?.content.suite);
    this.memory.share = String(message?.content.share);
  }

  takeClientHello({ message }: PairEvent): void {
    const hello = message?.content ?? {};
    const before =
      this.memory.retry === '' ? undefined : (JSON.parse(this.memory.hello) as Content);
    this.memory.suite = answerTo(hello, this.stage.scenario.retry, before)?.suite ?? '';
    this.memory.hello = JSON.stringify(hello);
  }

  sendHelloRetryRequest(): void {
    const hello = JSON.parse(this.memory.hello) as Content;
    const { group = '', cookie = '' } = answerTo(hello, this.stage.scenario.retry, undefined) ?? {};
    const request = { version: offered.version, suite: this.memory.suite, retry: 1, group, cookie };
    this.memory.retry = JSON.stringify(request);
    this.memory.retriesSent += 1;
    if (this.memory.retriesSent > 1) throw new Violation('the server asks a second time');
    this.#handshake('hs.serverHello', request);
  }

  sendServerHello(): void {
    const { share } = JSON.parse(this.memory.hello) as Content;
    this.memory.share = `${String(share).split(' of ')[0]} of server`;
    const { suite } = this.memory;
    const { version } = offered;
    this.#handshake('hs.serverHello', { version, suite, share: this.memory.share });
  }

  // The rest of the handshake

  sendEncryptedExtensions(): void {
    this.#handshake('hs.encryptedExtensions');
  }

  sendCertificateRequest(): void {
    this.#handshake('hs.certificateRequest');
  }

  sendCertificate(): void {
    this.memory.ownCertificate = this.side;
    this.#handshake('hs.certificate', { of: this.side });
  }

  sendEmptyCertificate(): void {
    this.memory.ownCertificate = 'nobody';
    this.#handshake('hs.certificate', { of: 'nobody' });
  }

  sendCertificateVerify(): void {
    this.#handshake('hs.certificateVerify', { of: this.side, over: this.memory.transcript });
  }

  sendFinished(): void {
    const { handshake, transcript } = this.memory;
    if (handshake === 0) throw new Violation(`the ${this.side} finishes without keys`);
    this.#handshake('hs.finished', { proof: valueFrom('proof', this.side, handshake, transcript) });
    this.memory.finishedOver = this.memory.transcript;
  }

  addToTranscript({ message }: PairEvent): void {
    if (message !== undefined) this.#note(message);
  }

  takePeerCertificate({ message }: PairEvent): void {
    this.memory.peerCertificate = String(message?.content.of);
  }

  takePeerSignature(): void {
    this.memory.isPeerSigned = true;
  }

  takeEncryptedExtensions(): void {}
  takeCertificateRequest(): void {}
  takeChosenCertificate(): void {}
  takeVerdict(): void {}
  skipEarlyData(): void {}

  sendChangeCipherSpec(): void {
    this.put({ type: 'ccs', content: {}, key: 0, sequence: 0, flaw: '' });
  }

  startTask(_event: PairEvent, { task }: { readonly task: string }): void {
    if (this.memory.task !== '') throw new Violation(`the ${this.side} has two open tasks`);
    this.memory.task = task;
  }

  // Keys

  deriveHandshakeSecrets(): void {
    const { memory } = this;
    const { share } = JSON.parse(memory.hello) as Content;
    const shared = valueFrom('shared secret', String(share), memory.share);
    memory.handshake = valueFrom('handshake', memory.suite, shared, memory.transcript);
  }

  deriveApplicationSecrets(): void {
    const { memory } = this;
    if (memory.handshake === 0) throw new Violation(`the ${this.side} derives keys from nothing`);
    memory.application = valueFrom('application', memory.handshake, memory.transcript);
  }

  installReadKeys(
    _event: PairEvent,
    { epoch, plaintextAlerts }: { readonly epoch: string; readonly plaintextAlerts: boolean },
  ): void {
    const { memory } = this;
    const number = epochs.indexOf(epoch);
    if (memory.isJoining) throw new Violation(`the ${this.side}'s keys change inside a message`);
    if (number <= memory.readEpoch) throw new Violation(`the ${this.side} reads backwards`);
    memory.readEpoch = number;
    memory.readKey = this.#keyOf(this.peer.side, epoch);
    memory.readSequence = 0;
    memory.takesPlaintextAlerts = plaintextAlerts;
  }

  installWriteKeys(_event: PairEvent, { epoch }: { readonly epoch: string }): void {
    this.memory.writeKey = this.#keyOf(this.side, epoch);
    this.memory.writeSequence = 0;
  }

  updateReadKeys(): void {
    this.memory.readKey = valueFrom('next', this.memory.readKey);
    this.memory.readSequence = 0;
  }

  updateWriteKeys(): void {
    this.memory.writeKey = valueFrom('next', this.memory.writeKey);
    this.memory.writeSequence = 0;
  }

  sendKeyUpdate(_event: PairEvent, { request }: { readonly request: string }): void {
    this.protect('hs.keyUpdate', { request });
  }

  eraseHandshakeSecrets(): void {
    this.memory.handshake = 0;
  }

  startTimer(delay: (typeof deadlines)[number]): void {
    this.memory.timers |= 1 << deadlines.indexOf(delay);
  }

  stopTimer(delay: (typeof deadlines)[number]): void {
    this.memory.timers &= ~(1 << deadlines.indexOf(delay));
  }

  #keyOf(side: Side, epoch: string): Value {
    const { handshake, application } = this.memory;
    const secret = epoch === 'handshake' ? handshake : application;
    if (secret === 0) throw new Violation(`the ${this.side} installs keys that it has not`);
    return valueFrom('key', side, epoch, secret);
  }

  #sendHello(hello: Content): void {
    this.memory.hello = JSON.stringify(hello);
    this.#handshake('hs.clientHello', hello);
  }

  #handshake(type: string, content: Content = {}): void {
    this.#note(this.protect(type, content));
  }

  #note(message: Message): void {
    this.memory.transcript = valueFrom('with', this.memory.transcript, digestOf(message));
  }
}
