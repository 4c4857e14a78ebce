/**
 * The cookie of a stateless retry (RFC 9846 4.2.2): what a server that forgets the first
 * ClientHello needs to go on with the second one, under a MAC that only the cluster can make.
 *
 *   uint16 cipher_suite; uint16 selected_group (0: none); Hash(ClientHello1); HMAC-SHA256
 */
import { HandshakeType } from '../../generated/messages.ts';
import type { CipherSuite } from '../../generated/registries.ts';
import { concatBytes } from '../bytes.ts';
import type { CryptoProvider } from '../crypto/provider.ts';
import { refuseArgument } from '../errors.ts';
import { frame } from '../handshake/frame.ts';

/** What the server decided about the first hello. */
export interface CookieContent {
  readonly suite: CipherSuite;
  readonly selectedGroup: number | undefined;
  /** The first ClientHello, without its header. */
  readonly hello: Uint8Array;
}

export function makeCookie(
  crypto: CryptoProvider,
  secret: Uint8Array,
  { suite, selectedGroup = 0, hello }: CookieContent,
): Uint8Array {
  const hash = crypto.hash(suite.hash, frame(HandshakeType.clientHello, hello));
  const codes = Uint8Array.of(suite.code >>> 8, suite.code, selectedGroup >>> 8, selectedGroup);
  const content = concatBytes([codes, hash]);
  return concatBytes([content, crypto.hmac('sha256', secret, concatBytes([label, content]))]);
}

/** @throws TlsError ERR_TLS_INVALID_ARGUMENT */
export function checkCookieSecret(secret: Uint8Array | undefined): void {
  if (secret === undefined || secret.length >= minSecretLength) return;
  refuseArgument(
    'cookieSecret',
    `has ${secret.length} bytes, at least ${minSecretLength} are safe`,
  );
}

const minSecretLength = 32;
/** Keeps the MAC from being good for anything else that the secret might be used for. */
const label = new TextEncoder().encode('tlschart hello retry cookie');
