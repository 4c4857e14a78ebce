/** Damages to liveness, totality and hygiene: the invariants 24 to 27. */
import type { hygiene } from '../hygiene.ts';
import type { liveness } from '../liveness.ts';
import { finished, role } from './common.ts';
import { type Damage, doingAlso, doingFirst, gone, ignored, on, to, without } from './damage.ts';

type Name = (typeof liveness | typeof hygiene)[number]['name'];
const ticket = on('hs.newSessionTicket (good)', 'CONNECTED');

/** A machine that never comes to rest has no graph: `moves` is tried on machines. */
export const livenessDamages: Readonly<Record<Exclude<Name, 'moves'>, readonly Damage[]>> = {
  total: [
    { what: 'an event has no edge', change: gone(on('hs.unknown', 'WAIT_FINISHED')) },
    {
      what: 'an event is not known',
      change: (edge) =>
        on('local.rekey', 'WAIT_FINISHED')(edge)
          ? [{ ...edge, from: { ...edge.from, declared: new Set() }, to: edge.to }]
          : undefined,
    },
  ],
  counted: [
    { what: 'hello after hello', change: to(on('hs.clientHello (retry)'), 'START') },
    {
      what: 'to and fro',
      change: to(on('hs.certificateVerify (good)', 'WAIT_CV'), 'WAIT_CERT'),
    },
    { what: 'bad records are borne', change: ignored(on('record.badMac', 'CONNECTED')) },
  ],
  deadlines: [
    { what: 'none in a handshake', change: without(on('local.start', 'IDLE'), 'startTimer') },
    {
      what: 'begun again with each message',
      change: doingAlso(on('hs.certificate (good)'), 'startTimer', { delay: 'handshakeTimeout' }),
    },
    { what: 'it runs on', change: without(finished, 'stopTimer') },
  ],
  late: [
    { what: 'the handshake goes on', change: to(on('after.handshakeTimeout'), 'WAIT_FINISHED') },
    { what: 'the peer is waited for', change: ignored(on('after.closeTimeout')) },
  ],
  answers: [
    { what: 'nobody asks', change: without(on('hs.certificateVerify (good)'), 'startTask') },
    { what: 'no answer is borne', change: ignored(on('task.failed', 'VERIFYING')) },
    { what: 'an answer is ignored', change: ignored(on('task.done', 'SIGNING')) },
    { what: 'an answer to nobody', change: doingAlso(on('task.done', 'CONNECTED'), 'takeVerdict') },
  ],
  erased: [
    { what: 'handshake secrets stay', change: without(finished, 'eraseHandshakeSecrets') },
    { what: 'erased too early', change: doingFirst(finished, 'eraseSecrets') },
    {
      what: 'keys behind their end',
      change: doingAlso(finished, 'deriveApplicationSecrets'),
    },
  ],
  told: [
    { what: 'not connected', change: without(finished, 'reportConnected') },
    { what: 'connected twice', change: doingAlso(finished, 'reportConnected') },
    { what: 'the end of data twice', change: doingAlso(on('io.eof'), 'reportEndOfData') },
  ],
  confirmed: [
    { what: 'never', role, change: without(ticket, 'reportConfirmed') },
    { what: 'by any ticket', role, change: doingAlso(ticket, 'reportConfirmed') },
    { what: 'by data', role, change: doingAlso(on('app.data', 'CONNECTED'), 'reportConfirmed') },
  ],
};
