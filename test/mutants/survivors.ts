/**
 * Mutants that live, each with its reason: what they change nobody outside can see, or it is seen
 * elsewhere. A mutant that lives and is not listed here is a hole in the traces or invariants.
 */
import { specStates } from '../../tools/explore/spec-states.ts';

export interface Survivor {
  /** Begins the mutant's name. */
  readonly name: string;
  readonly reason: string;
}

const [client, server] = [specStates('client'), specStates('server')];
const together = 'read and write keys change in one step: nothing is read or written in between';
const memory = 'what the machine remembers does not touch the keys';
const asked =
  'what the application asked for before the connection was there is not looked at later';

export const survivors: readonly Survivor[] = [
  {
    name: `client: other order of keys: live.handshake.${client.WAIT_SH} on hs.serverHello [4]: installWriteKeys`,
    reason: together,
  },
  {
    name: `client: other order of keys: live.handshake.${client.WAIT_SECOND_SH} on hs.serverHello [0]: installWriteKeys`,
    reason: together,
  },
  {
    name: 'server: other order of keys: live.handshake.flight: installWriteKeys',
    reason: together,
  },
  {
    name: `server: other order of keys: live.handshake.${server.WAIT_FINISHED} on hs.finished [0]: installReadKeys`,
    reason:
      'the keys cover the messages up to the own Finished: one more in the transcript is nothing to them',
  },
  {
    name: 'client: other order of keys: live.connected.inbound.receiving on hs.keyUpdate',
    reason: memory,
  },
  {
    name: 'server: other order of keys: live.connected.inbound.receiving on hs.keyUpdate',
    reason: memory,
  },
  { name: 'client: dropped edge: live.connected on local.close', reason: asked },
  { name: 'server: dropped edge: live.connected on local.close', reason: asked },
  {
    name: `server: dropped action: live.handshake.${server.WAIT_CERT} on hs.certificate [2]: addToTranscript`,
    reason: 'of a client that is refused already nothing is derived and checked any more',
  },
  ...['client', 'server'].flatMap((role) =>
    ['dropped action', 'other parameter'].map((kind) => ({
      name: `${role}: ${kind}: live.connected.outbound.sending on alert.closeNotify [0]: set`,
      reason: 'TLS 1.2: both halves are closed in this very step, and nobody asks any more',
    })),
  ),
  {
    name: `client: dropped edge: live.handshake.${client.WAIT_SH} on alert.warning [1]`,
    reason: 'the same stands around it, for every state in which no version has been chosen',
  },
  ...[0, 1, 2, 3, 4, 5].map((index) => ({
    name: `client: other parameter: live.handshake.${client.WAIT_SH} on hs.serverHello [${index}]: set: both`,
    reason:
      'what was offered is looked at only until the ServerHello: behind it any one value would do',
  })),
  ...['dropped action', 'other parameter'].flatMap((kind) =>
    [
      `${server.WAIT_CKE12} on hs.clientKeyExchange [0]`,
      `${server.WAIT_CKE12} on hs.clientKeyExchange [1]`,
      `${server.DECRYPTING12} on task.done [0]`,
      `${server.DECRYPTING12} on task.failed [0]`,
    ].map((edge) => ({
      name: `server: ${kind}: live.handshake.tls12.${edge}: set`,
      reason: 'what it forgets is asked at the one ClientKeyExchange, and no other comes',
    })),
  ),
];
