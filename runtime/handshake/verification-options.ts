/**
 * The options about certificates, checked when they are given: a word that is not known must not
 * turn out to mean less than its author thought.
 */
import type { EngineOptions, RevocationOptions } from '../engine/options.ts';
import { refuseArgument } from '../errors.ts';

/** @throws TlsError ERR_TLS_INVALID_ARGUMENT naming the option that is not valid */
export function checkVerificationOptions(options: EngineOptions): void {
  const { revocation, certificateProfile, certificatePolicies, isPublicSuffix } = options;
  checkWord('certificateProfile', certificateProfile, ['default', 'strict', 'rfc5280']);
  checkPolicies(certificatePolicies);
  if (isPublicSuffix !== undefined && typeof isPublicSuffix !== 'function') {
    refuseArgument('isPublicSuffix', 'must be a function');
  }
  const { mode, depth, mustStaple, sources, ...others } = revocationObjectOf(revocation);
  checkWord('revocation', mode, ['off', 'soft-fail', 'hard-fail', 'staple-only']);
  checkWord('revocation.depth', depth, ['leaf', 'chain']);
  checkWord('revocation.mustStaple', mustStaple, ['honour', 'require', 'ignore']);
  for (const source of sources ?? []) {
    checkWord('revocation.sources', source, ['staple', 'ocsp', 'crl']);
  }
  for (const name of ['maxAgeSeconds', 'clockSkewSeconds'] as const) {
    const seconds = others[name];
    if (seconds === undefined || (typeof seconds === 'number' && seconds >= 0)) continue;
    refuseArgument(`revocation.${name}`, `${seconds} is no number of seconds`);
  }
  checkGiven(others);
}

/** One that is written in another way would be fulfilled by no path, or ask for nothing. */
function checkPolicies(policies: EngineOptions['certificatePolicies'] = {}): void {
  const { initialPolicies = [], ...flags } = policies;
  for (const policy of initialPolicies) {
    if (/^[0-2](\.\d+)+$/.test(policy)) continue;
    refuseArgument('certificatePolicies.initialPolicies', `'${policy}' is no dotted OID`);
  }
  for (const name of [
    'requireExplicitPolicy',
    'inhibitPolicyMapping',
    'inhibitAnyPolicy',
  ] as const) {
    const flag = flags[name];
    if (flag === undefined || typeof flag === 'boolean') continue;
    refuseArgument(`certificatePolicies.${name}`, 'must be a boolean');
  }
}

function revocationObjectOf(option: EngineOptions['revocation']): RevocationOptions {
  const revocation = revocationOf(option);
  if (typeof revocation === 'object' && revocation !== null) return revocation;
  return refuseArgument('revocation', 'must be a mode or an object');
}

function checkGiven({ ocsp = [], crls = [], responders = [] }: RevocationOptions): void {
  if (!ocsp.every((one) => one instanceof Uint8Array)) {
    refuseArgument('revocation.ocsp', 'must be a list of responses in DER');
  }
  if (!crls.every((one) => one instanceof Uint8Array || isRead(one))) {
    refuseArgument('revocation.crls', 'must be a list of CRLs, in DER or from parseCrl');
  }
  if (!responders.every(isRead)) {
    refuseArgument('revocation.responders', 'must be a list of certificates from parseAnchor');
  }
}

/** Text and bytes are not. */
function isRead(one: unknown): boolean {
  return typeof one === 'object' && one !== null && !(one instanceof Uint8Array);
}

/** The option in its long form. */
export function revocationOf(option: EngineOptions['revocation'] = {}): RevocationOptions {
  return typeof option === 'string' ? { mode: option } : option;
}

function checkWord(name: string, word: string | undefined, words: readonly string[]): void {
  if (word === undefined || words.includes(word)) return;
  refuseArgument(name, `'${word}' is none of ${words.join(', ')}`);
}
