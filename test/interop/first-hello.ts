/** What a client guessed: the groups of the key shares in its first ClientHello (RFC 9846 4.3.8). */
import { decodeClientHelloExtensions } from '../../generated/extensions.ts';
import { decodeClientHello } from '../../generated/messages.ts';
import { type NamedGroupName, namedGroupOf } from '../../generated/registries.ts';
import type { Engine } from '../../runtime/index.ts';

/** Listens to what an engine receives. @returns the groups that we know, once the hello is there */
export function guessesOf(engine: Engine): () => readonly (NamedGroupName | undefined)[] {
  const chunks: Uint8Array[] = [];
  const receive = engine.receive.bind(engine);
  engine.receive = (chunk) => {
    if (Buffer.concat(chunks).length < maxHelloLength) chunks.push(chunk.slice());
    return receive(chunk);
  };
  return () => groupsIn(Buffer.concat(chunks));
}

/** More than any ClientHello of these tests. */
const maxHelloLength = 8 * 1024;
const recordHeaderLength = 5;
const messageHeaderLength = 4;

/** The first message is the ClientHello, in a record of its own. */
function groupsIn(bytes: Buffer): readonly (NamedGroupName | undefined)[] {
  const end = recordHeaderLength + bytes.readUInt16BE(3);
  const body = bytes.subarray(recordHeaderLength + messageHeaderLength, end);
  const { keyShare } = decodeClientHelloExtensions(decodeClientHello(body).extensions ?? []);
  return (keyShare?.clientShares ?? []).map(({ group }) => namedGroupOf(group)?.name);
}
