/** The options of `tlschart check`, and what people write for them. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { normaliseHostName, parseIpAddress } from '../../runtime/x509/host-names.ts';
import type { Rules } from './check-judge.ts';
import { addTo, parseAddress } from './usage.ts';

/** Options as commander gives them. */
export interface CheckOptions {
  readonly chain?: string;
  readonly intermediates?: readonly string[];
  readonly ca?: readonly string[];
  readonly name?: string;
  readonly purpose: Rules['purpose'];
  readonly profile: Rules['profile'];
  readonly crl?: readonly string[];
  readonly ocsp?: readonly string[];
  readonly revocation: Rules['revocation'];
  readonly fetch?: boolean;
  readonly fetchAny?: boolean;
  readonly time?: number;
  readonly json?: boolean;
}

/** Adds argument and options to a command. */
export function withCheckOptions(command: Command): Command {
  return command
    .argument('[host:port]', 'a server to ask; an IPv6 address in brackets', parseAddress)
    .option('--chain <file>', 'certificates to judge in place of a server, PEM or DER, leaf first')
    .option(
      '--intermediates <file>',
      'more certificates to build paths with (several times)',
      addTo,
    )
    .option('--ca <file>', "certificates to trust (several times); by default Node's own", addTo)
    .option('--name <name>', 'name or address to verify; by default the host, or any', parseName)
    .addOption(
      new Option('--purpose <role>', 'what the certificate is shown by')
        .choices(['server', 'client'])
        .default('server'),
    )
    .addOption(
      new Option('--profile <rules>', 'which rules hold')
        .choices(['default', 'strict', 'rfc5280'])
        .default('default'),
    )
    .option('--crl <file>', 'revocation list, PEM or DER (several times)', addTo)
    .option('--ocsp <file>', 'OCSP response, DER (several times)', addTo)
    .addOption(
      new Option('--revocation <mode>', 'what it means if a status cannot be found out')
        .choices(['off', 'soft-fail', 'hard-fail', 'staple-only'])
        .default('soft-fail'),
    )
    .option(
      '--fetch',
      'ask for what is missing where certificates say it is to be had, unless that is a private address; by default nobody is asked, for HOST:PORT as for --chain',
    )
    .option('--fetch-any', 'as --fetch, and private addresses too')
    .option('--time <instant>', 'when to judge, in ISO 8601; by default now', parseInstant)
    .option('--json', 'tell it in JSON');
}

/** A name that a certificate can be for: a host name, or an address without brackets and zone. */
function parseName(text: string): string {
  if (parseIpAddress(text) === undefined && normaliseHostName(text) === undefined) {
    throw new InvalidArgumentError('It is neither a host name nor an IP address.');
  }
  return text;
}

/** A day, which begins in UTC, or a time with its zone. @returns milliseconds since 1970 */
function parseInstant(text: string): number {
  const zoned = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;
  const day = zoned.exec(text)?.[1];
  // Date takes the 30th of February for the 2nd of March.
  const isDay = day !== undefined && isoDayOf(Date.parse(day)) === day;
  const timeMs = isDay ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(timeMs)) {
    throw new InvalidArgumentError('Write 2030-12-31 or 2030-12-31T23:59:59Z.');
  }
  return timeMs;
}

function isoDayOf(timeMs: number): string | undefined {
  return Number.isNaN(timeMs) ? undefined : new Date(timeMs).toISOString().slice(0, 10);
}
