/** The options of both commands that choose among what TLS has: names in, the library's options out. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { readText } from './usage.ts';

/** As commander gives them. */
export interface TlsChoices {
  readonly crypto?: 'noble' | 'node';
  readonly groups?: string;
  readonly suites?: string;
  readonly sigalgs?: string;
  readonly cert?: readonly string[];
  readonly key?: readonly string[];
  readonly ca?: string;
}

/** Adds the options to a command. */
export function withTlsChoices(command: Command): Command {
  return command
    .addOption(
      new Option('--crypto <core>', 'what computes').choices(['node', 'noble']).default('node'),
    )
    .option('--groups <names>', 'groups for the key exchange, the preferred first', colonList)
    .option('--suites <names>', 'cipher suites, the preferred first', colonList)
    .option('--sigalgs <names>', 'signature schemes the peer may use', colonList);
}

/** What `connect` and `createServer` take. @throws UsageError for a file that cannot be read */
export function tlsOptionsOf({ crypto, groups, suites, sigalgs, ...files }: TlsChoices) {
  return {
    crypto,
    ecdhCurve: groups,
    ciphers: suites,
    sigalgs,
    ca: files.ca === undefined ? undefined : readText('--ca', files.ca),
    cert: files.cert?.map((path) => readText('--cert', path)),
    key: files.key?.map((path) => readText('--key', path)),
  };
}

/** The library's names of these options, in the command line's words. */
export function inOptionNames(message: string): string {
  return message
    .replace(/^ecdhCurve:/, 'groups:')
    .replace(/^ciphers:/, 'suites:')
    .replace(/^clientAuth:/, 'client-auth:');
}

/** node:tls separates names by colons; commas are what people write. */
function colonList(text: string): string {
  const names = text.split(/[,:]/);
  if (names.includes('')) throw new InvalidArgumentError('Write names with commas between them.');
  return names.join(':');
}
