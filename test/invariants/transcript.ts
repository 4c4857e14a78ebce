/**
 * What the transcript holds at each moment at which secrets are derived from it (RFC 9846 4.5, 7.1;
 * RFC 7627 3; RFC 5246 7.4.9).
 */
import type { Edge, SpecGraph } from './graph.ts';
import { faultsOnPaths } from './invariant.ts';
import { isTls12 } from './versions.ts';

const hello = '(?:messageHash helloRetryRequest )?clientHello serverHello';
const serverFlight =
  'encryptedExtensions (?:certificateRequest )?certificate certificateVerify finished';
const handshake = new RegExp(`^${hello}$`);
const application = new RegExp(`^${hello} ${serverFlight}$`);
const whole = new RegExp(
  `^${hello} ${serverFlight} (?:certificate (?:certificateVerify )?)?finished$`,
);

const olderFlight =
  'clientHello serverHello certificate (?:certificateStatus )?(?:serverKeyExchange )?(?:certificateRequest )?serverHelloDone (?:certificate )?clientKeyExchange';
const session = new RegExp(`^${olderFlight}$`);
const olderWhole = new RegExp(`^${olderFlight} (?:certificateVerify )?finished finished$`);

/** Of messages in any handshake, a retried one with client authentication. */
const longest = 12;

/** What must be in the transcript when this is done. */
const spans: Readonly<Record<string, RegExp>> = {
  hashFirstHello: /^clientHello$/,
  deriveHandshakeSecrets: handshake,
  deriveApplicationSecrets: application,
  deriveMasterSecret: session,
  reportConnected: whole,
};

/** What our own messages are in it. */
const sent: Readonly<Record<string, string>> = {
  sendClientHello: 'clientHello',
  sendSecondClientHello: 'clientHello',
  sendHelloRetryRequest: 'helloRetryRequest',
  sendServerHello: 'serverHello',
  sendEncryptedExtensions: 'encryptedExtensions',
  sendCertificateRequest: 'certificateRequest',
  sendCertificate: 'certificate',
  sendEmptyCertificate: 'certificate',
  sendCertificateVerify: 'certificateVerify',
  sendFinished: 'finished',
  sendCertificateStatus: 'certificateStatus',
  sendServerKeyExchange: 'serverKeyExchange',
  sendServerHelloDone: 'serverHelloDone',
  sendClientKeyExchange: 'clientKeyExchange',
};

export function transcriptFaults(graph: SpecGraph): readonly string[] {
  return faultsOnPaths(graph, {
    begin: () => '',
    follow: (transcript: string, edge, report) => {
      if (edge.from.phase !== 'idle' && edge.from.phase !== 'handshake') {
        if (edge.actions.some(({ name }) => name === 'addToTranscript')) report('is added');
        return '';
      }
      let now = transcript;
      for (const { name } of edge.actions) {
        const isOlder = isTls12(edge.from) && name === 'reportConnected';
        const span = isOlder ? olderWhole : spans[name];
        if (span?.test(now) === false) report(`${name} over ${now || 'nothing'}`);
        const more = name === 'addToTranscript' ? messageOf(edge) : sent[name];
        if (name === 'hashFirstHello') now = 'messageHash';
        if (more === undefined) continue;
        now = now === '' ? more : `${now} ${more}`;
        if (now.split(' ').length > longest) report(`${now} is too long`);
      }
      return now;
    },
  });
}

/** What the peer's message is in it. */
function messageOf({ event, name }: Edge): string {
  if (name === 'hs.serverHello (retry)') return 'helloRetryRequest';
  return event.type.slice('hs.'.length);
}
