/**
 * The secrets of a connection in TLS 1.2 (RFC 5246 6.3, 8.1; RFC 7627): one master secret, and what
 * is made of it.
 */
import {
  deriveClientVerifyData,
  deriveExtendedMasterSecret,
  deriveKeyBlock,
  deriveMasterSecret,
  deriveServerVerifyData,
} from '../../generated/key-schedule.ts';
import { expandSeed, type Prf } from '../codegen/prf.ts';
import type { Secret } from '../codegen/secret.ts';
import type { CryptoProvider, RandomBytes } from '../crypto/provider.ts';
import { TlsError } from '../errors.ts';
import type { AnyCipherSuite } from '../legacy/suites.ts';
import type { RecordProtection } from '../record/protection.ts';
import { Tls12RecordKeys } from '../record/tls12-protection.ts';
import type { ConnectionKeys, Epoch, Side } from './connection-keys.ts';
import type { Preferences } from './preferences.ts';
import { present } from './present.ts';
import type { Transcript } from './transcript.ts';

/** What the secrets are bound to. */
export interface Tls12Handshake {
  readonly clientRandom: Uint8Array;
  readonly serverRandom: Uint8Array;
  readonly transcript: Transcript;
  readonly preferences: Pick<Preferences, 'legacy'>;
  readonly encryptsThenMacs: boolean;
  readonly random: RandomBytes;
}

export class Tls12Keys implements ConnectionKeys {
  readonly #crypto: CryptoProvider;
  readonly #suite: AnyCipherSuite;
  readonly #handshake: Tls12Handshake;
  readonly #prf: Prf;
  #masterSecret: Secret | undefined;
  #isExtended = false;
  #keyBlock: Secret | undefined;

  constructor(crypto: CryptoProvider, suite: AnyCipherSuite, handshake: Tls12Handshake) {
    this.#crypto = crypto;
    this.#suite = suite;
    this.#handshake = handshake;
    this.#prf = (key, data) => crypto.hmac(suite.hash, key, data);
  }

  /**
   * After ClientKeyExchange. Wipes `preMasterSecret`.
   * @param isExtended whether both sides bind the secret to the whole handshake (RFC 7627)
   */
  deriveMaster(preMasterSecret: Secret, isExtended: boolean): void {
    const { clientRandom, serverRandom, transcript } = this.#handshake;
    try {
      this.#isExtended = isExtended;
      // @req 7627:5.1:1 7627:5.2:6
      this.#masterSecret = isExtended
        ? deriveExtendedMasterSecret(this.#prf, preMasterSecret, transcript.hash())
        : deriveMasterSecret(this.#prf, preMasterSecret, clientRandom, serverRandom);
    } finally {
      preMasterSecret.wipe();
    }
    const length = 2 * (this.#macLength + this.#suite.keyLength + this.#fixedIvLength);
    const master = this.masterSecret;
    this.#keyBlock = deriveKeyBlock(this.#prf, master, serverRandom, clientRandom, length);
  }

  /** @throws Error before `deriveMaster` */
  get masterSecret(): Secret {
    return present(this.#masterSecret, 'master secret');
  }

  /** In one block: keys of MACs, keys, fixed parts of nonces, each for both sides (6.3). */
  recordKeys(side: Side, _epoch: Epoch): RecordProtection {
    const { keyLength } = this.#suite;
    const block = present(this.#keyBlock, 'key block').bytes;
    const place = side === 'client' ? 0 : 1;
    let at = 0;
    const next = (length: number): Uint8Array => {
      const start = at + place * length;
      at += 2 * length;
      return block.slice(start, start + length);
    };
    return this.#protection(next(this.#macLength), next(keyLength), next(this.#fixedIvLength));
  }

  #protection(macKey: Uint8Array, key: Uint8Array, fixedIv: Uint8Array): RecordProtection {
    const { aead, explicitNonceLength } = this.#suite;
    if (aead === 'none') return this.#cbcProtection(macKey, key);
    try {
      return new Tls12RecordKeys(this.#crypto.createAead(aead, key), fixedIv, explicitNonceLength);
    } finally {
      key.fill(0);
    }
  }

  verifyData(side: Side): Uint8Array {
    const derive = side === 'client' ? deriveClientVerifyData : deriveServerVerifyData;
    // @req 5246:7.4.9:2
    return derive(this.#prf, this.masterSecret, this.#handshake.transcript.hash()).bytes;
  }

  get isUnique(): boolean {
    return this.#isExtended;
  }

  /** RFC 5705 4; only of a master secret that nobody else can have as well (RFC 7627 5.4). */
  exportKeyingMaterial(
    label: string,
    context: Uint8Array | undefined,
    length: number,
  ): Uint8Array | undefined {
    if (this.#masterSecret === undefined) return undefined;
    // @req 7627:5.4:1 7627:5.4:2
    if (!this.isUnique) {
      const message =
        'exportKeyingMaterial: others may have the same, without extended master secret';
      const error = new TlsError('ERR_TLS_NO_EXTENDED_MASTER_SECRET', { message });
      // The connection goes on: nobody is told.
      error.alert = undefined;
      throw error;
    }
    if (reservedLabels.has(label)) throw new RangeError(`label: '${label}' is used by TLS itself`);
    if (!Number.isInteger(length) || length < 0 || length > 0xffff) {
      throw new RangeError(`length: ${length} is no uint16`);
    }
    const { clientRandom, serverRandom } = this.#handshake;
    const seeds = [clientRandom, serverRandom, ...(context === undefined ? [] : sized(context))];
    return expandSeed(this.#prf, this.#masterSecret, label, seeds, length).bytes;
  }

  eraseHandshake(): void {
    this.#keyBlock?.wipe();
    this.#keyBlock = undefined;
  }

  erase(): void {
    this.eraseHandshake();
    this.#masterSecret?.wipe();
    this.#masterSecret = undefined;
  }

  #cbcProtection(macKey: Uint8Array, key: Uint8Array): RecordProtection {
    const { preferences, encryptsThenMacs, random } = this.#handshake;
    const suite = this.#suite;
    const legacy = present(preferences.legacy, 'suite of `legacy`');
    if (!('mac' in suite)) throw new Error(`${suite.name} has an AEAD`);
    return legacy.cbcRecordKeys(suite, { macKey, key, encryptsThenMacs, random });
  }

  /** Bytes of a key for a MAC: an AEAD needs none. */
  get #macLength(): number {
    return 'macLength' in this.#suite ? this.#suite.macLength : 0;
  }

  /** Bytes of the nonce that do not travel. */
  get #fixedIvLength(): number {
    return this.#suite.ivLength - this.#suite.explicitNonceLength;
  }
}

/** RFC 5705 4. */
const reservedLabels: ReadonlySet<string> = new Set([
  'client finished',
  'server finished',
  'master secret',
  'extended master secret',
  'key expansion',
]);

/** The context behind its length, two bytes. */
function sized(context: Uint8Array): readonly Uint8Array[] {
  if (context.length > 0xffff) throw new RangeError(`context: ${context.length} bytes`);
  return [Uint8Array.of(context.length >>> 8, context.length), context];
}
