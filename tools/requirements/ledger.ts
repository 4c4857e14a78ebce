/**
 * Joins requirements, citations and the tables of what is not cited: each requirement gets one
 * status, and whatever does not fit together is a problem.
 */
import type { Citation } from './citations.ts';
import type { Requirement } from './requirements.ts';

/** What binds nobody here, and why: by id, or a section as a whole, as `9846:2.2`. */
export interface NotApplicable {
  readonly reason: string;
  readonly sections?: readonly string[];
  readonly ids?: readonly string[];
}

/** Id -> why it is open, or kept only in part; the part may be cited. */
export type KnownOpen = Readonly<Record<string, string>>;

/**
 * `proven`: cited in code and by a test. `carried`: in code only. `open`: in no code, whatever tests
 * say, or known to be open. `notApplicable`: in the table.
 */
export type Status = 'proven' | 'carried' | 'open' | 'notApplicable';

/** A requirement with what became of it. */
export interface Entry {
  readonly requirement: Requirement;
  readonly status: Status;
  readonly carriers: readonly Citation[];
  readonly proofs: readonly Citation[];
  /** Why it is open, or not applicable. */
  readonly reason: string | undefined;
}

/** All of it. */
export interface Ledger {
  readonly entries: readonly Entry[];
  readonly problems: readonly string[];
}

interface Sources {
  readonly requirements: readonly Requirement[];
  readonly citations: readonly Citation[];
  readonly notApplicable: readonly NotApplicable[];
  readonly knownOpen: KnownOpen;
}

/** Joins; problems come in a fixed order. */
export function makeLedger(sources: Sources): Ledger {
  const entries = sources.requirements.map((one) => entryOf(one, sources));
  const problems = [
    ...unknownCitations(sources),
    ...deadRows(sources),
    ...entries.flatMap((entry) => problemsOf(entry, sources)),
  ];
  return { entries, problems };
}

function entryOf(requirement: Requirement, sources: Sources): Entry {
  const { id } = requirement;
  const cited = sources.citations.filter((citation) => citation.id === id);
  const carriers = cited.filter(({ kind }) => kind === 'carries');
  const proofs = cited.filter(({ kind }) => kind === 'proves');
  const [row] = rowsOf(requirement, sources.notApplicable);
  const reason = sources.knownOpen[id];
  const common = { requirement, carriers, proofs };
  if (reason === undefined && cited.length === 0 && row !== undefined) {
    return { ...common, status: 'notApplicable', reason: row.reason };
  }
  if (reason !== undefined || carriers.length === 0) return { ...common, status: 'open', reason };
  const status = proofs.length > 0 ? 'proven' : 'carried';
  return { ...common, status, reason: undefined };
}

function rowsOf(requirement: Requirement, rows: readonly NotApplicable[]) {
  const { id } = requirement;
  const section = sectionOf(requirement);
  return rows.filter(({ ids, sections }) => ids?.includes(id) || sections?.includes(section));
}

/** With its RFC: `9846:2.2`. */
function sectionOf({ rfc, section }: Requirement): string {
  return `${rfc}:${section}`;
}

/** A mark with an id that the RFC does not have, or that binds nobody (SHOULD, MAY). */
function unknownCitations({ citations, requirements }: Sources): readonly string[] {
  const known = new Set(requirements.map(({ id }) => id));
  return citations
    .filter(({ id }) => !known.has(id))
    .map(({ id, file, line }) => `${file}:${line}: no requirement has the id ${id}`);
}

/** Rows of the tables that are about nothing. */
function deadRows({ requirements, notApplicable, knownOpen }: Sources): readonly string[] {
  const ids = new Set(requirements.map(({ id }) => id));
  const sections = new Set(requirements.map(sectionOf));
  const named = [...notApplicable.flatMap((row) => row.ids ?? []), ...Object.keys(knownOpen)];
  return [
    ...named.filter((id) => !ids.has(id)).map((id) => `no requirement has the id ${id}`),
    ...notApplicable
      .flatMap((row) => row.sections ?? [])
      .filter((section) => !sections.has(section))
      .map((section) => `no requirement stands in section ${section}`),
  ];
}

function problemsOf({ requirement, status, carriers, proofs }: Entry, sources: Sources): string[] {
  const { id } = requirement;
  const rows = rowsOf(requirement, sources.notApplicable).length;
  const isKnownOpen = Object.hasOwn(sources.knownOpen, id);
  const isCited = carriers.length + proofs.length > 0;
  const problems: string[] = [];
  if (rows > 1) problems.push(`${id} is said twice to be not applicable`);
  if (rows > 0 && isCited) problems.push(`${id} is cited, and said to be not applicable`);
  if (rows > 0 && isKnownOpen) problems.push(`${id} is said to be open and not applicable`);
  if (!isKnownOpen && status === 'open') problems.push(openProblem(requirement, proofs));
  return problems;
}

function openProblem({ id, sentence }: Requirement, proofs: readonly Citation[]): string {
  const what = proofs.length > 0 ? 'is proven, but nothing is said to carry it' : 'is open';
  return `${id} ${what}: ${sentence}`;
}
