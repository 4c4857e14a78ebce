/**
 * Certificate authorities that OpenSSL's own commands run: `openssl req` makes keys and requests,
 * `openssl ca` issues, revokes and writes CRLs, `openssl ocsp` answers. An authority is a folder.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CredentialFiles } from '../../support/certificates.ts';

/** From the first to the second day, counted from now. */
type Days = readonly [from: number, until: number];

/** What a certificate is to be. */
export interface Recipe {
  /** What it may be used for; `section` has other extensions, in OpenSSL's words, empty: none. */
  readonly use: 'ca' | 'server' | 'client';
  readonly section?: readonly string[];
  /** The common name; by default the name by which it is issued. */
  readonly subject?: string;
  readonly key?: 'P-256' | 'RSA-1024' | 'RSA-2048' | undefined;
  readonly digest?: 'sha1' | 'sha256' | undefined;
  readonly days?: Days | undefined;
}

/** Where statuses come from. */
export interface ResponseRecipe {
  /** Who signs; the authority itself by default. */
  readonly signer?: CredentialFiles;
  /** How long ago it was made; it is good for a day. */
  readonly daysAgo?: number;
}

/** The names that every server's certificate is good for, unless `section` has others. */
export const hostName = 'host.example';
const serverNames = `subjectAltName=DNS:${hostName}`;

const uses = {
  ca: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'],
  server: ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=serverAuth', serverNames],
  client: ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=clientAuth'],
} as const;

const keys = {
  'P-256': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'RSA-1024': ['-newkey', 'rsa:1024'],
  'RSA-2048': ['-newkey', 'rsa:2048'],
} as const;

const nowAndAWeek: Days = [-1, 7];

export class Authority implements CredentialFiles {
  readonly certificate: string;
  readonly privateKey: string;
  readonly #folder: string;

