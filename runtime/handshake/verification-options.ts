/**
 * The options about certificates, checked when they are given: a word that is not known must not
 * turn out to mean less than its author thought.
 */
import type { EngineOptions, RevocationOptions } from '../engine/options.ts';
import { refuseArgument } from '../errors.ts';

/** @throws TlsError ERR_TLS_INVALID_ARGUMENT naming the option that is not valid */
export function checkVerificationOptions({ revocation, certificateProfile }: EngineOptions): void {
  checkWord('certificateProfile', certificateProfile, ['default', 'strict', 'rfc5280']);
  const { mode, depth, mustStaple, sources, ...others } = revocationOf(revocation);
  checkWord('revocation', mode, ['off', 'soft-fail', 'hard-fail', 'staple-only']);
  checkWord('revocation.depth', depth, ['leaf', 'chain']);
  checkWord('revocation.mustStaple', mustStaple, ['honour', 'require', 'ignore']);
  for (const source of sources ?? []) {
    checkWord('revocation.sources', source, ['staple', 'ocsp', 'crl']);
  }
  for (const name of ['maxAgeSeconds', 'clockSkewSeconds'] as const) {
    const seconds = others[name];
    if (seconds === undefined || seconds >= 0) continue;
    refuseArgument(`revocation.${name}`, `${seconds} is no number of seconds`);
  }
}

/** The option in its long form. */
export function revocationOf(option: EngineOptions['revocation'] = {}): RevocationOptions {
  return typeof option === 'string' ? { mode: option } : option;
}

function checkWord(name: string, word: string | undefined, words: readonly string[]): void {
  if (word === undefined || words.includes(word)) return;
  refuseArgument(name, `'${word}' is none of ${words.join(', ')}`);
}
