/**
 * Attacks on the state machines of TLS 1.2 that the literature knows by name, each against both of
 * our engines where it can be. The peer has good keys and a good certificate: only the order is bad.
 * RFC 5246 7.3: messages in any other order are a fatal error.
 */
import { describe, expect, test } from 'vitest';
import type { Role } from '../support/puppet-script.ts';
import { clientSays, Duel, knownClientSays, serverSays } from './duel.ts';

const knownClients = { clientAuth: 'require' } as const;

/** Each conversation that leads to a connection, and what our end is. */
const conversations = [
  { who: 'client', role: 'client', says: serverSays, options: {} },
  { who: 'server', role: 'server', says: clientSays, options: {} },
  {
    who: 'server that wants certificates',
    role: 'server',
    says: knownClientSays,
    options: knownClients,
  },
] as const;

/** Our end says one fatal alert, and the application has heard of no connection. */
function expectRefused(duel: Duel, alert: string): void {
  expect(duel.alerts).toEqual([alert]);
  expect(duel.connections).toEqual([]);
  expect(duel.error).toMatchObject({ origin: 'local' });
  // Whatever comes behind it.
  duel.say('change_cipher_spec', '[Finished]', '[data "late"]');
  expect(duel.alerts).toEqual([alert]);
  expect(duel.connections).toEqual([]);
  expect(duel.data).toBe('');
}

const unexpected = 'plaintext alert unexpected_message';

describe.each(conversations)('our $who', ({ role, says, options }) => {
  test('is connected by the right messages, and by them alone', () => {
    for (let count = 0; count < says.length; count += 1) {
      expect(new Duel(role, options).say(...says.slice(0, count)).connections).toEqual([]);
    }
    const duel = new Duel(role, options).say(...says);
    expect(duel.connections).toMatchObject([{ protocol: 'TLSv1.2' }]);
    expect(duel.alerts).toEqual([]);
  });

  const keysAt = says.indexOf('change_cipher_spec');
  const early = says.slice(1, keysAt).map((_, index) => index + 1);
  test.each(early)('CVE-2014-0224: ChangeCipherSpec before there are keys, after %i', (count) => {
    const duel = new Duel(role, options).say(...says.slice(0, count), 'change_cipher_spec');
    expectRefused(duel, unexpected);
  });

  /** A client sends its second flight, and changes its keys, behind ServerHelloDone. */
  const epochAfter = (count: number) =>
    role === 'client' && count > says.indexOf('ServerHelloDone') ? 'application' : 'plaintext';

  const gaps = says.flatMap((_, from) =>
    says.slice(from + 1).map((_next, length) => ({ from, to: from + length + 1 })),
  );
  test.each(gaps)('CVE-2014-6593: skips messages, $from to $to', ({ from, to }) => {
    const rest = says.slice(to);
    // Without the change of keys all is in the clear.
    const isInTheClear = !rest.includes('change_cipher_spec');
    const going = isInTheClear ? rest.map((one) => one.replace(/[[\]]/g, '')) : rest;
    const duel = new Duel(role, options).say(...says.slice(0, from), ...going);
    expectRefused(duel, `${epochAfter(from)} alert unexpected_message`);
  });

  test.each(says.slice(0, -1).map((_, index) => index))('each message twice: %i', (index) => {
    const isKeyChange = says[index] === 'change_cipher_spec';
    const twice = [...says.slice(0, index + 1), says[index] ?? ''];
    const duel = new Duel(role, options).say(...twice);
    // Behind the first ChangeCipherSpec all is protected: a second one in the clear does not open.
    const alert = isKeyChange ? 'bad_record_mac' : 'unexpected_message';
    expectRefused(duel, `${epochAfter(index + 1)} alert ${alert}`);
  });

  test('CVE-2020-12457: ChangeCipherSpec again and again', () => {
    const duel = new Duel(role, options).say(...says.slice(0, keysAt + 1));
    duel.say('[change_cipher_spec] times 1000');
    expectRefused(duel, `${epochAfter(keysAt)} alert unexpected_message`);
    const before = new Duel(role, options).say(...says.slice(0, keysAt - 1));
    expectRefused(before.say('change_cipher_spec times 1000'), unexpected);
  });
});

