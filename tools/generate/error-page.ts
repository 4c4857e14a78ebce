/** `generated/errors.md`: every error and every alert, for people, from the registry's own tables. */
import { type Table, textOf } from './check-table.ts';
import { rfcText } from './code-text.ts';

/** By the name of an error or alert. */
export type Texts = Readonly<Record<string, string>>;

export interface Hints {
  readonly errors: Texts;
  readonly alerts: Texts;
}

/** What the page is made of. */
export interface ErrorTables {
  readonly errors: Table;
  readonly alerts: Table;
  readonly hints: Hints;
  readonly limits: Table;
}

/** The page as Markdown. */
export function errorPage({ errors, alerts, hints, limits }: ErrorTables): string {
  const errorRows = Object.entries(errors).map(([code, row]) => [
    `\`${code}\``,
    withHint(textOf(row, 'text'), hints.errors[code]),
    textOf(row, 'fault'),
    alertText(textOf(row, 'alert'), alerts),
    rfcText(textOf(row, 'rfc')),
  ]);
  const alertRows = Object.entries(alerts).map(([name, row]) => [
    `\`${name}\``,
    String(row.code),
    hints.alerts[name] ?? '',
    rfcText(textOf(row, 'rfc')),
  ]);
  const limitRows = Object.values(limits).map((row) => [
    `${Number(row.value).toLocaleString('en')} ${textOf(row, 'what')}`,
    `\`${textOf(row, 'error')}\``,
    textOf(row, 'reason'),
    rfcText(textOf(row, 'rfc')),
  ]);
  return `${[
    '<!-- Generated from spec/registries.ts by `npm run generate`. Edit that, not this. -->',
    '',
    '# Errors and alerts',
    '',
    'Every `TlsError` has one of these codes; codes are stable, texts are for people. An error of a',
    'connection also says in which `state` it happened, which `alert` was sent or came (`origin`), what',
    'was `received` and `expected` where that is the matter, and a `hint` where one is known.',
    '',
    '## Errors',
    '',
    ...table(['Code', 'What happened', 'Fault', 'Alert that is sent', 'Source'], errorRows),
    '',
    '## Alerts',
    '',
    'An alert from the peer ends the connection with `ERR_TLS_PEER_ALERT`, or on a client that has been',
    'connected but is not known to be accepted with `ERR_TLS_REFUSED_AFTER_HANDSHAKE`.',
    '',
    ...table(['Alert', 'Number', 'What it means when the peer sends it', 'Source'], alertRows),
    '',
    '## Limits',
    '',
    'What a peer may make grow, or repeat without getting anywhere, ends at these limits.',
    '',
    ...table(['Limit', 'Then', 'Why so much', 'Source'], limitRows),
  ].join('\n')}\n`;
}

function withHint(text: string, hint: string | undefined): string {
  return hint === undefined ? text : `${text}. *${hint}*`;
}

function alertText(alert: string, alerts: Table): string {
  const code = alerts[alert]?.code;
  return code === undefined ? 'none' : `\`${alert}\` (${code})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map(cell).join(' | ')} |`,
  );
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
