/** How a verdict is told: which certificate of the chain it is, by its place and its subject. */
import { type Certificate, printSubject } from './certificate.ts';
import type { CertificateFault, IssuingFault } from './faults.ts';
import type { AcceptedPath, PathWarning, RefusedPath } from './path.ts';

/** The peer's certificates by their place; those that could not be read are left out. */
export type ReadableChain = ReadonlyMap<number, Certificate>;

/** A refusal but for what else was tried. */
export function reportOf(
  { certificate, fault: { code, rule, problem } }: CertificateFault,
  chain: ReadableChain,
): Omit<RefusedPath, 'accepted' | 'tried'> {
  const subject = printSubject(certificate);
  return { code, rule, ...sentenceOf(certificate, problem, chain), subject };
}

/** What is only told. */
export function warningOf({ certificate, fault }: IssuingFault, chain: ReadableChain): PathWarning {
  const { index, detail } = sentenceOf(certificate, fault.problem, chain);
  return { certificate: index, rule: fault.rule, text: detail };
}

/**
 * The verdict on a path that holds. Warnings are for people and cost as much as the other rules
 * together: they are found when somebody looks at them, and then they stay. `warnings` is a property
 * of each verdict's own, so that whoever prints one, or sends it as JSON, looks at them too; one
 * getter serves all, as V8 takes 15 us to make an object that has another one.
 */
export class Acceptance implements AcceptedPath {
  readonly accepted = true;
  readonly path: AcceptedPath['path'];
  readonly policies: AcceptedPath['policies'];
  readonly tried: AcceptedPath['tried'];
  declare readonly warnings: AcceptedPath['warnings'];
  readonly #findWarnings: () => readonly PathWarning[];
  #warnings: readonly PathWarning[] | undefined;

  constructor(
    { path, policies, tried }: Pick<AcceptedPath, 'path' | 'policies' | 'tried'>,
    findWarnings: () => readonly PathWarning[],
  ) {
    this.path = path;
    this.policies = policies;
    this.tried = tried;
    this.#findWarnings = findWarnings;
    Object.defineProperty(this, 'warnings', Acceptance.#warningsProperty);
  }

  static readonly #warningsProperty = {
    enumerable: true,
    get(this: Acceptance): readonly PathWarning[] {
      this.#warnings ??= this.#findWarnings();
      return this.#warnings;
    },
  };
}

function sentenceOf(certificate: Certificate, problem: string, chain: ReadableChain) {
  const [index] = [...chain].find(([, sent]) => sent === certificate) ?? [];
  const place = index === undefined ? 'trust anchor' : `certificate ${index}`;
  return { index, detail: `${place} (${printSubject(certificate)}) ${problem}` };
}
