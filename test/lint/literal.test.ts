/**
 * What is no literal, or stands beside the machine (rules D1, D2).
 */
import { describeBreaches } from './fixture.ts';

describeBreaches('D1: one machine a file', [
  {
    what: 'a second argument',
    from: "params: { code: 'closed' } }] },\n  },\n});",
    to: "params: { code: 'closed' } }] },\n  },\n}, { guards: {} });",
    at: '}, { guards',
    problem: 'a second argument of createMachine (D1)',
    remedy: 'stand in setup()',
  },
  {
    what: 'another name',
    from: 'export const clientMachine',
    to: 'export const machine',
    at: 'import',
    problem: "no machine 'clientMachine'",
    remedy: 'write export const clientMachine = setup({ ... }).createMachine({ ... })',
  },
  {
    what: 'a constant beside it',
    from: 'export const clientMachine',
    to: 'const limit = 4;\nexport const clientMachine',
    at: 'const limit',
    problem: 'const limit = 4; (D1)',
    remedy: 'holds its types and export const clientMachine, nothing else',
  },
  {
    what: 'an import from elsewhere',
    from: "from 'xstate';",
    to: "from 'xstate';\nimport { alerts } from './registries.ts';",
    at: 'import { alerts }',
    problem: '(D1, D10)',
    remedy: "imports setup, assign, and, or, not from 'xstate', and types",
  },
  {
    what: 'no setup',
    from: '= setup({\n  types',
    to: '= configure({\n  types',
    at: 'export const clientMachine',
    problem: 'is not setup({...}).createMachine({...})',
    remedy: 'write export const clientMachine',
  },
  {
    what: 'a spread in setup',
    from: "    isGood: ({ event }) => event.facet === 'good',",
    to: "    ...common,\n    isGood: ({ event }) => event.facet === 'good',",
    at: '...common',
    problem: '...common in setup() (D1)',
    remedy: 'write name: value',
  },
]);

describeBreaches('D2: a literal of the JSON subset', [
  {
    what: 'an identifier',
    from: "target: 'verifyPeer'",
    to: 'target: verifyPeerState',
    problem: 'a reference, which is no literal: verifyPeerState (D2)',
    remedy: 'write the value out',
  },
  {
    what: 'a spread',
    from: "        'local.close': { actions",
    to: "        ...closing,\n        'local.close': { actions",
    at: '...closing',
    problem: 'a spread is no literal (D2)',
    remedy: 'write the member out',
  },
  {
    what: 'a template',
    from: "rfc: '9846#4.2.3'",
    to: 'rfc: `9846#4.2.3`',
    problem: 'a template',
    remedy: 'write the value out',
  },
  {
    what: 'a call',
    from: "entry: [{ type: 'recordEnd', params: { code: 'closed' } }]",
    to: "entry: [record('closed')]",
    problem: "a call, which is no literal: record('closed') (D2, D10)",
    remedy: 'write an action by its name',
  },
  {
    what: 'satisfies',
    from: "context: { closing: false, pending: 'none' },",
    to: "context: { closing: false, pending: 'none' } satisfies ClientContext,",
    problem: 'a type assertion',
    remedy: 'write the value out',
  },
  {
    what: 'a computed key',
    from: "'app.data': {},",
    to: "['app.data']: {},",
    problem: 'a computed key',
    remedy: 'write the key itself',
  },
  {
    what: 'a key twice',
    from: "'app.data': {},",
    to: "'app.data': {},\n                'app.data': { target: 'received' },",
    at: "'app.data': { target",
    problem: "'app.data' stands twice, first on line 76",
    remedy: 'keep one of them',
  },
  {
    what: 'a member that no state has',
    from: "id: 'ending',",
    to: "id: 'ending', timeout: 5,",
    problem: "unknown member 'timeout' in state 'ending'",
    remedy: 'known there are: id, type, initial',
  },
  {
    what: 'a wrong spelling of actions',
    from: "{ target: 'sent', actions: ['sendCloseNotify'] },\n              ],",
    to: "{ target: 'sent', action: ['sendCloseNotify'] },\n              ],",
    at: 'action: [',
    problem: "unknown member 'action' in an edge",
    remedy: 'guard, target, actions',
  },
]);
