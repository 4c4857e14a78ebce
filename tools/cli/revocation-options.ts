/** The options of client and server that say how it is found out whether the peer is revoked. */
import { type Command, Option } from 'commander';
import { createStatusFetcher, type NodeRevocationOptions } from '../../runtime/node/index.ts';
import { readCrlFile } from './check-files.ts';

/** As commander gives them. */
export interface RevocationChoices {
  readonly revocation?: NonNullable<NodeRevocationOptions['mode']>;
  readonly crl?: readonly string[];
  readonly fetch?: boolean;
  readonly fetchAny?: boolean;
}

/** Adds the options to a command. */
export function withRevocationChoices(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--revocation <mode>',
        'what it means if a status cannot be found out; by default soft-fail, hard-fail with --crl',
      ).choices(['off', 'soft-fail', 'hard-fail', 'staple-only']),
    )
    .option('--crl <file>', 'revocation list, PEM or DER (several times)', addTo)
    .option('--fetch', 'fetch the OCSP responses and CRLs that certificates point to')
    .option('--fetch-any', 'as --fetch, from hosts with private addresses too');
}

/** Whether any of the options is given. */
export function asksForStatus({ revocation, crl, fetch, fetchAny }: RevocationChoices): boolean {
  return [revocation, crl, fetch, fetchAny].some((one) => one !== undefined);
}

/** What `connect` and `createServer` take. @throws UsageError for a file that cannot be read */
export function revocationOptionsOf({
  revocation: mode,
  crl,
  fetch = false,
  fetchAny = false,
}: RevocationChoices) {
  const revocation: NodeRevocationOptions = {
    ...(mode !== undefined && { mode }),
    fetch: fetchAny ? createStatusFetcher({ allowPrivateAddresses: true }) : fetch,
  };
  return { revocation, crl: crl?.flatMap((path) => readCrlFile('--crl', path)) };
}

function addTo(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
