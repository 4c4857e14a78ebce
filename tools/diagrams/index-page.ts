/**
 * `generated/diagrams/README.md`: all pictures on one page. A picture in a page is without its links,
 * so the sections of the RFC stand below it.
 */
import type { Drawing, DrawnPart } from './drawing.ts';
import { citationUrl } from './rfc-link.ts';

export function indexPage(drawings: readonly Drawing[]): string {
  return `${[
    '<!-- Generated from spec/ and test/traces/ by `npm run generate`. Edit those, not this. -->',
    '',
    '# Diagrams',
    '',
    'Drawn from the machines in `spec/`, the key schedule and the traces. A page shows pictures without',
    'their links; open an SVG from a checkout, in a browser, and every state leads to its place in the',
    'spec and to its section of the RFC. Red text ends the connection with that alert or error code.',
    '',
    ...drawings.map(({ name, title }) => `- [${title}](#${anchorOf(title)}) ([SVG](${name}.svg))`),
    ...drawings.flatMap(section),
  ].join('\n')}\n`;
}

function section({ name, title, parts }: Drawing): readonly string[] {
  const cited = parts.flatMap(partText);
  return [
    '',
    `## ${title}`,
    '',
    `![${title}](${name}.svg)`,
    ...(cited.length === 0 ? [] : ['', cited.join(' · ')]),
  ];
}

function partText({ name, rfc }: DrawnPart): readonly string[] {
  if (rfc === undefined) return [];
  return [`${name} [§${rfc.split('#')[1]}](${citationUrl(rfc)})`];
}

/** As GitHub makes one of a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z\d\s-]/g, '')
    .replaceAll(' ', '-');
}
