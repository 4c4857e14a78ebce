/**
 * Wycheproof: known pitfalls of each primitive, put to both crypto providers as TLS uses them. Each
 * file's cases are counted: what is run and what is left out, with the reason, is printed, and both
 * together must be all that the file holds.
 */
import { expect, it } from 'vitest';
import type { CryptoProvider } from '../../runtime/crypto/provider.ts';
import { bytesOf } from './plain-bytes.ts';
import { providers } from './providers.ts';
import { describeVectors } from './vectors.ts';

/** The files that are run, in test/crypto/wycheproof-*.test.ts. */
export const usedFiles = [
  'aes_gcm_test',
  'chacha20_poly1305_test',
  'ecdh_secp256r1_ecpoint_test',
  'ecdh_secp384r1_ecpoint_test',
  'ecdsa_secp256r1_sha256_test',
  'ecdsa_secp384r1_sha384_test',
  'ecdsa_secp521r1_sha512_test',
  'ed25519_test',
  'hkdf_sha256_test',
  'hkdf_sha384_test',
  'hmac_sha256_test',
  'hmac_sha384_test',
  'mlkem_768_encaps_test',
  'mlkem_768_test',
  'rsa_pss_2048_sha256_mgf1_32_test',
  'rsa_pss_2048_sha384_mgf1_48_test',
  'rsa_pss_3072_sha256_mgf1_32_test',
  'rsa_pss_4096_sha256_mgf1_32_test',
  'rsa_pss_4096_sha384_mgf1_48_test',
  'rsa_pss_4096_sha512_mgf1_64_test',
  'rsa_signature_2048_sha256_test',
  'rsa_signature_2048_sha384_test',
  'rsa_signature_2048_sha512_test',
  'rsa_signature_3072_sha256_test',
  'rsa_signature_3072_sha384_test',
  'rsa_signature_4096_sha256_test',
  'rsa_signature_4096_sha384_test',
  'rsa_signature_4096_sha512_test',
  'x25519_test',
] as const;

/** The files that are not run, and why. */
export const unusedFiles = {
  aes_ccm_test: 'the CCM suites are not offered',
  ecdh_secp521r1_ecpoint_test: 'the group secp521r1 is not offered',
  ecdsa_secp256r1_sha512_test: 'TLS 1.3 ties P-256 to SHA-256',
  ecdsa_secp384r1_sha256_test: 'TLS 1.3 ties P-384 to SHA-384',
} as const;

/** A file that is run. */
export type UsedFile = (typeof usedFiles)[number];

/** One case. Its other fields depend on the file. */
export interface WycheproofCase {
  readonly tcId: number;
  readonly comment?: string;
  readonly result: 'valid' | 'invalid' | 'acceptable';
  readonly [field: string]: unknown;
}

/** Cases that share parameters or a key. */
export interface WycheproofGroup {
  readonly tests: readonly WycheproofCase[];
  readonly [field: string]: unknown;
}

/** Expects of one case what must be. */
export type CheckCase = (
  provider: CryptoProvider,
  test: WycheproofCase,
  group: WycheproofGroup,
) => void;

/**
 * Runs a file with each provider.
 * @param whyNot the reason to leave a group or one of its cases out; undefined: it is run
 */
export function describeWycheproof(
  file: UsedFile,
  check: CheckCase,
  whyNot: (group: WycheproofGroup, test: WycheproofCase) => string | undefined = () => undefined,
): void {
  describeVectors(`wycheproof/${file}.json`, `Wycheproof ${file}`, (vectors) => {
    // The form of Wycheproof's files; a field that is missing fails the case that needs it.
    const { testGroups, numberOfTests } = vectors as {
      testGroups: readonly WycheproofGroup[];
      numberOfTests: number;
    };
    it.each(providers.map((provider) => [provider.name, provider] as const))(
      '%s',
      (_, provider) => {
        const tally = new Tally();
        for (const group of testGroups) {
          for (const test of group.tests) {
            const reason = whyNot(group, test) ?? laterReason(provider, test);
            if (reason === undefined) check(provider, test, group);
            tally.count(test, reason);
          }
        }
        console.log(`Wycheproof ${file}, ${provider.name}: ${tally}`);
        expect(tally.total).toBe(numberOfTests);
        expect(tally.run).toBeGreaterThan(0);
      },
    );
  });
}

/** Cases in JavaScript take their time: of so many one is tried in `npm test`, all in the slow tests. */
const oneOf = process.env.WYCHEPROOF === 'whole' ? 1 : 5;

function laterReason(provider: CryptoProvider, { tcId }: WycheproofCase): string | undefined {
  const isLater = provider.name === 'noble' && tcId % oneOf !== 0;
  return isLater ? 'for `npm run test:slow`' : undefined;
}

/** The bytes of a field. */
export function hex(from: WycheproofCase | WycheproofGroup, field: string): Uint8Array {
  return bytesOf(text(from, field));
}

/** A field that is text. */
export function text(from: WycheproofCase | WycheproofGroup, field: string): string {
  const value = from[field];
  if (typeof value !== 'string') throw new Error(`no text in the field ${field}`);
  return value;
}

/** What to call a case when it fails. */
export function titleOf(test: WycheproofCase): string {
  return `case ${test.tcId}: ${test.comment ?? ''}`;
}

class Tally {
  readonly #run = new Map<string, number>();
  readonly #skipped = new Map<string, number>();

  count({ result }: WycheproofCase, skipReason: string | undefined): void {
    const [map, key] = skipReason === undefined ? [this.#run, result] : [this.#skipped, skipReason];
    map.set(key, (map.get(key) ?? 0) + 1);
  }

  get run(): number {
    return sum(this.#run);
  }

  get total(): number {
    return this.run + sum(this.#skipped);
  }

  toString(): string {
    const run = ['valid', 'invalid', 'acceptable'].map(
      (result) => `${this.#run.get(result) ?? 0} ${result}`,
    );
    const skipped = [...this.#skipped].map(([reason, count]) => `; ${count} skipped, ${reason}`);
    return run.join(', ') + skipped.join('');
  }
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
