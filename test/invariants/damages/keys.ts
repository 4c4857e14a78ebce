/** Damages to keys and records: the invariants 9 to 16. */
import type { keys } from '../keys.ts';
import { chosen, finished, role, signed } from './common.ts';
import {
  type Damage,
  doingAlso,
  doingFirst,
  doingInstead,
  ignored,
  instead,
  on,
  renaming,
  to,
  without,
} from './damage.ts';

type Name = (typeof keys)[number]['name'];

export const keysDamages: Readonly<Record<Name, readonly Damage[]>> = {
  aligned: [
    {
      what: 'bytes in front of a ChangeCipherSpec are borne',
      change: ignored(on('record.interleaved', 'WAIT_CCS12')),
    },
    {
      what: 'bytes behind Finished are borne',
      change: ignored(on('hs.finished (unaligned)', 'WAIT_FINISHED')),
    },
    {
      what: 'bytes behind the ClientHello get another alert',
      change: doingInstead(on('hs.clientHello (unaligned)'), 'fail', { alert: 'ofEvent' }),
    },
    { what: 'keys change of themselves', change: doingAlso(on('local.rekey'), 'updateReadKeys') },
    {
      what: 'keys change with another message',
      role,
      change: doingAlso(on('hs.encryptedExtensions (good)'), 'installReadKeys'),
    },
  ],
  fatalRecords: [
    { what: 'a bad record is ignored', change: ignored(on('record.badMac', 'WAIT_FINISHED')) },
    {
      what: 'another alert',
      change: doingInstead(on('record.overflow', 'CONNECTED'), 'fail', { alert: 'decode_error' }),
    },
    { what: 'data in the handshake', change: ignored(on('app.data', 'WAIT_CERT')) },
    { what: 'interleaved records', change: ignored(on('record.interleaved', 'CONNECTED')) },
    { what: 'our own fault is ignored', change: ignored(on('local.internalError', 'DEFERRING')) },
  ],
  epochs: [
    { what: 'keys without secrets', change: without(chosen, 'deriveHandshakeSecrets') },
    { what: 'keys are forgotten', change: without(finished, 'installReadKeys') },
    { what: 'write keys too late', change: without(signed, 'installWriteKeys') },
    {
      what: 'application keys in place of handshake keys',
      change: doingInstead(chosen, 'installReadKeys', {
        epoch: 'application',
        plaintextAlerts: true,
      }),
    },
    {
      what: 'write keys too early',
      role,
      change: doingAlso(finished, 'installWriteKeys', { epoch: 'application' }),
    },
  ],
  protection: [
    {
      what: 'ServerHello under handshake keys',
      change: doingFirst(chosen, 'installWriteKeys', { epoch: 'handshake' }),
    },
    {
      what: 'EncryptedExtensions in the clear',
      role,
      change: instead(
        on('hs.encryptedExtensions', 'WAIT_SH'),
        ['takeEncryptedExtensions'],
        'WAIT_CERT',
      ),
    },
    { what: 'a hello too late', change: renaming(signed, 'sendFinished', 'sendServerHello') },
  ],
  secretsOnce: [
    { what: 'application secrets again', change: doingAlso(finished, 'deriveApplicationSecrets') },
    { what: 'handshake secrets again', change: doingAlso(signed, 'deriveHandshakeSecrets') },
  ],
  serverFinished: [
    {
      what: 'an alert under handshake keys behind it',
      change: without(signed, 'installWriteKeys'),
    },
  ],
  plaintextAlerts: [
    {
      what: 'not borne by the server',
      change: doingInstead(chosen, 'installReadKeys', {
        epoch: 'handshake',
        plaintextAlerts: false,
      }),
    },
    {
      what: 'borne by a client',
      role,
      change: doingInstead(on('hs.serverHello (v13)'), 'installReadKeys', {
        epoch: 'handshake',
        plaintextAlerts: true,
      }),
    },
  ],
  changeOfKeys: [
    {
      what: 'early, from the client',
      change: instead(on('ccs (good)', 'WAIT_CKE12'), ['installReadKeys'], 'WAIT_FINISHED12'),
    },
    {
      what: 'early, from the server',
      role,
      change: instead(on('ccs (good)', 'WAIT_SKE12'), ['installReadKeys'], 'WAIT_FINISHED12'),
    },
    {
      what: 'a second one',
      change: doingAlso(on('ccs (good)', 'WAIT_FINISHED12'), 'installReadKeys', {
        epoch: 'application',
        plaintextAlerts: false,
      }),
    },
    {
      what: 'none of ours',
      change: without(on('hs.finished (good)', 'WAIT_FINISHED12'), 'sendChangeCipherSpec'),
    },
    {
      what: 'no keys behind ours',
      role,
      change: without(on('task.done', 'SIGNING12'), 'installWriteKeys'),
    },
    {
      what: 'before there are keys',
      role,
      change: doingAlso(on('hs.certificate (good)', 'WAIT_CERT12'), 'sendChangeCipherSpec'),
    },
    {
      what: 'none of the peer',
      change: instead(
        on('hs.finished (good)', 'WAIT_CCS12'),
        ['addToTranscript', 'sendChangeCipherSpec', 'installWriteKeys', 'sendFinished'],
        'CONNECTED',
      ),
    },
    {
      what: 'a dummy in its place',
      change: renaming(
        on('hs.finished (good)', 'WAIT_FINISHED12'),
        'sendChangeCipherSpec',
        'sendDummyChangeCipherSpec',
      ),
    },
  ],
  changeCipherSpec: [
    { what: 'before the first hello', change: ignored(on('ccs (good)', 'START')) },
    { what: 'behind Finished', change: ignored(on('ccs (good)', 'CONNECTED')) },
    { what: 'anything is borne', change: ignored(on('ccs (invalid)', 'WAIT_FINISHED')) },
    { what: 'not even the dummy', change: to(on('ccs (good)', 'WAIT_FINISHED'), 'DRAINING') },
    {
      what: 'it changes something',
      change: doingAlso(on('ccs (good)', 'DEFERRING'), 'updateReadKeys'),
    },
    {
      what: "behind the server's Finished",
      role,
      change: ignored(on('ccs (good)', 'CHOOSING')),
    },
  ],
  keyUpdates: [
    {
      what: 'data before the answer',
      change: without(on('local.write', 'CONNECTED'), 'sendKeyUpdate'),
    },
    {
      what: 'keys do not change',
      change: without(on('local.rekey', 'CONNECTED'), 'updateWriteKeys'),
    },
    {
      what: 'keys are not read',
      change: without(on('hs.keyUpdate', 'CONNECTED'), 'updateReadKeys'),
    },
    {
      what: 'asking again and again',
      change: doingInstead(on('local.rekey', 'CONNECTED'), 'sendKeyUpdate', {
        request: 'update_requested',
      }),
    },
    {
      what: 'answering unasked',
      change: doingInstead(on('local.rekey', 'CONNECTED'), 'sendKeyUpdate', {
        request: 'update_not_requested',
      }),
    },
  ],
  keyLimit: [
    { what: 'the key goes on', change: ignored(on('local.rekey (due)')) },
    { what: 'any key ends', change: to(on('local.rekey'), 'DRAINING') },
  ],
};
