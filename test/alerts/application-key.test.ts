/**
 * The alert about a client certificate is under the server's application key, deferred or not: the
 * server's write key changes with its own Finished. RFC 9846 4.5.3, A.2; others have sent it under
 * the handshake key, and their clients saw bad_record_mac.
 */
import { describe, expect, test } from 'vitest';
import { alertCodes } from '../../generated/registries.ts';
import { errorOf, keyLogOf } from '../support/effects.ts';
import { serverCertificates, serverKey } from '../support/fixed-identity.ts';
import { Pair } from '../support/pair.ts';
import { cipherSuite, fatalAlertPlaintext, openLastRecord } from './last-record.ts';
import { alertFor, describeVariant, type Variant, variants } from './variants.ts';

const titled = variants.map((variant) => [describeVariant(variant), variant] as const);

describe('the alert to a client that shows', () => {
  test.each(titled)('%s', (_, variant) => {
    const { pair, flight } = upToSecondFlight(variant);
    const before = pair.server.written.length;
    // All in one piece: what is behind Finished is there when it is read.
    pair.server.receive(flight);
    const alert = alertFor(variant, 'unknown_ca');
    expect(errorOf(pair.server.effects) ?? pair.server.engine.failure).toMatchObject({ alert });
    expect(openLastRecord(pair.server.written, keyLogOf(pair.server.effects))).toEqual({
      byHandshakeKey: undefined,
      byApplicationKey: fatalAlertPlaintext(alertCodes[alert]),
    });
    expect(pair.server.written.length - before).toBe(5 + 3 + 16);
    expect(pair.server.data).toEqual(new Uint8Array(0));
  });

  test.each(titled)('%s: our client reads it', (_, variant) => {
    const { pair, flight } = upToSecondFlight(variant);
    pair.server.receive(flight);
    pair.run();
    const alert = alertFor(variant, 'unknown_ca');
    expect(errorOf(pair.client.effects)).toMatchObject({ alert, origin: 'peer' });
  });
});

describe('the records before it', () => {
  test('are under the handshake key, and not under the other', () => {
    const { pair } = upToSecondFlight({ shows: 'none', isDeferred: true, isPipelined: false });
    const { byHandshakeKey, byApplicationKey } = openLastRecord(
      pair.server.written,
      keyLogOf(pair.server.effects),
    );
    expect(byHandshakeKey?.at(-1)).toBe(22);
    expect(byApplicationKey).toBeUndefined();
  });
});

/** A pair in which the server has said all of its flight, and what the client answers. */
function upToSecondFlight({ shows, isDeferred, isPipelined }: Variant) {
  const credentials =
    shows === 'none' ? [] : [{ certificates: serverCertificates, privateKey: serverKey() }];
  const pair = new Pair({
    client: { cipherSuites: [cipherSuite], credentials },
    // Without anchors every certificate is refused.
    server: { clientAuth: 'require', deferClientAuthAlerts: isDeferred, anchors: [], keyLog: true },
  }).start();
  if (isPipelined) pair.client.do((engine) => engine.write(data));
  const { length } = pair.client.written;
  pair.run(() => pair.client.written.length > length);
  // Whoever takes it from here brings it all at once.
  while (pair.client.takeOutgoing() !== undefined);
  const flight = pair.client.written.subarray(length);
  expect(flight.length > data.length).toBe(isPipelined);
  return { pair, flight };
}

const data = new Uint8Array(100_000);
