/** One try: a situation, and a peer in it. */
import type { Peer } from '../peers/peer.ts';
import type { Pki } from '../pki.ts';
import type { Scope } from '../scope.ts';
import type { ClientAuthPki } from './pki.ts';
import type { Situation } from './situation.ts';

export interface Meeting {
  readonly situation: Situation;
  readonly peer: Peer;
  readonly pki: ClientAuthPki;
  /** What the peer knows of it: its folder, and whom it trusts. */
  readonly peersPki: Pki;
  readonly scope: Scope;
}
