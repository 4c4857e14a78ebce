/** Ways to break a machine, and what is then told. */
import type { Breakage } from './machines.ts';

export interface ToldBreakage extends Breakage {
  readonly what: string;
  readonly violation: RegExp;
}

export const breakages: readonly ToldBreakage[] = [
  {
    what: 'answers a second HelloRetryRequest',
    side: 'client',
    within: 'inWaitSecondServerHello',
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
    within: 'inVerifyPeer',
    from: "machine.state = 'waitFinished';\n        actions.takeVerdict(event);",
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
    within: 'inVerifyPeer',
    from: "facet === 'accepted'",
    to: "facet !== 'chosen'",
    violation: /the client is connected to a server that it has not accepted/,
  },
  {
    what: 'forgets a message in its transcript',
    side: 'client',
    within: 'inWaitEncryptedExtensions',
    from: 'actions.addToTranscript(event);',
    to: '',
    violation: /hs.certificateVerify is invalid to the client/,
  },
  {
    what: 'keeps its old keys',
    side: 'client',
    within: 'inWaitFinished',
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
    within: 'inVerifyPeer',
    from: "facet === 'accepted'",
    to: "facet !== 'chosen'",
    violation: /the server is connected to a client that it has not accepted/,
  },
  {
    what: 'does without the certificate that it requires',
    side: 'server',
    within: 'inWaitCertificate',
    from: "if (context.clientAuth === 'require') {",
    to: 'if (!context.defersAlerts) {',
    violation: /the server is connected to a client without certificate/,
  },
  {
    what: 'delivers data of a client that it has refused',
    side: 'server',
    within: 'inDeferring',
    from: "case 'hs.finished':",
    to: `case 'hs.finished':
      actions.stopTimer('deferralTimeout');
      actions.addToTranscript(event);
      actions.installReadKeys(event, { epoch: 'application', plaintextAlerts: false });
      machine.state = 'connected(reading, sent)';
      return;`,
    violation: /the server delivers data too early/,
  },
  {
    what: 'closes at once behind its alert',
    side: 'server',
    within: 'enterAlerting',
    from: 'enterDraining(machine, event);',
    to: 'enterClosed(machine, event);',
    violation: /the server's alert never reaches the client/,
  },
  {
    what: 'drains for ever',
    side: 'server',
    within: 'enterDraining',
    from: "actions.startTimer('drainTimeout');",
    to: '',
    violation: /the server stays in draining for ever/,
  },
  {
    what: 'begins its drain again and again',
    side: 'client',
    within: 'inDraining',
    from: "case 'after.drainTimeout':",
    to: "      actions.stopTimer('drainTimeout');\n      enterClosed(machine, event);\n      return;\n    case 'after.drainTimeout':\n      enterDraining(machine, event);\n      return;\n    case 'local.rekey':",
    violation: /there is a run that does not end/,
  },
  {
    what: 'waits for ever',
    side: 'client',
    within: 'inIdle',
    from: "actions.startTimer('handshakeTimeout');",
    to: '',
    violation: /the client stays in \w+ for ever/,
  },
];
