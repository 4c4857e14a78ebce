/**
 * The tree of states (rules D3, D8, D9, D10).
 */
import { describeBreaches } from './fixture.ts';

describeBreaches('D3: targets', [
  {
    what: 'an unknown sibling',
    from: "target: 'verifyPeer'",
    to: "target: 'verifyPer'",
    problem: "unknown target 'verifyPer' (D3)",
    remedy: "did you mean 'verifyPeer'?",
  },
  {
    what: 'an unknown id',
    from: "target: '#connected'",
    to: "target: '#conected'",
    problem: "unknown target '#conected' (D3)",
    remedy: "did you mean '#connected'?",
  },
  {
    what: 'a state of another level',
    from: "'task.failed': { target: '#ending' }",
    to: "'task.failed': { target: 'closed' }",
    problem: "unknown target 'closed' (D3)",
    remedy: '#connected',
  },
  {
    what: 'a path',
    from: "'task.failed': { target: '#ending' }",
    to: "'task.failed': { target: '#client.ending' }",
    problem: "target '#client.ending' (D3)",
    remedy: "give the state an id and write '#id'",
  },
  {
    what: 'the root',
    from: "'task.failed': { target: '#ending' }",
    to: "'task.failed': { target: '#client' }",
    problem: "target '#client' is the root (D3)",
    remedy: 'name a state in it',
  },
  {
    what: 'several targets',
    from: "'task.failed': { target: '#ending' }",
    to: "'task.failed': { target: ['#ending', '#connected'] }",
    problem: 'target is no string',
    remedy: 'write one target',
  },
  {
    what: 'an id twice',
    from: 'closed: { entry',
    to: "closed: { id: 'ending', entry",
    problem: "id 'ending' stands twice, first on line 101 (D3)",
    remedy: 'an id of its own',
  },
  {
    what: 'a bare string as an edge',
    from: "'alert.closeNotify': { target: 'received' }",
    to: "'alert.closeNotify': 'received'",
    problem: 'an edge that is no object (D3)',
    remedy: "write { target: 'sibling' }",
  },
  {
    what: 'an id that code cannot have',
    from: "id: 'ending',",
    to: "id: 'the-end',",
    also: [["target: '#ending'", "target: '#the-end'"]],
    problem: "'the-end' is no id (D3)",
    remedy: 'lower camel case',
  },
]);

describeBreaches('D3: names of states', [
  {
    what: 'one that stands elsewhere too',
    from: "closed: { entry: [{ type: 'recordEnd', params: { code: 'closed' } }] },",
    to: "sent: { entry: [{ type: 'recordEnd', params: { code: 'closed' } }] },",
    also: [["drainTimeout: { target: 'closed' }", "drainTimeout: { target: 'sent' }"]],
    problem: "a state 'sent' is already on line 95 (D3)",
    remedy: 'a name of its own, wherever it stands',
  },
  {
    what: 'one that begins with a capital',
    from: 'verifyPeer: {',
    to: 'VerifyPeer: {',
    also: [["target: 'verifyPeer'", "target: 'VerifyPeer'"]],
    problem: "'VerifyPeer' is no name of a state (D3)",
    remedy: 'lower camel case',
  },
  {
    what: 'states in a list',
    from: "on: {\n                'app.data': {},\n                'alert.closeNotify': { target: 'received' },\n              },",
    to: 'on: [],',
    problem: 'on is no object',
    remedy: 'write on: { name: { ... } }',
  },
]);

describeBreaches('D8: delays', [
  {
    what: 'a name that code cannot have',
    from: '    drainTimeout: 2_000,',
    to: "    'drain.timeout': 2_000,",
    problem: "'drain.timeout' is no name of a delay",
    remedy: 'lower camel case',
  },
  {
    what: 'a number',
    from: 'after: { drainTimeout:',
    to: 'after: { 2000:',
    problem: 'after 2000: a number (D8)',
    remedy: 'name the delay under delays in setup()',
  },
  {
    what: 'an unknown name',
    from: 'after: { drainTimeout:',
    to: 'after: { drainTimout:',
    problem: "unknown delay 'drainTimout' (D8)",
    remedy: "did you mean 'drainTimeout'?",
  },
  {
    what: 'an unused one',
    from: '    drainTimeout: 2_000,',
    to: '    drainTimeout: 2_000,\n    closeTimeout: 5_000,',
    at: 'closeTimeout',
    problem: "delay 'closeTimeout' is not used (D8)",
    remedy: 'remove it, or name it under after',
  },
  {
    what: 'a function',
    from: 'drainTimeout: 2_000',
    to: 'drainTimeout: () => 2_000',
    problem: "delay 'drainTimeout' is no positive number (D8)",
    remedy: 'write its default in milliseconds',
  },
]);

