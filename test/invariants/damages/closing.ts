/** Damages to how connections close: the invariants 21 to 23. */
import type { closing } from '../closing.ts';
import { finished } from './common.ts';
import {
  type Damage,
  doingAlso,
  doingInstead,
  doingNothing,
  ignored,
  on,
  renaming,
  to,
  without,
} from './damage.ts';

type Name = (typeof closing)[number]['name'];
const closed = { code: 'closed' };
const eof = on('io.eof', 'START');
const abort = on('local.abort', 'WAIT_FINISHED');

export const closingDamages: Readonly<Record<Name, readonly Damage[]>> = {
  truncation: [
    { what: 'another code', change: doingInstead(eof, 'recordEnd', closed) },
    { what: 'no reason', change: without(eof, 'recordEnd') },
    {
      what: 'a second end',
      change: doingAlso(on('io.eof', 'HALF_CLOSED_REMOTE'), 'reportEndOfData'),
    },
  ],
  cleanEnd: [
    { what: 'a truncated stream is a clean end', change: doingInstead(eof, 'recordEnd', closed) },
  ],
  halves: [
    {
      what: 'data is lost behind our close_notify',
      change: without(on(undefined, 'HALF_CLOSED_LOCAL'), 'deliverData'),
    },
    {
      what: 'the close of the peer closes ours',
      change: to(on('local.write', 'HALF_CLOSED_REMOTE'), 'CLOSED'),
    },
    {
      what: 'the end of data is not told',
      change: without(on('alert.closeNotify', 'CONNECTED'), 'reportEndOfData'),
    },
    {
      what: 'the close of the peer is ignored',
      change: ignored(on('alert.closeNotify', 'CONNECTED')),
    },
  ],
  deaf: [
    {
      what: 'data behind close_notify is delivered',
      change: doingAlso(on('app.data', 'HALF_CLOSED_REMOTE'), 'deliverData'),
    },
  ],
  ourClose: [
    { what: 'it is ignored', change: ignored(on('local.close', 'CONNECTED')) },
    { what: 'it is ignored before anything began', change: ignored(on('local.close', 'IDLE')) },
    {
      what: 'the half stays open',
      change: without(on('local.close', 'CONNECTED'), 'shutdownWrite'),
    },
    {
      what: 'nothing lingers',
      change: to(on('local.close (full)', 'CONNECTED'), 'HALF_CLOSED_LOCAL'),
    },
    { what: 'the wish is forgotten', change: to(finished, 'CONNECTED') },
    { what: 'held data is lost', change: without(finished, 'sendHeldData') },
  ],
  ourData: [
    { what: 'it is lost', change: doingNothing(on('local.write', 'WAIT_FINISHED')) },
    {
      what: 'it is held for ever',
      change: renaming(on('local.write', 'CONNECTED'), 'sendData', 'holdData'),
    },
    {
      what: 'it is taken too late',
      change: renaming(on('local.write', 'HALF_CLOSED_LOCAL'), 'rejectData', 'holdData'),
    },
  ],
  firstReason: [
    { what: 'a second reason', change: doingAlso(on('io.failed', 'DRAINING'), 'recordEnd') },
    { what: 'none', change: without(eof, 'recordEnd') },
  ],
  codes: [
    {
      what: 'a flood looks like a clean end',
      change: doingInstead(on('io.drainBudget', 'HALF_CLOSED_REMOTE'), 'recordEnd', closed),
    },
    {
      what: 'no deadline is named',
      change: doingInstead(on('after.handshakeTimeout'), 'recordEnd', { code: 'ERR_TLS_ABORTED' }),
    },
  ],
  peerAlert: [
    {
      what: 'a server is unsure',
      change: doingInstead(on('alert.fatal', 'CONNECTED'), 'takePeerAlert', {
        code: 'ERR_TLS_REFUSED_AFTER_HANDSHAKE',
      }),
    },
    {
      what: 'a client is sure',
      role: 'client',
      change: doingInstead(on('alert.fatal', 'CONNECTED'), 'takePeerAlert', {
        code: 'ERR_TLS_PEER_ALERT',
      }),
    },
  ],
  goodbye: [
    { what: 'no user_canceled', change: without(abort, 'sendUserCanceled') },
    { what: 'no close_notify', change: without(abort, 'sendCloseNotify') },
    {
      what: 'close_notify is not answered',
      change: without(on('alert.closeNotify', 'WAIT_FINISHED'), 'sendCloseNotify'),
    },
  ],
};
