/** Who answers what an engine asks: functions of the options, at once or with a promise. */
import type { Credential, SignRequest } from '../engine/credential.ts';
import type {
  Authorization,
  ChooseCertificateRequest,
  PeerIdentity,
  Task,
  TaskAnswer,
  VerifyPeerAnswer,
  VerifyPeerRequest,
} from '../engine/tasks.ts';
import type { RevocationNeed } from '../x509/revocation-input.ts';

/** May this peer come in? */
export type Verifier = (request: VerifyPeerRequest) => VerifyPeerAnswer | Promise<VerifyPeerAnswer>;

/**
 * Fetches an OCSP response (by a POST of `request`) or a CRL from `url`. Undefined, or a rejection:
 * it could not be had.
 */
export interface StatusFetcher {
  /** @param signal fires when the connection that asks is over */
  (
    need: RevocationNeed,
    signal?: AbortSignal,
  ): Uint8Array | undefined | Promise<Uint8Array | undefined>;
  /**
   * Is told by `tlschart/node` of an answer that proved nothing: badly signed, stale, about others.
   * Whoever keeps answers should not give it for long.
   */
  readonly disown?: (need: RevocationNeed, body: Uint8Array) => void;
}

/** May somebody with this identity come in? */
export type Authorizer = (peer: PeerIdentity) => Authorization | Promise<Authorization>;

/** Which certificate is shown to this peer? */
export type CertificateChooser = (
  request: ChooseCertificateRequest,
) => Credential | 'none' | Promise<Credential | 'none'>;

/** Signs `request.content` with the scheme that TLS has chosen. */
export type Signer = (request: SignRequest) => Uint8Array | Promise<Uint8Array>;

/** The functions that a connection has been given. */
export interface Answerers {
  readonly verifyPeer?: Verifier | undefined;
  readonly fetchStatus?: StatusFetcher | undefined;
  readonly authorize?: Authorizer | undefined;
  readonly chooseCertificate?: CertificateChooser | undefined;
  readonly sign?: Signer | undefined;
}

/**
 * The answer to a task. Never rejects: whoever fails to answer has given the answer `failed`.
 * @param signal fires when nobody needs the answer any more
 */
export async function answerTask(
  task: Task,
  answerers: Answerers,
  signal: AbortSignal,
): Promise<TaskAnswer> {
  try {
    return await ask(task, answerers, signal);
  } catch (cause) {
    return { kind: 'failed', cause };
  }
}

async function ask(
  task: Task,
  { verifyPeer, fetchStatus, authorize, chooseCertificate, sign }: Answerers,
  signal: AbortSignal,
): Promise<TaskAnswer> {
  switch (task.kind) {
    case 'verifyPeer':
      if (verifyPeer === undefined) break;
      return { kind: 'verifyPeer', verdict: await verifyPeer(task.request) };
    case 'fetchStatus':
      if (fetchStatus === undefined) break;
      return await fetchAll(task.request.needs, fetchStatus, signal);
    case 'authorize':
      if (authorize === undefined) break;
      return { kind: 'authorize', authorization: await authorize(task.request) };
    case 'chooseCertificate':
      if (chooseCertificate === undefined) break;
      return { kind: 'chooseCertificate', credential: await chooseCertificate(task.request) };
    case 'sign':
      if (sign === undefined) break;
      return { kind: 'sign', signature: await sign(task.request) };
  }
  throw new Error(`nobody answers ${task.kind}`);
}

/** All at once. What cannot be had is unavailable, which revocation judges. */
async function fetchAll(
  needs: readonly RevocationNeed[],
  fetchStatus: StatusFetcher,
  signal: AbortSignal,
): Promise<TaskAnswer> {
  const came = await Promise.allSettled(needs.map(async (need) => await fetchStatus(need, signal)));
  return {
    kind: 'fetchStatus',
    bodies: came.map((one) => (one.status === 'fulfilled' ? (one.value ?? undefined) : undefined)),
    problems: came.map((one) => (one.status === 'rejected' ? wordsOf(one.reason) : undefined)),
  };
}

function wordsOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
