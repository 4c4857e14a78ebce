/** Damages to the ending: the invariants 17 to 20. */
import type { ending } from '../ending.ts';
import {
  type Damage,
  doingAlso,
  doingInstead,
  doingNothing,
  ignored,
  on,
  to,
  without,
} from './damage.ts';

type Name = (typeof ending)[number]['name'];
const connected = 'connected(reading, sending)';
const badRecord = on('record.badMac', 'waitFinished');
const eof = on('io.eof', 'waitClientHello');
const abort = on('local.abort', 'waitFinished');
const peerAlert = on('alert.fatal', connected);
const badCertificate = on('task.done (unacceptable)', 'verifyPeer');

export const endingDamages: Readonly<Record<Name, readonly Damage[]>> = {
  silence: [
    { what: 'a second alert', change: doingAlso(badRecord, 'sendAlert') },
    { what: 'data behind close_notify', change: doingAlso(abort, 'sendData') },
  ],
  failing: [
    { what: 'no alert', change: without(badRecord, 'sendAlert') },
    {
      what: 'an alert behind close_notify',
      change: doingAlso(on('record.badMac', 'connected(reading, sent)'), 'sendAlert'),
    },
    { what: 'closed at once', change: to(badRecord, 'closed') },
  ],
  intoDrain: [
    { what: 'no half-close', change: without(badRecord, 'shutdownWrite') },
    { what: 'secrets are kept', change: without(abort, 'eraseSecrets') },
  ],
  whoDrains: [
    { what: 'a peer that is gone is waited for', change: to(eof, 'draining') },
    { what: 'last words are lost', change: to(abort, 'closed') },
  ],
  drain: [{ what: 'the budget is ignored', change: to(on('io.drainBudget'), 'draining') }],
  bound: [
    { what: 'a failure that goes on', change: to(badRecord, 'waitFinished') },
    { what: 'an end without a reason', change: to(on('hs.finished (good)'), 'closed') },
  ],
  closed: [
    { what: 'secrets are kept', change: without(eof, 'eraseSecrets') },
    { what: 'the end is not told', change: without(eof, 'reportEnded') },
    { what: 'the end is told again', change: doingAlso(on('io.eof', 'closed'), 'reportEnded') },
    {
      what: 'a fault on the way in hides the end',
      change: doingNothing(on('local.internalError', 'closed')),
    },
    { what: 'it wakes up', change: to(on(undefined, 'closed'), 'idle') },
  ],
  refused: [
    { what: 'the alert is answered', change: doingAlso(peerAlert, 'sendCloseNotify') },
    { what: 'it goes on', change: to(peerAlert, connected) },
    { what: 'it is ignored', change: ignored(peerAlert) },
  ],
  quiet: [
    {
      what: 'data is delivered in the drain',
      change: doingAlso(on('app.data', 'draining'), 'deliverData'),
    },
  ],
  deferral: [
    { what: 'a broken certificate is told later', change: to(badCertificate, 'deferring') },
    {
      what: 'the verdict is forgotten',
      change: without(({ to: target }) => target.state === 'deferring', 'keepVerdict'),
    },
  ],
  deferred: [
    { what: 'it outlives Finished', change: to(on('hs.finished'), 'deferring') },
    {
      what: 'the end of the stream hides the verdict',
      change: without(on(undefined, 'deferring'), 'recordVerdict'),
    },
    {
      what: 'a second fault is told',
      change: doingInstead(on('record.badMac', 'deferring'), 'fail', { alert: 'bad_record_mac' }),
    },
  ],
};
