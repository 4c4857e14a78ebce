/** Makes what the servers of `server-kinds.ts` show. */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Authorities, bundle, changed, type Shown } from './authorities.ts';
import { Authority, openssl, type Recipe } from './authority.ts';
import type { CrlName, ServerKindName, TrustName } from './server-kinds.ts';

export interface ServerPki {
  readonly folder: string;
  readonly servers: Readonly<Record<ServerKindName, Shown>>;
  readonly trust: Readonly<Record<TrustName, string>>;
  readonly crls: Readonly<Record<CrlName, string>>;
  /** What is served by HTTP: DER. */
  readonly lists: string;
}

/** Where statuses are fetched from: `http://127.0.0.1:port/`. */
export interface Origins {
  readonly responder: string;
  readonly staleResponder: string;
  readonly lists: string;
}

/** Certificates of servers, revoked where they are to be, and the lists that say so. */
export function makeServerPki(authorities: Authorities, origins: Origins): ServerPki {
  const { folder, newRoot, oldRoot, stranger, issuing } = authorities;
  const servers = {
    ...faulty(authorities),
    ...stapled(authorities),
    ...listed(authorities),
    ...answeredFor(authorities, origins),
    ...crossSigned(authorities),
  };
  return {
    folder,
    servers,
    trust: {
      newRoot: newRoot.certificate,
      oldRoot: oldRoot.certificate,
      oldRootExpired: oldRoot.reissue('expired', [-9, -2]),
    },
    crls: {
      newRoot: newRoot.crl('now'),
      oldRoot: oldRoot.crl('now'),
      issuing: issuing.crl('now'),
      issuingStale: issuing.crl('stale', [-9, -2]),
      stranger: stranger.crl('now'),
    },
    lists: derOf(issuing.crl('by-http')),
  };
}

type Servers<Name extends ServerKindName = ServerKindName> = Record<Name, Shown>;

/** By the issuing CA, which is sent as well. */
function issued(
  { issuing }: Authorities,
  name: ServerKindName,
  recipe: Partial<Recipe> = {},
): Shown {
  const credential = issuing.issue(name, { use: 'server', ...recipe });
  return { ...credential, chain: issuing.certificate };
}

/** By another one below the root. */
function issuedBy(issuer: Authority, name: ServerKindName): Shown {
  return { ...issuer.issue(name, { use: 'server' }), chain: issuer.certificate };
}

function faulty(authorities: Authorities) {
  const { folder, newRoot, stranger, issuing } = authorities;
  const make = (name: ServerKindName, recipe?: Partial<Recipe>) =>
    issued(authorities, name, recipe);
  const below = (caName: string, name: ServerKindName, recipe: Partial<Recipe>) =>
    issuedBy(new Authority(folder, caName, newRoot, recipe), name);
  const unknown = stranger.issue('unknown CA', { use: 'server' });
  const loner = new Authority(folder, 'self-signed', undefined, { use: 'server' });
  return {
    expired: make('expired', { days: [-9, -2] }),
    'expired intermediate': below('Expired CA', 'expired intermediate', { days: [-9, -2] }),
    'not yet valid': make('not yet valid', { days: [3, 9] }),
    'unknown CA': unknown,
    'unknown root, sent': { ...unknown, chain: stranger.certificate },
    'self-signed': { certificate: loner.certificate, privateKey: loner.privateKey },
    'wrong name': make('wrong name', { section: ['subjectAltName=DNS:other.example'] }),
    'no name': make('no name', { subject: 'host.example', section: ['subjectAltName='] }),
    'SHA-1': make('SHA-1', { digest: 'sha1' }),
    'SHA-1 intermediate': below('SHA-1 CA', 'SHA-1 intermediate', { digest: 'sha1' }),
    'weak key': make('weak key', { key: 'RSA-1024' }),
    'weak intermediate': below('Weak CA', 'weak intermediate', { key: 'RSA-1024' }),
    'missing intermediate': issuing.issue('missing intermediate', { use: 'server' }),
    'wrong purpose': make('wrong purpose', { section: ['extendedKeyUsage=clientAuth'] }),
    'issued by a leaf': below('Leaf of leaves', 'issued by a leaf', { use: 'server' }),
    'one CA too many': oneTooMany(authorities),
    'outside its constraints': below('Inner CA', 'outside its constraints', {
      section: ['nameConstraints=critical,permitted;DNS:inside.example'],
    }),
    'critical extension': make('critical extension', { section: ['1.2.3.4=critical,ASN1:NULL'] }),
    'changed after signing': changed(make('changed after signing')),
  } as const satisfies Partial<Servers>;
}

function oneTooMany(authorities: Authorities): Shown {
  const { folder, newRoot } = authorities;
  const section = ['basicConstraints=critical,CA:TRUE,pathlen:0'];
  const last = new Authority(folder, 'Last CA', newRoot, { section });
  const tooMany = new Authority(folder, 'CA too many', last);
  const chain = bundle(folder, 'too-many', tooMany.certificate, last.certificate);
  return { ...tooMany.issue('one CA too many', { use: 'server' }), chain };
}

/** CRLs are served in DER (RFC 5280 4.2.1.13). */
function derOf(crl: string): string {
  const der = `${crl}.der`;
  openssl('crl', '-in', crl, '-outform', 'DER', '-out', der);
  return der;
}

const mustStaple = { section: ['tlsfeature=status_request'] };

