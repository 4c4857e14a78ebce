/** Engines that wait for an answer from outside, in each state where they may. */
import { HandshakeType } from '../../generated/messages.ts';
import { alertCodes } from '../../generated/registries.ts';
import { concatBytes } from '../../runtime/bytes.ts';
import { verifyByPath } from '../../runtime/handshake/verify-peer.ts';
import {
  type ClientOptions,
  type Engine,
  noble,
  type ServerOptions,
  type Task,
  type TaskAnswer,
} from '../../runtime/index.ts';
import { recordsOf } from '../support/cuts.ts';
import { tasksOf } from '../support/effects.ts';
import { anchors, nowMs, serverKey } from '../support/fixed-identity.ts';
import { End, newClient, newServer, Pair, signedBy } from '../support/pair.ts';
import { sendAlertInPlaceOf } from '../support/record-each-message.ts';
import { ClientState, ServerState, States } from '../support/states.ts';
import { begin, type Role, record } from './replay.ts';
import {
  credentials,
  mutual,
  mutualTls12,
  mutualTls12WithStatus,
  mutualWithStatus,
  plainHandshake,
  plainTls12,
  retried,
  type Scenario,
} from './scenarios.ts';
import { isOfTls12 } from './situations.ts';
import { plain, text } from './stream-parts.ts';

/** Where an engine may wait, and the handshake that leads there. */
export interface Wait {
  readonly role: Role;
  readonly state: string;
  readonly kind: Task['kind'];
  readonly scenario: Scenario;
}

export const clientVerifies: Wait = {
  role: 'client',
  state: ClientState.VERIFYING,
  kind: 'verifyPeer',
  scenario: plainHandshake,
};
/** All of them. */
export const waits: readonly Wait[] = [
  clientVerifies,
  { role: 'client', state: ClientState.VERIFYING, kind: 'fetchStatus', scenario: mutualWithStatus },
  { role: 'client', state: ClientState.VERIFYING, kind: 'authorize', scenario: plainHandshake },
  { role: 'client', state: ClientState.CHOOSING, kind: 'chooseCertificate', scenario: mutual },
  { role: 'client', state: ClientState.SIGNING, kind: 'sign', scenario: mutual },
  { role: 'server', state: ServerState.CHOOSING, kind: 'chooseCertificate', scenario: retried },
  { role: 'server', state: ServerState.SIGNING, kind: 'sign', scenario: plainHandshake },
  { role: 'server', state: ServerState.VERIFYING, kind: 'verifyPeer', scenario: mutual },
  { role: 'server', state: ServerState.VERIFYING, kind: 'fetchStatus', scenario: mutualWithStatus },
  { role: 'server', state: ServerState.VERIFYING, kind: 'authorize', scenario: mutual },
  { role: 'client', state: ClientState.VERIFYING12, kind: 'verifyPeer', scenario: plainTls12 },
  {
    role: 'client',
    state: ClientState.VERIFYING12,
    kind: 'fetchStatus',
    scenario: mutualTls12WithStatus,
  },
  { role: 'client', state: ClientState.VERIFYING12, kind: 'authorize', scenario: mutualTls12 },
  {
    role: 'client',
    state: ClientState.CHOOSING12,
    kind: 'chooseCertificate',
    scenario: mutualTls12,
  },
  { role: 'client', state: ClientState.SIGNING12, kind: 'sign', scenario: mutualTls12 },
  {
    role: 'server',
    state: ServerState.CHOOSING12,
    kind: 'chooseCertificate',
    scenario: plainTls12,
  },
  { role: 'server', state: ServerState.SIGNING12, kind: 'sign', scenario: plainTls12 },
  { role: 'server', state: ServerState.VERIFYING12, kind: 'verifyPeer', scenario: mutualTls12 },
  {
    role: 'server',
    state: ServerState.VERIFYING12,
    kind: 'fetchStatus',
    scenario: mutualTls12WithStatus,
  },
  { role: 'server', state: ServerState.VERIFYING12, kind: 'authorize', scenario: mutualTls12 },
];

/** Of a server that has not said anything. */
const silentStates: readonly string[] = [
  ServerState.CHOOSING,
  ServerState.CHOOSING12,
  ServerState.SIGNING12,
];

