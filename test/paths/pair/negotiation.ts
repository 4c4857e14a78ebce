/**
 * What there is to agree on: two cipher suites, two groups, and a server that may lack a key share
 * or want a cookie. Enough that everything can be chosen in another way than it should be.
 */
import type { Content } from './messages.ts';
import type { Scenario } from './pair.ts';

/** What an unharmed ClientHello offers; suites and groups are single letters. */
export const offered = {
  version: '1.3',
  suites: 'AB',
  groups: 'XY',
  share: 'X of client',
  cookie: '',
} as const satisfies Content;

/** What a server makes of a ClientHello. */
export interface Answer {
  readonly facet: 'v13' | 'retry';
  readonly suite: string;
  /** Empty: no new key share is wanted. */
  readonly group: string;
  readonly cookie: string;
}

/**
 * @param before the ClientHello that a HelloRetryRequest has answered already
 * @returns undefined if the hello must be refused
 */
export function answerTo(
  hello: Content,
  retry: Scenario['retry'],
  before: Content | undefined,
): Answer | undefined {
  const groups = retry === 'group' || retry === 'both' ? 'Y' : 'XY';
  const suite = [...offered.suites].find((one) => String(hello.suites).includes(one));
  const shared = [...groups].filter((one) => String(hello.groups).includes(one));
  const isShareGood = shared.some((one) => String(hello.share).startsWith(`${one} of `));
  const [first = ''] = shared;
  if (hello.version !== offered.version || suite === undefined || first === '') return undefined;
  const group = isShareGood ? '' : first;
  const cookie = retry === 'cookie' || retry === 'both' ? 'cookie' : '';
  if (before === undefined) {
    return { facet: group === '' && cookie === '' ? 'v13' : 'retry', suite, group, cookie };
  }
  return isSecondAsAsked(hello, before, retry) ? { facet: 'v13', suite, group, cookie } : undefined;
}

/** RFC 9846 4.2.4: the same hello, changed only as asked. */
function isSecondAsAsked(hello: Content, before: Content, retry: Scenario['retry']): boolean {
  const asked = answerTo(before, retry, undefined);
  const isSame = ['version', 'suites', 'groups'].every((name) => hello[name] === before[name]);
  const isShareAsked =
    asked?.group === ''
      ? hello.share === before.share
      : String(hello.share).startsWith(`${asked?.group} of `);
  return isSame && isShareAsked && hello.cookie === asked?.cookie;
}
