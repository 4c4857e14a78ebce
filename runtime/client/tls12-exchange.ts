/** The key exchange of TLS 1.2, on the client (RFC 8422 5.4, 5.7): the server's half comes first. */
import { ECCurveType, namedGroupName, type ServerECDHParams } from '../../generated/messages.ts';
import { namedGroupOf } from '../../generated/registries.ts';
import type { AcceptedKeyShare } from '../crypto/provider.ts';
import { refuse } from '../handshake/judge.ts';
import type { Session } from '../handshake/session.ts';

/** Our half, and the secret of both. */
export interface Tls12Exchange extends AcceptedKeyShare {
  /** IANA's name. */
  readonly group: string;
}

/**
 * @param offered groups of our hello
 * @throws TlsError for a group that was not offered, and for a key that is none
 */
export function acceptParams(
  { curveType, namedcurve, publicKey }: ServerECDHParams,
  offered: readonly number[],
  { crypto, random }: Session,
): Tls12Exchange {
  if (curveType !== ECCurveType.named_curve) {
    refuse('ERR_TLS_ILLEGAL_PARAMETER', 'the server spells out a curve');
  }
  const group = namedGroupName(namedcurve);
  const isOffered = offered.includes(namedcurve) && namedGroupOf(namedcurve)?.tls12;
  if (isOffered !== true) {
    refuse(
      'ERR_TLS_ILLEGAL_PARAMETER',
      `the server chose the group ${group}, which was not offered`,
    );
  }
  const accepted = crypto.acceptKeyShare(namedcurve, publicKey, random);
  if (accepted === undefined) {
    refuse('ERR_TLS_ILLEGAL_PARAMETER', `the server's key is not valid for ${group}`);
  }
  return { ...accepted, group };
}
