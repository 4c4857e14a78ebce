/** What people want to know of a connection that stands. */
import { errorInfo } from '../../generated/registries.ts';
import { type Certificate, type ConnectionInfo, parseCertificate } from '../../runtime/index.ts';
import type { TlsSocket } from '../../runtime/node/index.ts';
import { printSubject } from '../../runtime/x509/certificate.ts';
import { printable, printName } from '../../runtime/x509/names.ts';

/** Name and value of each thing that was negotiated, in IANA's words. */
export function connectionFacts(
  connection: ConnectionInfo,
): readonly (readonly [string, string])[] {
  return [
    ['protocol', connection.protocol],
    ['cipher suite', connection.cipherSuite],
    ['group', connection.group || 'none: no forward secrecy'],
    ['signature scheme', connection.signatureScheme || 'none'],
    ['ALPN', printable(connection.alpnProtocol ?? 'none')],
    ['server name', printable(connection.serverName ?? 'none')],
  ];
}

/** The summary that the client prints: what was negotiated, with whom, and whether to trust him. */
export function clientSummary(socket: TlsSocket): string {
  const { connection } = socket;
  if (connection === undefined) return 'not connected';
  const [leaf] = connection.peerCertificates;
  const facts = [
    ...connectionFacts(connection),
    ...(leaf === undefined ? [] : certificateFacts(parseCertificate(leaf))),
    ['verdict', verdict(socket)] as const,
    ...statusFacts(connection),
    ...requestFacts(connection),
  ];
  return facts.map(([name, value]) => `  ${name.padEnd(18)}${value}`).join('\n');
}

/** Whether the certificates of the server's path are revoked, as far as anybody was asked. */
function statusFacts({ peer }: ConnectionInfo): (readonly [string, string])[] {
  return (peer?.statuses ?? []).map(({ index, status, source }) => {
    const certificate = peer?.path[index];
    const name = certificate === undefined ? '' : `${printSubject(certificate)}: `;
    return ['revocation', `${name}${status}${source === undefined ? '' : `, by ${source}`}`];
  });
}

/** What a server asked for, and why none of ours was shown. */
function requestFacts({ certificateRequest }: ConnectionInfo): (readonly [string, string])[] {
  if (certificateRequest === undefined) return [];
  const { authorities, shown, passedOver } = certificateRequest;
  return [
    ['asked for', `a certificate by ${printable(authorities.join(' or ') || 'anybody')}`],
    ['we showed', printable(shown ?? 'none')],
    ...passedOver.map(
      ({ subject, reason }) => ['not shown', printable(`${subject}: ${reason}`)] as const,
    ),
  ];
}

function certificateFacts(certificate: Certificate): (readonly [string, string])[] {
  const day = (timeMs: number) => new Date(timeMs).toISOString().replace('.000Z', 'Z');
  return [
    ['subject', printName(certificate.subject)],
    ['issuer', printName(certificate.issuer)],
    ['valid', `${day(certificate.notBeforeMs)} to ${day(certificate.notAfterMs)}`],
  ];
}

function verdict({ authorized, authorizationError }: TlsSocket): string {
  if (authorized) return 'verified';
  if (authorizationError === null) return 'not verified';
  return `NOT verified: ${errorInfo[authorizationError].text} (${authorizationError})`;
}
