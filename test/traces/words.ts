/** Cuts a line of a trace into words, and takes them one after the other. */

/** Where a trace does not follow the notation. */
export class NotationError extends Error {}

/** What the registries name. Given to the reader: the generator reads traces before it has any. */
export interface RegisteredNames {
  /** Alert -> its two bytes, level and description. */
  readonly alerts: ReadonlyMap<string, Uint8Array>;
  /** Error codes. */
  readonly errors: ReadonlySet<string>;
}

export class Words {
  readonly names: RegisteredNames;
  readonly #line: string;
  readonly #words: readonly string[];
  #at = 0;

  constructor(line: string, names: RegisteredNames = noNames) {
    this.names = names;
    this.#line = line;
    this.#words = line.match(wordPattern) ?? [];
    if ((line.split('"').length - 1) % 2 !== 0)
      this.fail('a quotation mark without its other half');
  }

  /** The next word; an empty text at the end. */
  get next(): string {
    return this.#words[this.#at] ?? '';
  }

  get isOver(): boolean {
    return this.#at === this.#words.length;
  }

  take(): string {
    if (this.isOver) this.fail('the line ends too early');
    const word = this.next;
    this.#at += 1;
    return word;
  }

  /** Takes the next word if it is this one. */
  takes(word: string): boolean {
    if (this.next !== word) return false;
    this.#at += 1;
    return true;
  }

  expect(word: string): void {
    if (!this.takes(word)) this.fail(`expected '${word}', got '${this.next}'`);
  }

  /** Everything up to one of these words, which stays, with single spaces in between. */
  upTo(...ends: readonly string[]): string {
    const taken: string[] = [];
    while (!ends.includes(this.next)) taken.push(this.take());
    return taken.join(' ');
  }

  /** Everything that is left. */
  rest(): string {
    const taken = this.#words.slice(this.#at).join(' ');
    this.#at = this.#words.length;
    return taken;
  }

  /** @throws NotationError */
  fail(problem: string): never {
    throw new NotationError(`${problem}: ${this.#line}`);
  }
}

const noNames: RegisteredNames = { alerts: new Map(), errors: new Set() };

const wordPattern = /"[^"]*"|[{}[\](),;+=]|[^\s"{}[\](),;+=]+/g;
