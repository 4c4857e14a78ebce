/**
 * `tlschart/legacy`. UNSAFE: cipher suites of TLS 1.2 that nobody should use any more, for those who
 * must talk to old equipment, or find out what is wrong with it. Computed by @noble.
 *
 * @example
 * import { TlsClient } from 'tlschart';
 * import { legacy } from 'tlschart/legacy';
 * const client = new TlsClient({ serverName: 'old.example', anchors, legacy });
 */
import { nobleLegacyLibrary } from '../crypto/noble-legacy.ts';
import type { Legacy } from './legacy.ts';
import { makeLegacy } from './make-legacy.ts';

export type { Legacy } from './legacy.ts';

/** UNSAFE: for the option `legacy`. */
export const legacy: Legacy = makeLegacy(nobleLegacyLibrary);
