/**
 * The same in TLS 1.2, a sample: there the server refuses before the handshake is over, in the clear,
 * and has no certificate_required.
 */
import { clientSituations } from './client-situations.ts';
import { serverSituations } from './server-situations.ts';
import type { Expected, Situation } from './situation.ts';

const asked = 'the server asked for a certificate by CN=Old Root';
const weHaveNone = [asked, 'we have none'];

type Otherwise = NonNullable<Situation['otherwise']>[string];

/** What is another in TLS 1.2, also of what some peers do otherwise. */
interface Change extends Partial<Expected> {
  readonly otherwise?: Readonly<Record<string, Partial<Otherwise>>>;
  readonly impossible?: Readonly<Record<string, string>>;
}

/** A refusal in the handshake: the error says what else a summary would have said. */
function toldOf(name: string): Change {
  const it = `it got CN=${name}`;
  return {
    explained: [asked, it],
    otherwise: {
      GnuTLS: { explained: ['or it says so of any certificate it refuses', asked, it] },
      'node:tls': { explained: ['this may be a refusal', asked, it] },
    },
  };
}

/** By title, when foreign servers ask us. */
const ofServers: Readonly<Record<string, Change>> = {
  'one certificate, by the CA that is named': {},
  'none of several suits, and one is requested': {},
  'there is none at all, and one is required': {
    alert: 'handshake_failure',
    explained: weHaveNone,
    otherwise: {
      GnuTLS: {
        alert: 'decode_error',
        because: 'gnutls-serv says so of every empty Certificate that it does not take',
      },
      NSS: { alert: 'bad_certificate', because: 'NSS has no other word for it in TLS 1.2' },
    },
  },
  'the application shows one by another CA': toldOf('stranger'),
  'expired by the clock of the server, not by ours': toldOf('expired'),
  'revoked, as the server knows': toldOf('revoked'),
};

/** The same when we ask foreign clients. */
const ofClients: Readonly<Record<string, Change>> = {
  'one certificate, by the CA that we name': {},
  'none, and one is requested': {},
  'none, and one is required': { alert: 'handshake_failure' },
  'by an unknown CA, and we name none': {},
  expired: {
    impossible: {
      curl: 'curl says of this alert that it could not verify the server, and no more',
    },
  },
  'revoked, as we know': {},
  'who it says, and the application refuses': {},
};

export const tls12ServerSituations = inTls12(serverSituations, ofServers);
export const tls12ClientSituations = inTls12(clientSituations, ofClients);

function inTls12(
  situations: readonly Situation[],
  changes: Readonly<Record<string, Change>>,
): readonly Situation[] {
  return Object.entries(changes).map(([title, { otherwise = {}, impossible, ...expected }]) => {
    const situation = situations.find((one) => one.title === title);
    if (situation === undefined) throw new Error(`there is no situation '${title}'`);
    const others = Object.entries(otherwise).map(([peer, one]) => {
      return [peer, { because: '', ...situation.otherwise?.[peer], ...one }] as const;
    });
    return {
      ...situation,
      version: 'TLSv1.2',
      expected: { ...situation.expected, ...expected },
      otherwise: { ...situation.otherwise, ...Object.fromEntries(others) },
      ...(impossible && { impossible: { ...situation.impossible, ...impossible } }),
    };
  });
}
