/** What has to be true when a cell is over, as our end sees it. */
import { expect } from 'vitest';
import { sha256 } from '../node/network.ts';
import { type Cell, type CertificateKind, isWrongGuess } from './cell.ts';
import type { OurEnd } from './our-end.ts';

/** The same bytes. Told by their hash: nobody wants to read them. */
export function checkSame(received: Uint8Array, sent: Uint8Array): void {
  const told = ({ length }: Uint8Array, hash: string) => `${length} bytes, SHA-256 ${hash}`;
  expect(told(received, sha256(received))).toBe(told(sent, sha256(sent)));
}

const schemes: Readonly<Record<CertificateKind, RegExp>> = {
  ecdsa: /^ecdsa_secp256r1_sha256$/,
  rsa: /^rsa_pss_rsae_sha(?:256|384|512)$/,
  ed25519: /^ed25519$/,
};

/** The connection was what the cell says. */
export async function checkFacts(cell: Cell, end: OurEnd): Promise<void> {
  const { connected, engine, steps, role, guesses } = end;
  const info = await connected;
  const { cipherSuite, group, certificate } = cell;
  expect(info).toMatchObject({ cipherSuite, group });
  expect(info.signatureScheme).toMatch(schemes[certificate]);
  const showsCertificate = cell.clientAuth.endsWith('/given');
  if (showsCertificate) expect(info.clientSignatureScheme).toMatch(schemes[certificate]);
  else expect(info.clientSignatureScheme).toBeUndefined();
  const seesCertificate = role === 'client' || showsCertificate;
  expect(info.peerCertificates.length > 0).toBe(seesCertificate);
  expect(info.authorized).toBe(seesCertificate);
  const hellos = engine.inspect().messages.filter(({ name }) => name === 'ClientHello');
  expect(hellos).toHaveLength(cell.retry === 'none' ? 1 : 2);
  if (role === 'server') expect(guesses().includes(group)).toBe(!isWrongGuess(cell.retry));
  const updates = steps.count('hs.keyUpdate');
  if (cell.keyUpdate === 'none') expect(updates).toBe(0);
  else expect(updates).toBeGreaterThan(0);
}
