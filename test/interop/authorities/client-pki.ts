/** Makes what the clients of `client-kinds.ts` show. */
import type { CredentialFiles } from '../../support/certificates.ts';
import { type Authorities, bundle, changed, type Shown } from './authorities.ts';
import { Authority, type Recipe } from './authority.ts';
import type { ClientKindName } from './client-kinds.ts';

export interface ClientPki {
  /** Undefined: nothing is shown. */
  readonly clients: Readonly<Record<ClientKindName, Shown | undefined>>;
  /** A server for everybody: its certificate and its CA's in one file. */
  readonly server: CredentialFiles;
  readonly trust: string;
  /** CRLs of everybody in the path. */
  readonly crls: Readonly<Record<'fresh' | 'stale', readonly string[]>>;
}

export function makeClientPki({ folder, newRoot, issuing, stranger }: Authorities): ClientPki {
  const make = (name: ClientKindName, recipe: Partial<Recipe> = {}): Shown => {
    const credential = issuing.issue(`${name}`, { use: 'client', ...recipe });
    return { ...credential, chain: issuing.certificate };
  };
  const revoked = make('revoked');
  issuing.revoke(revoked, 'keyCompromise');
  const revokedCa = new Authority(folder, 'Revoked CA', newRoot);
  newRoot.revoke(revokedCa, 'CACompromise');
  const below = revokedCa.issue('its CA is revoked', { use: 'client' });
  const { certificate, privateKey } = new Authority(folder, 'self-signed', undefined, {
    use: 'client',
  });
  const clients = {
    good: make('good'),
    revoked,
    'its CA is revoked': { ...below, chain: revokedCa.certificate },
    expired: make('expired', { days: [-9, -2] }),
    'not yet valid': make('not yet valid', { days: [3, 9] }),
    'unknown CA': stranger.issue('unknown CA', { use: 'client' }),
    'self-signed': { certificate, privateKey },
    'SHA-1': make('SHA-1', { digest: 'sha1' }),
    'weak key': make('weak key', { key: 'RSA-1024' }),
    'missing intermediate': issuing.issue('missing intermediate', { use: 'client' }),
    'wrong purpose': make('wrong purpose', { section: ['extendedKeyUsage=serverAuth'] }),
    'changed after signing': changed(make('changed after signing')),
    none: undefined,
    denied: make('denied'),
  };
  const root = newRoot.crl('now');
  const ofRevoked = revokedCa.crl('now');
  const { certificate: own, privateKey: key } = issuing.issue('server', { use: 'server' });
  return {
    clients,
    server: { certificate: bundle(folder, 'server', own, issuing.certificate), privateKey: key },
    trust: newRoot.certificate,
    crls: {
      fresh: [root, issuing.crl('now'), ofRevoked],
      stale: [root, issuing.crl('stale', [-9, -2]), ofRevoked],
    },
  };
}
