/** A fault in the spec, told to the person who wrote it: where it stands and what to write instead. */
export class SpecError extends Error {
  readonly file: string;
  readonly line: number;

  /**
   * @param file path from the project's root, such as `spec/client.ts`
   * @param line 1-based line in that file
   * @param problem what is wrong there
   * @param remedy what to write instead
   */
  constructor(file: string, line: number, problem: string, remedy: string) {
    super(`${file}:${line}: ${problem}\n  ${remedy}`);
    this.name = 'SpecError';
    this.file = file;
    this.line = line;
  }
}

/** One file that the generator writes: path from the root (`generated/...`) and its text. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** All faults of a run, told together. */
export class SpecFaults extends Error {
  readonly faults: readonly SpecError[];

  constructor(faults: readonly SpecError[]) {
    super(faults.map((fault) => fault.message).join('\n'));
    this.name = 'SpecFaults';
    this.faults = faults;
  }
}
