/**
 * GeneralName (RFC 5280 4.2.1.6), as it stands in subjectAltName and, with addresses that have a
 * mask, in name constraints. Forms that nobody here can compare are only noted.
 */
import { constructedTag, type DerReader, primitiveTag, tags } from './der.ts';
import { readName } from './names.ts';

/** Names by their form. */
export interface GeneralNames {
  /** dNSName: ASCII, not checked further. */
  readonly dnsNames: readonly string[];
  /** iPAddress: 4 or 16 bytes; in a constraint twice as many, the mask behind the address. */
  readonly ipAddresses: readonly Uint8Array[];
  /** rfc822Name: ASCII, not checked further. */
  readonly rfc822Names: readonly string[];
  /** uniformResourceIdentifier: ASCII, not checked further. */
  readonly uris: readonly string[];
  /** directoryName: Name, DER. */
  readonly directoryNames: readonly Uint8Array[];
  /** Type of each otherName, dotted. */
  readonly otherNames: readonly string[];
  /** Which other forms there are: x400Address, ediPartyName, registeredID. */
  readonly otherForms: readonly OtherForm[];
}

export type OtherForm = 'x400Address' | 'ediPartyName' | 'registeredID';

/** Collects names as they are read. */
export class GeneralNameList implements GeneralNames {
  readonly dnsNames: string[] = [];
  readonly ipAddresses: Uint8Array[] = [];
  readonly rfc822Names: string[] = [];
  readonly uris: string[] = [];
  readonly directoryNames: Uint8Array[] = [];
  readonly otherNames: string[] = [];
  readonly otherForms: OtherForm[] = [];

  /**
   * Reads one GeneralName.
   * @param addressLengths how long an iPAddress may be
   * @throws CertificateError
   */
  read(reader: DerReader, addressLengths: readonly number[]): void {
    const tag = reader.peek();
    switch (tag) {
      case otherName:
        this.otherNames.push(readOtherName(reader.enter(tag)));
        return;
      case rfc822Name:
        this.rfc822Names.push(asciiOf(reader, tag, 'an rfc822Name'));
        return;
      case dnsName:
        this.dnsNames.push(asciiOf(reader, tag, 'a dNSName'));
        return;
      case directoryName:
        this.directoryNames.push(readDirectoryName(reader.enter(tag)));
        return;
      case uri:
        this.uris.push(asciiOf(reader, tag, 'a uniformResourceIdentifier'));
        return;
      case ipAddress:
        this.ipAddresses.push(addressOf(reader, addressLengths));
        return;
      default:
        this.otherForms.push(otherForms.get(tag) ?? reader.fail('a name is of no known type'));
        reader.contents(tag);
    }
  }
}

const otherName = constructedTag(0);
const rfc822Name = primitiveTag(1);
const dnsName = primitiveTag(2);
const directoryName = constructedTag(4);
const uri = primitiveTag(6);
const ipAddress = primitiveTag(7);

const otherForms: ReadonlyMap<number, OtherForm> = new Map([
  [constructedTag(3), 'x400Address'],
  [constructedTag(5), 'ediPartyName'],
  [primitiveTag(8), 'registeredID'],
]);

/** @returns the type-id */
function readOtherName(fields: DerReader): string {
  const type = fields.objectIdentifier();
  const value = fields.enter(constructedTag(0));
  value.anyElement();
  value.finish();
  fields.finish();
  return type;
}

/** A CHOICE, so its tag is explicit. */
function readDirectoryName(wrapper: DerReader): Uint8Array {
  const name = readName(wrapper);
  wrapper.finish();
  return name;
}

/** An IA5String. */
function asciiOf(reader: DerReader, tag: number, what: string): string {
  let text = '';
  for (const byte of reader.contents(tag)) {
    if (byte >= 0x80) reader.fail(`${what} is not ASCII`);
    text += String.fromCharCode(byte);
  }
  return text;
}

function addressOf(reader: DerReader, lengths: readonly number[]): Uint8Array {
  const contents = reader.contents(ipAddress);
  if (!lengths.includes(contents.length)) reader.fail('an iPAddress has a wrong length');
  return contents;
}

/** SubjectAltName ::= GeneralNames. */
export function readGeneralNames(reader: DerReader): GeneralNames {
  const list = new GeneralNameList();
  const names = reader.enter(tags.sequence);
  do list.read(names, [4, 16]);
  while (!names.isAtEnd);
  return list;
}
