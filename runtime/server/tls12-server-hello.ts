/** What a ServerHello of TLS 1.2 says (RFC 5246 7.4.1.3), and what stands in it for TLS 1.3's sake. */
import { encodeTls12ServerHelloExtension } from '../../generated/extensions.ts';
import { ECPointFormat, type Extension } from '../../generated/messages.ts';
import type { Session } from '../handshake/session.ts';
import { encodeText } from '../handshake/text.ts';
import type { Tls12Answer } from './answer.ts';
import type { Tls12Flight } from './facts.ts';

/**
 * The random of the ServerHello. A server that speaks TLS 1.3 marks it: a client that does so too
 * knows then that somebody changed its hello (RFC 9846 4.2.3).
 */
export function tls12Random({ random, preferences }: Session): Uint8Array {
  // @req 5246:7.4.1.3:1
  const bytes = random(32);
  // @req 9846:4.2.3:12 9846:4.2.3:13
  if (preferences.versions.includes('TLSv1.3')) bytes.set(downgradeMark, 24);
  return bytes;
}

/** "DOWNGRD" and 1. */
const downgradeMark = Uint8Array.of(0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 0x01);

/**
 * Only what the client asked for is answered.
 * @param recordSizeLimit how much we take in one record
 */
export function tls12Extensions(
  answer: Tls12Answer,
  { exchange, staple }: Tls12Flight,
  { encryptsThenMacs }: Session,
  recordSizeLimit: number,
): readonly Extension[] {
  const { serverName, alpnProtocol } = answer;
  const encode = encodeTls12ServerHelloExtension;
  const nothing = new Uint8Array(0);
  return [
    // @req 5246:7.4.1.4:1 5246:7.4.1.4:3 5246:7.4.1.4.1:5 5746:3.6:4 5746:3.6:6 5746:4.3:1
    ...(answer.securesRenegotiation
      ? [encode('renegotiationInfo', { renegotiatedConnection: nothing })]
      : []),
    // @req 7627:5.2:2 7627:5.2:4
    ...(answer.isExtendedMasterSecret ? [encode('extendedMasterSecret', {})] : []),
    ...(encryptsThenMacs ? [encode('encryptThenMac', {})] : []),
    // @req 8422:5.2:1
    ...(answer.asksForPointFormats && exchange !== undefined
      ? [encode('ecPointFormats', { ecPointFormatList: [ECPointFormat.uncompressed] })]
      : []),
    ...(serverName === undefined ? [] : [encode('serverName', {})]),
    ...(staple === undefined ? [] : [encode('statusRequest', {})]),
    ...(alpnProtocol === undefined
      ? []
      : [
          encode('applicationLayerProtocolNegotiation', {
            protocolNameList: [encodeText(alpnProtocol)],
          }),
        ]),
    ...(answer.recordSizeLimit === undefined
      ? []
      : [encode('recordSizeLimit', { recordSizeLimit })]),
  ];
}
