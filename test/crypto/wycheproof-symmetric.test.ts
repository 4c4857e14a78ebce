/** Wycheproof: AEADs, HMAC and HKDF. */
import { expect, it } from 'vitest';
import { concatBytes, equalBytes, hexOf } from '../../runtime/bytes.ts';
import type { AeadName, HashName } from '../../runtime/crypto/provider.ts';
import { describeVectors, vectorFilesIn } from '../support/vectors.ts';
import {
  type CheckCase,
  describeWycheproof,
  hex,
  text,
  titleOf,
  unusedFiles,
  usedFiles,
  type WycheproofGroup,
} from '../support/wycheproof.ts';

describeVectors('wycheproof/aes_gcm_test.json', 'Wycheproof', () => {
  it('leaves no file out without a reason', () => {
    for (const [file, reason] of Object.entries(unusedFiles)) {
      console.log(`Wycheproof ${file}: not run, ${reason}`);
    }
    const known = [...usedFiles, ...Object.keys(unusedFiles)].map((name) => `${name}.json`);
    expect(vectorFilesIn('wycheproof/')).toEqual(known.sort());
  });
});

describeWycheproof('aes_gcm_test', sealsAndOpens(gcmOf), (group) => {
  if (group.keySize === 192) return 'TLS has no AES-192';
  return group.ivSize === 96 ? undefined : 'the nonces of TLS have 96 bits';
});

describeWycheproof('chacha20_poly1305_test', sealsAndOpens(chachaOf), (group) =>
  group.ivSize === 96 ? undefined : 'the nonces of TLS have 96 bits',
);

describeWycheproof('hmac_sha256_test', authenticates('sha256'), isCutOff);
describeWycheproof('hmac_sha384_test', authenticates('sha384'), isCutOff);
describeWycheproof('hkdf_sha256_test', derives('sha256'));
describeWycheproof('hkdf_sha384_test', derives('sha384'));

function gcmOf(group: WycheproofGroup): AeadName {
  return group.keySize === 128 ? 'aes-128-gcm' : 'aes-256-gcm';
}

function chachaOf(): AeadName {
  return 'chacha20-poly1305';
}

/** Seals to the same bytes and opens the authentic ones only. */
function sealsAndOpens(aeadOf: (group: WycheproofGroup) => AeadName): CheckCase {
  return (provider, test, group) => {
    const aead = provider.createAead(aeadOf(group), hex(test, 'key'));
    const sealed = concatBytes([hex(test, 'ct'), hex(test, 'tag')]);
    const opened = aead.open(hex(test, 'iv'), hex(test, 'aad'), sealed);
    if (test.result === 'invalid') {
      expect(opened, titleOf(test)).toBeUndefined();
      return;
    }
    expect(opened && hexOf(opened), titleOf(test)).toBe(text(test, 'msg'));
    const into = new Uint8Array(sealed.length);
    aead.seal(hex(test, 'iv'), hex(test, 'aad'), hex(test, 'msg'), into);
    expect(hexOf(into), titleOf(test)).toBe(hexOf(sealed));
  };
}

function authenticates(name: HashName): CheckCase {
  return (provider, test) => {
    const tag = provider.hmac(name, hex(test, 'key'), hex(test, 'msg'));
    expect(equalBytes(tag, hex(test, 'tag')), titleOf(test)).toBe(test.result === 'valid');
  };
}

function isCutOff({ tagSize, tests }: WycheproofGroup): string | undefined {
  const whole = Math.max(...tests.map((test) => text(test, 'tag').length * 4), Number(tagSize));
  return whole >= 256 ? undefined : 'TLS cuts off no HMAC';
}

function derives(name: HashName): CheckCase {
  return (provider, test) => {
    const secret = provider.hkdfExtract(name, hex(test, 'salt'), hex(test, 'ikm'));
    const derive = () => provider.hkdfExpand(name, secret, hex(test, 'info'), Number(test.size));
    if (test.result === 'invalid') expect(derive, titleOf(test)).toThrow(RangeError);
    else expect(hexOf(derive()), titleOf(test)).toBe(text(test, 'okm'));
  };
}
