/** Which names of the spec can stand in generated code as they are. */

/** Words that TypeScript keeps for itself, wherever a value or a type could stand. */
const reservedWords: ReadonlySet<string> = new Set(
  (
    'break case catch class const continue debugger default delete do else enum export extends ' +
    'false finally for function if import in instanceof new null return super switch this throw ' +
    'true try typeof var void while with implements interface let package private protected ' +
    'public static yield await arguments eval undefined NaN Infinity'
  ).split(' '),
);

/** Whether a name can be that of a constant, a parameter or a member. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !reservedWords.has(name);
}
