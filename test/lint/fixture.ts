/**
 * A small spec without faults, to be spoilt in one place at a time: two machines that use each part
 * of the dialect, their facets, and registries of a few names.
 */
import { describe, expect, test } from 'vitest';
import { lintTexts } from '../../tools/lint/lint-spec.ts';

const machine = `import { and, assign, not, setup } from 'xstate';

export interface ClientContext {
  /** The application closed early. */
  readonly closing: boolean;
  /** How much of it. */
  readonly pending: 'none' | 'write' | 'full';
}

export const clientMachine = setup({
  types: { context: {} as ClientContext },
  guards: {
    isGood: ({ event }) => event.facet === 'good',
    isAccepted: ({ event }) => event.facet === 'accepted',
    isClosing: ({ context }) => context.closing,
    isPending: ({ context }) => context.pending !== 'none',
    isQuiet: and([not('isClosing'), not('isPending')]),
  },
  actions: {
    set: assign((_, params: Partial<ClientContext>) => params),
    fail: (_, _params: { alert: string }) => {},
    recordEnd: (_, _params: { code: string }) => {},
    startTask: (_, _params: { task: string }) => {},
    sendCloseNotify: () => {},
  },
  delays: {
    drainTimeout: 2_000,
  },
}).createMachine({
  id: 'client',
  context: { closing: false, pending: 'none' },
  initial: 'handshake',
  states: {
    handshake: {
      initial: 'waitHello',
      on: {
        'hs.*': {
          target: '#ending',
          actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
        },
        'local.close': { actions: [{ type: 'set', params: { closing: true, pending: 'full' } }] },
      },
      states: {
        waitHello: {
          description: 'The peer says who it is.',
          meta: { rfc: '9846#4.2.3' },
          tags: ['reading'],
          on: {
            'hs.hello': [
              { guard: 'isGood', target: 'verifyPeer' },
              { target: '#ending', actions: [{ type: 'fail', params: { alert: 'ofEvent' } }] },
            ],
          },
        },
        verifyPeer: {
          description: 'Is it the right one?',
          tags: ['waiting'],
          entry: [{ type: 'startTask', params: { task: 'verifyPeer' } }],
          on: {
            'task.done': [{ guard: 'isAccepted', target: '#connected' }, { target: '#ending' }],
            'task.failed': { target: '#ending' },
          },
        },
      },
    },
    connected: {
      id: 'connected',
      type: 'parallel',
      onDone: { target: 'ending' },
      states: {
        inbound: {
          initial: 'receiving',
          states: {
            receiving: {
              on: {
                'app.data': {},
                'alert.closeNotify': { target: 'received' },
              },
            },
            received: { type: 'final' },
          },
        },
        outbound: {
          initial: 'flushing',
          states: {
            flushing: {
              description: 'What was held goes out.',
              tags: ['flushing'],
              always: [
                { guard: 'isQuiet', target: 'sending' },
                { target: 'sent', actions: ['sendCloseNotify'] },
              ],
            },
            sending: { on: { 'local.close': { target: 'sent', actions: ['sendCloseNotify'] } } },
            sent: { type: 'final' },
          },
        },
      },
    },
    ending: {
      id: 'ending',
      after: { drainTimeout: { target: 'closed' } },
    },
    closed: { entry: [{ type: 'recordEnd', params: { code: 'closed' } }] },
  },
});
`;

const facets = `export const clientFacets = {
  'hs.hello': ['good', 'invalid'],
  'hs.finished': [],
  'app.data': [],
  'alert.closeNotify': [],
  'task.done': ['accepted', 'refused'],
  'task.failed': [],
  'local.close': [],
} as const;
`;

const registries = `export const alerts = { unexpected_message: { code: 10 } } as const;
export const errors = { ERR_TLS_DECODE: { alert: 'decode_error' } } as const;
`;

/** Files of the sound spec, by path. */
export const soundSpec: ReadonlyMap<string, string> = new Map([
  ['spec/client.ts', machine],
  ['spec/server.ts', machine.replaceAll('client', 'server').replaceAll('Client', 'Server')],
  ['spec/facets.ts', facets + facets.replaceAll('client', 'server')],
  ['spec/registries.ts', registries],
]);

/** A way to break a rule in the sound spec, and what the linter must say of it. */
export interface Breach {
  readonly what: string;
  /** The file to spoil; `spec/client.ts` if not given. */
  readonly file?: string;
  /** Replaced once by `to`. */
  readonly from: string;
  readonly to: string;
  /** More replacements in the same file. */
  readonly also?: readonly (readonly [from: string, to: string])[];
  /** Stands on the line of the fault; `to` if not given. */
  readonly at?: string;
  readonly problem: string;
  readonly remedy: string;
}

/** One test for each breach: it is caught, on its line, with advice. */
export function describeBreaches(rule: string, breaches: readonly Breach[]): void {
  describe(rule, () => {
    test.each(breaches)('$what', (breach) => {
      const { file = 'spec/client.ts', to, at = to, problem, remedy } = breach;
      const text = spoil(soundSpec.get(file) ?? '', breach);
      const { faults } = lintTexts(new Map([...soundSpec, [file, text]]));
      const found = faults.find(({ message }) => message.includes(problem));
      const line = text.slice(0, text.indexOf(at)).split('\n').length;
      const [told, advice] = found?.message.split('\n') ?? faults.map(({ message }) => message);
      expect(told).toMatch(`${file}:${line}: `);
      expect(told).toContain(problem);
      expect(advice).toContain(remedy);
    });
  });
}

function spoil(text: string, { from, to, also = [] }: Breach): string {
  let spoilt = text;
  for (const [before, after] of [[from, to] as const, ...also]) {
    if (!spoilt.includes(before)) throw new Error(`the sound spec does not hold ${before}`);
    spoilt = spoilt.replace(before, () => after);
  }
  return spoilt;
}
