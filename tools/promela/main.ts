/**
 * `npm run test:spin`: writes the Promela model of both machines, lets spin verify it, and lets it
 * find what is wrong with machines that are known to be bad. `--print` writes the model only.
 */
import { Command } from 'commander';
import { explorables } from '../explore/machines.ts';
import { type ModelMachine, modelMachine } from './classes.ts';
import { modelOf, type Safeguards } from './model.ts';
import { mutants, mutated } from './mutants.ts';
import { type Claim, missingPrograms, Spin, type Verdict } from './spin.ts';
import { eventNames } from './steps.ts';

const { print } = new Command('test:spin')
  .description('Verify client and server as a Promela model with spin.')
  .option('--print', 'only print the model')
  .parse()
  .opts<{ print?: true }>();

/** Two that speak TLS 1.3 stay with it by the sentinel alone, and the model is one in which they might not. */
const versions = [
  {
    what: 'safety where a changed ClientHello is not noticed',
    claim: 'safety',
    told: undefined,
    safeguards: { transcript: false, sentinel: true },
  },
  {
    what: 'a client that heeds no sentinel either',
    claim: 'safety',
    told: 'client13&&server13',
    safeguards: { transcript: false, sentinel: false },
  },
] as const;

/** Not claims that hold: spin must find the way there. */
const reached: Partial<Record<Claim, string>> = {
  reaches: 'both can be connected',
  reaches12: 'both can be connected in TLS 1.2',
};

if (print) console.log(textOf(explorables.map(modelMachine)));
else process.exitCode = run() ? 0 : 1;

/** Whether all is as it should be. */
function run(): boolean {
  const missing = missingPrograms();
  if (missing.length > 0) {
    console.log(`skipped: ${missing.join(' and ')} not installed (Debian: spin, gcc, libc6-dev)`);
    return !process.env.CI;
  }
  const machines = explorables.map(modelMachine);
  for (const { role, classes } of machines) console.log(`${role}: ${classes.length} classes`);
  const claims = (['safety', 'reaches', 'reaches12', 'ends', 'learns'] as const).map((claim) => ({
    claim,
    told: reached[claim] === undefined ? undefined : '',
    what: reached[claim] ?? `${claim} of the spec's machines`,
  }));
  const isGood = [
    verify(machines, claims),
    ...versions.map(({ safeguards, ...claim }) => verify(machines, [claim], safeguards)),
  ].every(Boolean);
  return mutants.reduce((isSoFar, mutant) => {
    const { role } = mutant;
    const changed = mutated(mutant).map((one, index) =>
      one.role === role ? modelMachine(one) : (machines[index] ?? modelMachine(one)),
    );
    return verify(changed, [mutant]) && isSoFar;
  }, isGood);
}

interface Expectation {
  readonly what: string;
  readonly claim: Claim;
  /** Part of what spin must find; undefined: nothing. */
  readonly told: string | undefined;
}

function verify(
  machines: readonly ModelMachine[],
  expectations: readonly Expectation[],
  safeguards?: Safeguards,
): boolean {
  const spin = new Spin(textOf(machines, safeguards));
  try {
    return expectations
      .map(({ what, claim, told }) => {
        const began = performance.now();
        const verdict = spin.verify(claim);
        const { violation, states } = verdict;
        const isGood = told === undefined ? violation === undefined : violation?.includes(told);
        const seconds = ((performance.now() - began) / 1000).toFixed(1);
        const found = violation === undefined ? 'holds' : `found: ${violation}`;
        console.log(
          `${isGood ? 'good' : 'BAD '} ${what}: ${found}; ${states.toLocaleString('en')} states, ${seconds} s`,
        );
        if (violation !== undefined && reached[claim] === undefined) printTrail(machines, verdict);
        return isGood === true;
      })
      .every(Boolean);
  } finally {
    spin.remove();
  }
}

/** In the words of the spec: who met what in which state. */
function printTrail(machines: readonly ModelMachine[], { trail }: Verdict): void {
  const events = eventNames(machines);
  for (const line of trail) {
    const [role, state, event] = line.split(' ');
    const classes = machines.find((one) => one.role === role)?.classes ?? [];
    const name = classes.find(({ index }) => index === Number(state))?.state;
    console.log(`       ${role} in ${name}: ${events[Number(event) - 1]}`);
  }
}

function textOf(machines: readonly ModelMachine[], safeguards?: Safeguards): string {
  const [client, server] = machines;
  if (client === undefined || server === undefined) throw new Error('there are two machines');
  return modelOf(client, server, safeguards);
}
