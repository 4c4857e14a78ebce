/**
 * `tlschart check`: judges the certificates that a server shows, or those of files, and tells which
 * paths were tried, which rule refused them, and what is known of revocation.
 *
 * Nobody else is asked unless `--fetch` says so. Where something could be asked, it is told.
 */
import { TlsError } from '../../runtime/index.ts';
import { createSecureContext } from '../../runtime/node/index.ts';
import { judgeFetching } from './check-fetch.ts';
import { readCertificateFile, readCrlFile, readResponseFile } from './check-files.ts';
import { jsonReport } from './check-json.ts';
import { type Evidence, isAccepted, type Judgement, judge, type Rules } from './check-judge.ts';
import type { CheckOptions } from './check-options.ts';
import { shownBy } from './check-server.ts';
import { textReport } from './check-text.ts';
import { errorLine } from './error-line.ts';
import { type Address, messageOf, printAddress, readBytes, UsageError } from './usage.ts';

/**
 * Judges, and tells on standard output.
 * @returns the exit code: 0 accepted, 1 refused, or the server could not be asked
 * @throws UsageError for a mistake in the call and for files that cannot be read
 */
export async function runCheck(
  address: Address | undefined,
  options: CheckOptions,
): Promise<number> {
  const rules = rulesOf(address, options);
  const intermediates = (options.intermediates ?? []).flatMap((path) =>
    readCertificateFile('--intermediates', path),
  );
  let shown: Omit<Evidence, 'intermediates'>;
  try {
    shown = await gather(address, options, rules);
  } catch (error) {
    if (!(error instanceof TlsError)) throw error;
    process.stderr.write(`tlschart: ${errorLine(error)}\n`);
    return 1;
  }
  const evidence = { ...shown, intermediates };
  const { fetch = false, fetchAny = false } = options;
  const judgement =
    fetch || fetchAny ? await judgeFetching(evidence, rules, fetchAny) : judge(evidence, rules);
  return tell(judgement, options);
}

function tell(judgement: Judgement, { json = false }: CheckOptions): number {
  process.stdout.write(json ? jsonReport(judgement) : textReport(judgement));
  return isAccepted(judgement) ? 0 : 1;
}

/** What a server shows, or `--chain`. */
async function gather(
  address: Address | undefined,
  { chain }: CheckOptions,
  rules: Rules,
): Promise<Omit<Evidence, 'intermediates'>> {
  if (address !== undefined) {
    const shown = await shownBy(address, rules);
    return { ...shown, origin: printAddress(address.host, address.port), isFromFiles: false };
  }
  if (chain === undefined) throw new UsageError('say what to check: HOST:PORT or --chain FILE');
  const certificates = readCertificateFile('--chain', chain);
  return { certificates, origin: chain, isFromFiles: true };
}

function rulesOf(address: Address | undefined, options: CheckOptions): Rules {
  const { chain, crl = [], ocsp = [], purpose, profile, revocation, time, name } = options;
  if (address !== undefined && chain !== undefined) {
    throw new UsageError('HOST:PORT and --chain: one of them is what to check');
  }
  const { fetch = false, fetchAny = false } = options;
  const asks = crl.length > 0 || ocsp.length > 0 || fetch || fetchAny;
  if ((revocation === 'off' || revocation === 'staple-only') && asks) {
    throw new UsageError(`--revocation ${revocation} asks neither --crl nor --ocsp nor --fetch`);
  }
  return {
    context: contextOf(options),
    // The zone of an IPv6 address (RFC 4007) means something here only: no certificate has one.
    name: name ?? address?.host.replace(/%.*/, ''),
    purpose,
    profile,
    revocation,
    crls: crl.flatMap((path) => readCrlFile('--crl', path)),
    ocsp: ocsp.map((path) => readResponseFile('--ocsp', path)),
    timeMs: time ?? Date.now(),
  };
}

/** Without `--ca` it trusts whom the platform trusts. */
function contextOf({ ca }: CheckOptions): Rules['context'] {
  const given = ca?.map((path) => readBytes('--ca', path));
  try {
    return createSecureContext(given === undefined ? {} : { ca: given });
  } catch (error) {
    if (!(error instanceof TlsError)) throw error;
    throw new UsageError(`--${messageOf(error)}`);
  }
}
