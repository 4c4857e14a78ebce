/**
 * The certificates that the platform trusts: Node's own list, with the file that the environment
 * variable NODE_EXTRA_CA_CERTS names. There are about 150, and reading one costs more than the
 * handshake has time for; a chain needs two of them at most. So the first look makes an index by
 * subject, and a certificate is read when a chain asks for its subject.
 */
import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { type Certificate, parseAnchor } from '../x509/certificate.ts';
import { CertificateError } from '../x509/certificate-error.ts';
import { constructedTag, DerReader, tags } from '../x509/der.ts';

/**
 * The platform's anchors that could end a path from these certificates: those that have the name
 * of an issuer, or are one of them.
 * @param chain DER, as the peer sent it
 */
export function platformAnchorsFor(chain: readonly Uint8Array[]): readonly Certificate[] {
  index ??= makeIndex();
  const found = new Set<Certificate>();
  for (const der of chain) {
    const names = namesOf(der);
    for (const name of names === undefined ? [] : [names.issuer, names.subject]) {
      for (const anchor of index.get(name) ?? []) {
        const certificate = anchor.read();
        if (certificate !== undefined) found.add(certificate);
      }
    }
  }
  return [...found];
}

/** Anchors by subject. */
type Index = ReadonlyMap<string, readonly Anchor[]>;

/** Made once a process, when it is first needed. */
let index: Index | undefined;

class Anchor {
  readonly #der: Uint8Array;
  #certificate: Certificate | undefined;
  #isRead = false;

  constructor(der: Uint8Array) {
    this.#der = der;
  }

  /** Undefined for what is in the list and is not read here: it cannot be trusted then. */
  read(): Certificate | undefined {
    if (!this.#isRead) {
      this.#isRead = true;
      this.#certificate = unlessMalformed(() => parseAnchor(this.#der));
    }
    return this.#certificate;
  }
}

function makeIndex(): Index {
  const anchors = new Map<string, Anchor[]>();
  for (const der of platformCertificates()) {
    const names = namesOf(der);
    if (names === undefined) continue;
    const before = anchors.get(names.subject);
    if (before === undefined) anchors.set(names.subject, [new Anchor(der)]);
    else before.push(new Anchor(der));
  }
  return anchors;
}

/** What node:tls trusts by default. Newer Nodes tell it; Node 20 has a list, and the file apart. */
function platformCertificates(): readonly Uint8Array[] {
  const { getCACertificates } = tls as {
    readonly getCACertificates?: (type: 'default') => readonly string[];
  };
  if (getCACertificates !== undefined) return getCACertificates('default').map(derOf);
  return [...tls.rootCertificates.map(derOf), ...extraCertificates()];
}

/**
 * Bundles are long, and what is no certificate is found out when it is read: so this decodes as
 * leniently as Node does.
 */
function derOf(pem: string): Uint8Array {
  return Buffer.from(pem.replace(/-----[A-Z ]+(-----)?/g, ''), 'base64');
}

/** A file that cannot be read adds nothing: Node itself warns of it when it starts. */
function extraCertificates(): readonly Uint8Array[] {
  const path = process.env.NODE_EXTRA_CA_CERTS;
  if (path === undefined || path === '') return [];
  try {
    const bundle = readFileSync(path, 'utf8');
    return (bundle.match(/-----BEGIN CERTIFICATE-----[^-]+-----END/g) ?? []).map(derOf);
  } catch {
    return [];
  }
}

interface Names {
  /** The DER of the Name, a character a byte. */
  readonly issuer: string;
  readonly subject: string;
}

/** Issuer and subject, without reading the rest (RFC 5280 4.1). */
function namesOf(der: Uint8Array): Names | undefined {
  return unlessMalformed(() => {
    const fields = new DerReader(der).enter(tags.sequence).enter(tags.sequence);
    fields.enterOptional(constructedTag(0)); // version
    fields.element(tags.integer); // serialNumber
    fields.element(tags.sequence); // signature
    const issuer = keyOf(fields.element(tags.sequence));
    fields.element(tags.sequence); // validity
    return { issuer, subject: keyOf(fields.element(tags.sequence)) };
  });
}

function keyOf({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('latin1');
}

function unlessMalformed<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CertificateError) return undefined;
    throw error;
  }
}
