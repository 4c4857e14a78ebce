/** What we, as a server, ask foreign clients for, and what must come of it: the declared list. */
import type { Situation } from './situation.ts';

const common = { role: 'client', wants: 'require', trusted: ['oldRoot'] } as const;

const required = [
  'the client showed no certificate, and one is required',
  'we asked for a certificate by CN=Old Root: the client has none, or none that fits',
];

/** What becomes of clients that do not look at the names which they are sent. */
const showsAnything = {
  shown: 'CN=stranger',
  alert: 'unknown_ca',
  explained: ['(CN=stranger) is issued by CN=Other Root, which is neither sent nor trusted'],
  because: 'it does not look at the names of CAs',
} as const;
const chooseByKey = {
  ...showsAnything,
  outcome: 'refused',
  because: 'it chooses by the kind of the key alone',
} as const;
const chooseNothing = {
  GnuTLS: 'gnutls-cli takes one certificate',
  curl: 'curl takes one certificate',
} as const;

export const clientSituations: readonly Situation[] = [
  {
    ...common,
    title: 'one certificate, by the CA that we name',
    candidates: ['ecdsa'],
    expected: { outcome: 'let in', shown: 'CN=ecdsa', explained: ['CN=ecdsa < CN=Old Root'] },
  },
  {
    ...common,
    title: 'one, by another CA than we name',
    candidates: ['stranger'],
    expected: {
      outcome: 'refused',
      shown: undefined,
      alert: 'certificate_required',
      explained: required,
    },
    otherwise: {
      OpenSSL: showsAnything,
      GnuTLS: showsAnything,
      'node:tls': showsAnything,
      curl: showsAnything,
    },
  },
  {
    ...common,
    title: 'several, of which one is by the CA that we name',
    candidates: ['stranger', 'rsa'],
    expected: { outcome: 'let in', shown: 'CN=rsa', explained: ['CN=rsa < CN=Old Root'] },
    otherwise: { OpenSSL: chooseByKey, 'node:tls': chooseByKey },
    impossible: chooseNothing,
  },
  {
    ...common,
    title: 'several, of which one has a key that may sign',
    takesEcdsaOnly: true,
    candidates: ['rsa', 'ecdsa'],
    expected: { outcome: 'let in', shown: 'CN=ecdsa', explained: ['CN=ecdsa < CN=Old Root'] },
    impossible: chooseNothing,
  },
  {
    ...common,
    title: 'none, and one is requested',
    wants: 'request',
    expected: { outcome: 'let in unknown', shown: undefined, explained: ['it showed none'] },
  },
  {
    ...common,
    title: 'none, and one is required',
    expected: {
      outcome: 'refused',
      shown: undefined,
      alert: 'certificate_required',
      explained: required,
    },
  },
  {
    ...common,
    title: 'by an unknown CA, and we name none',
    namesNobody: true,
    shows: 'stranger',
    expected: {
      outcome: 'refused',
      shown: 'CN=stranger',
      alert: 'unknown_ca',
      explained: ['(CN=stranger) is issued by CN=Other Root, which is neither sent nor trusted'],
    },
  },
  {
    ...common,
    title: 'by an unknown CA, where one is only requested',
    namesNobody: true,
    wants: 'request',
    shows: 'stranger',
    expected: {
      outcome: 'refused',
      shown: 'CN=stranger',
      alert: 'unknown_ca',
      explained: ['(CN=stranger) is issued by CN=Other Root, which is neither sent nor trusted'],
    },
  },
  {
    ...common,
    title: 'expired',
    shows: 'expired',
    expected: {
      outcome: 'refused',
      shown: 'CN=expired',
      alert: 'certificate_expired',
      explained: ['(CN=expired) expired at', 'ago by our clock'],
    },
  },
  {
    ...common,
    title: 'revoked, as we know',
    knowsRevoked: true,
    shows: 'revoked',
    expected: {
      outcome: 'refused',
      shown: 'CN=revoked',
      alert: 'certificate_revoked',
      explained: ['(CN=revoked) was revoked at', '(keyCompromise), as a CRL says'],
    },
  },
  {
    ...common,
    title: 'for servers only',
    shows: 'server only',
    expected: {
      outcome: 'refused',
      shown: 'CN=server only',
      alert: 'unsupported_certificate',
      explained: ['(CN=server only) has an extended key usage without clientAuth'],
    },
    otherwise: {
      NSS: {
        shown: undefined,
        alert: 'certificate_required',
        explained: required,
        because: 'NSS shows none that is not for clients, even if it is told to',
      },
    },
  },
  {
    ...common,
    title: 'the root was changed: we trust only the new one, its chain begins with the old one',
    trusted: ['newRoot'],
    shows: 'moved, old chain first',
    expected: {
      outcome: 'let in',
      shown: 'CN=moved',
      explained: ['CN=moved < CN=Clients CA < CN=New Root'],
    },
  },
  {
    ...common,
    title:
      'the root is not changed yet: we trust only the old one, its chain begins with the new one',
    shows: 'moved, new chain first',
    expected: {
      outcome: 'let in',
      shown: 'CN=moved',
      explained: ['CN=moved < CN=Clients CA < CN=Old Root'],
    },
  },
  {
    ...common,
    title: 'the root was changed: we have the cross-certificate, it has the old chain only',
    trusted: ['newRoot', 'byNewRoot'],
    shows: 'moved, old chain',
    expected: { outcome: 'let in', shown: 'CN=moved', explained: ['CN=moved < CN=Clients CA'] },
  },
  {
    ...common,
    title: 'who it says, and the application refuses',
    shows: 'ecdsa',
    refusesAnybody: true,
    expected: {
      outcome: 'refused',
      shown: 'CN=ecdsa',
      alert: 'access_denied',
      explained: ['CN=ecdsa is who it says, and may not come in'],
    },
  },
];
