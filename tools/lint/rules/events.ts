/**
 * Events and the alphabet (D4, D12): every event that a machine names is in the table beside it,
 * every wildcard matches something, and the table holds nothing that no machine takes.
 */
import { factName } from '../../generate/machine/machine-names.ts';
import { allLists, type EdgeList, nameOf } from '../machine.ts';
import { adviseName, lowerCamel } from '../report.ts';
import type { MachineSpec } from '../spec-file.ts';
import { readsOf } from '../used-guards.ts';

const wildcard = 'hs.*';
const eventName = /^((local|hs|app|alert|record|task|io)\.[a-z][A-Za-z0-9]*|ccs)$/;
const nameAdvice =
  'write namespace.lowerCamel; the namespaces are local, hs, app, alert, record, task, io; ccs has none';

/** Checks the events of a machine against its alphabet. */
export function checkEvents(spec: MachineSpec): void {
  checkAlphabet(spec);
  const lists = allLists(spec.root).filter((list) => list.trigger === 'on');
  for (const list of lists) {
    if (list.name.includes('*')) checkWildcard(list, spec);
    else checkEvent(list, spec);
  }
  checkTaken(lists, spec);
}

/** Names of events and facets are well formed, and no two events ask one fact of the runtime. */
function checkAlphabet(spec: MachineSpec): void {
  const facts = new Map<string, string>();
  for (const [event, { line, facets }] of spec.alphabet) {
    if (!eventName.test(event)) {
      spec.reportFacets(line, `'${event}' is no name of an event (D4)`, nameAdvice);
    }
    for (const facet of facets) {
      if (lowerCamel.test(facet)) continue;
      const remedy = 'write it in lower camel case';
      spec.reportFacets(line, `'${facet}' is no name of a facet (D12)`, remedy);
    }
    const fact = factName(event);
    const other = facts.get(fact);
    if (other !== undefined) {
      const problem = `'${event}' has the fact '${fact}' in common with '${other}' (D12)`;
      spec.reportFacets(line, problem, 'rename one of the two events');
    }
    facts.set(fact, event);
  }
}

function checkEvent({ name, line }: EdgeList, spec: MachineSpec): void {
  if (spec.alphabet.has(name)) return;
  if (!eventName.test(name)) {
    spec.report(line, `'${name}' is no name of an event (D4)`, nameAdvice);
    return;
  }
  const remedy = `${adviseName(name, spec.alphabet.keys())} Otherwise add it there with its facets.`;
  spec.report(line, `event '${name}' is missing from the table of facets (D12)`, remedy);
}

function checkWildcard(list: EdgeList, spec: MachineSpec): void {
  const { name, line, source } = list;
  if (name !== wildcard) {
    const remedy = `write '${wildcard}', or name the events: others would swallow local calls`;
    spec.report(line, `wildcard '${name}' (D4)`, remedy);
    return;
  }
  if (eventsOf(list, spec).length > 0) return;
  const remedy = 'remove it: every hs. event has an edge of its own here, or there is none';
  spec.report(line, `wildcard '${name}' of ${nameOf(source)} matches no event (D4)`, remedy);
}

/** The events that a list is for: its own, or what a wildcard leaves over for it in its state. */
export function eventsOf(list: EdgeList, spec: MachineSpec): string[] {
  if (list.trigger !== 'on') return [];
  if (list.name !== wildcard) return [list.name];
  const named = new Set(list.source.lists.map((other) => other.name));
  return [...spec.alphabet.keys()].filter((one) => one.startsWith('hs.') && !named.has(one));
}

/** Each event is taken somewhere, and where it has facets some guard looks at them. */
function checkTaken(lists: readonly EdgeList[], spec: MachineSpec): void {
  for (const [event, { line, facets }] of spec.alphabet) {
    const takers = lists.filter((list) => eventsOf(list, spec).includes(event));
    if (takers.length === 0) {
      const remedy = 'give it an edge ({} if it is ignored), or remove it here';
      spec.reportFacets(line, `no state takes '${event}' (D12)`, remedy);
    } else if (facets.length > 0 && !takers.some((list) => looksAtFacets(list, spec))) {
      const remedy = 'write []: facets exist only where the next state differs';
      spec.reportFacets(line, `no guard looks at the facets of '${event}' (D12)`, remedy);
    } else {
      checkFacetsDiffer(event, takers, spec);
    }
  }
}

/** At most one facet is nobody's: two that no guard asks for would always lead to the same. */
function checkFacetsDiffer(event: string, takers: readonly EdgeList[], spec: MachineSpec): void {
  const { line, facets } = spec.alphabet.get(event) ?? { line: 1, facets: [] };
  const asked = new Set(takers.flatMap((list) => askedBy(list, spec)));
  const [first, second] = facets.filter((facet) => !asked.has(facet));
  if (second === undefined) return;
  const problem = `'${first}' and '${second}' of '${event}' lead to the same everywhere (D12)`;
  spec.reportFacets(line, problem, 'make them one: facets exist only where the next state differs');
}

function looksAtFacets(list: EdgeList, spec: MachineSpec): boolean {
  return askedBy(list, spec).length > 0;
}

/** The facets that the guards of a list compare with. */
function askedBy(list: EdgeList, spec: MachineSpec): string[] {
  return list.edges.flatMap(({ guard }) =>
    guard === undefined ? [] : readsOf(guard.text, spec.setup).facets.map(({ text }) => text),
  );
}
