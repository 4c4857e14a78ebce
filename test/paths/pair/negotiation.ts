/**
 * What there is to agree on: two versions, two cipher suites, two groups, and a server that may lack a key share
 * or want a cookie. Enough that everything can be chosen in another way than it should be.
 */
import type { Content } from './messages.ts';
import type { Scenario, Versions } from './pair.ts';

/** What an unharmed ClientHello offers; suites and groups are single letters. */
export const offered = {
  version: '1.3 1.2',
  suites: 'AB',
  groups: 'XY',
  share: 'X of client',
  cookie: '',
  /** extended_master_secret. */
  extended: 1,
} as const satisfies Content;

/** What a client offers that speaks these. */
export function offerOf(versions: Versions): Content {
  if (versions !== '1.2') return { ...offered, version: versions };
  const { share: _, ...rest } = offered;
  return { ...rest, version: versions, share: '' };
}

/** What a server makes of a ClientHello. */
export interface Answer {
  readonly facet: 'v13' | 'v12' | 'retry';
  readonly suite: string;
  /** Empty: no new key share is wanted. */
  readonly group: string;
  readonly cookie: string;
}

/**
 * @param versions those of the server
 * @param before the ClientHello that a HelloRetryRequest has answered already
 * @returns undefined if the hello must be refused
 */
export function answerTo(
  hello: Content,
  { retry, versions }: Pick<Scenario, 'retry' | 'versions'>,
  before: Content | undefined,
): Answer | undefined {
  const asked = String(hello.version).split(' ');
  const version = versions.server.split(' ').find((one) => asked.includes(one));
  const groups = retry === 'group' || retry === 'both' ? 'Y' : 'XY';
  const suite = [...offered.suites].find((one) => String(hello.suites).includes(one));
  const shared = [...groups].filter((one) => String(hello.groups).includes(one));
  const isShareGood = shared.some((one) => String(hello.share).startsWith(`${one} of `));
  const [first = ''] = shared;
  if (version === undefined || suite === undefined || first === '') return undefined;
  if (version === '1.2') {
    // RFC 7627 5.2: without it there is no connection; RFC 9846 4.2.4: nor behind a retry.
    if (hello.extended !== 1 || before !== undefined) return undefined;
    return { facet: 'v12', suite, group: first, cookie: '' };
  }
  const group = isShareGood ? '' : first;
  const cookie = retry === 'cookie' || retry === 'both' ? 'cookie' : '';
  if (before === undefined) {
    return { facet: group === '' && cookie === '' ? 'v13' : 'retry', suite, group, cookie };
  }
  return isSecondAsAsked(hello, before, { retry, versions })
    ? { facet: 'v13', suite, group, cookie }
    : undefined;
}

/** RFC 9846 4.2.4: the same hello, changed only as asked. */
function isSecondAsAsked(
  hello: Content,
  before: Content,
  scenario: Pick<Scenario, 'retry' | 'versions'>,
): boolean {
  const asked = answerTo(before, scenario, undefined);
  const isSame = ['version', 'suites', 'groups', 'extended'].every(
    (name) => hello[name] === before[name],
  );
  const isShareAsked =
    asked?.group === ''
      ? hello.share === before.share
      : String(hello.share).startsWith(`${asked?.group} of `);
  return isSame && isShareAsked && hello.cookie === asked?.cookie;
}
