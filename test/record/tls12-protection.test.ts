/**
 * Records of TLS 1.2 with each AEAD (RFC 5246 6.2.3.3; RFC 5288 3; RFC 7905 2), byte by byte against a
 * computation by node:crypto that knows nothing of ours.
 */
import { describe, expect, it } from 'vitest';
import { cipherSuites } from '../../generated/registries.ts';
import { hexOf } from '../../runtime/bytes.ts';
import { nobleProvider } from '../../runtime/crypto/noble.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import { Tls12RecordKeys } from '../../runtime/record/tls12-protection.ts';
import { sampleBytes } from '../support/plain-bytes.ts';
import { Tls12Lane, type Tls12Suite } from '../support/tls12-lane.ts';

const suites = [
  [cipherSuites.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, 'aes-128-gcm', 'sha256'],
  [cipherSuites.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, 'aes-256-gcm', 'sha384'],
  [cipherSuites.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, 'chacha20-poly1305', 'sha256'],
] as const;
const providers = [
  ['noble', nobleProvider],
  ['node', nodeProvider],
] as const;

/** A record of ours: the header and room for what is added, sealed in its place. */
function sealed(keys: Tls12RecordKeys, contentType: number, content: Uint8Array): Uint8Array {
  const { prefixLength, tagLength } = keys;
  const length = prefixLength + content.length + tagLength;
  const record = new Uint8Array(5 + length);
  record.set([contentType, 3, 3, length >>> 8, length & 0xff]);
  record.set(content, 5 + prefixLength);
  keys.seal(record);
  return record;
}

describe.each(providers)('%s', (_, provider) => {
  describe.each(suites)(
    '$name',
    ({ aead, keyLength, ivLength, explicitNonceLength }, cipher, hash) => {
      const key = sampleBytes(keyLength);
      const iv = sampleBytes(40).slice(-(ivLength - explicitNonceLength));
      const suite: Tls12Suite = { cipher, hash };
      const ours = () =>
        new Tls12RecordKeys(
          provider.createAead(aead, key.slice()),
          iv.slice(),
          explicitNonceLength,
        );
      const contents = [
        [22, sampleBytes(16)],
        [23, new Uint8Array(0)],
        [23, sampleBytes(16_384)],
        [21, Uint8Array.of(1, 0)],
      ] as const;

      it('seals as it is written down, record after record', () => {
        const [keys, lane] = [ours(), new Tls12Lane(suite, key, iv)];
        for (const [type, content] of contents) {
          expect(hexOf(sealed(keys, type, content))).toBe(hexOf(lane.seal(type, content)));
        }
        expect(keys.recordCount).toBe(contents.length);
      });

      it('opens what was sealed elsewhere, in its order only', () => {
        const [keys, lane] = [ours(), new Tls12Lane(suite, key, iv)];
        const records = contents.map(([type, content]) => lane.seal(type, content));
        const open = (record: Uint8Array) => keys.open(record.slice(0, 5), record.slice(5));
        const [first = new Uint8Array(0), second = new Uint8Array(0)] = records;
        expect(open(second)).toBeUndefined();
        expect(open(first)).toEqual(contents[0][1]);
        expect(open(first)).toBeUndefined();
        for (const [index, record] of records.entries()) {
          if (index > 0) expect(open(record)).toEqual(contents[index]?.[1]);
        }
      });

      it('type, version, nonce, content and tag are authenticated', () => {
        const record = new Tls12Lane(suite, key, iv).seal(23, sampleBytes(20));
        for (let at = 0; at < record.length; at++) {
          // What is told of the length is the reader's to look at.
          if (at === 3 || at === 4) continue;
          const changed = record.slice();
          changed[at] = (changed[at] ?? 0) ^ 1;
          expect(ours().open(changed.slice(0, 5), changed.slice(5)), `byte ${at}`).toBeUndefined();
        }
        for (let length = 0; length < record.length - 5; length++) {
          expect(ours().open(record.slice(0, 5), record.slice(5, 5 + length))).toBeUndefined();
        }
      });
    },
  );
});
