/** Allow-lists of keys and signatures, checked against what node:crypto makes. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signatureSchemes } from '../../generated/registries.ts';
import {
  type PublicKeyKind,
  readPublicKey,
  schemeOf,
  signatureAlgorithmOf,
} from '../../runtime/x509/algorithms.ts';
import { DerReader } from '../../runtime/x509/der.ts';
import { bytesOf } from '../support/plain-bytes.ts';
import { bitString, integer, oid, sequence, testKey } from './make.ts';

const kindOf = (spki: Uint8Array): PublicKeyKind => readPublicKey(new DerReader(spki)).kind;
const spkiOf = (key: KeyObject) => Uint8Array.from(key.export({ format: 'der', type: 'spki' }));
const nullValue = Uint8Array.of(0x05, 0x00);
const rsaEncryption = sequence(oid('1.2.840.113549.1.1.1'), nullValue);

/** An RSA key of this many bits; only its form is looked at. */
function rsaKey(bits: number, exponent: readonly number[] = [1, 0, 1], algorithm = rsaEncryption) {
  const modulus = new Uint8Array(Math.ceil(bits / 8)).fill(0xff);
  modulus[0] = 0xff >> (modulus.length * 8 - bits);
  const sign = (modulus[0] ?? 0) >= 0x80 ? [0] : [];
  const key = sequence(integer(...sign, ...modulus), integer(...exponent));
  return sequence(algorithm, bitString(key));
}

/** Of a SEQUENCE of 256 bytes or more. */
const HEADER_LENGTH = 4;

/** RFC 4055 3.1 and 6, and errata 4661: hash parameters NULL in both places. */
const pss = (hash: string, maskHash: string, salt: number) =>
  bytesOf(
    `304106092a864886f70d01010a3034a00f300d06096086480165030402${hash}0500` +
      `a11c301a06092a864886f70d010108300d06096086480165030402${maskHash}0500` +
      `a2030201${salt.toString(16)}`,
  );

