/** A CertificateRequest in words: whose certificates the server asks for. */
import { printName } from '../x509/names.ts';

/** More names than these are only counted. */
const shownNames = 5;

/** Characters of a name: a peer's can be as long as a handshake message. */
const shownLength = 120;

/** `a certificate by CN=Root, CN=Other Root`; names as a peer gives them, in DER. */
export function askedFor(names: readonly Uint8Array[]): string {
  if (names.length === 0) return 'a certificate, of any authority';
  const first = names.slice(0, shownNames).map(nameText).join(', ');
  const more = names.length - shownNames;
  return `a certificate by ${first}${more > 0 ? `, or ${more} others` : ''}`;
}

/** A name, or that it is none. */
export function nameText(name: Uint8Array): string {
  return told('name', () => printName(name));
}

/** What comes from the peer, and what we only pass on, need not be what it should be. */
export function told(what: string, tell: () => string): string {
  try {
    const text = tell();
    return text.length > shownLength ? `${text.slice(0, shownLength)}...` : text;
  } catch {
    return `a ${what} that cannot be read`;
  }
}
