/**
 * `tlschart/node/legacy`. UNSAFE: as `tlschart/legacy`, computed by node:crypto.
 *
 * @example
 * import { connect } from 'tlschart/node';
 * import { legacy } from 'tlschart/node/legacy';
 * connect({ host: 'old.example', port: 443, legacy });
 */
import type { Legacy } from '../legacy/legacy.ts';
import { makeLegacy } from '../legacy/make-legacy.ts';
import { importDecrypter, nodeLegacyLibrary } from './crypto/legacy.ts';

export type { Legacy } from '../legacy/legacy.ts';

/** UNSAFE: for the option `legacy`. */
export const legacy: Legacy = makeLegacy(nodeLegacyLibrary, (pkcs8) => {
  const decrypt = importDecrypter(pkcs8);
  return ({ ciphertext }) => decrypt(ciphertext);
});
