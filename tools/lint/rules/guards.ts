/**
 * Guards in use (D5, D13): every name is declared, every declared one is used, every facet that a
 * guard asks for can come, and a list with a guard has an answer for when no guard holds.
 */
import { allLists, type Edge, type EdgeList, nameOfList, type Word } from '../machine.ts';
import { adviseName } from '../report.ts';
import type { MachineSpec } from '../spec-file.ts';
import { partsOf, readsOf } from '../used-guards.ts';
import { eventsOf } from './events.ts';

/** Checks how a machine uses its guards. */
export function checkGuards(spec: MachineSpec): void {
  const used = new Set<string>();
  for (const list of allLists(spec.root)) {
    checkOrder(list, spec);
    for (const { guard } of list.edges) {
      if (guard === undefined) continue;
      for (const part of partsOf(guard.text, spec.setup)) used.add(part);
      if (spec.setup.guards.has(guard.text)) checkFacets(guard, list, spec);
      else {
        const remedy = adviseName(guard.text, spec.setup.guards.keys());
        spec.report(guard.line, `unknown guard '${guard.text}' (D5)`, remedy);
      }
    }
  }
  const known = knownFacets(spec);
  for (const { name, line, parts, facets } of spec.setup.guards.values()) {
    for (const part of parts) {
      checkPart(part, spec);
      if (!partsOf(part.text, spec.setup).has(name)) continue;
      const problem = `guard '${name}' is composed of itself (D5)`;
      spec.report(part.line, problem, 'name other guards: it could never be decided');
    }
    for (const facet of facets) {
      if (known.has(facet.text)) continue;
      const problem = `no event has the facet '${facet.text}' of '${name}' (D12)`;
      spec.report(facet.line, problem, adviseName(facet.text, known));
    }
    if (!used.has(name)) {
      spec.report(line, `guard '${name}' is not used`, 'remove it, or name it on an edge');
    }
  }
}

function checkPart({ text, line }: Word, spec: MachineSpec): void {
  if (spec.setup.guards.has(text)) return;
  spec.report(line, `unknown guard '${text}' (D5)`, adviseName(text, spec.setup.guards.keys()));
}

/** Guarded edges first, one unguarded edge last. */
function checkOrder(list: EdgeList, spec: MachineSpec): void {
  const last = list.edges.at(-1);
  if (last?.guard !== undefined) {
    const remedy = 'end the list with an edge without a guard ({} where nothing happens)';
    const problem = `${nameOfList(list)} has no answer when no guard holds (D13)`;
    spec.report(last.line, problem, remedy);
  }
  const first = list.edges.findIndex((edge) => edge.guard === undefined);
  const dead: Edge | undefined = first < 0 ? undefined : list.edges[first + 1];
  if (dead !== undefined) {
    const problem = `an edge of ${nameOfList(list)} that is never taken (D13)`;
    spec.report(dead.line, problem, 'the edge before it has no guard: give it one, or remove this');
  }
}

/** A guard that asks for a facet stands where such an event can come. */
function checkFacets(guard: Word, list: EdgeList, spec: MachineSpec): void {
  const asked = readsOf(guard.text, spec.setup)
    .facets.map((facet) => facet.text)
    .filter((facet) => knownFacets(spec).has(facet));
  if (asked.length === 0) return;
  const { line, text: name } = guard;
  if (list.trigger !== 'on') {
    const problem = `guard '${name}' looks at a facet, which ${nameOfList(list)} does not have (D5)`;
    spec.report(line, problem, 'use a guard over the context');
    return;
  }
  const events = eventsOf(list, spec).filter((event) => spec.alphabet.has(event));
  const known = new Set(events.flatMap((event) => spec.alphabet.get(event)?.facets ?? []));
  if (events.length === 0 || asked.some((facet) => known.has(facet))) return;
  const facets = asked.map((facet) => `'${facet}'`).join(' or ');
  const remedy =
    known.size === 0
      ? 'give the event this facet in spec/facets.ts, or use another guard'
      : `its facets are ${[...known].join(', ')}: add one in spec/facets.ts, or use another guard`;
  spec.report(line, `'${list.name}' never has the facet ${facets} of '${name}' (D12)`, remedy);
}

/** Every facet of the alphabet, whatever its event. */
function knownFacets(spec: MachineSpec): ReadonlySet<string> {
  return new Set([...spec.alphabet.values()].flatMap((row) => row.facets));
}
