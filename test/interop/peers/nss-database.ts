/** Databases of certificates and keys for programs that use NSS. */
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Identities, Identity, Pki } from '../pki.ts';

const run = promisify(execFile);

/** Makes a database that trusts the authorities. */
export async function createDatabase(folder: string, pki: Pki): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await run('certutil', ['-N', '-d', `sql:${folder}`, '--empty-password']);
  for (const { authority } of knownTo(pki)) {
    const what = ['-n', nicknameOf(authority), '-i', authority.certificateFile];
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

/** What NSS can read: it knows no Ed25519. */
export function knownTo({ kinds }: Pki): readonly Identities[] {
  return [...kinds].flatMap(([kind, identities]) => (kind === 'ed25519' ? [] : [identities]));
}

export function nicknameOf({ certificateFile }: Identity): string {
  return basename(certificateFile, '.pem');
}
