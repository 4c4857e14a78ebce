/**
 * What keeps a connection of TLS 1.2 to itself: no second handshake on it (RFC 5246 7.2.2, 7.4.1.1;
 * RFC 5746), no session that another one goes on with, a master secret that is bound to its own
 * handshake (RFC 7627), and no flood that it would have to bear.
 */
import { describe, expect, test } from 'vitest';
import type { Role } from '../support/puppet-script.ts';
import { clientSays, Duel, knownClientSays, serverSays } from './duel.ts';

const ends: readonly { readonly role: Role; readonly asks: string }[] = [
  { role: 'client', asks: '[HelloRequest]' },
  { role: 'server', asks: '[ClientHello(TLSv1.2)]' },
];
const refusal = 'application alert no_renegotiation';
const unexpected = 'application alert unexpected_message';

/** Our end, connected in TLS 1.2. */
function connected(role: Role): Duel {
  return new Duel(role).say(...(role === 'client' ? serverSays : clientSays));
}

describe.each(ends)('renegotiation with our $role', ({ role, asks }) => {
  test('is refused with a warning, and the connection goes on', () => {
    const duel = connected(role).say('[data "before "]', asks, '[data "after"]');
    expect(duel.alerts).toEqual([refusal]);
    expect(duel.data).toBe('before after');
    expect(duel.connections).toHaveLength(1);
    expect(duel.do((engine) => engine.end()).alerts.at(-1)).toBe('application alert close_notify');
  });

  test('is not to be insisted on', () => {
    const duel = connected(role).say(asks, '[data "in between"]', asks);
    expect(duel.alerts).toEqual([refusal, unexpected]);
    expect(duel.error).toMatchObject({ code: 'ERR_TLS_UNEXPECTED_MESSAGE' });
  });

  test('is not begun by anything else', () => {
    const messages = role === 'client' ? serverSays : knownClientSays.slice(1);
    for (const message of messages.slice(0, -2)) {
      const duel = connected(role).say(`[${message}]`);
      expect(duel.alerts).toEqual([unexpected]);
      expect(duel.connections).toHaveLength(1);
    }
  });

  test('after our close_notify it is not even answered', () => {
    const duel = connected(role).do((engine) => engine.end());
    expect(duel.say(asks).alerts).toEqual(['application alert close_notify']);
    expect(duel.say(asks).alerts).toEqual(['application alert close_notify']);
    expect(duel.error).toMatchObject({ code: 'ERR_TLS_UNEXPECTED_MESSAGE' });
  });

  test('CVE-2009-3555: our first handshake is not the second one of somebody else', () => {
    const hello = role === 'client' ? 'ServerHello' : 'ClientHello';
    const duel = new Duel(role).say(`${hello}(TLSv1.2; renegotiation_info = 12 bytes)`);
    expect(duel.alerts).toEqual(['plaintext alert handshake_failure']);
    expect(duel.error).toMatchObject({ code: 'ERR_TLS_NO_RENEGOTIATION_INFO' });
  });
});

test('CVE-2009-3555: a server that does not know renegotiation_info', () => {
  const duel = new Duel('client').say('ServerHello(TLSv1.2; without renegotiation_info)');
  expect(duel.alerts).toEqual(['plaintext alert handshake_failure']);
});

describe('HelloRequest in a handshake', () => {
  test('is ignored wherever a message is awaited, and is no part of the transcript', () => {
    const says = serverSays.flatMap((one) => {
      const epoch = one.startsWith('[') ? '[HelloRequest]' : 'HelloRequest';
      return [epoch, one];
    });
    const duel = new Duel('client').say(...says);
    expect(duel.connections).toMatchObject([{ protocol: 'TLSv1.2' }]);
    expect(duel.alerts).toEqual([]);
  });

  test('is not ignored for ever', () => {
    const duel = new Duel('client').say('ServerHello(TLSv1.2)', 'HelloRequest times 32');
    expect(duel.alerts).toEqual([]);
    expect(duel.say('HelloRequest').alerts).toEqual(['plaintext alert unexpected_message']);
    expect(duel.error).toMatchObject({ code: 'ERR_TLS_FLOOD' });
  });

  test('is for clients', () => {
    const duel = new Duel('server').say('ClientHello(TLSv1.2)', 'HelloRequest');
    expect(duel.alerts).toEqual(['plaintext alert unexpected_message']);
  });
});

