/** What RFC 9846 wants to be new in every connection, and made for it alone. */
import { expect, it } from 'vitest';
import {
  decodeClientHelloExtensions,
  decodeServerHelloExtensions,
} from '../../generated/extensions.ts';
import type { ClientHello, ServerHello } from '../../generated/messages.ts';
import { hexOf } from '../../runtime/bytes.ts';
import { TlsClient, TlsServer } from '../../runtime/index.ts';
import { serverCertificates, serverKey, serverName } from '../support/fixed-identity.ts';
import { End } from '../support/pair.ts';

const groups = ['x25519', 'secp256r1'] as const;

// @req 9846:4.2.2:9 9846:4.2.3:3 9846:4.2.3:4 9846:4.3.8:6
it('randoms, session ids and key shares are never the same', () => {
  const values = [...helloValues(), ...helloValues()];
  expect(values).toHaveLength(2 * 6);
  expect(new Set(values).size).toBe(values.length);
  for (const value of values) expect(value).not.toMatch(/^0*$/);
});

// @req 9846:4.3.8:3
it('the shares of one ClientHello have nothing in common', () => {
  const asked: number[] = [];
  const { clientHello } = helloesOf((length) => {
    asked.push(length);
    return crypto.getRandomValues(new Uint8Array(length));
  });
  expect(sharesOf(clientHello)).toHaveLength(groups.length);
  // Each share draws for itself, and so do the random and the session id.
  expect(asked).toEqual([32, 32, 32, 32]);
});

/** Everything that two peers make up in their hellos, in hexadecimal digits. */
function helloValues(): readonly string[] {
  const { clientHello, serverHello } = helloesOf();
  const requested = new Set((clientHello.extensions ?? []).map((one) => one.extensionType));
  const answer = decodeServerHelloExtensions(serverHello.extensions ?? [], requested);
  return [
    hexOf(clientHello.random),
    hexOf(clientHello.legacySessionId),
    ...sharesOf(clientHello),
    hexOf(serverHello.random),
    hexOf(answer.keyShare?.serverShare.keyExchange ?? new Uint8Array(0)),
  ];
}

function sharesOf({ extensions = [] }: ClientHello): readonly string[] {
  const { keyShare } = decodeClientHelloExtensions(extensions);
  return (keyShare?.clientShares ?? []).map(({ keyExchange }) => hexOf(keyExchange));
}

/** @param random of the client; undefined: what it takes by itself */
function helloesOf(random?: (length: number) => Uint8Array) {
  const seen: { clientHello?: ClientHello; serverHello?: ServerHello } = {};
  const client = new End(
    new TlsClient(
      { serverName, groups, keyShares: groups, ...(random !== undefined && { random }) },
      { clientHello: (made) => note('clientHello', made) },
    ),
  );
  const credentials = [{ certificates: serverCertificates, privateKey: serverKey() }];
  const server = new End(
    new TlsServer({ credentials }, { serverHello: (made) => note('serverHello', made) }),
  );
  const note = <T extends ClientHello | ServerHello>(name: keyof typeof seen, made: T): T => {
    Object.assign(seen, { [name]: made });
    return made;
  };
  server.do((engine) => engine.start());
  client.do((engine) => engine.start());
  server.receive(client.written);
  const { clientHello, serverHello } = seen;
  if (clientHello === undefined || serverHello === undefined) throw new Error('a hello is missing');
  return { clientHello, serverHello };
}
