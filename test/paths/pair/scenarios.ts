/** The scenarios that are walked to the end, and those that broken machines have to survive. */
import type { Call, Scenario } from './pair.ts';

/** A server that asks nobody, two that ask, two that insist; each as it tells of refusals. */
const authentications = [
  { clientAuth: 'none', defersAlerts: true },
  { clientAuth: 'request', defersAlerts: true },
  { clientAuth: 'request', defersAlerts: false },
  { clientAuth: 'require', defersAlerts: true },
  { clientAuth: 'require', defersAlerts: false },
] as const;

const retries = ['none', 'group', 'cookie', 'both'] as const;

const everyCall: readonly Call[] = [
  'write',
  'close',
  'closeFully',
  'abort',
  'rekey',
  'confirm',
  'fault',
];

const newest = { client: '1.3 1.2', server: '1.3 1.2' } as const;

/** Where TLS 1.2 is all that both speak. */
const olders = [
  { client: '1.2', server: '1.3 1.2' },
  { client: '1.3 1.2', server: '1.2' },
  { client: '1.2', server: '1.2' },
] as const;

const exhaustive = {
  versions: newest,
  allowsTruncation: false,
  answers: 'all',
  areAnswersLate: true,
  deadlines: 'anyTime',
  calls: [],
  callsOfEach: 0,
  acts: 0,
} as const satisfies Partial<Scenario>;

const insisting = { ...exhaustive, clientAuth: 'require', defersAlerts: true } as const;

/** Nobody harms the connection: every order of deliveries, answers, deadlines and calls. */
export const reliable: readonly Scenario[] = [
  ...authentications.flatMap((authentication) =>
    retries.map((retry) => named({ ...exhaustive, ...authentication, retry })),
  ),
  ...authentications.map((authentication) =>
    named({ ...exhaustive, ...authentication, retry: 'none', calls: everyCall, callsOfEach: 1 }),
  ),
  ...authentications.map((authentication) =>
    named({ ...exhaustive, ...authentication, versions: olders[0], retry: 'none' }),
  ),
  ...olders.map((versions) =>
    named({ ...insisting, versions, retry: 'none', calls: everyCall, callsOfEach: 1 }),
  ),
  named({ ...insisting, retry: 'both', calls: everyCall, callsOfEach: 1 }),
  named({ ...insisting, retry: 'none', allowsTruncation: true, calls: everyCall, callsOfEach: 1 }),
  named({
    ...insisting,
    retry: 'none',
    answers: 'good',
    deadlines: 'lastResort',
    calls: ['write', 'close', 'closeFully', 'abort', 'rekey'],
    callsOfEach: 3,
  }),
];

/** One act at any place, or two where all is as quick as it can be. */
export const harmed: readonly Scenario[] = [
  ...authentications.flatMap((authentication) =>
    retries.map((retry) =>
      named({ ...exhaustive, ...authentication, retry, deadlines: 'lastResort', acts: 1 }),
    ),
  ),
  ...authentications.flatMap((authentication) =>
    olders.map((versions) =>
      named({
        ...exhaustive,
        ...authentication,
        versions,
        retry: 'none',
        deadlines: 'lastResort',
        acts: 1,
      }),
    ),
  ),
  // With two acts one pair of versions is enough: they differ in the first flight only.
  named({
    ...exhaustive,
    clientAuth: 'require',
    defersAlerts: false,
    versions: olders[1],
    retry: 'none',
    answers: 'good',
    areAnswersLate: false,
    deadlines: 'lastResort',
    acts: 2,
  }),
  named({ ...insisting, retry: 'none', acts: 1 }),
  named({ ...insisting, retry: 'both', acts: 1 }),
  named({
    ...insisting,
    retry: 'none',
    allowsTruncation: true,
    answers: 'good',
    deadlines: 'lastResort',
    calls: ['write', 'close', 'rekey'],
    callsOfEach: 1,
    acts: 1,
  }),
  ...retries.map((retry) =>
    named({
      ...exhaustive,
      clientAuth: 'require',
      defersAlerts: false,
      retry,
      answers: 'good',
      areAnswersLate: false,
      deadlines: 'lastResort',
      acts: 2,
    }),
  ),
];

/** Small ones, in which a broken machine is soon found out. */
export const proving: readonly Scenario[] = [
  named({ ...insisting, versions: olders[0], retry: 'none', deadlines: 'lastResort', acts: 1 }),
  named({ ...insisting, retry: 'both', calls: ['write'], callsOfEach: 1 }),
  named({ ...insisting, retry: 'none', calls: everyCall, callsOfEach: 1 }),
  named({ ...insisting, retry: 'group', deadlines: 'lastResort', acts: 1 }),
  named({
    ...insisting,
    retry: 'none',
    answers: 'good',
    deadlines: 'lastResort',
    calls: ['write', 'close'],
    callsOfEach: 1,
    acts: 1,
  }),
];

function named(scenario: Omit<Scenario, 'name'>): Scenario {
  const { clientAuth, defersAlerts, retry, allowsTruncation, acts, callsOfEach, calls } = scenario;
  const { client, server } = scenario.versions;
  const words = [
    ...(client === server && client.includes('1.3') ? [] : [`TLS ${client} and ${server}`]),
    `client authentication ${clientAuth}`,
    ...(clientAuth === 'none'
      ? []
      : [defersAlerts ? 'refusals told later' : 'refusals told at once']),
    ...(retry === 'none' ? [] : [`HelloRetryRequest for ${retry}`]),
    ...(allowsTruncation ? ['truncation allowed'] : []),
    ...(callsOfEach === 0 ? [] : [`${callsOfEach} of ${calls.length} calls each`]),
    ...(acts === 0 ? [] : [`${acts} acts of an attacker`]),
    ...(scenario.deadlines === 'anyTime' ? ['deadlines at any time'] : []),
  ];
  return { ...scenario, name: words.join(', ') };
}
