/**
 * PEM (RFC 7468): certificates and private keys as people keep them in files. Text between the
 * blocks is skipped, as bundles have comments there; inside a block nothing but base64 may stand.
 *
 * Not here: encrypted keys, PKCS#12, and reading files. All functions throw a plain Error with the
 * line at fault: this is what a caller gave, nothing of a peer's.
 */
import { CertificateError } from './certificate-error.ts';
import { constructedTag, DerReader, tags } from './der.ts';
import { encodeDer } from './der-writer.ts';

/** One block: the words after BEGIN and what the base64 stands for. */
export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
}

/**
 * All blocks of a text, in order.
 * @throws Error for a block that does not end, ends with another label or is not base64
 */
export function decodePem(text: string): PemBlock[] {
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trimEnd());
  const blocks: PemBlock[] = [];
  for (let i = 0; i < lines.length; i++) {
    const label = /^-----BEGIN ([ -~]+)-----$/.exec(lines[i] ?? '')?.[1];
    if (label === undefined) continue;
    const end = lines.findIndex((line, at) => at > i && line.startsWith('-----'));
    if (lines[end] !== `-----END ${label}-----`) {
      throw new Error(`PEM line ${i + 1}: the block ${label} has no end`);
    }
    blocks.push({ label, der: decodeBlock(label, lines.slice(i + 1, end), i + 1) });
    i = end;
  }
  return blocks;
}

/**
 * The certificates of a text, in order; other blocks are passed over.
 * @returns DER; at least one
 * @throws Error if there is none, or a block is broken
 */
export function certificatesFromPem(text: string): Uint8Array[] {
  const blocks = decodePem(text).filter(({ label }) => label === 'CERTIFICATE');
  if (blocks.length === 0) throw new Error('PEM: no CERTIFICATE block found');
  return blocks.map(({ der }) => der);
}

/**
 * The CRLs of a text, in order; other blocks are passed over.
 * @returns DER; at least one
 * @throws Error if there is none, or a block is broken
 */
export function crlsFromPem(text: string): Uint8Array[] {
  const blocks = decodePem(text).filter(({ label }) => label === 'X509 CRL');
  if (blocks.length === 0) throw new Error('PEM: no X509 CRL block found');
  return blocks.map(({ der }) => der);
}

/**
 * The private key of a text: PKCS#8 (`PRIVATE KEY`), or SEC 1 (`EC PRIVATE KEY`) and PKCS#1
 * (`RSA PRIVATE KEY`), which are wrapped.
 * @returns DER PrivateKeyInfo (RFC 5958) in memory of its own: the caller wipes it
 * @throws Error if there is none, more than one, or one in a form that is not read here
 */
export function privateKeyFromPem(text: string): Uint8Array {
  const keys = decodePem(text).filter(({ label }) => label.endsWith('PRIVATE KEY'));
  const [key, another] = keys;
  if (key === undefined) throw new Error('PEM: no PRIVATE KEY block found');
  if (another !== undefined) throw new Error('PEM: more than one private key found');
  switch (key.label) {
    case 'PRIVATE KEY':
      return key.der;
    case 'EC PRIVATE KEY':
      return wrapEcPrivateKey(key.der);
    case 'RSA PRIVATE KEY':
      return wrapPrivateKey(rsaEncryption, key.der);
    case 'ENCRYPTED PRIVATE KEY':
      throw new Error('PEM: the private key is encrypted; decrypt it first');
    default:
      throw new Error(`PEM: a key of the form ${key.label} is not read; convert it to PKCS#8`);
  }
}

/** RFC 7468 3, the strict form, but with lines of any length. */
function decodeBlock(label: string, lines: readonly string[], line: number): Uint8Array {
  if (lines.some((text) => text.startsWith('Proc-Type:') && text.includes('ENCRYPTED'))) {
    throw new Error(`PEM line ${line}: the block ${label} is encrypted; decrypt it first`);
  }
  const base64 = lines.join('');
  const isBase64 = base64.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(base64);
  const binary = isBase64 ? atob(base64) : '';
  // Encoding again catches bits that are set where padding leaves none to be set.
  if (!isBase64 || btoa(binary) !== base64) {
    throw new Error(`PEM line ${line}: the block ${label} is not base64`);
  }
  const der = new Uint8Array(binary.length);
  for (let at = 0; at < der.length; at++) der[at] = binary.charCodeAt(at);
  return der;
}

/**
 * ECPrivateKey (RFC 5915 3) to PrivateKeyInfo (RFC 5958 2): the curve moves from the key's
 * parameters into the algorithm.
 */
function wrapEcPrivateKey(sec1: Uint8Array): Uint8Array {
  const { version, privateKey, curve, publicKey } = readEcPrivateKey(sec1);
  const algorithm = encodeDer(tags.sequence, idEcPublicKey, curve);
  const key = encodeDer(tags.sequence, version, privateKey, publicKey);
  sec1.fill(0);
  return wrapPrivateKey(algorithm, key);
}

/** PrivateKeyInfo (RFC 5958 2). Wipes `key`. */
function wrapPrivateKey(algorithm: Uint8Array, key: Uint8Array): Uint8Array {
  const version = encodeDer(tags.integer, Uint8Array.of(0));
  const wrapped = encodeDer(tags.sequence, version, algorithm, encodeDer(tags.octetString, key));
  key.fill(0);
  return wrapped;
}

/** AlgorithmIdentifier of RSA keys for any use (RFC 8017 A.1), with its NULL. */
const rsaEncryption = Uint8Array.of(
  ...[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00],
);

/** OBJECT IDENTIFIER 1.2.840.10045.2.1 with its header. */
const idEcPublicKey = Uint8Array.of(0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01);

interface EcPrivateKey {
  readonly version: Uint8Array;
  readonly privateKey: Uint8Array;
  readonly curve: Uint8Array;
  /** With its tag [1]; empty if absent. */
  readonly publicKey: Uint8Array;
}

function readEcPrivateKey(sec1: Uint8Array): EcPrivateKey {
  try {
    const outer = new DerReader(sec1);
    const sequence = outer.enter(tags.sequence);
    outer.finish();
    const version = sequence.element(tags.integer);
    const privateKey = sequence.element(tags.octetString);
    const curve = sequence.enter(constructedTag(0)).element(tags.objectIdentifier);
    const publicKey = sequence.isAtEnd ? new Uint8Array(0) : sequence.element(constructedTag(1));
    sequence.finish();
    return { version, privateKey, curve, publicKey };
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    throw new Error(`PEM: the EC PRIVATE KEY is not a key on a named curve: ${error.message}`);
  }
}
