/**
 * `npm run test:spin`: writes the Promela model of both machines, lets spin verify it, and lets it
 * find what is wrong with machines that are known to be bad. `--print` writes the model only.
 */
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { explorables } from '../explore/machines.ts';
import { type ModelMachine, modelMachine } from './classes.ts';
import { modelOf, type Safeguards } from './model.ts';
import { type Mutant, mutants, mutated } from './mutants.ts';
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

/** Models that are looked at side by side: a search takes a processor, and up to 1.5 GB. */
const atOnce = Math.min(2, availableParallelism());

if (print) console.log(textOf(explorables.map(modelMachine)));
else process.exitCode = (await run()) ? 0 : 1;

/** Whether all is as it should be. */
async function run(): Promise<boolean> {
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
  const queue = [
    () => verify(machines, claims),
    ...versions.map(
      ({ safeguards, ...claim }) =>
        () =>
          verify(machines, [claim], safeguards),
    ),
    ...mutants.map((mutant) => () => verify(withMutant(machines, mutant), [mutant])),
  ];
  let isGood = true;
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      isGood = (await next()) && isGood;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return isGood;
}

function withMutant(machines: readonly ModelMachine[], mutant: Mutant): readonly ModelMachine[] {
  return mutated(mutant).map((one, index) =>
    one.role === mutant.role ? modelMachine(one) : (machines[index] ?? modelMachine(one)),
  );
}

interface Expectation {
  readonly what: string;
  readonly claim: Claim;
  /** Part of what spin must find; undefined: nothing. */
  readonly told: string | undefined;
}

async function verify(
  machines: readonly ModelMachine[],
  expectations: readonly Expectation[],
  safeguards?: Safeguards,
): Promise<boolean> {
  const spin = await Spin.of(textOf(machines, safeguards));
  try {
    let isGood = true;
    for (const { what, claim, told } of expectations) {
      const began = performance.now();
      const verdict = await spin.verify(claim);
      const { violation, states } = verdict;
      const isExpected = told === undefined ? violation === undefined : violation?.includes(told);
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      const found = violation === undefined ? 'holds' : `found: ${violation}`;
      console.log(
        `${isExpected ? 'good' : 'BAD '} ${what}: ${found}; ${states.toLocaleString('en')} states, ${seconds} s`,
      );
      if (violation !== undefined && reached[claim] === undefined) printTrail(machines, verdict);
      isGood &&= isExpected === true;
    }
    return isGood;
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
