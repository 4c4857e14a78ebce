/** `tlschart check --fetch`: asks where certificates say that their status is to be had. */
import { createStatusFetcher } from '../../runtime/node/index.ts';
import type { RevocationNeed } from '../../runtime/x509/revocation.ts';
import { type Evidence, type Fetched, type Judgement, judge, type Rules } from './check-judge.ts';
import { messageOf } from './usage.ts';

/**
 * Judges by what can be fetched as well: one source for each certificate, the next one where that
 * was not enough, as connections do.
 * @param allowPrivateAddresses also hosts that only we can reach
 */
export async function judgeFetching(
  evidence: Evidence,
  rules: Rules,
  allowPrivateAddresses: boolean,
): Promise<Judgement> {
  const fetch = createStatusFetcher({ allowPrivateAddresses });
  const fetchOne = async (need: RevocationNeed): Promise<Fetched> => {
    try {
      return { need, body: await fetch(need) };
    } catch (error) {
      return { need, problem: messageOf(error) };
    }
  };
  const fetched: Fetched[] = [];
  for (;;) {
    const judgement = judge(evidence, rules, fetched);
    const needs = judgement.revocation?.needs ?? [];
    if (needs.length === 0) return judgement;
    const isFirst = (need: RevocationNeed) =>
      need === needs.find(({ index }) => index === need.index);
    fetched.push(...(await Promise.all(needs.filter(isFirst).map(fetchOne))));
  }
}
