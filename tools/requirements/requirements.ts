/**
 * The requirements of an RFC, from its table beside the project: one line each, with tabs between
 * id, level, section, title and sentence.
 */

/** One sentence of the RFC that demands something. */
export interface Requirement {
  /** RFC, section and number within it: `9846:4.2.3:5`. */
  readonly id: string;
  /** Its number. */
  readonly rfc: string;
  readonly level: string;
  readonly section: string;
  /** Of the section. */
  readonly title: string;
  readonly sentence: string;
}

/** What an id looks like; sections of appendices begin with a letter. */
export const idPattern = /^\d+:(?:[A-Z]|\d+)(?:\.\d+)*:\d+$/;

/** REQUIRED and SHALL are other words for MUST (BCP 14). SHOULD and MAY bind nobody. */
const bindingLevels: ReadonlySet<string> = new Set([
  'MUST',
  'MUST NOT',
  'SHALL',
  'SHALL NOT',
  'REQUIRED',
]);

/**
 * The requirements that bind, in the order of the RFC.
 * @throws Error naming a line that is none
 */
export function readRequirements(table: string): readonly Requirement[] {
  const [, ...lines] = table.trimEnd().split('\n');
  return lines.map(readLine).filter(({ level }) => bindingLevels.has(level));
}

function readLine(line: string): Requirement {
  const [id = '', level = '', section = '', title = '', sentence] = line.split('\t');
  if (!idPattern.test(id) || sentence === undefined) {
    throw new Error(`no requirement: ${line}`);
  }
  const [rfc = ''] = id.split(':');
  return { id, rfc, level, section, title, sentence };
}
