/** The report as Markdown: counts, what is open, then every requirement by RFC and section. */
import type { Citation } from './citations.ts';
import type { Entry, Ledger, Status } from './ledger.ts';

const statuses = ['proven', 'carried', 'open', 'notApplicable'] as const satisfies Status[];
const words: Readonly<Record<Status, string>> = {
  proven: 'carried and proven',
  carried: 'carried only',
  open: 'open or in part',
  notApplicable: 'not applicable',
};

/** All counts: a line for each RFC. */
export function summaryOf(entries: readonly Entry[]): string {
  const rfcs = new Set(entries.map(({ requirement }) => requirement.rfc));
  const ofRfc = (rfc: string) => entries.filter(({ requirement }) => requirement.rfc === rfc);
  return [...rfcs].map((rfc) => summaryOfRfc(rfc, ofRfc(rfc))).join('\n');
}

function summaryOfRfc(rfc: string, entries: readonly Entry[]): string {
  const counts = statuses.map((status) => `${countOf(entries, status)} ${words[status]}`);
  return `RFC ${rfc}: ${entries.length} requirements: ${counts.join(', ')}`;
}

/** The whole report. */
export function reportOf({ entries, problems }: Ledger): string {
  const sections = [...new Set(entries.map(titleOf))].map((title) =>
    entries.filter((entry) => titleOf(entry) === title),
  );
  const open = entries.filter(({ status }) => status === 'open');
  const blocks = [
    '# Requirements of the RFCs',
    'What the RFCs demand (MUST, MUST NOT, SHALL, REQUIRED), what carries it here (`spec/`, `runtime/`), which test proves it (`test/`).',
    listed(summaryOf(entries).split('\n')),
    ...listBlock('Problems', problems),
    ...listBlock('Open, or kept only in part', open.map(openLine)),
    ...listBlock('Carried, and proven by no test', carriedLines(entries)),
    '## Counts',
    countsTable(sections),
    ...sections.flatMap(sectionBlocks),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function listBlock(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${title}`, listed(lines)];
}

function listed(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function openLine({ requirement: { id, sentence }, reason }: Entry): string {
  return `${id}: ${sentence}${reason === undefined ? '' : ` **Why:** ${reason}`}`;
}

function carriedLines(entries: readonly Entry[]): readonly string[] {
  return entries
    .filter(({ status }) => status === 'carried')
    .map(({ requirement: { id, sentence } }) => `${id}: ${sentence}`);
}

function countsTable(sections: readonly (readonly Entry[])[]): string {
  const heads = ['section', ...statuses.map((status) => words[status])];
  const rows = sections.map((entries) => [
    titleOfAll(entries),
    ...statuses.map((status) => String(countOf(entries, status))),
  ]);
  return [heads, ['---', ...statuses.map(() => '---:')], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function sectionBlocks(entries: readonly Entry[]): readonly string[] {
  return [`## ${titleOfAll(entries)}`, entries.map(entryLines).join('\n')];
}

function entryLines({ requirement, status, carriers, proofs, reason }: Entry): string {
  const { id, level, sentence } = requirement;
  const why = reason === undefined ? words[status] : `${words[status]}: ${reason}`;
  return [
    `- **${id}** ${level}: ${sentence}`,
    ...(status === 'proven' ? [] : [`  - ${why}`]),
    ...carriers.map((one) => `  - carried by ${printed(one)}`),
    ...proofs.map((one) => `  - proven by ${printed(one)}`),
  ].join('\n');
}

function printed({ file, line, place }: Citation): string {
  return `\`${file}:${line}\`${place === '' ? '' : ` ${place}`}`;
}

function titleOf({ requirement: { rfc, section, title } }: Entry): string {
  return `RFC ${rfc} ${section} ${title}`;
}

function titleOfAll([first]: readonly Entry[]): string {
  return first === undefined ? '' : titleOf(first);
}

function countOf(entries: readonly Entry[], wanted: Status): number {
  return entries.filter(({ status }) => status === wanted).length;
}
