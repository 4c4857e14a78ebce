/**
 * What a capture of TLS 1.2 shows of a step, in Wireshark's words, and what it was: after
 * ChangeCipherSpec every handshake message and every alert is only an "Encrypted" one there.
 *
 * Not here: messages in the clear, which a capture names as the machine does; and TLS 1.3, where all
 * that is protected looks like data.
 */
import type { FailureRecord, StepRecord } from './step-record.ts';

/** What is asked of a step, or of its record. */
type Seen = Pick<StepRecord, 'protocol' | 'event' | 'alert' | 'actions'> &
  Pick<StepRecord, 'readEpoch' | 'writeEpoch'> & {
    readonly failure?: Pick<FailureRecord, 'alert'> | undefined;
  };

/** `came Encrypted Alert (close_notify), sent ...`; undefined: nothing that needs to be explained. */
export function captureWords(step: Seen): string | undefined {
  if (step.protocol !== 'TLSv1.2') return undefined;
  const came = received(step);
  const words = [...(came === undefined ? [] : [`came ${came}`]), ...sent(step)];
  return words.length === 0 ? undefined : words.join(', ');
}

/** No event changes the keys it came under but ChangeCipherSpec itself. */
function received({ event, readEpoch, alert }: Seen): string | undefined {
  if (event === 'ccs') return 'Change Cipher Spec';
  if (readEpoch === 'plaintext') return undefined;
  if (event.startsWith('hs.')) return `Encrypted Handshake Message (${nameOf(event)})`;
  return alert === undefined ? undefined : `Encrypted Alert (${alert})`;
}

/** In the order of the actions. The alert of a failure goes out in the step that decides it. */
function sent({ actions, writeEpoch, failure }: Seen): readonly string[] {
  if (writeEpoch === 'plaintext') return [];
  const words: Readonly<Record<string, string>> = {
    sendChangeCipherSpec: 'Change Cipher Spec',
    sendFinished: 'Encrypted Handshake Message (Finished)',
    sendCloseNotify: 'Encrypted Alert (close_notify)',
    sendUserCanceled: 'Encrypted Alert (user_canceled)',
    sendNoRenegotiation: 'Encrypted Alert (no_renegotiation)',
    sendAlert: `Encrypted Alert (${failure?.alert ?? 'a fatal one'})`,
  };
  return actions.flatMap((action) => (words[action] === undefined ? [] : `sent ${words[action]}`));
}

/** `hs.helloRequest` -> `HelloRequest`. */
function nameOf(event: string): string {
  const name = event.slice('hs.'.length);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
