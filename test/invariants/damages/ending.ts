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
const badRecord = on('record.badMac', 'WAIT_FINISHED');
const eof = on('io.eof', 'START');
const abort = on('local.abort', 'WAIT_FINISHED');
const peerAlert = on('alert.fatal', 'CONNECTED');
const badCertificate = on('task.done (unacceptable)', 'VERIFYING');

export const endingDamages: Readonly<Record<Name, readonly Damage[]>> = {
  silence: [
    { what: 'a second alert', change: doingAlso(badRecord, 'sendAlert') },
    { what: 'data behind close_notify', change: doingAlso(abort, 'sendData') },
  ],
  failing: [
    { what: 'no alert', change: without(badRecord, 'sendAlert') },
    {
      what: 'an alert behind close_notify',
      change: doingAlso(on('record.badMac', 'HALF_CLOSED_LOCAL'), 'sendAlert'),
    },
    { what: 'closed at once', change: to(badRecord, 'CLOSED') },
  ],
  intoDrain: [
    { what: 'no half-close', change: without(badRecord, 'shutdownWrite') },
    { what: 'secrets are kept', change: without(abort, 'eraseSecrets') },
  ],
  whoDrains: [
    { what: 'a peer that is gone is waited for', change: to(eof, 'DRAINING') },
    { what: 'last words are lost', change: to(abort, 'CLOSED') },
  ],
  drain: [{ what: 'the budget is ignored', change: to(on('io.drainBudget'), 'DRAINING') }],
  bound: [
    { what: 'a failure that goes on', change: to(badRecord, 'WAIT_FINISHED') },
    { what: 'an end without a reason', change: to(on('hs.finished (good)'), 'CLOSED') },
  ],
  closed: [
    { what: 'secrets are kept', change: without(eof, 'eraseSecrets') },
    { what: 'the end is not told', change: without(eof, 'reportEnded') },
    { what: 'the end is told again', change: doingAlso(on('io.eof', 'CLOSED'), 'reportEnded') },
    {
      what: 'a fault on the way in hides the end',
      change: doingNothing(on('local.internalError', 'CLOSED')),
    },
    { what: 'it wakes up', change: to(on(undefined, 'CLOSED'), 'IDLE') },
  ],
  refused: [
    { what: 'the alert is answered', change: doingAlso(peerAlert, 'sendCloseNotify') },
    { what: 'it goes on', change: to(peerAlert, 'CONNECTED') },
    { what: 'it is ignored', change: ignored(peerAlert) },
  ],
  quiet: [
    {
      what: 'data is delivered in the drain',
      change: doingAlso(on('app.data', 'DRAINING'), 'deliverData'),
    },
  ],
  deferral: [
    { what: 'a broken certificate is told later', change: to(badCertificate, 'DEFERRING') },
    {
      what: 'the verdict is forgotten',
      change: without(({ to: target }) => target.name === 'DEFERRING', 'keepVerdict'),
    },
  ],
  deferred: [
    { what: 'it outlives Finished', change: to(on('hs.finished'), 'DEFERRING') },
    {
      what: 'the end of the stream hides the verdict',
      change: without(on(undefined, 'DEFERRING'), 'recordVerdict'),
    },
    {
      what: 'a second fault is told',
      change: doingInstead(on('record.badMac', 'DEFERRING'), 'fail', { alert: 'bad_record_mac' }),
    },
  ],
};
