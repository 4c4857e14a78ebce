/**
 * Guards and the lists in which they stand (rules D5, D13).
 */
import { describeBreaches } from './fixture.ts';

describeBreaches('D5: guards', [
  {
    what: 'an unknown name',
    from: "guard: 'isGood'",
    to: "guard: 'isGod'",
    problem: "unknown guard 'isGod' (D5)",
    remedy: "did you mean 'isGood'?",
  },
  {
    what: 'an inline function',
    from: "guard: 'isGood'",
    to: "guard: ({ event }) => event.facet === 'good'",
    problem: 'an inline function',
    remedy: 'give it a name under guards or actions in setup()',
  },
  {
    what: 'an inline composite',
    from: "guard: 'isGood'",
    to: "guard: not('isClosing')",
    problem: "a composite guard in the literal: not('isClosing') (D5)",
    remedy: 'name the composite under guards in setup()',
  },
  {
    what: 'params',
    from: "guard: 'isGood'",
    to: "guard: { type: 'isGood', params: {} }",
    problem: 'guard is no string',
    remedy: 'write the name of one guard',
  },
  {
    what: 'a body of statements',
    from: '=> context.closing,',
    to: '=> { return context.closing; },',
    problem: 'a guard with statements (D5)',
    remedy: 'one expression over context.x and event.facet',
  },
  {
    what: 'a call',
    from: '=> context.closing,',
    to: '=> isTrue(context.closing),',
    problem: 'a guard that cannot be inlined: isTrue(context.closing) (D5)',
    remedy: "write context.x, context.x === 'a' or event.facet === 'a'",
  },
  {
    what: 'another field of the event',
    from: "event.facet === 'good'",
    to: "event.type === 'hs.hello'",
    problem: 'a guard that cannot be inlined',
    remedy: 'event.facet',
  },
  {
    what: 'another name for the context',
    from: '({ context }) => context.closing',
    to: '({ context: c }) => c.closing',
    problem: 'a guard takes only { context, event }, under these names (D5)',
    remedy: 'write ({ context, event }) =>',
  },
  {
    what: 'an unknown part of a composite',
    from: "not('isPending')",
    to: "not('isPendig')",
    problem: "unknown guard 'isPendig' (D5)",
    remedy: "did you mean 'isPending'?",
  },
  {
    what: 'a function inside a composite',
    from: "not('isPending')",
    to: 'not(() => true)',
    problem: "a part of a composite that is no guard's name",
    remedy: 'name the parts',
  },
  {
    what: 'an unknown member of the context',
    from: '=> context.closing,',
    to: '=> context.closin,',
    problem: "guard 'isClosing' looks at unknown context.closin (D5)",
    remedy: "did you mean 'closing'?",
  },
  {
    what: 'a value that the member never has',
    from: "context.pending !== 'none'",
    to: "context.pending !== 'no'",
    problem: "guard 'isPending' compares context.pending with no value of its own (D5)",
    remedy: 'compare it with one of none, write, full',
  },
  {
    what: 'an unused guard',
    from: "    isGood: ({ event }) => event.facet === 'good',",
    to: "    isGood: ({ event }) => event.facet === 'good',\n    isBad: ({ event }) => event.facet === 'invalid',",
    at: 'isBad',
    problem: "guard 'isBad' is not used",
    remedy: 'remove it, or name it on an edge',
  },
  {
    what: 'a facet where there is none',
    from: "{ guard: 'isQuiet', target: 'sending' }",
    to: "{ guard: 'isGood', target: 'sending' }",
    problem: "guard 'isGood' looks at a facet, which always of state connected.outbound.flushing",
    remedy: 'use a guard over the context',
  },
]);

describeBreaches('D13: an answer when no guard holds', [
  {
    what: 'an event',
    from: "[{ guard: 'isAccepted', target: '#connected' }, { target: '#ending' }]",
    to: "[{ guard: 'isAccepted', target: '#connected' }]",
    problem: "'task.done' of state handshake.verifyPeer has no answer when no guard holds (D13)",
    remedy: 'end the list with an edge without a guard',
  },
  {
    what: 'a single edge',
    from: "[{ guard: 'isAccepted', target: '#connected' }, { target: '#ending' }]",
    to: "{ guard: 'isAccepted', target: '#connected' }",
    problem: 'has no answer when no guard holds (D13)',
    remedy: 'end the list with an edge without a guard',
  },
  {
    what: 'always',
    from: "{ target: 'sent', actions: ['sendCloseNotify'] },\n              ],",
    to: "{ guard: 'isPending', target: 'sent', actions: ['sendCloseNotify'] },\n              ],",
    at: "{ guard: 'isPending'",
    problem: 'always of state connected.outbound.flushing has no answer when no guard holds (D13)',
    remedy: 'end the list with an edge without a guard',
  },
  {
    what: 'after',
    from: "after: { drainTimeout: { target: 'closed' } }",
    to: "after: { drainTimeout: { guard: 'isClosing', target: 'closed' } }",
    problem: 'after drainTimeout of state ending has no answer when no guard holds (D13)',
    remedy: 'end the list with an edge without a guard',
  },
  {
    what: 'an edge behind the unguarded one',
    from: "[{ guard: 'isAccepted', target: '#connected' }, { target: '#ending' }]",
    to: "[{ target: '#ending' }, { guard: 'isAccepted', target: '#connected' }, {}]",
    problem: "an edge of 'task.done' of state handshake.verifyPeer that is never taken (D13)",
    remedy: 'the edge before it has no guard',
  },
]);
