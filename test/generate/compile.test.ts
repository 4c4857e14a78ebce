/** The compiler of machines: which branches stay, which are impossible. */
import { describe, expect, it } from 'vitest';
import { setup } from 'xstate';
import { compileMachine, type Domain } from '../../tools/generate/machine/compile.ts';

interface Context {
  readonly authentication: 'none' | 'required';
}

const machine = setup({
  types: { context: {} as Context },
  guards: {
    isRequired: ({ context }) => context.authentication === 'required',
    isNone: ({ context }) => context.authentication === 'none',
  },
}).createMachine({
  id: 'client',
  context: { authentication: 'none' },
  initial: 'waiting',
  states: {
    waiting: {
      on: {
        'hs.finished': [
          { guard: 'isRequired', target: 'asking' },
          { guard: 'isNone', target: 'open' },
          { target: 'lost' },
        ],
      },
    },
    asking: {},
    open: {},
    lost: {},
  },
});

function targets(domain: Domain): string[] {
  return compileMachine(machine, { 'hs.finished': [] }, domain).states.map(({ name }) => name);
}

describe('a guard over what the machine never assigns', () => {
  it('keeps its branches: configuration has every value of its type', () => {
    const domain: Domain = new Map([['authentication', ['none', 'required']]]);
    expect(targets(domain)).toEqual(['waiting', 'asking', 'open']);
  });

  it('loses those that no value can take', () => {
    expect(targets(new Map([['authentication', ['none']]]))).toEqual(['waiting', 'open']);
  });
});
