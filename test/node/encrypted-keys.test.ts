/** Keys that openssl has encrypted, in each of its forms; and passphrases that do not fit. */
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSecureContext } from '../../runtime/node/index.ts';
import { makeTestPki } from '../support/certificates.ts';
import { describeNeeding } from '../support/skips.ts';

const { leaf } = await makeTestPki();
const rsaPem = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey;

/** What openssl makes of a key on its standard input. */
function openssl(key: string, ...args: readonly string[]): Buffer {
  const made = spawnSync('openssl', [...args, '-passout', 'pass:secret'], { input: key });
  if (made.status !== 0) throw new Error(made.stderr.toString());
  return made.stdout;
}

const ec = leaf.privateKeyPem;
const forms: [string, string, readonly string[]][] = [
  ['PKCS#8 by PBES2', ec, ['pkcs8', '-topk8']],
  ['PKCS#8 by PBES2, DER', ec, ['pkcs8', '-topk8', '-outform', 'DER']],
  ['PKCS#8 by scrypt', ec, ['pkcs8', '-topk8', '-scrypt']],
  ['PKCS#8 by triple DES', ec, ['pkcs8', '-topk8', '-v1', 'PBE-SHA1-3DES']],
  ['SEC 1 in the old way', ec, ['ec', '-aes128']],
  ['PKCS#1 in the old way', rsaPem, ['rsa', '-traditional', '-des3']],
];

describeNeeding('openssl', 'keys that openssl has encrypted', () => {
  test.each(forms)('%s', (_name, plain, args) => {
    const key = openssl(plain, ...args);
    const cert = leaf.certificatePem;
    const read = (passphrase?: string) => createSecureContext({ cert, key, passphrase });
    expect(() => read()).toThrow(/^key: is encrypted, and there is no passphrase/);
    expect(() => read('guess')).toThrow(/^key: is not decrypted: the passphrase is wrong/);
    expect(() => read('')).toThrow(/^key: is not decrypted: the passphrase is wrong/);
    // The RSA key is of no certificate; to know that it must have been read.
    if (plain === rsaPem) expect(() => read('secret')).toThrow(/^key: is not the private key of/);
    else expect(read('secret').credentials[0]?.privateKey?.kind).toBe('ec-p256');
  });

  test('a form that OpenSSL 3 does not read any more', () => {
    const legacy = ['-provider', 'legacy', '-provider', 'default'];
    const key = openssl(ec, 'pkcs8', '-topk8', '-v1', 'PBE-MD5-DES', ...legacy);
    const options = { cert: leaf.certificatePem, key, passphrase: 'secret' };
    expect(() => createSecureContext(options)).toThrow(/^key: is encrypted in an old way/);
  });
});
