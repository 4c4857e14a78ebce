/** Damages to order and authentication: the invariants 1 to 8. */
import type { order } from '../order.ts';
import { chosen, finished, role, signed } from './common.ts';
import {
  type Damage,
  doingAlso,
  doingFirst,
  doingInstead,
  doingNothing,
  gone,
  ignored,
  instead,
  on,
  renaming,
  to,
  without,
} from './damage.ts';

type Name = (typeof order)[number]['name'];

export const orderDamages: Readonly<Record<Name, readonly Damage[]>> = {
  unverified: [
    {
      what: 'data is delivered in the handshake',
      change: doingAlso(on('app.data', 'WAIT_FINISHED'), 'deliverData'),
    },
    {
      what: 'a bad Finished connects',
      change: instead(
        on('hs.finished (invalid)', 'WAIT_FINISHED'),
        ['reportConnected'],
        'CONNECTED',
      ),
    },
    {
      what: 'connected by a Certificate',
      change: doingAlso(on('hs.certificate (good)', 'WAIT_CERT'), 'reportConnected'),
    },
  ],
  flow: [
    { what: 'the server skips its Certificate', change: without(chosen, 'sendCertificate') },
    { what: 'ServerHello comes last', change: movedLast('sendServerHello') },
    {
      what: 'no ServerHelloDone',
      change: without(on('task.done', 'SIGNING12'), 'sendServerHelloDone'),
    },
    {
      what: 'messages are skipped up to Finished',
      role,
      change: instead(
        on('hs.finished (good)', 'WAIT_CERT12'),
        ['addToTranscript', 'reportConnected'],
        'CONNECTED',
      ),
    },
    {
      what: 'a CertificateVerify before the key exchange',
      change: instead(
        on('hs.certificateVerify (good)', 'WAIT_CKE12'),
        ['addToTranscript', 'takePeerSignature'],
        'WAIT_CKE12',
      ),
    },
    {
      what: 'a status that was not announced',
      role,
      change: instead(
        on('hs.certificateStatus (good)', 'WAIT_CR_SHD12'),
        ['addToTranscript', 'takeCertificateStatus'],
        'WAIT_CR_SHD12',
      ),
    },
    { what: 'two dummies', change: doingAlso(signed, 'sendDummyChangeCipherSpec') },
    {
      what: 'a bad hello is accepted',
      change: doingInstead(on('hs.clientHello (invalid)', 'START'), 'fail', {
        alert: 'unexpected_message',
      }),
    },
    {
      what: 'another alert for what is not due',
      change: doingInstead(on('hs.certificateVerify', 'WAIT_FINISHED'), 'fail', {
        alert: 'ofEvent',
      }),
    },
    {
      what: 'early data is not skipped',
      change: without(on('hs.clientHello (v13)'), 'skipEarlyData'),
    },
    { what: 'the question is not asked', change: without(chosen, 'startTask') },
    {
      what: 'a second HelloRetryRequest is answered',
      role,
      change: instead(
        on('hs.serverHello (retry)', 'WAIT_SECOND_SH'),
        ['takeHelloRetryRequest', 'sendSecondClientHello'],
        'WAIT_SECOND_SH',
      ),
    },
    {
      what: 'the Finished comes before the answer',
      role,
      change: doingFirst(on('task.done', 'CHOOSING'), 'sendFinished'),
    },
    {
      what: 'a refused certificate is accepted',
      role,
      change: instead(on('task.done (refused)', 'VERIFYING'), ['takeVerdict'], 'WAIT_FINISHED'),
    },
  ],
  allFlows: [
    { what: 'nobody may retry', change: gone(on('hs.clientHello (retry)')) },
    { what: 'no Certificate is taken', change: gone(on('hs.certificate (good)')) },
    { what: 'our certificate is never sent', role, change: gone(chosen) },
  ],
  finished: [
    { what: 'no Finished of ours', change: without(signed, 'sendFinished') },
    { what: 'that of the peer is not read', change: doingAlso(signed, 'reportConnected') },
  ],
  serverIdentity: [
    { what: 'no verdict', role, change: without(on('task.done (accepted)'), 'takeVerdict') },
    {
      what: 'the ServerKeyExchange is forgotten',
      role,
      change: to(on('hs.certificate (good)', 'WAIT_CERT12'), 'WAIT_CR_SHD12'),
    },
    {
      what: 'a bad signature is enough',
      role,
      change: instead(
        on('hs.serverKeyExchange (invalid)', 'WAIT_SKE12'),
        ['addToTranscript', 'takeServerKeyExchange'],
        'WAIT_CR_SHD12',
      ),
    },
    {
      what: 'no Certificate in TLS 1.2',
      role,
      change: to(on('hs.serverHello (v12)', 'WAIT_SH'), 'WAIT_SKE12'),
    },
    {
      what: 'the signature is forgotten',
      role,
      change: to(on('hs.certificate (good)', 'WAIT_CERT_CR'), 'VERIFYING'),
    },
    {
      what: 'no certificate at all',
      role,
      change: to(on('hs.encryptedExtensions (good)'), 'WAIT_FINISHED'),
    },
  ],
  clientIdentity: [
    { what: 'no signature', change: to(on('hs.certificate (good)'), 'WAIT_FINISHED') },
    {
      what: 'no CertificateVerify in TLS 1.2',
      change: to(on('hs.clientKeyExchange (good)', 'WAIT_CKE12'), 'WAIT_CCS12'),
    },
    {
      what: 'the empty Certificate is enough in TLS 1.2',
      change: instead(
        on('hs.certificate (empty)', 'WAIT_CERT12'),
        ['addToTranscript'],
        'WAIT_CKE12',
      ),
    },
    {
      what: 'the empty Certificate is enough',
      change: instead(on('hs.certificate (empty)'), ['addToTranscript'], 'WAIT_FINISHED'),
    },
    {
      what: 'the verdict is not taken',
      change: without(on('task.done (accepted)'), 'takeVerdict'),
    },
  ],
  certificateRequest: [
    { what: 'nobody is asked', change: without(chosen, 'sendCertificateRequest') },
    { what: 'asked twice', change: doingAlso(signed, 'sendCertificateRequest') },
    {
      what: 'an empty Certificate that nobody wants',
      role,
      change: doingFirst(finished, 'sendEmptyCertificate'),
    },
  ],
  unexpected: [
    { what: 'a hello in between', change: ignored(on('hs.clientHello', 'CONNECTED')) },
    {
      what: 'another alert',
      change: doingInstead(on('hs.keyUpdate (invalid)', 'CONNECTED'), 'fail', {
        alert: 'unexpected_message',
      }),
    },
    {
      what: 'a ticket is fatal',
      role,
      change: doingAlso(on('hs.newSessionTicket', 'CONNECTED'), 'fail'),
    },
  ],
  renegotiation: [
    {
      what: 'it is not answered',
      change: without(on('hs.clientHello (v12)', 'CONNECTED'), 'sendNoRenegotiation'),
    },
    { what: 'it is ignored', role, change: ignored(on('hs.helloRequest (good)', 'CONNECTED')) },
    {
      what: 'it begins another handshake',
      role,
      change: doingAlso(on('hs.helloRequest (good)', 'CONNECTED'), 'sendClientHello'),
    },
    {
      what: 'the warning stands for something else',
      change: doingAlso(on('hs.keyUpdate', 'CONNECTED'), 'sendNoRenegotiation'),
    },
  ],
  transcript: [
    {
      what: 'a HelloRequest is added',
      role,
      change: doingAlso(on('hs.helloRequest (good)', 'WAIT_SKE12'), 'addToTranscript'),
    },
    {
      what: 'the master secret without the key exchange',
      change: without(on('hs.clientKeyExchange (good)', 'WAIT_CKE12'), 'addToTranscript'),
    },
    { what: 'a hello is left out', change: without(on('hs.clientHello (v13)'), 'addToTranscript') },
    {
      what: 'the first hello is not hashed',
      change: without(on('hs.clientHello (retry)'), 'hashFirstHello'),
    },
    {
      what: 'application secrets over too much',
      role,
      change: doingAlso(signed, 'deriveApplicationSecrets'),
    },
    { what: 'a Finished is left out', change: without(finished, 'addToTranscript') },
    {
      what: 'a KeyUpdate is added',
      change: doingAlso(on('hs.keyUpdate', 'CONNECTED'), 'addToTranscript'),
    },
  ],
  oneRetry: [
    {
      what: 'a second HelloRetryRequest',
      change: doingAlso(on('hs.clientHello (v13)', 'WAIT_SECOND_CH'), 'sendHelloRetryRequest'),
    },
    {
      what: 'a third ClientHello',
      role,
      change: renaming(
        on('hs.serverHello (v13)', 'WAIT_SECOND_SH'),
        'takeServerHello',
        'sendSecondClientHello',
      ),
    },
  ],
  verdict: [
    { what: 'it comes too late', role, change: without(on('task.done (accepted)'), 'takeVerdict') },
    {
      what: 'a Finished before it',
      role,
      change: doingAlso(on('hs.certificate (good)'), 'sendFinished'),
    },
  ],
  deadEnds: [
    { what: 'a message is ignored', change: ignored(on('hs.certificate (invalid)')) },
    { what: 'in silence', change: doingNothing(on('hs.finished (invalid)', 'WAIT_FINISHED')) },
  ],
};

/** Done last, wherever it is done. */
function movedLast(name: string): Damage['change'] {
  return (edge) => {
    const moved = edge.actions.filter((action) => action.name === name);
    if (moved.length === 0 || edge.actions.at(-1)?.name === name) return undefined;
    const others = edge.actions.filter((action) => action.name !== name);
    return [{ ...edge, actions: [...others, ...moved] }];
  };
}
