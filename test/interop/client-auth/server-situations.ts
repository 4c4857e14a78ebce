/** What foreign servers are made to ask us for, and what must come of it: the declared list. */
import { beforeExpiryMs } from './pki.ts';
import type { Situation } from './situation.ts';

const common = { role: 'server', wants: 'require', trusted: ['oldRoot'] } as const;

/** Each has a fault of its own. */
const unfit = ['stranger', 'expired', 'server only'] as const;
const reasons = [
  'not shown CN=stranger: issued by CN=Other Root: none of these',
  'not shown CN=expired: expired at ',
  'not shown CN=server only: has an extended key usage without clientAuth',
];
const asked = 'asked for a certificate by CN=Old Root';

/** Servers that refuse in another way than by the alert that RFC 9846 6.2 has for it. */
const nginxWantsOne = {
  outcome: 'HTTP 400',
  alert: undefined,
  explained: [asked, 'we showed none', '400 No required SSL certificate was sent'],
  because: 'nginx ends the handshake in peace and refuses by HTTP',
} as const;
const nginxRefuses = {
  ...nginxWantsOne,
  explained: [asked, 'we showed', '400 The SSL certificate error'],
} as const;
const nodeCutsOff = {
  outcome: 'cut off',
  alert: undefined,
  explained: [asked, 'we showed', 'this may be a refusal', asked, 'it got'],
  because: 'node:tls looks at the certificate after the handshake, and then destroys the socket',
} as const;
const gnutlsDenies = {
  alert: 'access_denied',
  explained: [asked, 'we showed', 'or it says so of any certificate it refuses', asked, 'it got'],
  because: 'gnutls-serv says access_denied of every certificate that it cannot verify',
} as const;
const bySayingNo = {
  GnuTLS: gnutlsDenies,
  'node:tls': nodeCutsOff,
  nginx: nginxRefuses,
} as const;

export const serverSituations: readonly Situation[] = [
  {
    ...common,
    title: 'one certificate, by the CA that is named',
    candidates: ['ecdsa'],
    expected: { outcome: 'let in', shown: 'CN=ecdsa', explained: [asked, 'we showed CN=ecdsa'] },
  },
  {
    ...common,
    title: 'several, of which one is right',
    candidates: [...unfit, 'rsa'],
    expected: {
      outcome: 'let in',
      shown: 'CN=rsa',
      explained: [asked, 'we showed CN=rsa', ...reasons],
    },
  },
  {
    ...common,
    title: 'several, of which one has a key that may sign',
    takesEcdsaOnly: true,
    candidates: ['rsa', 'ecdsa'],
    expected: {
      outcome: 'let in',
      shown: 'CN=ecdsa',
      explained: [
        asked,
        'we showed CN=ecdsa',
        'not shown CN=rsa: its key cannot sign as the server wants it',
      ],
    },
    impossible: { Go: 'crypto/tls has no setting for the schemes by which clients may sign' },
  },
  {
    ...common,
    title: 'none of several suits, and one is requested',
    wants: 'request',
    candidates: unfit,
    expected: {
      outcome: 'let in unknown',
      shown: undefined,
      explained: [asked, 'we showed none', ...reasons],
    },
  },
  {
    ...common,
    title: 'none of several suits, and one is required',
    candidates: unfit,
    expected: {
      outcome: 'refused',
      shown: undefined,
      alert: 'certificate_required',
      explained: [asked, 'we showed none', ...reasons],
    },
    otherwise: {
      nginx: { ...nginxWantsOne, explained: [asked, 'we showed none', ...reasons, '400'] },
    },
  },
  {
    ...common,
    title: 'there is none at all, and one is required',
    expected: {
      outcome: 'refused',
      shown: undefined,
      alert: 'certificate_required',
      explained: [asked, 'we showed none', 'we have none'],
    },
    otherwise: { nginx: nginxWantsOne },
  },
  {
    ...common,
    title: 'the root was changed: only the new one is named, our chain begins with the old one',
    trusted: ['newRoot'],
    candidates: ['stranger', 'moved, old chain first'],
    expected: {
      outcome: 'let in',
      shown: 'CN=moved',
      explained: ['asked for a certificate by CN=New Root', 'we showed CN=moved'],
    },
  },
  {
    ...common,
    title:
      'the root is not changed yet: only the old one is named, our chain begins with the new one',
    candidates: ['stranger', 'moved, new chain first'],
    expected: { outcome: 'let in', shown: 'CN=moved', explained: [asked, 'we showed CN=moved'] },
  },
  {
    ...common,
    title: 'the root was changed: the server has the cross-certificate, we have the old chain only',
    trusted: ['newRoot', 'byNewRoot'],
    candidates: ['stranger', 'moved, old chain'],
    expected: {
      outcome: 'let in',
      shown: 'CN=moved',
      explained: ['asked for a certificate by', 'CN=New Root', 'we showed CN=moved'],
    },
  },
  {
    ...common,
    title: 'the root was changed: only the new one is named, our CAs have the cross-certificate',
    trusted: ['newRoot'],
    candidates: ['stranger', 'moved, old chain'],
    knows: ['byNewRoot'],
    expected: {
      outcome: 'let in',
      shown: 'CN=moved',
      explained: ['asked for a certificate by CN=New Root', 'we showed CN=moved'],
    },
  },
  {
    ...common,
    title: 'the root was changed: only the new one is named, and nobody has the cross-certificate',
    trusted: ['newRoot'],
    candidates: ['moved, old chain'],
    expected: {
      outcome: 'refused',
      shown: undefined,
      alert: 'certificate_required',
      explained: [
        'asked for a certificate by CN=New Root',
        'we showed none',
        'not shown CN=moved: issued by CN=Clients CA, CN=Old Root: none of these',
      ],
    },
    otherwise: {
      nginx: {
        ...nginxWantsOne,
        explained: ['CN=New Root', 'issued by CN=Clients CA, CN=Old Root: none of these', '400'],
      },
    },
  },
  {
    ...common,
    title: 'the application shows one by another CA',
    shows: 'stranger',
    expected: {
      outcome: 'refused',
      shown: 'CN=stranger',
      alert: 'unknown_ca',
      explained: [asked, 'we showed CN=stranger', 'issued by CN=Other Root: none of these'],
    },
    otherwise: bySayingNo,
  },
  {
    ...common,
    title: 'expired by the clock of the server, not by ours',
    candidates: ['expired'],
    behindMs: beforeExpiryMs,
    expected: {
      outcome: 'refused',
      shown: 'CN=expired',
      alert: 'certificate_expired',
      explained: [asked, 'we showed CN=expired', 'by the clock of the peer'],
    },
    otherwise: bySayingNo,
  },
  {
    ...common,
    title: 'revoked, as the server knows',
    candidates: ['revoked'],
    knowsRevoked: true,
    expected: {
      outcome: 'refused',
      shown: 'CN=revoked',
      alert: 'certificate_revoked',
      explained: [asked, 'we showed CN=revoked', 'it got CN=revoked'],
    },
    otherwise: {
      ...bySayingNo,
      Go: {
        alert: 'bad_certificate',
        because: 'crypto/tls reads no CRL: the program does, and each refusal of it is told so',
      },
    },
  },
];
