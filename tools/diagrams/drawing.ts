/** A finished picture, with what a page about it must know. */
export interface Drawing {
  /** The file's name without its ending. */
  readonly name: string;
  readonly title: string;
  readonly svg: string;
  /** What is at home in it: where links in pictures do not work, a page lists them. */
  readonly parts: readonly DrawnPart[];
}

export interface DrawnPart {
  readonly name: string;
  readonly rfc: string | undefined;
}
