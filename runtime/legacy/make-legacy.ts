/** The value of the option `legacy`, made of what a library has. */
import { legacyCipherSuites } from '../../generated/registries.ts';
import type { LegacyLibrary } from '../crypto/legacy-library.ts';
import { CbcRecordKeys } from './cbc-protection.ts';
import { misuseOf, requireDecryption, servesTwice } from './key-uses.ts';
import type { Legacy } from './legacy.ts';
import { receiveSecret, sendSecret } from './static-rsa.ts';

export function makeLegacy(library: LegacyLibrary, decrypter?: Legacy['decrypter']): Legacy {
  const cipherSuites = Object.values(legacyCipherSuites);
  return {
    cipherSuites,
    cbcRecordKeys({ mac, name }, keys) {
      if (mac === 'none') throw new Error(`${name} has no MAC of its own`);
      return new CbcRecordKeys(library, { ...keys, mac });
    },
    sendSecret: (...args) => sendSecret(library, ...args),
    receiveSecret,
    misuseOf,
    requireDecryption: (...args) => requireDecryption(cipherSuites, ...args),
    servesTwice,
    decrypter,
  };
}
