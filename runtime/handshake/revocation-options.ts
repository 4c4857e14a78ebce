/** The option `revocation`: a mistake in it would go unnoticed, and let in who is revoked. */
import type { EngineOptions, RevocationOptions } from '../engine/options.ts';
import { refuseArgument } from '../errors.ts';
import type { RevocationPolicy } from '../x509/revocation-policy.ts';

/** The option in its long form. */
export function revocationOf(option: EngineOptions['revocation'] = {}): RevocationOptions {
  return typeof option === 'string' ? { mode: option } : option;
}

/** @throws TlsError ERR_TLS_INVALID_ARGUMENT naming the member that is not valid */
export function checkRevocationOptions(option: EngineOptions['revocation']): void {
  const revocation = revocationOf(option);
  if (typeof revocation !== 'object' || revocation === null) {
    refuseArgument('revocation', 'must be a mode or an object');
  }
  for (const [name, words] of Object.entries(choices)) {
    // Each is a member that has one of these words.
    const value = revocation[name as keyof typeof choices];
    if (value !== undefined && !words.some((word) => word === value))
      refuseWord(name, value, words);
  }
  for (const source of revocation.sources ?? []) {
    if (!sources.includes(source)) refuseWord('sources', source, sources);
  }
  for (const name of ['maxAgeSeconds', 'clockSkewSeconds'] as const) {
    const value = revocation[name];
    if (value !== undefined && !(typeof value === 'number' && value >= 0)) {
      refuseArgument(`revocation.${name}`, 'must be a number of seconds, 0 or more');
    }
  }
  checkGiven(revocation);
}

const choices = {
  mode: ['off', 'soft-fail', 'hard-fail', 'staple-only'],
  depth: ['leaf', 'chain'],
  mustStaple: ['honour', 'require', 'ignore'],
} as const satisfies Partial<Record<keyof RevocationPolicy, readonly string[]>>;
const sources: RevocationPolicy['sources'] = ['staple', 'ocsp', 'crl'];

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

function refuseWord(name: string, value: unknown, words: readonly string[]): never {
  refuseArgument(`revocation.${name}`, `'${String(value)}' is none of ${words.join(', ')}`);
}