describe('CVE-2015-0204 (FREAK): a ServerKeyExchange that nobody waits for', () => {
  test.each([
    ['before the Certificate', serverSays.slice(0, 1), unexpected],
    ['a second time', serverSays.slice(0, 3), unexpected],
    ['behind the flight', serverSays.slice(0, 4), 'application alert unexpected_message'],
  ])('to our client: %s', (_, before, alert) => {
    expectRefused(new Duel('client').say(...before, 'ServerKeyExchange'), alert);
  });

  test('to our client, in TLS 1.3', () => {
    const duel = new Duel('client').say('ServerHello', '{EncryptedExtensions}');
    expectRefused(duel.say('{ServerKeyExchange}'), 'handshake alert unexpected_message');
  });

  test.each([1, 2])('to our server, after %i', (count) => {
    const duel = new Duel('server').say(...clientSays.slice(0, count), 'ServerKeyExchange');
    expectRefused(duel, unexpected);
  });

  test('with a group that was not offered, well signed', () => {
    const duel = new Duel('client').say('ServerHello(TLSv1.2)', 'Certificate');
    duel.say('ServerKeyExchange(namedcurve = secp384r1)');
    expectRefused(duel, 'plaintext alert illegal_parameter');
  });
});

describe('identities without proof', () => {
  test.each(['request', 'require'] as const)(
    'CVE-2015-0205: a client certificate without CertificateVerify, where we %s one',
    (clientAuth) => {
      const duel = new Duel('server', { clientAuth });
      duel.say('ClientHello(TLSv1.2)', 'Certificate', 'ClientKeyExchange');
      expectRefused(duel.say('change_cipher_spec'), unexpected);
    },
  );

  test('CVE-2015-0205: the same without ClientKeyExchange', () => {
    const duel = new Duel('server', knownClients).say('ClientHello(TLSv1.2)', 'Certificate');
    expectRefused(duel.say('change_cipher_spec'), unexpected);
  });

  test('CVE-2020-24613: Finished without Certificate, to our client', () => {
    const newer = new Duel('client').say('ServerHello', '{EncryptedExtensions}', '{Finished}');
    expectRefused(newer, 'handshake alert unexpected_message');
    const older = new Duel('client').say('ServerHello(TLSv1.2)', 'Finished');
    expectRefused(older, unexpected);
  });

  test('CVE-2020-24613: Finished without Certificate, to our server', () => {
    const duel = new Duel('server', knownClients).say('ClientHello(TLSv1.2)');
    expectRefused(duel.say('ClientKeyExchange'), unexpected);
    const other = new Duel('server', knownClients).say('ClientHello(TLSv1.2)');
    expectRefused(other.say('Finished'), unexpected);
  });

  test('CertificateVerify before ClientKeyExchange', () => {
    const duel = new Duel('server', knownClients).say('ClientHello(TLSv1.2)', 'Certificate');
    expectRefused(duel.say('CertificateVerify'), unexpected);
  });

  test.each([1, 2, 3])('CertificateVerify from a server, after %i', (count) => {
    const duel = new Duel('client').say(...serverSays.slice(0, count), 'CertificateVerify');
    expectRefused(duel, unexpected);
  });

  test('the empty certificate, where one is required', () => {
    const duel = new Duel('server', knownClients).say('ClientHello(TLSv1.2)');
    expectRefused(duel.say('Certificate(empty)'), 'plaintext alert handshake_failure');
  });

  test("CertificateVerify by somebody else's key", () => {
    const duel = new Duel('server', knownClients).say('ClientHello(TLSv1.2)');
    duel.say('Certificate(otherKey)', 'ClientKeyExchange', 'CertificateVerify');
    expectRefused(duel, 'plaintext alert decrypt_error');
  });
});

describe('handshake bytes that are left over when the keys change', () => {
  const places: readonly { readonly role: Role; readonly before: readonly string[] }[] = [
    { role: 'client', before: serverSays.slice(0, 4) },
    { role: 'server', before: clientSays.slice(0, 2) },
  ];

  test.each(places)('half a Finished, to our $role', ({ role, before }) => {
    const epoch = role === 'client' ? 'application' : 'plaintext';
    const duel = new Duel(role).say(...before, 'Finished 1/2', 'change_cipher_spec');
    expectRefused(duel, `${epoch} alert unexpected_message`);
  });

  test.each(places)('a whole one in the clear, to our $role', ({ role, before }) => {
    const epoch = role === 'client' ? 'application' : 'plaintext';
    const duel = new Duel(role).say(...before, 'Finished', 'change_cipher_spec');
    expectRefused(duel, `${epoch} alert unexpected_message`);
  });

  test.each(places)('half an alert, to our $role', ({ role, before }) => {
    const epoch = role === 'client' ? 'application' : 'plaintext';
    const duel = new Duel(role).say(...before, 'alert bytes 01', 'change_cipher_spec');
    expectRefused(duel, `${epoch} alert unexpected_message`);
  });

  test('in the record of the ClientKeyExchange', () => {
    const duel = new Duel('server').say('ClientHello(TLSv1.2)', 'ClientKeyExchange + Finished');
    expectRefused(duel.say('change_cipher_spec'), unexpected);
  });
});
