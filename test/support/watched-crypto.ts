/**
 * A crypto provider that is looked over the shoulder: every value it gave, and whether all that
 * is secret has been overwritten in the end.
 */
import { hexOf } from '../../runtime/bytes.ts';
import { type CryptoProvider, noble, type Secret } from '../../runtime/index.ts';

/** What the provider did so far. */
export interface WatchedCrypto {
  readonly crypto: CryptoProvider;
  /** In hexadecimal digits: secrets, keys, MACs and public key shares, as they were given. */
  readonly values: readonly string[];
  /** How many secrets and keys were given. */
  readonly secretCount: number;
  /** The secrets and keys that have not been overwritten. */
  leaks(): readonly string[];
}

/** Watches `base`; the one that counts is `crypto`. */
export function watchCrypto(base: CryptoProvider = noble): WatchedCrypto {
  const values: string[] = [];
  const secrets: { readonly what: string; readonly isGone: () => boolean }[] = [];

  const value = (bytes: Uint8Array): Uint8Array => {
    values.push(hexOf(bytes));
    return bytes;
  };
  /** Secrets are owned by who gets them: the very array must be overwritten. */
  const secret = (what: string, bytes: Uint8Array): Uint8Array => {
    secrets.push({ what, isGone: () => bytes.every((byte) => byte === 0) });
    return value(bytes);
  };
  const sharedSecret = <S extends Secret | undefined>(given: S): S => {
    if (given !== undefined) secrets.push({ what: 'shared secret', isGone: () => given.isWiped });
    return given;
  };

  const crypto: CryptoProvider = {
    ...base,
    hmac: (name, key, data) => value(base.hmac(name, key, data)),
    hkdfExtract: (...args) => secret('hkdfExtract', base.hkdfExtract(...args)),
    hkdfExpand: (...args) => secret('hkdfExpand', base.hkdfExpand(...args)),
    createAead(name, key) {
      const aead = base.createAead(name, key);
      let isWiped = false;
      secrets.push({ what: `${name} key`, isGone: () => isWiped });
      const wipe = () => {
        isWiped = true;
        aead.wipe();
      };
      return { ...aead, wipe };
    },
    offerKeyShare(group, random) {
      const share = base.offerKeyShare(group, (length) => secret('private key', random(length)));
      value(share.publicKey);
      return { ...share, secretWith: (peerShare) => sharedSecret(share.secretWith(peerShare)) };
    },
    acceptKeyShare(group, peerShare, random) {
      const watched = (length: number) => secret('private key', random(length));
      const accepted = base.acceptKeyShare(group, peerShare, watched);
      if (accepted === undefined) return undefined;
      value(accepted.publicKey);
      return { ...accepted, secret: sharedSecret(accepted.secret) };
    },
  };

  return {
    crypto,
    values,
    get secretCount() {
      return secrets.length;
    },
    leaks: () => secrets.filter(({ isGone }) => !isGone()).map(({ what }) => what),
  };
}
