/** Ways to break a machine, and what is then told. */
import { pascal } from '../../../tools/generate/machine/names.ts';
import { ClientState, ServerState } from '../../support/states.ts';
import type { Breakage } from './machines.ts';

export interface ToldBreakage extends Breakage {
  readonly what: string;
  readonly violation: RegExp;
}

/** Functions of the generated machines. */
const inState = (state: string) => `in${pascal(state)}`;
const enter = (state: string) => `enter${pascal(state)}`;

export const breakages: readonly ToldBreakage[] = [
  {
    what: 'answers a second HelloRetryRequest',
    side: 'client',
    within: inState(ClientState.WAIT_SECOND_SH),
    from: '} else {\n        actions.stopTimer',
    to: `} else if (facet === 'retry') {
        actions.takeHelloRetryRequest(event);
        actions.hashFirstHello(event);
        actions.addToTranscript(event);
        actions.sendSecondClientHello(event);
      } else {
        actions.stopTimer`,
    violation: /the client sends a third ClientHello/,
  },
  {
    what: 'connects before Finished',
    side: 'client',
    within: inState(ClientState.VERIFYING),
    from: `machine.state = '${ClientState.WAIT_FINISHED}';\n        actions.takeVerdict(event);`,
    to: `actions.takeVerdict(event);
        actions.deriveApplicationSecrets(event);
        actions.installReadKeys(event, { epoch: 'application', plaintextAlerts: false });
        actions.sendFinished(event);
        actions.installWriteKeys(event, { epoch: 'application' });
        enterConnected(machine, event);`,
    violation: /the client is connected without the peer's Finished/,
  },
  {
    what: 'takes any server',
    side: 'client',
    within: inState(ClientState.VERIFYING),
    from: "facet === 'accepted'",
    to: "facet !== 'chosen'",
    violation: /the client is connected to a server that it has not accepted/,
  },
  {
    what: 'forgets a message in its transcript',
    side: 'client',
    within: inState(ClientState.WAIT_EE),
    from: 'actions.addToTranscript(event);',
    to: '',
    violation: /hs.certificateVerify is invalid to the client/,
  },
  {
    what: 'keeps its old keys',
    side: 'client',
    within: inState(ClientState.WAIT_FINISHED),
    from: "actions.installReadKeys(event, { epoch: 'application', plaintextAlerts: false });",
    to: '',
    violation: /the client fails at record.badMac/,
  },
  {
    what: 'speaks after its close_notify',
    side: 'client',
    within: 'enterAlerting',
    from: 'if (!context.closeNotifySent) {',
    to: "if (context.pendingClose !== 'full') {",
    violation: /the client sends alert.fatal after its last words/,
  },
  {
    what: 'ignores the verdict on a certificate',
    side: 'server',
    within: inState(ServerState.VERIFYING),
    from: "facet === 'accepted'",
    to: "facet !== 'chosen'",
    violation: /the server is connected to a client that it has not accepted/,
  },
  {
    what: 'does without the certificate that it requires',
    side: 'server',
    within: inState(ServerState.WAIT_CERT),
    from: "if (context.clientAuth === 'require') {",
    to: 'if (!context.defersAlerts) {',
    violation: /the server is connected to a client without certificate/,
  },
  {
    what: 'delivers data of a client that it has refused',
    side: 'server',
    within: inState(ServerState.DEFERRING),
    from: "case 'hs.finished':",
    to: `case 'hs.finished':
      actions.stopTimer('deferralTimeout');
      actions.addToTranscript(event);
      actions.installReadKeys(event, { epoch: 'application', plaintextAlerts: false });
      machine.state = '${ServerState.HALF_CLOSED_LOCAL}';
      return;`,
    violation: /the server delivers data too early/,
  },
  {
    what: 'closes at once behind its alert',
    side: 'server',
    within: 'enterAlerting',
    from: `${enter(ServerState.DRAINING)}(machine, event);`,
    to: `${enter(ServerState.CLOSED)}(machine, event);`,
    violation: /the server's alert never reaches the client/,
  },
  {
    what: 'drains for ever',
    side: 'server',
    within: enter(ServerState.DRAINING),
    from: "actions.startTimer('drainTimeout');",
    to: '',
    violation: new RegExp(`the server stays in ${ServerState.DRAINING} for ever`),
  },
  {
    what: 'begins its drain again and again',
    side: 'client',
    within: inState(ClientState.DRAINING),
    from: "case 'after.drainTimeout':",
    to: `      actions.stopTimer('drainTimeout');\n      ${enter(ClientState.CLOSED)}(machine, event);\n      return;\n    case 'after.drainTimeout':\n      ${enter(ClientState.DRAINING)}(machine, event);\n      return;\n    case 'local.rekey':`,
    violation: /there is a run that does not end/,
  },
  {
    what: 'waits for ever',
    side: 'client',
    within: inState(ClientState.IDLE),
    from: "actions.startTimer('handshakeTimeout');",
    to: '',
    violation: /the client stays in \w+ for ever/,
  },
  {
    what: 'takes any server in TLS 1.2',
    side: 'client',
    within: inState(ClientState.VERIFYING12),
    from: "facet === 'accepted'",
    to: "facet !== 'chosen'",
    violation: /the client is connected to a server that it has not accepted/,
  },
  {
    what: 'connects by a ChangeCipherSpec',
    side: 'client',
    within: inState(ClientState.WAIT_CCS12),
    from: `machine.state = '${ClientState.WAIT_FINISHED12}';
        actions.installReadKeys(event, { epoch: 'application', plaintextAlerts: false });`,
    to: `actions.stopTimer('handshakeTimeout');
        actions.installReadKeys(event, { epoch: 'application', plaintextAlerts: false });
        enterConnected(machine, event);`,
    violation: /the client is connected without the peer's Finished/,
  },
  {
    what: 'takes a key change before there are keys',
    side: 'client',
    within: inState(ClientState.WAIT_CERT12),
    from: "case 'hs.certificate': {",
    to: `case 'ccs':
      machine.state = '${ClientState.WAIT_FINISHED12}';
      actions.installReadKeys(event, { epoch: 'application', plaintextAlerts: false });
      return;
    case 'hs.certificate': {`,
    violation: /the client installs keys that it has not/,
  },
  {
    what: 'does without the certificate that it requires in TLS 1.2',
    side: 'server',
    within: inState(ServerState.WAIT_CERT12),
    from: "if (context.clientAuth === 'require') {",
    to: "if (context.clientAuth !== 'require') {",
    violation: /the server is connected to a client without certificate/,
  },
  {
    what: 'forgets that the client has to prove its key',
    side: 'server',
    within: inState(ServerState.WAIT_CERT12),
    from: 'context.proofExpected = true;',
    to: '',
    violation: /the server fails at hs.certificateVerify/,
  },
  {
    what: 'finishes without a ChangeCipherSpec',
    side: 'server',
    within: inState(ServerState.WAIT_FINISHED12),
    from: 'actions.sendChangeCipherSpec(event);',
    to: '',
    violation: /the client fails at record.plaintext/,
  },
];
