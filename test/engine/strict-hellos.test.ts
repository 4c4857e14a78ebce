/** Rules for hellos that are easily missed, each with its alert. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { encodeClientHelloExtension } from '../../generated/extensions.ts';
import type { ClientHello, ServerHello } from '../../generated/messages.ts';
import { noble, TlsClient, TlsServer } from '../../runtime/index.ts';
import { errorOf } from '../support/effects.ts';
import {
  anchors,
  nowMs,
  serverCertificates,
  serverKey,
  serverName,
} from '../support/fixed-identity.ts';
import { End } from '../support/pair.ts';
import { watchCrypto } from '../support/watched-crypto.ts';

afterEach(() => vi.restoreAllMocks());

describe('a ClientHello', () => {
  // @req 9846:4.3.9:3
  it('with pre_shared_key needs psk_key_exchange_modes (RFC 9846 4.3.9)', () => {
    const identity = { identity: new Uint8Array(8), obfuscatedTicketAge: 0 };
    const psk = encodeClientHelloExtension('preSharedKey', {
      identities: [identity],
      binders: [new Uint8Array(32)],
    });
    const server = serverThatHears((hello) => ({
      ...hello,
      extensions: [...(hello.extensions ?? []), psk],
    }));
    expect(errorOf(server.do((engine) => engine.receiveEnd()))).toMatchObject({
      code: 'ERR_TLS_MISSING_EXTENSION',
      alert: 'missing_extension',
    });
  });
});

describe('a ServerHello', () => {
  // @req 9846:4.2.3:15 9846:4.2.3:17
  it.each([0, 1])('of an older version with the downgrade mark %d (4.2.3)', (last) => {
    const mark = new Uint8Array([0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, last]);
    const client = clientThatHears((hello) => {
      const random = hello.random.slice();
      random.set(mark, 24);
      return { ...hello, random, extensions: [] };
    });
    expect(errorOf(client.do((engine) => engine.receiveEnd()))).toMatchObject({
      code: 'ERR_TLS_DOWNGRADE',
      alert: 'illegal_parameter',
    });
  });

  // @req 9846:4.2.3:6
  it('that is refused leaves no shared secret', () => {
    const watched = watchCrypto();
    const client = clientThatHears((hello) => ({ ...hello, cipherSuite: 0x13ff }), watched.crypto);
    client.do((engine) => engine.receiveEnd());
    expect(errorOf(client.effects)).toMatchObject({ code: 'ERR_TLS_ILLEGAL_PARAMETER' });
    expect(watched.leaks()).toEqual([]);
  });
});

describe('the clock', () => {
  it.each([Number.NaN, undefined])('that gives %s lets nobody in', (time) => {
    // What a caller without types can do.
    const now = () => time as number;
    const client = new End(new TlsClient({ serverName, anchors, now }));
    const server = newServer();
    exchange(client, server);
    client.do((engine) => engine.receiveEnd());
    expect(errorOf(client.effects)).toMatchObject({ code: 'ERR_TLS_INTERNAL' });
  });
});

describe('options that cannot be', () => {
  it.each([
    ['alpnProtocols', { alpnProtocols: 'h2' }],
    ['alpnProtocols', { alpnProtocols: Array(300).fill('x'.repeat(250)) }],
    // @req 9846:C.5:1
    ['serverName', { serverName: undefined }],
    ['drainBudget', { drainBudget: Number.NaN }],
    ['recordSizeLimit', { recordSizeLimit: 63 }],
    ['recordPadding', { recordPadding: 0 }],
    ['groups', { groups: ['x448'] }],
    ['cipherSuites', { cipherSuites: [] }],
    ['keyShares', { keyShares: ['secp521r1'] }],
  ])('%s is refused by name', (name, options) => {
    // What a caller without types can do.
    const make = () => new TlsClient({ serverName, ...(options as object) });
    expect(make).toThrow(
      expect.objectContaining({
        code: 'ERR_TLS_INVALID_ARGUMENT',
        message: expect.stringContaining(name),
      }),
    );
  });
});

function newServer(hooks: ConstructorParameters<typeof TlsServer>[1] = {}): End<TlsServer> {
  const credential = { certificates: serverCertificates, privateKey: serverKey() };
  return new End(new TlsServer({ credentials: [credential] }, hooks));
}

function serverThatHears(change: (hello: ClientHello) => ClientHello): End<TlsServer> {
  const client = new End(new TlsClient({ serverName, anchors }, { clientHello: change }));
  const server = newServer();
  exchange(client, server);
  return server;
}

function clientThatHears(
  change: (hello: ServerHello) => ServerHello,
  crypto = noble,
): End<TlsClient> {
  const client = new End(new TlsClient({ serverName, anchors, now: () => nowMs, crypto }));
  exchange(client, newServer({ serverHello: change }));
  return client;
}

/** The first flight of each. */
function exchange(client: End<TlsClient>, server: End<TlsServer>): void {
  server.do((engine) => engine.start());
  client.do((engine) => engine.start());
  server.receive(client.written);
  client.receive(server.written);
}
