/** Databases of certificates and keys for programs that use NSS. */
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Identities, Identity, Pki } from '../pki.ts';

const run = promisify(execFile);

/** Makes a database that trusts these authorities: a file each. */
export async function createDatabase(
  folder: string,
  authorities: readonly string[],
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await run('certutil', ['-N', '-d', `sql:${folder}`, '--empty-password']);
  for (const file of authorities) {
    const what = ['-n', basename(file, '.pem'), '-i', file];
    await run('certutil', ['-A', '-d', `sql:${folder}`, '-t', 'CT,C,C', ...what]);
  }
}

/** Adds a certificate with its key, under its nickname. */
export async function addIdentity(folder: string, identity: Identity): Promise<void> {
  const name = nicknameOf(identity);
  const bundle = join(folder, `${name}.p12`);
  const what = ['-in', identity.certificateFile, '-inkey', identity.keyFile, '-name', name];
  await run('openssl', ['pkcs12', '-export', ...what, '-out', bundle, '-passout', 'pass:']);
  await run('pk12util', ['-i', bundle, '-d', `sql:${folder}`, '-W', '']);
}

/** Adds a CRL: DER. */
export async function addCrl(folder: string, file: string): Promise<void> {
  await run('crlutil', ['-I', '-i', file, '-d', `sql:${folder}`]);
}

/** The files of the authorities whose certificates NSS can read. */
export function authorityFilesOf(pki: Pki): readonly string[] {
  return knownTo(pki).map(({ authority }) => authority.certificateFile);
}

/** What NSS can read: it knows no Ed25519. */
export function knownTo({ kinds }: Pki): readonly Identities[] {
  return [...kinds].flatMap(([kind, identities]) => (kind === 'ed25519' ? [] : [identities]));
}

export function nicknameOf({ certificateFile }: Identity): string {
  return basename(certificateFile, '.pem');
}
