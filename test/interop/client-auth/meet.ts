/** Brings a peer into a situation, with all that it needs. */
import { join } from 'node:path';
import { nss } from '../peers/nss.ts';
import { addCrl, addIdentity, createDatabase } from '../peers/nss-database.ts';
import type { Peer } from '../peers/peer.ts';
import type { Pki } from '../pki.ts';
import { Scope } from '../scope.ts';
import { meetClient } from './meet-client.ts';
import { meetServer } from './meet-server.ts';
import type { ClientAuthPki } from './pki.ts';
import type { Seen, Situation } from './situation.ts';

const longestMs = 20_000;

/** @throws Error that says what went wrong, with the peer's last words */
export async function meet(situation: Situation, peer: Peer, pki: ClientAuthPki): Promise<Seen> {
  const scope = new Scope();
  const { server, client } = peer;
  try {
    const meeting = {
      situation,
      peer,
      pki,
      scope,
      peersPki: await peersPkiOf(situation, peer, pki),
    };
    const { role } = situation;
    const met =
      role === 'server'
        ? server && meetServer(meeting, server)
        : client && meetClient(meeting, client);
    if (met === undefined) throw new Error(`${peer.name} is no ${role}`);
    return await Promise.race([met, timeOut(scope)]);
  } catch (error) {
    throw new Error(`${error}\nThe last words of the peer:\n${scope.lastWords}`, { cause: error });
  } finally {
    await scope.close();
  }
}

/** Rejects when it takes too long; never settles when it is over before. */
function timeOut(scope: Scope): Promise<never> {
  return new Promise((_, reject) => {
    const error = new Error(`is not over after ${longestMs} ms`);
    scope.own(setTimeout(reject, longestMs, error), clearTimeout);
  });
}

/** A server trusts authorities of clients; a client trusts that of our server. */
async function peersPkiOf(situation: Situation, peer: Peer, pki: ClientAuthPki): Promise<Pki> {
  const { folder, clients } = pki;
  const trust = pki.trust(situation.role === 'server' ? situation.trusted : ['serverRoot']);
  const peers = { folder, trust, kinds: new Map(), stranger: clients.stranger };
  return peer === nss ? { ...peers, folder: await nssFolder(situation, pki) } : peers;
}

let databases = 0;

/** NSS finds everything in one database: each try has one of its own. */
async function nssFolder(situation: Situation, pki: ClientAuthPki): Promise<string> {
  const { role, trusted, candidates = [], shows, knowsRevoked } = situation;
  const folder = join(pki.folder, `nss-${databases++}`);
  const database = join(folder, 'nss-all');
  const authorities = role === 'server' ? trusted : (['serverRoot'] as const);
  await createDatabase(
    database,
    authorities.map((name) => pki.trust([name])),
  );
  if (role === 'server') {
    await addIdentity(database, pki.server);
    if (knowsRevoked) await addCrl(database, pki.crl.der);
    return folder;
  }
  if (shows === undefined && candidates.length === 0) {
    await createDatabase(join(folder, 'nss-authorities'), [pki.trust(['serverRoot'])]);
  }
  for (const name of shows === undefined ? candidates : [shows]) {
    await addIdentity(database, pki.clients[name]);
  }
  return folder;
}
