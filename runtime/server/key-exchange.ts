/**
 * The group of the key exchange (RFC 9846 4.3.7, 4.3.8): the best one that both know. Among
 * classical groups one with a key share wins, because another would cost a round trip; protection
 * against quantum computers is worth one.
 */
import type { ClientHelloExtensions } from '../../generated/extensions.ts';
import { namedGroupName } from '../../generated/messages.ts';
import { namedGroupOf } from '../../generated/registries.ts';
import type { AcceptedKeyShare } from '../crypto/provider.ts';
import { refuse } from '../handshake/judge.ts';
import type { ServerMeans } from './server-means.ts';

/** The group, and what its key share gave. */
export interface KeyExchange {
  readonly group: number;
  /** Our half, and the secret; undefined: the client sent no key share for the group. */
  readonly accepted: AcceptedKeyShare | undefined;
}

/** @throws TlsError for key shares that must be refused */
export function exchangeKeys(extensions: ClientHelloExtensions, means: ServerMeans): KeyExchange {
  judgeShares(extensions);
  const shares = extensions.keyShare?.clientShares ?? [];
  const group = chooseGroup(extensions, means);
  const share = shares.find((one) => one.group === group);
  if (share === undefined) return { group, accepted: undefined };
  const { crypto, random } = means.session;
  // @req 9846:4.3.8:6
  const accepted = crypto.acceptKeyShare(group, share.keyExchange, random);
  if (accepted === undefined) {
    refuse(
      'ERR_TLS_ILLEGAL_PARAMETER',
      `the client's key share is not valid for ${namedGroupName(group)}`,
    );
  }
  return { group, accepted };
}

/** One share a group, each for a group that is also listed. */
function judgeShares({ keyShare, supportedGroups }: ClientHelloExtensions): void {
  const shared = keyShare?.clientShares.map(({ group }) => group) ?? [];
  const groups = supportedGroups?.namedGroupList ?? [];
  if (new Set(shared).size === shared.length && shared.every((one) => groups.includes(one))) return;
  refuse(
    'ERR_TLS_ILLEGAL_PARAMETER',
    'key_share has a group twice, or one that is not in supported_groups',
  );
}

function chooseGroup(
  { keyShare, supportedGroups }: ClientHelloExtensions,
  { session }: ServerMeans,
): number {
  const shared = keyShare?.clientShares.map(({ group }) => group) ?? [];
  const offered = supportedGroups?.namedGroupList ?? [];
  // @req 9846:4.2.1:1 9846:4.3.8:12
  const common = session.preferences.groups.filter((one) => offered.includes(one));
  const [best] = common;
  if (best === undefined) {
    const ours = session.preferences.groups.map(namedGroupName).join(', ');
    return refuse('ERR_TLS_NO_SHARED_GROUP', `the client knows none of the groups ${ours}`);
  }
  if (namedGroupOf(best)?.postQuantum === true) return best;
  return common.find((one) => shared.includes(one)) ?? best;
}
