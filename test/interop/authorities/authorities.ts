/** What the authorities of servers and of clients have in common, and what is done with files. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CredentialFiles } from '../../support/certificates.ts';
import { Authority, openssl } from './authority.ts';

/** What a peer is started with; files. */
export interface Shown extends CredentialFiles {
  /** Sent behind the certificate. */
  readonly chain?: string | undefined;
  readonly staple?: string;
}

/** The authorities that are there before anything is issued to servers. */
export class Authorities {
  readonly folder: string;
  readonly newRoot: Authority;
  readonly oldRoot: Authority;
  readonly stranger: Authority;
  readonly issuing: Authority;
  /** Signs OCSP responses for `issuing`. */
  readonly responder: CredentialFiles;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder);
    this.newRoot = new Authority(folder, 'New Root');
    this.oldRoot = new Authority(folder, 'Old Root');
    this.stranger = new Authority(folder, 'Stranger');
    this.issuing = new Authority(folder, 'Issuing CA', this.newRoot);
    const section = ['extendedKeyUsage=OCSPSigning', 'noCheck=ignored'];
    this.responder = this.issuing.issue('Responder', { use: 'server', section });
  }
}

/** Certificates in one file, in this order. */
export function bundle(folder: string, name: string, ...files: readonly string[]): string {
  const path = join(folder, `${name}.pem`);
  writeFileSync(path, files.map((file) => readFileSync(file, 'utf8')).join(''));
  return path;
}

/** The last byte of DER belongs to the signature. */
export function changed(shown: Shown): Shown {
  const certificate = `${shown.certificate}.changed`;
  const der = `${certificate}.der`;
  openssl('x509', '-in', shown.certificate, '-outform', 'DER', '-out', der);
  const bytes = readFileSync(der);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  writeFileSync(der, bytes);
  openssl('x509', '-in', der, '-inform', 'DER', '-out', certificate);
  return { ...shown, certificate };
}
