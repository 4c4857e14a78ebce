/**
 * A chain of three for openssl: root, intermediate CA, server; and a server that vouches for
 * itself. Valid around now, good for host.example.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  commonName,
  integer,
  makeCa,
  makeLeaf,
  testKey,
  testPrivateKey,
  utcTime,
} from '../x509/make.ts';
import type { CredentialFiles } from './certificates.ts';

/** The name that the certificates are good for. */
export const chainName = 'host.example';

/** Where the chain has been put. Each file is PEM. */
export interface ChainFiles {
  readonly root: string;
  readonly intermediate: string;
  readonly leaf: CredentialFiles;
  /** The leaf and the intermediate in one file, as a server sends them. */
  readonly leafAndIntermediate: string;
  /** With the leaf's key, and nobody's signature but its own. */
  readonly selfSigned: string;
}

/** Makes the chain and writes it. */
export function writeChain(directory: string): ChainFiles {
  const validity = { notBefore: utcTime(stamp(-1)), notAfter: utcTime(stamp(1)) };
  const root = pem(makeCa('Root', 'Root', validity));
  const intermediate = pem(
    makeCa('Intermediate', 'Root', { ...validity, serialNumber: integer(2) }),
  );
  const leaf = pem(makeLeaf('Intermediate', validity));
  const own = { signedBy: testKey('leaf'), subject: commonName('Loner') };
  const selfSigned = pem(makeLeaf('Loner', { ...validity, ...own }));

  const write = (name: string, text: string): string => {
    const path = join(directory, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  return {
    root: write('chain-root.pem', root),
    intermediate: write('chain-intermediate.pem', intermediate),
    leaf: {
      certificate: write('chain-leaf.pem', leaf),
      privateKey: write('chain-leaf.key.pem', pem(testPrivateKey('leaf'), 'PRIVATE KEY')),
    },
    leafAndIntermediate: write('chain-sent.pem', leaf + intermediate),
    selfSigned: write('chain-self-signed.pem', selfSigned),
  };
}

/** Now and some days, as UTCTime has it. */
function stamp(days: number): string {
  const iso = new Date(Date.now() + days * 86_400_000).toISOString();
  return `${iso.replaceAll(/\D/g, '').slice(2, 14)}Z`;
}

/** One PEM block. */
export function pem(der: Uint8Array, label = 'CERTIFICATE'): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
