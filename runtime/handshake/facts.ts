/**
 * Facts that both roles ask: what is true of a Finished, a KeyUpdate, a change_cipher_spec.
 * Pure: the answer depends on the event and on what was taken before, and changes nothing.
 *
 * Standard: RFC 9846 4.5.3, 4.7.3, 5; RFC 5246 7.4.9.
 */
import { decodeFinished, decodeKeyUpdate, KeyUpdateRequest } from '../../generated/messages.ts';
import { equalBytes } from '../bytes.ts';
import type { TlsEvent } from '../engine/events.ts';
import { TlsError } from '../errors.ts';
import type { Side } from './connection-keys.ts';
import { bodyOf, isUnaligned, judged, refuse } from './judge.ts';
import type { Session } from './session.ts';

export class CommonFacts {
  protected readonly session: Session;
  protected readonly peer: Side;

  constructor(session: Session, peer: Side) {
    this.session = session;
    this.peer = peer;
  }

  protected get isTls12(): boolean {
    return this.session.version === 'TLSv1.2';
  }

  /** `good` if verify_data is right for the transcript so far. Compared in constant time. */
  finished(event: TlsEvent): 'good' | 'unaligned' | 'invalid' {
    // In TLS 1.2 keys do not change here.
    if (!this.isTls12 && isUnaligned(event)) return 'unaligned';
    return judged(event, () => {
      const { verifyData } = decodeFinished(bodyOf(event));
      const expected = this.session.verifyData(this.peer);
      if (verifyData.length !== expected.length) {
        refuse('ERR_TLS_DECODE', `Finished has ${verifyData.length} bytes, not ${expected.length}`);
      }
      // @req 9846:4.5.3:1
      if (!equalBytes(verifyData, expected)) throw new TlsError('ERR_TLS_BAD_FINISHED');
      return 'good';
    });
  }

  keyUpdate(event: TlsEvent): 'requested' | 'notRequested' | 'unaligned' | 'invalid' {
    if (isUnaligned(event)) return 'unaligned';
    return judged(event, () => {
      const { requestUpdate } = decodeKeyUpdate(bodyOf(event));
      switch (requestUpdate) {
        case KeyUpdateRequest.update_requested:
          return 'requested';
        case KeyUpdateRequest.update_not_requested:
          return 'notRequested';
        // @req 9846:4.7.3:4
        default:
          return refuse(
            'ERR_TLS_ILLEGAL_PARAMETER',
            `KeyUpdate.request_update is ${requestUpdate}`,
          );
      }
    });
  }

  ccs(event: TlsEvent): 'good' | 'invalid' {
    return event.isWellFormed === true ? 'good' : 'invalid';
  }

  localRekey(event: TlsEvent): 'wanted' | 'due' {
    return event.isLimitReached === true ? 'due' : 'wanted';
  }

  localClose(event: TlsEvent): 'write' | 'full' {
    return event.isFullClose === true ? 'full' : 'write';
  }
}