describe('triple handshake', () => {
  test.each([
    ['client', 'ServerHello(TLSv1.2; without extended_master_secret)'],
    ['server', 'ClientHello(TLSv1.2; without extended_master_secret)'],
  ] as const)('our %s has no master secret that is not bound to its handshake', (role, hello) => {
    const duel = new Duel(role).say(hello);
    expect(duel.alerts).toEqual(['plaintext alert handshake_failure']);
    expect(duel.error).toMatchObject({ code: 'ERR_TLS_NO_EXTENDED_MASTER_SECRET' });
  });

  test.each(['client', 'server'] as const)(
    'where our %s is told to bear one, it makes no name of it',
    (role) => {
      const [hello = '', ...rest] = role === 'client' ? serverSays : clientSays;
      const bare = hello.replace(')', '; without extended_master_secret)');
      const duel = new Duel(role, { requireExtendedMasterSecret: false }).say(bare, ...rest);
      expect(duel.connections).toHaveLength(1);
      const ask = () => duel.engine.exportKeyingMaterial('EXPERIMENTAL x', undefined, 32);
      expect(ask).toThrow(expect.objectContaining({ code: 'ERR_TLS_NO_EXTENDED_MASTER_SECRET' }));
      expect(
        connected(role).engine.exportKeyingMaterial('EXPERIMENTAL x', undefined, 32),
      ).toHaveLength(32);
    },
  );

  test('no session is resumed that never was', () => {
    // The client's own id is the one of the compatibility mode: whoever repeats it resumes.
    const duel = new Duel('client', { random: (length) => new Uint8Array(length).fill(7) });
    const id = Array.from({ length: 32 }, () => '07').join(' ');
    duel.say(`ServerHello(TLSv1.2; legacy_session_id_echo = bytes ${id})`);
    expect(duel.alerts).toEqual(['plaintext alert illegal_parameter']);
  });

  test('a key exchange without contribution, which both sessions could share', () => {
    const zero = Array.from({ length: 32 }, () => '00').join(' ');
    const duel = new Duel('server').say('ClientHello(TLSv1.2)');
    duel.say(`ClientKeyExchange(ecdh_Yc = bytes ${zero})`);
    expect(duel.alerts).toEqual(['plaintext alert illegal_parameter']);
  });
});

describe.each(ends)('floods, to our $role', ({ role }) => {
  test('KeyUpdate: TLS 1.2 has none', () => {
    for (const request of ['update_requested', 'update_not_requested']) {
      const duel = connected(role).say(`[KeyUpdate(${request})] times 40`);
      expect(duel.alerts).toEqual([unexpected]);
    }
  });

  test('warnings, connected', () => {
    const duel = connected(role).say('[alert no_renegotiation] times 4', '[data "still"]');
    expect(duel.data).toBe('still');
    expect(duel.alerts).toEqual([]);
    expect(duel.say('[alert user_canceled]').alerts).toEqual([unexpected]);
    expect(duel.error).toMatchObject({ code: 'ERR_TLS_FLOOD' });
  });

  test('warnings, in the handshake', () => {
    const [hello = ''] = role === 'client' ? serverSays : clientSays;
    const duel = new Duel(role).say(hello, 'alert no_renegotiation times 4');
    expect(duel.alerts).toEqual([]);
    expect(duel.say('alert no_renegotiation').alerts).toEqual([
      'plaintext alert unexpected_message',
    ]);
    expect(duel.connections).toEqual([]);
  });

  test('empty records', () => {
    const duel = connected(role).say('[data ""] times 32', '[data "x"]', '[data ""] times 32');
    expect(duel.alerts).toEqual([]);
    expect(duel.say('[data ""]').alerts).toEqual([unexpected]);
  });
});