  /** @param issuer undefined: it issues its own certificate */
  constructor(folder: string, name: string, issuer?: Authority, recipe: Partial<Recipe> = {}) {
    this.#folder = join(folder, name);
    mkdirSync(this.#folder);
    writeFileSync(this.index, '');
    writeFileSync(this.#config, configOf(this.#folder));
    const own = { use: 'ca', ...recipe } as const;
    const { certificate, privateKey } = issuer?.issue(name, own) ?? this.#issueItself(name, own);
    this.certificate = certificate;
    this.privateKey = privateKey;
  }

  /** The database of `openssl ca`, by which `openssl ocsp` answers. */
  get index(): string {
    return join(this.#folder, 'index.txt');
  }

  get #config(): string {
    return join(this.#folder, 'openssl.cnf');
  }

  /** A new key, and a certificate for it. The common name is `name`. */
  issue(name: string, recipe: Recipe): CredentialFiles {
    const { request, privateKey } = this.#request(name, recipe);
    return { certificate: this.#sign(name, request, recipe, this.#own), privateKey };
  }

  /** Another authority's name and key, certified by this one. */
  crossSign(
    name: string,
    { certificate, privateKey }: Authority,
    recipe?: Partial<Recipe>,
  ): string {
    const request = this.#file(`${name}.csr`);
    const from = ['-in', certificate, '-signkey', privateKey];
    openssl('x509', '-x509toreq', ...from, '-out', request);
    return this.#sign(name, request, { use: 'ca', ...recipe }, this.#own);
  }

  /** The certificate of this root once more, with another validity. */
  reissue(name: string, days: Days): string {
    return this.crossSign(name, this, { days });
  }

  revoke({ certificate }: CredentialFiles, reason: string): void {
    const what = ['-revoke', certificate, '-crl_reason', reason];
    openssl('ca', '-config', this.#config, ...this.#own, ...what);
  }

  /** @returns the file of a CRL, PEM */
  crl(name: string, [from, until]: Days = nowAndAWeek): string {
    const file = this.#file(`${name}.crl`);
    const validity = ['-crl_lastupdate', stamp(from), '-crl_nextupdate', stamp(until)];
    openssl('ca', '-gencrl', '-config', this.#config, ...this.#own, ...validity, '-out', file);
    return file;
  }

  /** @returns the file of an OCSP response, DER, as servers staple it */
  respond(name: string, { certificate }: CredentialFiles, recipe: ResponseRecipe = {}): string {
    const { signer = this, daysAgo = 0 } = recipe;
    const file = this.#file(`${name}.ocsp`);
    const request = this.#file(`${name}.request`);
    openssl('ocsp', '-issuer', this.certificate, '-cert', certificate, '-reqout', request);
    const args = ['ocsp', '-reqin', request, '-respout', file, ...this.responding(signer)];
    run(args, daysAgoEnv(daysAgo));
    return file;
  }

  /** Asks a responder, whatever it may say. */
  ask(url: string, { certificate }: CredentialFiles): void {
    const whom = ['-issuer', this.certificate, '-cert', certificate, '-url', url];
    openssl('ocsp', ...whom, '-noverify');
  }

  /** Arguments with which `openssl ocsp` answers for this authority. */
  responding({ certificate, privateKey }: CredentialFiles): readonly string[] {
    const signer = ['-rsigner', certificate, '-rkey', privateKey];
    return ['-index', this.index, '-CA', this.certificate, ...signer, '-ndays', '1'];
  }

  #issueItself(name: string, recipe: Recipe): CredentialFiles {
    const { request, privateKey } = this.#request(name, recipe);
    const own = ['-selfsign', '-keyfile', privateKey];
    return { certificate: this.#sign(name, request, recipe, own), privateKey };
  }

  #request(name: string, { key = 'P-256', subject: commonName = name }: Recipe) {
    const privateKey = this.#file(`${name}.key`);
    const request = this.#file(`${name}.csr`);
    const subject = ['-config', this.#config, '-subj', `/CN=${commonName}`];
    openssl(
      'req',
      '-new',
      ...keys[key],
      ...subject,
      '-nodes',
      '-keyout',
      privateKey,
      '-out',
      request,
    );
    return { request, privateKey };
  }

  #sign(name: string, request: string, recipe: Recipe, signer: readonly string[]): string {
    const { use, section = [], digest = 'sha256', days: [from, until] = nowAndAWeek } = recipe;
    const certificate = this.#file(`${name}.pem`);
    const extensions = this.#file(`${name}.ext`);
    writeFileSync(extensions, extensionText([...uses[use], ...section]));
    const authority = ['-config', this.#config, '-md', digest, ...signer];
    const what = ['-in', request, '-out', certificate, '-extfile', extensions];
    const when = ['-startdate', stamp(from), '-enddate', stamp(until)];
    openssl('ca', '-batch', '-notext', ...authority, ...what, ...when);
    return certificate;
  }

  get #own(): readonly string[] {
    return ['-cert', this.certificate, '-keyfile', this.privateKey];
  }

  #file(name: string): string {
    return join(this.#folder, name.replaceAll(/[^\w.-]/g, '-'));
  }
}

/** Environment of a command in another time: `openssl ocsp` takes no date. */
export function daysAgoEnv(daysAgo: number): Readonly<Record<string, string>> {
  if (daysAgo === 0) return {};
  // As a parent it would stay when it is killed, and leave the command behind.
  const { stdout } = spawnSync('faketime', ['-f', `-${daysAgo}d`, 'env'], { encoding: 'utf8' });
  const [, library = ''] = /^LD_PRELOAD=(.*)$/m.exec(stdout) ?? [];
  return { LD_PRELOAD: library, FAKETIME: `-${daysAgo}d` };
}

/** Runs a command of OpenSSL. @throws Error with what it said, if it fails */
export function openssl(...args: readonly string[]): void {
  run(args);
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const options = { encoding: 'utf8', env: { ...process.env, ...env } } as const;
  const { status, stderr, error } = spawnSync('openssl', args, options);
  if (status === 0) return;
  throw new Error(`openssl ${args.join(' ')}: ${error?.message ?? stderr}`);
}

/** A later line takes the place of an earlier one with the same name. */
function extensionText(lines: readonly string[]): string {
  const byName = new Map(lines.map((line) => [line.split('=', 1)[0], line]));
  return [...byName.values(), ''].filter((line) => !line.endsWith('=')).join('\n');
}

function configOf(folder: string): string {
  return [
    '[req]',
    'distinguished_name = name',
    '[name]',
    '[ca]',
    'default_ca = authority',
    '[authority]',
    `database = ${join(folder, 'index.txt')}`,
    `new_certs_dir = ${folder}`,
    'rand_serial = yes',
    'unique_subject = no',
    'default_md = sha256',
    'policy = policy',
    'crl_extensions = crl',
    '[policy]',
    'commonName = supplied',
    '[crl]',
    'authorityKeyIdentifier = keyid',
    '',
  ].join('\n');
}

/** Now and some days, as GeneralizedTime has it. */
function stamp(days: number): string {
  const iso = new Date(Date.now() + days * 86_400_000).toISOString();
  return `${iso.replaceAll(/\D/g, '').slice(0, 14)}Z`;
}
