/** The options of both commands that choose among what TLS has: names in, the library's options out. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { TlsError } from '../../runtime/index.ts';
import { type Legacy, legacy as oldSuites } from '../../runtime/node/legacy.ts';
import { cipherSuitesOf } from '../../runtime/node/names.ts';
import { addTo, messageOf, readBytes, UsageError } from './usage.ts';

/** As commander gives them. */
export interface TlsChoices {
  readonly crypto?: 'noble' | 'node';
  readonly minVersion?: string;
  readonly maxVersion?: string;
  readonly groups?: string;
  readonly suites?: string;
  readonly sigalgs?: string;
  readonly legacy?: boolean;
  readonly cert?: readonly string[];
  readonly key?: readonly string[];
  readonly pfx?: string;
  readonly passphrase?: string;
  readonly ca?: string;
}

const versions = ['TLSv1.2', 'TLSv1.3'] as const;

/** Adds the options to a command. */
export function withTlsChoices(command: Command): Command {
  return command
    .addOption(
      new Option('--crypto <core>', 'what computes').choices(['node', 'noble']).default('node'),
    )
    .addOption(new Option('--min-version <version>', 'the oldest to speak').choices(versions))
    .addOption(new Option('--max-version <version>', 'the newest to speak').choices(versions))
    .option('--groups <names>', 'groups for the key exchange, the preferred first', colonList)
    .option(
      '--suites <names>',
      'cipher suites, the preferred first; a version without any is not spoken',
      colonList,
    )
    .option('--legacy', 'UNSAFE: also suites of old equipment, AES-CBC with HMAC and static RSA')
    .option('--sigalgs <names>', 'signature schemes the peer may use', colonList);
}

/**
 * Adds the options about our own certificate.
 * @param what says what it is for
 */
export function withIdentity(command: Command, what: string): Command {
  const passphrase = 'for --pfx and --key; whoever lists processes sees it, unless it is in';
  return command
    .option('--cert <file>', `${what}, PEM or DER, its issuers after it (several times)`, addTo)
    .option('--key <file>', 'its private key: PKCS#8, SEC 1 or PKCS#1 (several times)', addTo)
    .option('--pfx <file>', 'both in one file, PKCS#12')
    .addOption(new Option('--passphrase <text>', passphrase).env('TLSCHART_PASSPHRASE'));
}

/** What `connect` and `createServer` take. @throws UsageError for a file that cannot be read */
export function tlsOptionsOf({
  crypto,
  minVersion,
  maxVersion,
  groups,
  suites,
  sigalgs,
  legacy: isLegacy,
  passphrase,
  ca,
  ...own
}: TlsChoices) {
  if ((own.cert === undefined) !== (own.key === undefined)) {
    throw new UsageError('--cert FILE and --key FILE need each other');
  }
  const legacy = isLegacy === true ? oldSuites : undefined;
  return {
    crypto,
    legacy,
    minVersion,
    maxVersion,
    ecdhCurve: groups,
    cipherSuites: suites === undefined ? undefined : suitesOf(suites, legacy),
    sigalgs,
    passphrase,
    ca: bytesOf('--ca', ca),
    cert: own.cert?.map((path) => readBytes('--cert', path)),
    key: own.key?.map((path) => readBytes('--key', path)),
    pfx: bytesOf('--pfx', own.pfx),
  };
}

/** The library's names of these options, in the command line's words. */
export function inOptionNames(message: string): string {
  return message
    .replace(/^ecdhCurve:/, 'groups:')
    .replace(/^(?:ciphers|cipherSuites):/, 'suites:')
    .replace(/^minVersion:/, 'min-version:')
    .replace(/^maxVersion:/, 'max-version:')
    .replace(/^clientAuth:/, 'client-auth:');
}

/** Exactly these: whoever names suites here wants to see them, whatever their version. */
function suitesOf(names: string, legacy: Legacy | undefined) {
  try {
    return cipherSuitesOf(names, legacy);
  } catch (error) {
    if (!(error instanceof TlsError)) throw error;
    throw new UsageError(`--${inOptionNames(messageOf(error))}`);
  }
}

function bytesOf(option: string, path: string | undefined): Uint8Array | undefined {
  return path === undefined ? undefined : readBytes(option, path);
}

/** node:tls separates names by colons; commas are what people write. */
function colonList(text: string): string {
  const names = text.split(/[,:]/);
  if (names.includes('')) throw new InvalidArgumentError('Write names with commas between them.');
  return names.join(':');
}
