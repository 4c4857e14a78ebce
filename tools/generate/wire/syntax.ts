/**
 * What the grammar (presentation.peggy) makes of a wire file: the tree as it was written, with
 * lines, before anything is looked up or checked.
 */

/** How often a type stands in a place. Sizes are in bytes, as in RFC 9846 3.4. */
export type Shape =
  | { readonly kind: 'one' }
  | { readonly kind: 'array'; readonly length: number }
  | { readonly kind: 'open'; readonly length: string }
  | { readonly kind: 'vector'; readonly floor: number; readonly ceiling: number };

/** `type name shape = value`; a name may be missing only in the arm of a select. */
export interface Declaration {
  readonly type: string;
  readonly name: string | null;
  readonly shape: Shape;
  /** A fixed value in hexadecimal digits. */
  readonly value: { readonly hex: string } | null;
  readonly line: number;
}

/** `name(from)` or `name(from..to)`; without a name it only sets the width of the enum. */
export interface EnumItem {
  readonly name: string | null;
  readonly from: number;
  readonly to: number;
  readonly line: number;
}

/** One arm; `name: null` is `default`, `field: null` an arm without content. */
export interface SelectArm {
  readonly name: string | null;
  readonly field: Declaration | null;
  readonly line: number;
}

export interface SelectSyntax {
  readonly kind: 'select';
  readonly on: string;
  readonly arms: readonly SelectArm[];
  readonly line: number;
}

export interface FieldSyntax extends Declaration {
  readonly kind: 'field';
  readonly name: string;
}

export interface EnumSyntax {
  readonly kind: 'enum';
  readonly name: string;
  readonly items: readonly EnumItem[];
  readonly line: number;
}

export interface StructSyntax {
  readonly kind: 'struct';
  readonly name: string;
  readonly members: readonly (FieldSyntax | SelectSyntax)[];
  readonly line: number;
}

/** A type alias, or a constant where it has a value. */
export interface AliasSyntax extends Declaration {
  readonly kind: 'alias';
  readonly name: string;
}

export type Definition = EnumSyntax | StructSyntax | AliasSyntax;

/** One wire file. */
export interface WireFile {
  /** Path from the project's root. */
  readonly file: string;
  readonly definitions: readonly Definition[];
  /** The comment that belongs to what stands on a line, or '' where there is none. */
  commentAt(line: number): string;
}
