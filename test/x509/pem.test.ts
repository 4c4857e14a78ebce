/** PEM (RFC 7468) as people keep it in files. */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { certificatesFromPem, decodePem, privateKeyFromPem } from '../../runtime/x509/pem.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pkcs8Pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const sec1Pem = privateKey.export({ format: 'pem', type: 'sec1' }).toString();
const pkcs8 = Uint8Array.from(privateKey.export({ format: 'der', type: 'pkcs8' }));

const block = (label: string, body: string) =>
  `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;

describe('blocks', () => {
  test('a bundle with comments, blank lines and any line end', () => {
    const text = `# a comment\r\n${block('CERTIFICATE', 'AQID')}\n subject: x\r\n${block('X', 'BA\n==')}`;
    expect(decodePem(text)).toEqual([
      { label: 'CERTIFICATE', der: Uint8Array.of(1, 2, 3) },
      { label: 'X', der: Uint8Array.of(4) },
    ]);
    expect(decodePem('no block')).toEqual([]);
  });

  test.each([
    ['a character that is not base64', 'AQ!D'],
    ['a space inside', 'AQ ID'],
    ['missing padding', 'AQI'],
    ['padding inside', 'AQ==AQID'],
    ['set bits under the padding', 'AR=='],
    ['nothing', ''],
    ['header lines', 'Comment: x\n\nAQID'],
  ])('%s is refused', (_, body) => {
    expect(() => decodePem(`\n${block('CERTIFICATE', body)}`)).toThrow(
      'PEM line 2: the block CERTIFICATE is not base64',
    );
  });

  test('a block that does not end, or ends as another, is refused', () => {
    expect(() => decodePem('-----BEGIN X-----\nAQID\n')).toThrow('the block X has no end');
    expect(() => decodePem('-----BEGIN X-----\nAQID\n-----END Y-----')).toThrow('has no end');
    expect(() => decodePem(`-----BEGIN X-----\n${block('X', 'AQID')}`)).toThrow('has no end');
  });
});

describe('certificates', () => {
  test('in order, other blocks passed over', () => {
    const text = block('CERTIFICATE', 'AQID') + pkcs8Pem + block('CERTIFICATE', 'BAUG');
    expect(certificatesFromPem(text)).toEqual([Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)]);
  });

  test('none is an error', () => {
    expect(() => certificatesFromPem(pkcs8Pem)).toThrow('no CERTIFICATE block found');
  });
});

describe('private keys', () => {
  test('PKCS#8 as it is', () => {
    expect(privateKeyFromPem(pkcs8Pem)).toEqual(pkcs8);
  });

  test.each(['P-256', 'P-384', 'P-521'])('SEC 1 on %s is wrapped as node does it', (namedCurve) => {
    const key = generateKeyPairSync('ec', { namedCurve }).privateKey;
    const wrapped = privateKeyFromPem(key.export({ format: 'pem', type: 'sec1' }).toString());
    expect(wrapped).toEqual(Uint8Array.from(key.export({ format: 'der', type: 'pkcs8' })));
    const back = createPrivateKey({ key: Buffer.from(wrapped), format: 'der', type: 'pkcs8' });
    expect(createPublicKey(back).equals(createPublicKey(key))).toBe(true);
  });

  test('PKCS#1 is wrapped as node does it', () => {
    const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const wrapped = privateKeyFromPem(key.export({ format: 'pem', type: 'pkcs1' }).toString());
    expect(wrapped).toEqual(Uint8Array.from(key.export({ format: 'der', type: 'pkcs8' })));
  });

  test('SEC 1 as openssl writes it, after its EC PARAMETERS', () => {
    const text = block('EC PARAMETERS', 'BggqhkjOPQMBBw==') + sec1Pem;
    expect(privateKeyFromPem(text)).toEqual(pkcs8);
  });

  test('encrypted ones are named as such', () => {
    const options = { format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' } as const;
    const modern = privateKey.export({ ...options, type: 'pkcs8' }).toString();
    expect(() => privateKeyFromPem(modern)).toThrow('the private key is encrypted');
    const old = privateKey.export({ ...options, type: 'sec1' }).toString();
    expect(() => privateKeyFromPem(old)).toThrow('EC PRIVATE KEY is encrypted');
  });

  test('other forms, none and two are named as such', () => {
    expect(() => privateKeyFromPem(block('DSA PRIVATE KEY', 'AQID'))).toThrow(
      'a key of the form DSA PRIVATE KEY is not read; convert it to PKCS#8',
    );
    expect(() => privateKeyFromPem(block('CERTIFICATE', 'AQID'))).toThrow('no PRIVATE KEY block');
    expect(() => privateKeyFromPem(pkcs8Pem + sec1Pem)).toThrow('more than one private key');
    expect(() => privateKeyFromPem(block('EC PRIVATE KEY', 'AQID'))).toThrow(
      'not a key on a named curve',
    );
  });
});
