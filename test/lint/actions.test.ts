/**
 * Actions, their params, and the names in them (rule D6).
 */
import { describeBreaches } from './fixture.ts';

describeBreaches('D6: actions', [
  {
    what: 'an unknown name',
    from: "target: 'sent', actions: ['sendCloseNotify'] },\n              ],",
    to: "target: 'sent', actions: ['sendCloseNotfy'] },\n              ],",
    at: 'sendCloseNotfy',
    problem: "unknown action 'sendCloseNotfy' (D6)",
    remedy: "did you mean 'sendCloseNotify'?",
  },
  {
    what: 'an unused one',
    from: '    sendCloseNotify: () => {},',
    to: '    sendCloseNotify: () => {},\n    sendHello: () => {},',
    at: 'sendHello',
    problem: "action 'sendHello' is not used",
    remedy: 'remove it',
  },
  {
    what: 'an inline assign',
    from: "{ type: 'set', params: { closing: true, pending: 'full' } }",
    to: 'assign({ closing: true })',
    problem: 'an inline assign',
    remedy: "write { type: 'set', params: { name: value } }",
  },
  {
    what: 'an assign of its own',
    from: '    sendCloseNotify: () => {},',
    to: '    sendCloseNotify: assign({ closing: true }),',
    problem: "action 'sendCloseNotify' is an assign of its own (D6)",
    remedy: "use { type: 'set'",
  },
  {
    what: 'a set that computes',
    from: 'Partial<ClientContext>) => params)',
    to: 'Partial<ClientContext>) => ({ ...params, closing: true }))',
    problem: "'set' is the one assign, and gives its params as they are (D6)",
    remedy: 'write set: assign((_, params: Partial<Context>) => params)',
  },
  {
    what: 'an action with a body',
    from: '    sendCloseNotify: () => {},',
    to: '    sendCloseNotify: () => { write(); },',
    problem: "action 'sendCloseNotify' does something (D6)",
    remedy: 'the runtime acts',
  },
  {
    what: 'dynamic params',
    from: "params: { alert: 'unexpected_message' }",
    to: 'params: ({ context }) => ({ alert: context.alert })',
    problem: 'an inline function',
    remedy: 'give it a name',
  },
  {
    what: 'no params where they are due',
    from: "actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }]",
    to: "actions: ['fail']",
    problem: "action 'fail' lacks its param 'alert' (D6)",
    remedy: "write { type: 'fail', params: { alert } }",
  },
  {
    what: 'a param that it does not have',
    from: "params: { alert: 'unexpected_message' }",
    to: "params: { alert: 'unexpected_message', level: 2 }",
    problem: "action 'fail' has no param 'level' (D6)",
    remedy: 'known are: alert',
  },
  {
    what: 'an alert that no registry knows',
    from: "alert: 'unexpected_message'",
    to: "alert: 'unexpected_mesage'",
    problem: "unknown alert 'unexpected_mesage' of 'fail'",
    remedy: "did you mean 'unexpected_message'? They stand in spec/registries.ts.",
  },
  {
    what: 'an error code that no registry knows',
    from: "code: 'closed'",
    to: "code: 'ERR_TLS_ENCODE'",
    problem: "unknown code 'ERR_TLS_ENCODE' of 'recordEnd'",
    remedy: "did you mean 'ERR_TLS_DECODE'?",
  },
  {
    what: 'a set of what is not in the context',
    from: 'params: { closing: true,',
    to: 'params: { closin: true,',
    problem: "'set' of 'closin', which is not in the context (D7)",
    remedy: "did you mean 'closing'?",
  },
  {
    what: 'a set to what it cannot be',
    from: "pending: 'full' }",
    to: "pending: 'all' }",
    problem: `'pending' cannot be "all" (D7)`,
    remedy: 'its values are none, write, full',
  },
]);