describe('keys', () => {
  test.each([
    ['ec-p256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['ec-p384', () => generateKeyPairSync('ec', { namedCurve: 'P-384' })],
    ['ec-p521', () => generateKeyPairSync('ec', { namedCurve: 'P-521' })],
    ['rsa', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['rsa-pss', () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 })],
    ['ed25519', () => generateKeyPairSync('ed25519')],
    ['unsupported', () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' })],
    ['unsupported', () => generateKeyPairSync('ed448')],
    ['unsupported', () => generateKeyPairSync('x25519')],
  ] as const)('%s as node makes it', (kind, generate) => {
    expect(kindOf(spkiOf(generate().publicKey))).toBe(kind);
  });

  test('a curve spelled out is not supported, though node takes it for the named one', () => {
    const options = { namedCurve: 'P-256', paramEncoding: 'explicit' } as const;
    const { publicKey } = generateKeyPairSync('ec', options);
    expect(kindOf(spkiOf(publicKey))).toBe('unsupported');
  });

  test('a point is uncompressed and of the right length', () => {
    const { subjectPublicKeyInfo } = testKey('a');
    expect(kindOf(subjectPublicKeyInfo)).toBe('ec-p256');
    const algorithm = subjectPublicKeyInfo.slice(2, 23);
    const point = subjectPublicKeyInfo.slice(-65);
    const compressed = Uint8Array.of(0x02, ...point.slice(1, 33));
    for (const wrong of [compressed, point.slice(0, 64), Uint8Array.of(...point, 0)]) {
      expect(kindOf(sequence(algorithm, bitString(wrong)))).toBe('unsupported');
    }
  });

  test('RSA: 2048 to 8192 bits, an odd exponent from 3 to 2^32-1, parameters NULL', () => {
    for (const bits of [2048, 2052, 4096, 8192]) expect(kindOf(rsaKey(bits))).toBe('rsa');
    for (const bits of [512, 2047, 8193]) expect(kindOf(rsaKey(bits))).toBe('unsupported');
    expect(kindOf(rsaKey(2048, [3]))).toBe('rsa');
    expect(kindOf(rsaKey(2048, [0, 0xff, 0xff, 0xff, 0xff]))).toBe('rsa');
    for (const exponent of [[0], [1], [4], [0x81], [1, 0, 0, 0, 1]]) {
      expect(kindOf(rsaKey(2048, exponent))).toBe('unsupported');
    }
    const withoutNull = sequence(oid('1.2.840.113549.1.1.1'));
    expect(kindOf(rsaKey(2048, [3], withoutNull))).toBe('unsupported');
  });

  test('an RSA-PSS key is free, or bound to one hash in the form that TLS has', () => {
    const read = (algorithm: Uint8Array) => {
      const bits = rsaKey(2048).slice(HEADER_LENGTH + rsaEncryption.length);
      return readPublicKey(new DerReader(sequence(algorithm, bits)));
    };
    expect(read(bytesOf('300b06092a864886f70d01010a'))).toMatchObject({
      kind: 'rsa-pss',
      onlyHash: undefined,
    });
    expect(read(pss('02', '02', 48))).toMatchObject({ kind: 'rsa-pss', onlyHash: 'sha384' });
    expect(read(pss('02', '02', 32)).kind).toBe('unsupported');
    expect(read(pss('01', '02', 32)).kind).toBe('unsupported');
  });

  test('an RSA key that is no DER is malformed', () => {
    const spki = sequence(rsaEncryption, bitString(Uint8Array.of(1, 2, 3)));
    expect(() => kindOf(spki)).toThrow('expected the type 0x30');
  });
});

describe('signatures', () => {
  // @req 9846:4.3.3:9
  test('PSS in the one form that TLS has', () => {
    expect(signatureAlgorithmOf(pss('01', '01', 32))).toBe('rsa-pss-sha256');
    expect(signatureAlgorithmOf(pss('02', '02', 48))).toBe('rsa-pss-sha384');
    expect(signatureAlgorithmOf(pss('03', '03', 64))).toBe('rsa-pss-sha512');
    expect(signatureAlgorithmOf(pss('01', '01', 20))).toBe('unsupported');
    expect(signatureAlgorithmOf(pss('01', '02', 32))).toBe('unsupported');
  });

  test('parameters are part of the algorithm', () => {
    const ecdsa = oid('1.2.840.10045.4.3.2');
    expect(signatureAlgorithmOf(sequence(ecdsa))).toBe('ecdsa-sha256');
    expect(signatureAlgorithmOf(sequence(ecdsa, nullValue))).toBe('unsupported');
    const pkcs1 = oid('1.2.840.113549.1.1.11');
    expect(signatureAlgorithmOf(sequence(pkcs1, nullValue))).toBe('rsa-pkcs1-sha256');
    expect(signatureAlgorithmOf(sequence(pkcs1))).toBe('unsupported');
  });

  test('broken hashes are known by name', () => {
    expect(signatureAlgorithmOf(sequence(oid('1.2.840.113549.1.1.4'), nullValue))).toBe('md5');
    expect(signatureAlgorithmOf(sequence(oid('1.2.840.113549.1.1.5'), nullValue))).toBe('sha1');
    expect(signatureAlgorithmOf(sequence(oid('1.2.840.10045.4.1')))).toBe('sha1');
  });

  // @req 9846:4.3.3:1
  test('schemes tie the hash to the curve and the padding to the key', () => {
    expect(schemeOf('ecdsa-sha256', 'ec-p256')).toBe(0x0403);
    expect(schemeOf('ecdsa-sha384', 'ec-p256')).toBeUndefined();
    expect(schemeOf('rsa-pkcs1-sha256', 'rsa')).toBe(0x0401);
    expect(schemeOf('rsa-pkcs1-sha256', 'rsa-pss')).toBeUndefined();
    expect(schemeOf('rsa-pss-sha256', 'rsa')).toBe(0x0804);
    expect(schemeOf('rsa-pss-sha256', 'rsa-pss')).toBe(0x0809);
    expect(schemeOf('ed25519', 'unsupported')).toBeUndefined();
  });

  test('every scheme of the registry for certificates has the code of the registry', () => {
    const combinations = {
      ecdsa_secp256r1_sha256: ['ecdsa-sha256', 'ec-p256'],
      ecdsa_secp384r1_sha384: ['ecdsa-sha384', 'ec-p384'],
      ecdsa_secp521r1_sha512: ['ecdsa-sha512', 'ec-p521'],
      ed25519: ['ed25519', 'ed25519'],
      rsa_pss_rsae_sha256: ['rsa-pss-sha256', 'rsa'],
      rsa_pss_rsae_sha384: ['rsa-pss-sha384', 'rsa'],
      rsa_pss_rsae_sha512: ['rsa-pss-sha512', 'rsa'],
      rsa_pss_pss_sha256: ['rsa-pss-sha256', 'rsa-pss'],
      rsa_pss_pss_sha384: ['rsa-pss-sha384', 'rsa-pss'],
      rsa_pss_pss_sha512: ['rsa-pss-sha512', 'rsa-pss'],
      rsa_pkcs1_sha256: ['rsa-pkcs1-sha256', 'rsa'],
      rsa_pkcs1_sha384: ['rsa-pkcs1-sha384', 'rsa'],
      rsa_pkcs1_sha512: ['rsa-pkcs1-sha512', 'rsa'],
    } as const satisfies Record<keyof typeof signatureSchemes, readonly [string, string]>;
    for (const [name, [signature, key]] of Object.entries(combinations)) {
      const scheme = Object.entries(signatureSchemes).find(([known]) => known === name)?.[1];
      expect(schemeOf(signature, key)).toBe(scheme?.code);
      expect(scheme?.key).toBe(key);
    }
  });
});
