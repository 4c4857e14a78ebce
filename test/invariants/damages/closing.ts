/** Damages to how connections close: the invariants 21 to 23. */
import type { closing } from '../closing.ts';
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
const connected = 'connected(reading, sending)';
const closed = { code: 'closed' };
const eof = on('io.eof', 'waitClientHello');
const abort = on('local.abort', 'waitFinished');
const finished = on('hs.finished (good)', 'waitFinished');

export const closingDamages: Readonly<Record<Name, readonly Damage[]>> = {
  truncation: [
    { what: 'another code', change: doingInstead(eof, 'recordEnd', closed) },
    { what: 'no reason', change: without(eof, 'recordEnd') },
    {
      what: 'a second end',
      change: doingAlso(on('io.eof', 'connected(received, sending)'), 'reportEndOfData'),
    },
  ],
  cleanEnd: [
    { what: 'a truncated stream is a clean end', change: doingInstead(eof, 'recordEnd', closed) },
  ],
  halves: [
    {
      what: 'data is lost behind our close_notify',
      change: without(on(undefined, 'connected(reading, sent)'), 'deliverData'),
    },
    {
      what: 'the close of the peer closes ours',
      change: to(on('local.write', 'connected(received, sending)'), 'closed'),
    },
    {
      what: 'the end of data is not told',
      change: without(on('alert.closeNotify', connected), 'reportEndOfData'),
    },
    {
      what: 'the close of the peer is ignored',
      change: ignored(on('alert.closeNotify', connected)),
    },
  ],
  deaf: [
    {
      what: 'data behind close_notify is delivered',
      change: doingAlso(on('app.data', 'connected(received, sending)'), 'deliverData'),
    },
  ],
  ourClose: [
    { what: 'it is ignored', change: ignored(on('local.close', connected)) },
    { what: 'the half stays open', change: without(on('local.close', connected), 'shutdownWrite') },
    {
      what: 'nothing lingers',
      change: to(on('local.close (full)', connected), 'connected(reading, sent)'),
    },
    { what: 'the wish is forgotten', change: to(finished, connected) },
    { what: 'held data is lost', change: without(finished, 'sendHeldData') },
  ],
  ourData: [
    { what: 'it is lost', change: doingNothing(on('local.write', 'waitFinished')) },
    {
      what: 'it is held for ever',
      change: renaming(on('local.write', connected), 'sendData', 'holdData'),
    },
    {
      what: 'it is taken too late',
      change: renaming(on('local.write', 'connected(reading, sent)'), 'rejectData', 'holdData'),
    },
  ],
  firstReason: [
    { what: 'a second reason', change: doingAlso(on('io.failed', 'draining'), 'recordEnd') },
    { what: 'none', change: without(eof, 'recordEnd') },
  ],
  codes: [
    {
      what: 'a flood looks like a clean end',
      change: doingInstead(
        on('io.drainBudget', 'connected(received, sending)'),
        'recordEnd',
        closed,
      ),
    },
    {
      what: 'no deadline is named',
      change: doingInstead(on('after.handshakeTimeout'), 'recordEnd', { code: 'ERR_TLS_ABORTED' }),
    },
  ],
  peerAlert: [
    {
      what: 'a server is unsure',
      change: doingInstead(on('alert.fatal', connected), 'takePeerAlert', {
        code: 'ERR_TLS_REFUSED_AFTER_HANDSHAKE',
      }),
    },
    {
      what: 'a client is sure',
      role: 'client',
      change: doingInstead(on('alert.fatal', connected), 'takePeerAlert', {
        code: 'ERR_TLS_PEER_ALERT',
      }),
    },
  ],
  goodbye: [
    { what: 'no user_canceled', change: without(abort, 'sendUserCanceled') },
    { what: 'no close_notify', change: without(abort, 'sendCloseNotify') },
    {
      what: 'close_notify is not answered',
      change: without(on('alert.closeNotify', 'waitFinished'), 'sendCloseNotify'),
    },
  ],
};
