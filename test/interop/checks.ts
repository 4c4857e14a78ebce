/** What has to be true when a cell is over, as our end sees it. */
import { expect } from 'vitest';
import type { ProtocolName } from '../../generated/registries.ts';
import { sha256 } from '../node/network.ts';
import { type Cell, type CertificateKind, isWrongGuess, versionOf } from './cell.ts';
import type { OurEnd } from './our-end.ts';

/** The same bytes. Told by their hash: nobody wants to read them. */
export function checkSame(received: Uint8Array, sent: Uint8Array): void {
  const told = ({ length }: Uint8Array, hash: string) => `${length} bytes, SHA-256 ${hash}`;
  expect(told(received, sha256(received))).toBe(told(sent, sha256(sent)));
}

/** In TLS 1.2 a scheme for ECDSA says nothing of the curve, and RSA may still pad as it used to. */
const schemes: Readonly<Record<ProtocolName, Readonly<Record<CertificateKind, RegExp>>>> = {
  'TLSv1.3': {
    ecdsa: /^ecdsa_secp256r1_sha256$/,
    'ecdsa-p384': /^ecdsa_secp384r1_sha384$/,
    rsa: /^rsa_pss_rsae_sha(?:256|384|512)$/,
    ed25519: /^ed25519$/,
  },
  'TLSv1.2': {
    ecdsa: /^ecdsa_secp\d+r1_sha(?:256|384|512)$/,
    'ecdsa-p384': /^ecdsa_secp\d+r1_sha(?:256|384|512)$/,
    rsa: /^rsa_(?:pss_rsae|pkcs1)_sha(?:256|384|512)$/,
    ed25519: /^ed25519$/,
  },
};

/** The connection was what the cell says. */
export async function checkFacts(cell: Cell, end: OurEnd): Promise<void> {
  const { connected, engine, steps, role, guesses } = end;
  const info = await connected;
  const { cipherSuite, group, certificate } = cell;
  const protocol = versionOf(cell);
  const scheme = schemes[protocol][certificate];
  expect(info).toMatchObject({ protocol, cipherSuite, group });
  expect(info.signatureScheme).toMatch(scheme);
  const showsCertificate = cell.clientAuth.endsWith('/given');
  if (showsCertificate) expect(info.clientSignatureScheme).toMatch(scheme);
  else expect(info.clientSignatureScheme).toBeUndefined();
  const seesCertificate = role === 'client' || showsCertificate;
  expect(info.peerCertificates.length > 0).toBe(seesCertificate);
  expect(info.authorized).toBe(seesCertificate);
  const hellos = engine.inspect().messages.filter(({ name }) => name === 'ClientHello');
  expect(hellos).toHaveLength(cell.retry === 'none' ? 1 : 2);
  const hasGuess = role === 'server' && protocol === 'TLSv1.3';
  if (hasGuess) expect(guesses().includes(group)).toBe(!isWrongGuess(cell.retry));
  const updates = steps.count('hs.keyUpdate');
  if (cell.keyUpdate === 'none') expect(updates).toBe(0);
  else expect(updates).toBeGreaterThan(0);
}
