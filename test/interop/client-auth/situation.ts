/** What a client and a server are made to do about the client's certificate, and what must come of it. */
import type { ProtocolName } from '../../../generated/registries.ts';
import type { AlertName } from '../../../runtime/index.ts';
import type { Role, Versions } from '../cell.ts';
import type { AuthorityName, ClientName } from './pki.ts';

export interface Situation {
  readonly title: string;
  /** What both speak; TLS 1.3 if nothing is said. */
  readonly version?: ProtocolName;
  /** The peer's. */
  readonly role: Role;
  /** Whom the server trusts; these are the names that it sends, unless it `namesNobody`. */
  readonly trusted: readonly AuthorityName[];
  readonly namesNobody?: boolean;
  readonly wants: 'request' | 'require';
  /** What the client may choose from. */
  readonly candidates?: readonly ClientName[];
  /** Which authorities the client knows besides. */
  readonly knows?: readonly AuthorityName[];
  /** What it shows whatever it is asked for. */
  readonly shows?: ClientName;
  /** So far its clock is behind, in milliseconds. */
  readonly behindMs?: number;
  /** The server knows whom the old root has revoked. */
  readonly knowsRevoked?: boolean;
  /** The server takes signatures of ECDSA keys only. */
  readonly takesEcdsaOnly?: boolean;
  /** The server's application has its own opinion of a client that is who it says. */
  readonly refusesAnybody?: boolean;
  readonly expected: Expected;
  /** What comes of it with some peers in place of that, and why. */
  readonly otherwise?: Readonly<Record<string, Partial<Expected> & { readonly because: string }>>;
  /** Peers that cannot be brought into it, and why. */
  readonly impossible?: Readonly<Record<string, string>>;
}

/**
 * `let in`: the client's data came back, and who it is is known; `let in unknown`: it is not;
 * `refused`: by an alert; `cut off`: the connection ended without one; or by HTTP.
 */
export type Outcome = 'let in' | 'let in unknown' | 'refused' | 'cut off' | 'HTTP 400';

export interface Expected {
  readonly outcome: Outcome;
  /** The subject of the certificate that the client showed. */
  readonly shown: string | undefined;
  readonly alert?: AlertName | undefined;
  /** Parts of the explanation, in their order; spaces stand for any number of spaces. */
  readonly explained: readonly string[];
}

export interface Seen extends Omit<Expected, 'explained'> {
  /** In the words of the command line. */
  readonly explanation: string;
}

/** What the peer is told to speak. */
export function versionsIn({ version = 'TLSv1.3' }: Situation): Versions {
  return { min: version, max: version };
}

/** What must come of it with this peer. */
export function expectedOf({ expected, otherwise }: Situation, peer: string): Expected {
  const { because, ...other } = otherwise?.[peer] ?? { because: '' };
  return { ...expected, ...other };
}
