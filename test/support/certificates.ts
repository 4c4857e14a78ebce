/**
 * Certificates for tests: one authority, its good and its bad server certificates, and an
 * authority that nobody trusts. All keys are P-256. Made once a process, valid around now.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Credential, createAuthority } from '../../tools/demo/certificates.ts';

export type { Credential };

/** Every certificate is issued by `ca` unless it says otherwise. */
export interface TestPki {
  readonly ca: Credential;
  /** Good for localhost, 127.0.0.1 and ::1. */
  readonly leaf: Credential;
  /** As `leaf`, but its last day was yesterday. */
  readonly expired: Credential;
  /** As `leaf`, but its first day is tomorrow. */
  readonly notYetValid: Credential;
  /** Good for other.example only. */
  readonly otherName: Credential;
  /** An authority that nobody trusts. */
  readonly otherCa: Credential;
  /** As `leaf`, but issued by `otherCa`. */
  readonly unknownCa: Credential;
}

/** The test certificates; the same ones at each call of a process. */
export function makeTestPki(): Promise<TestPki> {
  made ??= createTestPki();
  return made;
}

let made: Promise<TestPki> | undefined;

/** Where `writePki` has put a credential. */
export interface CredentialFiles {
  readonly certificate: string;
  readonly privateKey: string;
}

/** Writes each credential of the test PKI as PEM files: `<name>.pem` and `<name>.key.pem`. */
export async function writePki(
  directory: string,
): Promise<Readonly<Record<keyof TestPki, CredentialFiles>>> {
  const pki = await makeTestPki();
  mkdirSync(directory, { recursive: true });
  const write = (name: keyof TestPki): CredentialFiles => {
    const files = {
      certificate: join(directory, `${name}.pem`),
      privateKey: join(directory, `${name}.key.pem`),
    };
    writeFileSync(files.certificate, pki[name].certificatePem);
    writeFileSync(files.privateKey, pki[name].privateKeyPem, { mode: 0o600 });
    return files;
  };
  return {
    ca: write('ca'),
    leaf: write('leaf'),
    expired: write('expired'),
    notYetValid: write('notYetValid'),
    otherName: write('otherName'),
    otherCa: write('otherCa'),
    unknownCa: write('unknownCa'),
  };
}

async function createTestPki(): Promise<TestPki> {
  const ca = await createAuthority('tlschart test CA');
  const otherCa = await createAuthority('tlschart other CA');
  const local = {
    commonName: 'localhost',
    dnsNames: ['localhost'],
    ipAddresses: ['127.0.0.1', '::1'],
  };
  return {
    ca,
    otherCa,
    leaf: await ca.issue(local),
    expired: await ca.issue({ ...local, notBefore: daysFromNow(-3), notAfter: daysFromNow(-1) }),
    notYetValid: await ca.issue({ ...local, notBefore: daysFromNow(1), notAfter: daysFromNow(2) }),
    otherName: await ca.issue({ commonName: 'other.example', dnsNames: ['other.example'] }),
    unknownCa: await otherCa.issue(local),
  };
}

function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * 86_400_000);
}