function stapled(authorities: Authorities) {
  const { issuing, stranger, responder } = authorities;
  const make = (name: ServerKindName, recipe?: Partial<Recipe>) =>
    issued(authorities, name, recipe);
  const good = make('good staple');
  const revoked = make('staple: revoked');
  issuing.revoke(revoked, 'keyCompromise');
  const stale = make('stale staple');
  const another = make("another's staple");
  const strange = make("a stranger's staple");
  const promised = make('must-staple and stapled', mustStaple);
  const tooLate = make('must-staple and stale', mustStaple);
  // Made behind its authority's back: the responder does not know it.
  const unknown = withoutEntry(issuing, () => make('staple: unknown'));
  const staple = (name: string, shown: Shown, more?: Parameters<Authority['respond']>[2]) =>
    issuing.respond(name, shown, more);
  return {
    'good staple': { ...good, staple: staple('good', good) },
    'no status': make('no status'),
    'staple: revoked': { ...revoked, staple: staple('revoked', revoked, { signer: responder }) },
    'stale staple': { ...stale, staple: staple('stale', stale, { daysAgo: 30 }) },
    "another's staple": { ...another, staple: staple('another', good) },
    "a stranger's staple": { ...strange, staple: staple('strange', strange, { signer: stranger }) },
    'staple: unknown': { ...unknown, staple: staple('unknown', unknown) },
    'must-staple and stapled': { ...promised, staple: staple('must', promised) },
    'must-staple and bare': make('must-staple and bare', mustStaple),
    'must-staple and stale': { ...tooLate, staple: staple('late', tooLate, { daysAgo: 30 }) },
  } as const satisfies Partial<Servers>;
}

/** Whatever is issued meanwhile is not in the authority's database. */
function withoutEntry<T>({ index }: Authority, issue: () => T): T {
  const before = readFileSync(index);
  const made = issue();
  writeFileSync(index, before);
  return made;
}

function listed(authorities: Authorities) {
  const { folder, newRoot, issuing } = authorities;
  const make = (name: ServerKindName) => issued(authorities, name);
  const revoked = make('CRL: revoked');
  const both = make('good staple but bad CRL');
  const goodOnce = issuing.respond('good-once', both);
  for (const one of [revoked, both]) issuing.revoke(one, 'keyCompromise');
  const revokedCa = new Authority(folder, 'Revoked CA', newRoot);
  newRoot.revoke(revokedCa, 'CACompromise');
  return {
    'CRL: good': make('CRL: good'),
    'CRL: revoked': revoked,
    'CRL: stale': make('CRL: stale'),
    "CRL: a stranger's": make("CRL: a stranger's"),
    'CRL: its CA is revoked': issuedBy(revokedCa, 'CRL: its CA is revoked'),
    'good staple but bad CRL': { ...both, staple: goodOnce },
  } as const satisfies Partial<Servers>;
}

function answeredFor(authorities: Authorities, origins: Origins) {
  const { issuing } = authorities;
  const { responder, staleResponder, lists } = origins;
  const make = (name: ServerKindName, ...section: readonly string[]) =>
    issued(authorities, name, { section });
  const asking = (origin: string) => `authorityInfoAccess=OCSP;URI:${origin}`;
  const listedAt = (path: string) => `crlDistributionPoints=URI:${lists}${path}`;
  const superseded = make('responder: revoked', asking(responder));
  issuing.revoke(superseded, 'superseded');
  const compromised = make('CRL by HTTP: revoked', listedAt('issuing.crl'));
  issuing.revoke(compromised, 'keyCompromise');
  return {
    'responder: good': make('responder: good', asking(responder)),
    'responder: revoked': superseded,
    'responder: unknown': withoutEntry(issuing, () =>
      make('responder: unknown', asking(responder)),
    ),
    'responder: down': make('responder: down', asking(nobody)),
    'responder: stale': make('responder: stale', asking(staleResponder)),
    'CRL by HTTP: good': make('CRL by HTTP: good', listedAt('issuing.crl')),
    'CRL by HTTP: revoked': compromised,
    'CRL by HTTP: 404': make('CRL by HTTP: 404', listedAt('gone.crl')),
  } as const satisfies Partial<Servers>;
}

/** tcpmux: nobody listens there, and no test is given this port. */
const nobody = 'http://127.0.0.1:1/';

function crossSigned(authorities: Authorities) {
  const { folder, newRoot, oldRoot, issuing } = authorities;
  const newByOld = oldRoot.crossSign('New Root by Old Root', newRoot);
  const oldByNew = newRoot.crossSign('Old Root by New Root', oldRoot);
  const issuingByOld = oldRoot.crossSign('Issuing CA by Old Root', issuing);
  const leaf = issuing.issue('cross-signed', { use: 'server' });
  const newer = bundle(folder, 'newer', issuing.certificate, newByOld);
  const older = bundle(folder, 'older', issuingByOld, oldByNew);
  const [newChain, oldChain] = [newer, older].map((chain) => ({ ...leaf, chain })) as [
    Shown,
    Shown,
  ];
  return {
    'new chain, old root trusted': newChain,
    'new chain, new root trusted': newChain,
    'new chain, both trusted': newChain,
    'new chain, old root expired': newChain,
    'new chain, old root expired, new trusted': newChain,
    'new chain without the cross, old trusted': { ...leaf, chain: issuing.certificate },
    'old chain, old root trusted': oldChain,
    'old chain, new root trusted': oldChain,
    'old chain, both trusted': oldChain,
    'old chain, old root expired, new trusted': oldChain,
  } as const satisfies Partial<Servers>;
}
