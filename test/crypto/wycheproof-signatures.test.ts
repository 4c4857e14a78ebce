/** Wycheproof: ECDSA, Ed25519, RSASSA-PSS and RSASSA-PKCS1-v1_5 signatures. */
import { expect } from 'vitest';
import { type SignatureSchemeName, signatureSchemes } from '../../generated/registries.ts';
import { encodeDer } from '../../runtime/x509/der-writer.ts';
import { bytesOf } from '../support/plain-bytes.ts';
import {
  type CheckCase,
  describeWycheproof,
  hex,
  titleOf,
  type WycheproofGroup,
} from '../support/wycheproof.ts';

// @req 8422:5.10:3 8422:5.10:5
describeWycheproof('ecdsa_secp256r1_sha256_test', verifies('ecdsa_secp256r1_sha256'));
describeWycheproof('ecdsa_secp384r1_sha384_test', verifies('ecdsa_secp384r1_sha384'));
describeWycheproof('ecdsa_secp521r1_sha512_test', verifies('ecdsa_secp521r1_sha512'));
describeWycheproof('ed25519_test', verifies('ed25519'));

// @req 5246:4.7:1
for (const bits of [2048, 3072, 4096] as const) {
  describeWycheproof(`rsa_signature_${bits}_sha256_test`, verifies('rsa_pkcs1_sha256'));
  describeWycheproof(`rsa_signature_${bits}_sha384_test`, verifies('rsa_pkcs1_sha384'));
}
describeWycheproof('rsa_signature_2048_sha512_test', verifies('rsa_pkcs1_sha512'));
describeWycheproof('rsa_signature_4096_sha512_test', verifies('rsa_pkcs1_sha512'));

// @req 9846:4.3.3:5 9846:4.3.3:7
describeWycheproof('rsa_pss_2048_sha256_mgf1_32_test', verifiesPss('sha256'));
describeWycheproof('rsa_pss_3072_sha256_mgf1_32_test', verifiesPss('sha256'));
describeWycheproof('rsa_pss_4096_sha256_mgf1_32_test', verifiesPss('sha256'));
describeWycheproof('rsa_pss_2048_sha384_mgf1_48_test', verifiesPss('sha384'));
describeWycheproof('rsa_pss_4096_sha384_mgf1_48_test', verifiesPss('sha384'));
describeWycheproof('rsa_pss_4096_sha512_mgf1_64_test', verifiesPss('sha512'));

/** Takes the valid signatures and no others; "acceptable" is a DigestInfo without its NULL. */
function verifies(
  scheme: SignatureSchemeName,
  keyOf: (group: WycheproofGroup) => Uint8Array = (group) => hex(group, 'publicKeyDer'),
): CheckCase {
  const { code } = signatureSchemes[scheme];
  return (provider, test, group) => {
    const verdict = provider.verify(code, keyOf(group), hex(test, 'msg'), hex(test, 'sig'));
    expect(verdict, titleOf(test)).toBe(test.result === 'valid');
  };
}

/** Both ways to name an RSA key in a certificate. */
function verifiesPss(hash: 'sha256' | 'sha384' | 'sha512'): CheckCase {
  const asRsa = verifies(`rsa_pss_rsae_${hash}`);
  const asPss = verifies(`rsa_pss_pss_${hash}`, (group) =>
    encodeDer(
      0x30,
      bytesOf('300b06092a864886f70d01010a'),
      encodeDer(0x03, Uint8Array.of(0), hex(group, 'publicKeyAsn')),
    ),
  );
  return (...args) => {
    asRsa(...args);
    asPss(...args);
  };
}
