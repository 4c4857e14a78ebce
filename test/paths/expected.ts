/**
 * What the actions of the spec must look like from outside: which messages and alerts leave, each
 * under which keys. The keys change where the spec installs others, and nowhere else.
 */
import type { Action } from '../../tools/explore/actions.ts';
import type { Step } from '../../tools/explore/graph.ts';
import type { Epoch } from '../support/puppet-script.ts';

/** One thing that leaves, such as `handshake Finished` or `application alert access_denied`. */
export type Word = string;

export class Outlook {
  #writeEpoch: Epoch = 'plaintext';
  /** Of a refusal that is kept. */
  #kept: string | undefined;
  #alert = '';
  #held = 0;

  /** @param own the alert for what the spec leaves to the error */
  wordsOf({ actions }: Step, own: string | undefined): readonly Word[] {
    return actions.flatMap((action) => this.#wordsOf(action, own));
  }

  #wordsOf({ name, params }: Action, own: string | undefined): readonly Word[] {
    const said = messages[name];
    if (said !== undefined)
      return [`${said.isPlain ? 'plaintext' : this.#writeEpoch} ${said.name}`];
    switch (name) {
      case 'installWriteKeys':
        this.#writeEpoch = params.epoch as Epoch;
        return [];
      case 'keepVerdict':
        this.#kept ??= own;
        return [];
      case 'fail':
        this.#alert = this.#alertOf(String(params.alert), own);
        return [];
      case 'sendAlert':
        return [`${this.#writeEpoch} alert ${this.#alert}`];
      case 'holdData':
        this.#held += 1;
        return [];
      case 'sendHeldData':
        return new Array<Word>(this.#held).fill(`${this.#writeEpoch} data`);
      default:
        return [];
    }
  }

  #alertOf(said: string, own: string | undefined): string {
    if (said === 'ofVerdict') return this.#kept ?? own ?? '';
    return said === 'ofEvent' ? (own ?? '') : said;
  }
}

const message = (name: string) => ({ name, isPlain: false });
const messages: Readonly<Record<string, { readonly name: string; readonly isPlain: boolean }>> = {
  sendClientHello: message('ClientHello'),
  sendSecondClientHello: message('ClientHello'),
  sendHelloRetryRequest: message('HelloRetryRequest'),
  sendServerHello: message('ServerHello'),
  sendEncryptedExtensions: message('EncryptedExtensions'),
  sendCertificateRequest: message('CertificateRequest'),
  sendCertificate: message('Certificate'),
  sendEmptyCertificate: message('Certificate'),
  sendCertificateVerify: message('CertificateVerify'),
  sendFinished: message('Finished'),
  sendKeyUpdate: message('KeyUpdate'),
  sendServerKeyExchange: message('ServerKeyExchange'),
  sendServerHelloDone: message('ServerHelloDone'),
  sendClientKeyExchange: message('ClientKeyExchange'),
  sendChangeCipherSpec: { name: 'change_cipher_spec', isPlain: true },
  sendDummyChangeCipherSpec: { name: 'change_cipher_spec', isPlain: true },
  sendCloseNotify: message('alert close_notify'),
  sendUserCanceled: message('alert user_canceled'),
  sendNoRenegotiation: message('alert no_renegotiation'),
  sendData: message('data'),
};
