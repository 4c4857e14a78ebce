/** What is true of the client's messages. Standard: RFC 9846 4.2.2, 4.5.3. */
import type { ServerFacts as Facts } from '../../generated/server.ts';
import { Finding, type TlsEvent } from '../engine/events.ts';
import { CommonFacts } from '../handshake/facts.ts';
import { bodyOf, isUnaligned, judged } from '../handshake/judge.ts';
import { type Answer, answerClientHello, type ServerMeans } from './client-hello.ts';

/** What the server answers to the ClientHello. */
export const answer = new Finding<Answer>();

export class ServerFacts extends CommonFacts implements Facts<TlsEvent> {
  readonly #means: ServerMeans;

  constructor(means: ServerMeans) {
    super(means.session, 'client');
    this.#means = means;
  }

  clientHello(event: TlsEvent): 'v13' | 'unaligned' | 'invalid' {
    if (isUnaligned(event)) return 'unaligned';
    return judged(event, () => {
      const body = bodyOf(event, 'ERR_TLS_HELLO_TOO_LARGE');
      answer.set(event, answerClientHello(body, this.#means));
      return 'v13';
    });
  }
}
