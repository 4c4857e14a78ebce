/**
 * What is cited nowhere of the RFCs of TLS 1.2, and why: 5246 itself, 7627 (extended master secret),
 * 5746 (renegotiation indication), 8422 (elliptic curves).
 */
import type { KnownOpen, NotApplicable } from './ledger.ts';

export const notApplicableInTls12: readonly NotApplicable[] = [
  {
    reason: 'tells what has changed since TLS 1.1; the rules themselves are 7.2.2 and 7.4.6',
    sections: ['5246:1.2'],
  },
  {
    reason: 'binds those who define cipher suites and ways to exchange keys',
    ids: [
      ...['5246:5:1', '5246:6.2.3.3:1', '5246:6.2.3.3:3', '5246:7.3:1', '5246:7.4.3:1'],
      ...['5246:7.4.9:3', '5246:7.4.9:4'],
    ],
  },
  { reason: 'no compression', sections: ['5246:6.2.2'] },
  {
    reason: 'no resumption: no session has a name, none is asked for again',
    sections: ['7627:5.3'],
    ids: [
      ...['5246:7.2:1', '5246:7.2.2:2', '5246:7.4.1.2:1', '5246:7.4.1.2:4', '5246:7.4.1.2:5'],
      ...['5246:7.4.1.3:2', '7627:5.4:5'],
    ],
  },
  {
    reason: 'no renegotiation: who asks for it is told so, who insists ends the connection',
    sections: ['5746:3.5', '5746:3.7', '5746:4.4'],
    ids: [...['5246:6.2.1:4', '5746:4.2:2', '5746:4.2:3', '5746:4.2:4', '5746:4.2:5']],
  },
  { reason: 'no SSL 3.0', sections: ['5746:4.5'], ids: ['7627:6.4:2'] },
  { reason: 'no SSL 2.0', sections: ['5246:E.2', '5246:E.3'] },
  { reason: 'no TLS 1.1 or older is ever offered', ids: ['5246:7.4.1.4.1:4'] },
  {
    reason: 'static RSA is spoken in TLS 1.2 only, never in an older version',
    ids: ['5246:7.4.7.1:7'],
  },
  {
    reason: 'no DSS, no Diffie-Hellman over finite fields, none with fixed keys',
    sections: ['5246:7.4.7.2'],
    ids: [
      ...['5246:7.4.2:9', '5246:7.4.2:10', '5246:7.4.2:11', '5246:7.4.6:5', '5246:7.4.6:7'],
      ...['5246:7.4.6:8', '5246:7.4.7:3'],
    ],
  },
  { reason: 'no ECDH_anon', sections: ['8422:2.3'] },
  { reason: 'no Ed448', ids: ['8422:5.10:6'] },
  {
    reason: 'the structure of signatures before TLS 1.2, without an algorithm; it is not spoken',
    ids: ['8422:5.4:1'],
  },
  {
    reason:
      'taken back by RFC 9155 2 and 3: nobody signs with SHA-1, and who does not say what else he verifies is refused',
    ids: ['5246:7.4.1.4.1:3'],
  },
];

export const knownOpenInTls12: KnownOpen = {
  '5246:4.7:2':
    'in part: only NULL is accepted for the hashes that are left, as RFC 8017 A.2.4 has it; what else may stand there has let forged signatures through',
  '5246:7.4.2:4':
    'in part: a chain goes out as the application gave it, which may also hold what is not needed, as RFC 9846 4.5.1 allows',
  '5246:7.4.2:14':
    'in part: of several chains one that is signed so is preferred; if there is none, the client judges what there is (RFC 9846 4.5.1.2)',
  '5246:9:1':
    'only with the opt-in `legacy`: RFC 9325 4.1 forbids static RSA; RFC 9846 9.1 has other suites',
};
