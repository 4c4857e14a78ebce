/** Credentials for static RSA: only with `legacy`, and only with a key that serves nothing else. */
import type { Credential } from '../engine/credential.ts';
import type { EngineOptions } from '../engine/options.ts';
import { refuseArgument } from '../errors.ts';
import { chainOf } from './credentials.ts';

/** @throws TlsError ERR_TLS_INVALID_ARGUMENT that says what is wrong with the certificate */
export function checkStaticRsa(
  credential: Credential,
  { legacy, credentials = [] }: Pick<EngineOptions, 'legacy' | 'credentials'>,
): void {
  if (credential.decrypt === undefined) return;
  if (legacy === undefined) {
    refuseArgument('credentials', '`decrypt` is for static RSA, which only `legacy` has');
  }
  const [leaf] = chainOf(credential);
  const misuse = leaf && legacy.misuseOf(leaf);
  if (misuse !== undefined) refuseArgument('credentials', misuse);
  if (!legacy.servesTwice(credential, (one) => chainOf(one)[0], credentials)) return;
  refuseArgument('credentials', 'a key for static RSA also signs, and must not (RFC 9846 F.10)');
}
