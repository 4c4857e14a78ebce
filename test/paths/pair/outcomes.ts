/** The verbs of data, alerts and endings: what the application and the peer get to see. */
import type { End, Memory, Side } from './end.ts';
import { type Content, endOfFile, type Message, numberOf } from './messages.ts';
import { peerOf, Violation } from './pair.ts';
import type { PairEvent, Stage } from './stage.ts';
import { valueFrom } from './values.ts';

export class Outcomes {
  protected readonly stage: Stage;
  protected readonly side: Side;

  protected constructor(stage: Stage, side: Side) {
    this.stage = stage;
    this.side = side;
  }

  // Data

  holdData(): void {
    this.memory.held += 1;
  }

  sendHeldData(): void {
    for (; this.memory.held > 0; this.memory.held -= 1) this.sendData();
  }

  sendData(): void {
    const { memory } = this;
    if (!memory.isConnected) throw new Violation(`the ${this.side} sends data too early`);
    memory.sent += 1;
    this.protect('app.data', { from: this.side, number: memory.sent });
  }

  rejectData(): void {}

  /** Invariant 1, and: what the peer sent, in that order, and nothing else. */
  deliverData({ message }: PairEvent): void {
    const { memory, peer } = this;
    memory.delivered += 1;
    const { from, number } = message?.content ?? {};
    if (!memory.isConnected) throw new Violation(`the ${this.side} delivers data too early`);
    if (from !== peer.side || number !== memory.delivered || memory.delivered > peer.memory.sent) {
      throw new Violation(`the ${this.side} delivers what the peer has not sent`);
    }
  }

  // Endings

  fail(event: PairEvent, { alert }: { readonly alert: string }): void {
    this.#checkFailure(event, alert);
    const name = alert === 'ofVerdict' ? 'refusal' : alert;
    this.end(`failed: ${name}`);
    if (this.memory.alert === '') this.memory.alert = name;
  }

  recordEnd(_event: PairEvent, { code }: { readonly code: string }): void {
    this.end(code);
  }

  takePeerAlert({ message }: PairEvent, { code }: { readonly code: string }): void {
    this.end(`${code}: ${message?.content.alert}`);
  }

  keepVerdict(): void {
    this.memory.isVerdictKept = true;
  }

  recordVerdict(): void {
    this.end('failed: refusal');
  }

  sendAlert(): void {
    this.memory.alertsSent += 1;
    if (this.memory.alertsSent > 1) throw new Violation(`the ${this.side} sends a second alert`);
    this.protect('alert.fatal', { alert: this.memory.alert });
  }

  sendCloseNotify(): void {
    this.protect('alert.closeNotify');
    this.memory.hasSentCloseNotify = true;
  }

  sendUserCanceled(): void {
    this.protect('alert.userCanceled');
  }

  discardInput(): void {
    const { memory } = this;
    memory.isDiscarding = true;
    memory.task = '';
    // Who begins to discard is told the end of its input again.
    memory.isEndDue = memory.isInputOver;
  }

  eraseSecrets(): void {
    const { memory } = this;
    memory.isDiscarding = true;
    memory.isErased = true;
    memory.handshake = 0;
    memory.application = 0;
    memory.held = 0;
  }

  shutdownWrite(): void {
    if (this.memory.isWriteShut) return;
    this.memory.isWriteShut = true;
    this.#send(endOfFile);
  }

  closeTransport(): void {
    this.shutdownWrite();
    this.memory.isTransportClosed = true;
  }

  // Reports

  reportConnected(): void {
    const { memory } = this;
    memory.isConnected = true;
    const { suite, version, share, clientShare, hello, application, writeKey, readKey } = memory;
    const isClient = this.side === 'client';
    const [own, peers] = [memory.ownCertificate, memory.peerCertificate];
    const certificates = isClient ? [peers, own] : [own, peers];
    const keys = isClient ? [readKey, writeKey] : [writeKey, readKey];
    const { transcript: over, extended } = memory;
    const parts = [
      suite,
      version,
      extended,
      share,
      clientShare,
      hello,
      application,
      over,
      ...certificates.map(nobody),
      ...keys,
    ];
    memory.session = valueFrom('session', ...parts);
  }

  reportConfirmed(): void {}

  /** Invariant 21: without close_notify there is no end, unless the application allows it. */
  reportEndOfData({ type }: PairEvent): void {
    this.memory.hasEndOfData = true;
    if (type === 'alert.closeNotify' || this.stage.scenario.allowsTruncation) return;
    throw new Violation(`the ${this.side} takes a cut for the end`);
  }

  reportEnded(): void {
    this.memory.isEnded = true;
    if (this.memory.reason === '') throw new Violation(`the ${this.side} ends without a reason`);
  }

  // Helpers

  protected get memory(): Memory {
    return this.stage.pair[this.side].memory;
  }

  protected get peer(): End {
    return this.stage.pair[peerOf(this.side)];
  }

  protected end(reason: string): void {
    if (this.memory.reason === '') this.memory.reason = reason;
  }

  /** Sends under the keys that are there, if there are any. */
  protected protect(type: string, content: Content = {}): Message {
    const { memory } = this;
    const sequence = memory.writeKey === 0 ? 0 : memory.writeSequence++;
    const message: Message = { type, content, key: memory.writeKey, sequence, flaw: '' };
    this.put(message);
    return message;
  }

  /** Invariant 17 and RFC 9846 6.1: the last words are the last words. */
  protected put(message: Message): void {
    const { alertsSent, isWriteShut, isErased, hasSentCloseNotify } = this.memory;
    const isAlert = message.type === 'alert.fatal';
    if (isWriteShut || isErased || hasSentCloseNotify || alertsSent > (isAlert ? 1 : 0)) {
      throw new Violation(`the ${this.side} sends ${message.type} after its last words`);
    }
    this.#send(numberOf(message));
  }

  #send(number: number): void {
    const { side } = this.peer;
    const { to, isCut } = this.stage.pair;
    if (isCut[side]) return;
    to[side].push(number);
    if (to[side].length > 40) throw new Violation(`the ${this.side} writes without end`);
  }

  /** Nobody has harmed the connection: only verdicts and our own faults can end it. */
  #checkFailure({ type }: PairEvent, alert: string): void {
    const isRefusal = alert === 'ofVerdict' || type === 'hs.certificate';
    if (!this.stage.isUnharmed || isRefusal || alert === 'internal_error') return;
    const what = `nobody harms the connection, and the ${this.side} fails at ${type}`;
    throw new Violation(`${what}: ${alert}`);
  }
}

/** No certificate is the empty one. */
function nobody(name: string): string {
  return name === '' ? 'nobody' : name;
}