describeBreaches('D9: the tree', [
  {
    what: 'a wrong initial',
    from: "initial: 'waitHello'",
    to: "initial: 'waitHallo'",
    problem: "initial 'waitHallo' is no child of state handshake (D9)",
    remedy: "did you mean 'waitHello'?",
  },
  {
    what: 'no initial',
    from: "      initial: 'waitHello',\n",
    to: '',
    at: 'handshake: {',
    problem: 'state handshake has states and no initial one (D9)',
    remedy: "write initial: 'waitHello'",
  },
  {
    what: 'an initial without states',
    from: "id: 'ending',",
    to: "id: 'ending', initial: 'closed',",
    problem: 'initial in state ending, which has no states (D9)',
    remedy: 'remove it',
  },
  {
    what: 'a third region',
    from: '        inbound: {',
    to: '        third: {},\n        inbound: {',
    at: 'connected: {',
    problem: 'state connected is parallel with 3 regions (D9)',
    remedy: 'a parallel state has 2 regions',
  },
  {
    what: 'a parallel state in a region',
    from: '            receiving: {',
    to: "            receiving: { type: 'parallel', states: { a: {}, b: {} },",
    problem: 'state connected.inbound.receiving is parallel inside state connected',
    remedy: 'two regions at a time',
  },
  {
    what: 'a final state that goes on',
    from: "sent: { type: 'final' }",
    to: "sent: { type: 'final', on: { 'local.close': {} } }",
    problem: 'state connected.outbound.sent is final and goes on (D9)',
    remedy: 'nothing follows a final state',
  },
  {
    what: 'onDone of what is never done',
    from: "received: { type: 'final' }",
    to: 'received: {}',
    at: 'onDone',
    problem: 'onDone of state connected, which is never done (D9)',
    remedy: "write a child of type: 'final'",
  },
  {
    what: 'an unreachable state',
    from: '    closed: { entry',
    to: '    lost: {},\n    closed: { entry',
    at: 'lost',
    problem: 'state lost cannot be reached (D9)',
    remedy: 'write the edge that leads there',
  },
  {
    what: 'always without a target',
    from: "{ target: 'sent', actions: ['sendCloseNotify'] },\n              ],",
    to: "{ actions: ['sendCloseNotify'] },\n              ],",
    at: "{ actions: ['sendCloseNotify'] },\n              ],",
    problem: 'has no target and would be taken for ever (D9)',
    remedy: 'write the state to go on to',
  },
  {
    what: 'a circle of always',
    from: "            sending: { on: { 'local.close': { target: 'sent', actions: ['sendCloseNotify'] } } },",
    to: "            sending: { always: { target: 'flushing' } },",
    at: 'always: [',
    problem: 'leads back to itself without an event (D9)',
    remedy: 'break the circle',
  },
]);

describeBreaches('D10: what must not be there', [
  {
    what: 'history',
    from: '    closed: { entry',
    to: "    last: { type: 'history' },\n    closed: { entry",
    at: 'last:',
    problem: "type 'history' is outside the dialect (D10)",
    remedy: "write 'parallel', 'final', or no type at all",
  },
  {
    what: 'invoke',
    from: "id: 'ending',",
    to: "id: 'ending', invoke: { src: 'verify' },",
    problem: "invoke in state 'ending' is outside the dialect (D10)",
    remedy: 'use the action startTask and a waiting state',
  },
  ...['raise', 'enqueueActions', 'spawnChild', 'sendTo'].map((call) => ({
    what: call,
    from: "entry: [{ type: 'recordEnd', params: { code: 'closed' } }]",
    to: `entry: [${call}({ type: 'a' })]`,
    problem: `a call, which is no literal: ${call}({ type: 'a' }) (D2, D10)`,
    remedy: 'write an action by its name',
  })),
  {
    what: 'raise in setup',
    from: '    sendCloseNotify: () => {},',
    to: "    sendCloseNotify: raise({ type: 'a' }),",
    problem: "action 'sendCloseNotify' is raise({ type: 'a' }) (D6, D10)",
    remedy: "what it does is the runtime's",
  },
  {
    what: 'actors',
    from: '  delays: {',
    to: '  actors: {},\n  delays: {',
    at: 'actors',
    problem: 'actors in setup() is outside the dialect (D10)',
    remedy: 'types, guards, actions and delays, nothing else',
  },
]);