/** Before its ServerHello nobody can send a server anything that would have to be held. */
export const holding = waits.filter(
  ({ role, state }) => role === 'client' || !silentStates.includes(state),
);

/** An engine that waits, its question, and what its peer sends afterwards. */
export interface Waiting {
  readonly end: End<Engine>;
  readonly task: Task;
  readonly rest: Uint8Array;
}

/** Brings an engine that nobody answers to its question, by the beginning of a stream. */
export function waiting(wait: Wait, stream = record(wait.role, wait.scenario).stream): Waiting {
  const end = new End<Engine>(newEngine(wait));
  begin(end);
  let taken = 0;
  for (const piece of recordsOf(stream)) {
    if (tasksOf(end.effects).length > 0) break;
    end.receive(piece);
    taken += piece.length;
  }
  const [task] = tasksOf(end.effects);
  if (task === undefined) throw new Error(`the ${wait.role} asked nothing`);
  return { end, task, rest: stream.subarray(taken) };
}

function newEngine(wait: Wait): Engine {
  return wait.role === 'client' ? newClient(optionsOf(wait)) : newServer(optionsOf(wait));
}

/** Those of the scenario, and nobody who answers the question. */
function optionsOf({ role, kind, scenario }: Wait) {
  const unanswered = unansweredOf(kind);
  // Where nobody answers, the hello is the same as where we verify ourselves.
  return { revocation: 'soft-fail', ...scenario.options[role], ...unanswered } as const;
}

function unansweredOf(kind: Task['kind']): Partial<ClientOptions & ServerOptions> {
  if (kind === 'sign') return signedBy(later);
  if (kind === 'fetchStatus') return { revocation: { fetch: true } };
  return { [kind]: later };
}

const later = () => undefined;

/** The answer that leads on as in the scenario. */
export function goodAnswer(task: Task): TaskAnswer {
  if (task.kind === 'verifyPeer') {
    const verdict = verifyByPath(task.request, { anchors, now: () => nowMs }, noble);
    return { kind: 'verifyPeer', verdict };
  }
  if (task.kind === 'fetchStatus') {
    return { kind: 'fetchStatus', bodies: task.request.needs.map(() => undefined) };
  }
  if (task.kind === 'authorize') return { kind: 'authorize', authorization: { accepted: true } };
  if (task.kind === 'chooseCertificate') {
    const [credential = 'none'] = credentials;
    return { kind: 'chooseCertificate', credential };
  }
  if (task.kind === 'decrypt') return { kind: 'failed', cause: new Error('no key decrypts') };
  const { scheme, content } = task.request;
  return { kind: 'sign', signature: serverKey().sign(scheme, content) };
}

/** Gives it. */
export function answer(end: End<Engine>, task: Task) {
  return end.do((engine) => engine.answer(task.id, goodAnswer(task)));
}

/** A good stream to this side that ends with a fatal alert. */
export function withAlertAtEnd({ role, scenario }: Wait): Uint8Array {
  const pair = new Pair(scenario.options).connect();
  const peer = pair[otherRole(role)];
  peer.do((engine) => engine.write(text('data')));
  peer.receive(text('noise'));
  return pair.run()[role].heard;
}

/** A stream that holds nothing but a fatal alert behind what leads to the question. */
export function withAlertAtHead(wait: Wait): Uint8Array {
  const { role, state } = wait;
  const pair = new Pair({ ...wait.scenario.options, [role]: optionsOf(wait) });
  if (isOfTls12(role, state)) {
    pair.start().run(() => pair[role].engine.state === state);
    // A whole flight of the peer goes out at once: what stops in the middle is made by hand.
    return concatBytes([pair[role].heard, plain(21, 2, alertCodes.unexpected_message)]);
  }
  if (state === States[role].VERIFYING) {
    // The peer is about to send its Finished, which would be held.
    pair.start().run(() => role === 'client' || pair.server.engine.state === ServerState.WAIT_CERT);
    sendAlertInPlaceOf(HandshakeType.finished, alertCodes.unexpected_message);
    return pair.run()[role].heard;
  }
  pair.start().run(() => pair[role].engine.state === state);
  pair[otherRole(role)].receive(text('noise'));
  return pair.run()[role].heard;
}

/** The other side. */
export function otherRole(role: Role): Role {
  return role === 'client' ? 'server' : 'client';
}
