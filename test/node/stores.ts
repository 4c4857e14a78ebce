/** Key stores as others write them (stores/README.md), and the same in other clothes. */
import { createHmac, pbkdf2Sync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { concatBytes } from '../../runtime/bytes.ts';
import { constructedTag, DerReader, tags } from '../../runtime/x509/der.ts';
import { der, integer, octetString, oid, sequence } from '../x509/make.ts';

/** The bytes of a file of `stores`. */
export function storeFile(name: string): Buffer {
  return readFileSync(new URL(`stores/${name}`, import.meta.url));
}

/** The parts of PFX: version and authSafe, what stands under the MAC, and MacData if there is any. */
export function partsOf(store: Uint8Array) {
  const fields = new DerReader(store).enter(tags.sequence);
  const version = fields.element(tags.integer);
  const authSafe = fields.fork().element(tags.sequence);
  const info = fields.enter(tags.sequence);
  info.skipObjectIdentifier();
  const content = info.enter(constructedTag(0)).contents(tags.octetString);
  return { version, authSafe, content, macData: fields.isAtEnd ? undefined : fields.anyElement() };
}

const pbkdf2Id = oid('1.2.840.113549.1.5.12');
const hmacSha256 = sequence(oid('1.2.840.113549.2.9'), der(0x05));
const noSalt = octetString(Uint8Array.of(0));

/** The same store with PBMAC1 (RFC 9579). @param keyLength 'absent': it does not say */
export function withPbmac1(
  store: Uint8Array,
  passphrase: string,
  keyLength: number | 'absent' = 32,
): Uint8Array {
  const { version, authSafe, content } = partsOf(store);
  const salt = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const key = pbkdf2Sync(passphrase, salt, 1000, keyLength === 'absent' ? 32 : keyLength, 'sha256');
  const mac = createHmac('sha256', key).update(content).digest();
  const length = keyLength === 'absent' ? [] : [integer(keyLength)];
  const parameters = sequence(octetString(salt), integer(0x03, 0xe8), ...length, hmacSha256);
  const algorithm = sequence(
    oid('1.2.840.113549.1.5.14'),
    sequence(sequence(pbkdf2Id, parameters), hmacSha256),
  );
  return sequence(version, authSafe, sequence(sequence(algorithm, octetString(mac)), noSalt));
}

/** The same element with indefinite lengths, and OCTET STRINGs in pieces of seven bytes. */
export function indefinite(element: Uint8Array): Uint8Array {
  const reader = new DerReader(element);
  const tag = reader.peek();
  if (tag === tags.octetString) {
    const contents = reader.contents(tag);
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < contents.length; at += 7) {
      pieces.push(octetString(contents.subarray(at, at + 7)));
    }
    return concatBytes([Uint8Array.of(0x24, 0x80), ...pieces, endOfContents]);
  }
  if ((tag & 0x20) === 0) return element;
  const inside = reader.enter(tag);
  const parts: Uint8Array[] = [];
  while (!inside.isAtEnd) parts.push(indefinite(inside.anyElement()));
  return concatBytes([Uint8Array.of(tag, 0x80), ...parts, endOfContents]);
}

const endOfContents = Uint8Array.of(0, 0);
