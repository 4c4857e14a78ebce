/**
 * What a machine has done, in abstract values. Each verb does one thing, and says so when it
 * cannot be done: keys that are not there, words after the last word.
 */
import type { Side } from './end.ts';
import { exchangeOf } from './facts.ts';
import { type Content, digestOf, type Message } from './messages.ts';
import { answerTo, offerOf } from './negotiation.ts';
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
    this.#sendHello(offerOf(this.stage.scenario.versions.client));
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
    const { suite, share, version, sentinel, extended } = message?.content ?? {};
    this.memory.suite = String(suite);
    this.memory.version = String(version);
    if (version !== '1.2') {
      this.memory.share = String(share);
      return;
    }
    this.memory.sentinel = Number(sentinel);
    this.memory.extended = Number(extended);
  }

  takeClientHello({ message }: PairEvent): void {
    const hello = message?.content ?? {};
    const before =
      this.memory.retry === '' ? undefined : (JSON.parse(this.memory.hello) as Content);
    const found = answerTo(hello, this.stage.scenario, before);
    this.memory.suite = found?.suite ?? '';
    this.memory.version = found?.facet === 'v12' ? '1.2' : '1.3';
    if (found?.facet === 'v12') this.memory.share = `${found.group} of server`;
    this.memory.hello = JSON.stringify(hello);
  }

  sendHelloRetryRequest(): void {
    const hello = JSON.parse(this.memory.hello) as Content;
    const { group = '', cookie = '' } = answerTo(hello, this.stage.scenario, undefined) ?? {};
    const request = { version: '1.3', suite: this.memory.suite, retry: 1, group, cookie };
    this.memory.retry = JSON.stringify(request);
    this.memory.retriesSent += 1;
    if (this.memory.retriesSent > 1) throw new Violation('the server asks a second time');
    this.#handshake('hs.serverHello', request);
  }

  sendServerHello(): void {
    if (this.memory.version === '1.2') {
      this.#sendTls12Hello();
      return;
    }
    const { share } = JSON.parse(this.memory.hello) as Content;
    this.memory.share = `${String(share).split(' of ')[0]} of server`;
    const { suite } = this.memory;
    const { share: ours, version } = this.memory;
    this.#handshake('hs.serverHello', { version, suite, share: ours });
  }

  // TLS 1.2

  /** RFC 9846 4.2.3: marked, where TLS 1.3 could have been. */
  #sendTls12Hello(): void {
    const { memory } = this;
    memory.sentinel = Number(this.stage.scenario.versions.server.includes('1.3'));
    memory.extended = Number((JSON.parse(memory.hello) as Content).extended);
    const { version, suite, sentinel, extended } = memory;
    this.#handshake('hs.serverHello', { version, suite, sentinel, extended });
  }

  sendServerKeyExchange(): void {
    const { share, sentinel } = this.memory;
    const over = exchangeOf(sentinel, share);
    this.#handshake('hs.serverKeyExchange', { share, of: this.side, over });
  }

  takeServerKeyExchange({ message }: PairEvent): void {
    this.memory.share = String(message?.content.share);
    this.memory.isPeerSigned = true;
  }

  sendServerHelloDone(): void {
    this.#handshake('hs.serverHelloDone');
  }

  sendClientKeyExchange(): void {
    this.memory.clientShare = `${this.memory.share.split(' of ')[0]} of client`;
    this.#handshake('hs.clientKeyExchange', { share: this.memory.clientShare });
  }

  takeClientKeyExchange({ message }: PairEvent): void {
    this.memory.clientShare = String(message?.content.share);
  }

  /** RFC 7627: over all messages up to the ClientKeyExchange. */
  deriveMasterSecret(): void {
    const { memory } = this;
    const shared = valueFrom('shared secret', memory.clientShare, memory.share);
    const bound = memory.extended === 1 ? memory.transcript : 0;
    memory.handshake = valueFrom('master', memory.suite, shared, bound);
    memory.application = valueFrom('key block', memory.handshake, memory.sentinel);
  }

  sendNoRenegotiation(): void {
    this.protect('alert.warning', { alert: 'no_renegotiation' });
  }

  sendCertificateStatus(): void {}
  takeCertificateStatus(): void {}

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

  sendDummyChangeCipherSpec(): void {
    this.sendChangeCipherSpec();
  }

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
