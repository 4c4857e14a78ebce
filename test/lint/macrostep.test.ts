/**
 * What follows an event by itself (rule D14): no guard is asked after a `set`.
 */
import { describeBreaches } from './fixture.ts';

const remedy = 'ask before the set: put the guard on the edge that sets, with a target each';
const set = "{ type: 'set', params: { closing: false } }";
const guardOfFlushing = "{ guard: 'isQuiet'";
const settling =
  "settling: { always: [{ guard: 'isClosing', target: 'received' }, { target: 'receiving' }] },";

describeBreaches('D14: no guard after a set in the same macrostep', [
  {
    what: 'on the edge that leads to it',
    from: "{ guard: 'isAccepted', target: '#connected' }",
    to: `{ guard: 'isAccepted', target: '#connected', actions: [${set}] }`,
    at: guardOfFlushing,
    problem:
      "guard 'isQuiet' in always of state connected.outbound.flushing is asked after the set of line 60",
    remedy,
  },
  {
    what: 'on entry of a state around it',
    from: "      type: 'parallel',",
    to: `      type: 'parallel',\n      entry: [${set}],`,
    at: guardOfFlushing,
    problem: 'is asked after the set of line 69 in the same macrostep (D14)',
    remedy,
  },
  {
    what: 'on exit of the state before',
    from: "          tags: ['waiting'],",
    to: `          tags: ['waiting'],\n          exit: [${set}],`,
    at: guardOfFlushing,
    problem: 'is asked after the set of line 58 in the same macrostep (D14)',
    remedy,
  },
  {
    what: 'in the other region, one step earlier',
    from: "          initial: 'receiving',\n          states: {",
    to: `          initial: 'opening',\n          states: {\n            opening: { always: { target: 'settling', actions: [${set}] } },\n            ${settling}`,
    at: settling,
    problem:
      "guard 'isClosing' in always of state connected.inbound.settling is asked after the set of line 74",
    remedy,
  },
  {
    what: 'in the other region, for the same event',
    from: "                'app.data': {},",
    to: "                'app.data': {},\n                'local.close': { target: 'settling' },",
    also: [
      [
        "            received: { type: 'final' },",
        `            received: { type: 'final' },\n            ${settling}`,
      ],
      [
        "{ target: 'sent', actions: ['sendCloseNotify'] } } },",
        `{ target: 'sent', actions: [${set}] } } },`,
      ],
    ],
    at: settling,
    problem: "guard 'isClosing' in always of state connected.inbound.settling is asked after",
    remedy,
  },
  {
    what: 'when a state is done',
    from: "onDone: { target: 'ending' }",
    to: "onDone: [{ guard: 'isClosing', target: 'ending' }, { target: 'ending' }]",
    also: [
      [
        "{ target: 'sent', actions: ['sendCloseNotify'] } } },",
        `{ target: 'sent', actions: [${set}] } } },`,
      ],
    ],
    problem: "guard 'isClosing' in onDone of state connected is asked after the set of line 94",
    remedy,
  },
]);
