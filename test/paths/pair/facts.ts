/**
 * What is true of an abstract message: worked out from what it says and what was taken before,
 * as the runtime's facts do with bytes.
 */
import type { End, Side } from './end.ts';
import { type Content, digestOf, type Message } from './messages.ts';
import { answerTo, offered } from './negotiation.ts';
import { peerOf, Violation } from './pair.ts';
import type { PairEvent, Stage } from './stage.ts';
import { type Value, valueFrom } from './values.ts';

export class Facts {
  readonly #stage: Stage;
  readonly #side: Side;

  constructor(stage: Stage, side: Side) {
    this.#stage = stage;
    this.#side = side;
  }

  clientHello(event: PairEvent): string {
    return this.#judged(event, ({ content }) => {
      const { hello, retry } = this.#end.memory;
      const before = retry === '' ? undefined : (JSON.parse(hello) as Content);
      return answerTo(content, this.#stage.scenario, before)?.facet;
    });
  }

  helloRequest(event: PairEvent): string {
    return this.#judged(event, () => 'good');
  }

  serverHello(event: PairEvent): string {
    return this.#judged(event, ({ content }) => {
      const { hello, retry } = this.#end.memory;
      const offer = JSON.parse(hello) as Content;
      const request = retry === '' ? undefined : (JSON.parse(retry) as Content);
      const isSuiteOurs = offered.suites.includes(String(content.suite));
      if (!isSuiteOurs || !String(offer.version).includes(String(content.version))) {
        return undefined;
      }
      if (content.version === '1.2') {
        // RFC 9846 4.2.3: who speaks TLS 1.3 does not fall for less.
        const isDowngrade = content.sentinel === 1 && String(offer.version).includes('1.3');
        const isBound = content.extended === 1 && offer.extended === 1;
        return request === undefined && isBound && !isDowngrade ? 'v12' : undefined;
      }
      if (content.retry === 1) {
        // A second one is not worth being judged.
        return request !== undefined || isSensible(content, offer) ? 'retry' : undefined;
      }
      if (request !== undefined && request.suite !== content.suite) return undefined;
      return groupOf(content) === groupOf(offer) ? 'v13' : undefined;
    });
  }

  encryptedExtensions(event: PairEvent): string {
    return this.#judged(event, () => 'good');
  }

  certificateStatus(event: PairEvent): string {
    return this.#judged(event, () => 'good');
  }

  /** Signed are both randoms, of which the server's has the mark, and the share. */
  serverKeyExchange(event: PairEvent): string {
    return this.#judged(event, ({ content: { of, over, share } }) => {
      const { peerCertificate, sentinel } = this.#end.memory;
      const isSigned = of === peerCertificate && over === exchangeOf(sentinel, String(share));
      return isSigned ? 'good' : undefined;
    });
  }

  serverHelloDone(event: PairEvent): string {
    return this.#judged(event, () => 'good');
  }

  clientKeyExchange(event: PairEvent): string {
    return this.#judged(event, ({ content }) =>
      groupOf(content) === groupOf({ share: this.#end.memory.share }) ? 'good' : undefined,
    );
  }

  certificateRequest(event: PairEvent): string {
    return this.#judged(event, () => 'good');
  }

  newSessionTicket(event: PairEvent): string {
    return this.#judged(event, () => 'good');
  }

  certificate(event: PairEvent): string {
    return this.#judged(event, ({ content }) => {
      if (content.of !== 'nobody') return 'good';
      return this.#side === 'server' ? 'empty' : undefined;
    });
  }

  certificateVerify(event: PairEvent): string {
    return this.#judged(event, ({ content }) => {
      const { peerCertificate, transcript } = this.#end.memory;
      return content.of === peerCertificate && content.over === transcript ? 'good' : undefined;
    });
  }

  finished(event: PairEvent): string {
    const { memory } = this.#end;
    const facet = this.#judged(event, ({ content }) => {
      const proof = valueFrom('proof', peerOf(this.#side), memory.handshake, memory.transcript);
      return memory.handshake !== 0 && content.proof === proof ? 'good' : undefined;
    });
    if (facet === 'good' && event.message !== undefined) {
      const digest = digestOf(event.message);
      memory.peerFinishedOver = valueFrom('with', memory.transcript, digest);
    }
    return facet;
  }

  keyUpdate(event: PairEvent): string {
    return this.#judged(event, ({ content }) =>
      content.request === 'update_requested' ? 'requested' : 'notRequested',
    );
  }

  ccs({ message }: PairEvent): string {
    return message?.flaw === '' ? 'good' : 'invalid';
  }

  localRekey(): string {
    return 'wanted';
  }

  taskDone({ facet }: PairEvent): string {
    return facet ?? '';
  }

  localClose({ facet }: PairEvent): string {
    return facet ?? '';
  }

  get #end(): End {
    return this.#stage.pair[this.#side];
  }

  /** What is broken says nothing; nobody sends what is broken by himself. */
  #judged({ type, message }: PairEvent, facetOf: (message: Message) => string | undefined): string {
    if (message === undefined) throw new Error(`${type} carries no message`);
    const facet = message.flaw === '' ? (facetOf(message) ?? 'invalid') : message.flaw;
    if (this.#stage.isUnharmed && (facet === 'invalid' || facet === 'unaligned')) {
      throw new Violation(
        `nobody harms the connection, and ${type} is ${facet} to the ${this.#side}`,
      );
    }
    return facet;
  }
}

/** What ServerKeyExchange signs. */
export function exchangeOf(sentinel: number, share: string): Value {
  return valueFrom('exchange', sentinel, share);
}

/** RFC 9846 4.2.4: it asks for something, and for nothing that is there already. */
function isSensible(request: Content, offer: Content): boolean {
  const { group, cookie } = request;
  if (group === '') return cookie !== '';
  return offered.groups.includes(String(group)) && group !== groupOf(offer);
}

/** The group of a key share. */
function groupOf({ share }: Content): string {
  return String(share).split(' of ')[0] ?? '';
}
