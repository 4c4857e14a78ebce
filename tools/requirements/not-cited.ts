/**
 * What is cited nowhere, and why: requirements that bind nobody here, and those that are open. An
 * id that is not cited and stands in neither table is a failure of `--check`.
 */
import type { KnownOpen, NotApplicable } from './ledger.ts';

export const notApplicable: readonly NotApplicable[] = [
  {
    reason: 'binds those who specify or write applications over TLS',
    ids: ['9846:1:1', '9846:8:5', '9846:F.1:2', '9846:F.5:2'],
  },
  {
    reason: 'binds those who write later specifications or define algorithms',
    ids: ['9846:4.3.10:9', '9846:5.1:1', '9846:5.2:4', '9846:5.3:3', '9846:7.5:2'],
  },
  { reason: 'tells what has changed since RFC 8446; the rule itself is 5.5', ids: ['9846:1.2:1'] },
  {
    reason: 'introduces a list; each point of it has an id of its own',
    ids: ['9846:9.2:9', '9846:9.3:1', '9846:9.3:2'],
  },
  {
    reason: 'binds middleboxes',
    ids: ['9846:9.3:6', '9846:9.3:7', '9846:9.3:8', '9846:9.3:9'],
  },
  {
    reason: 'no PSK: none is offered, taken, or given out in a ticket',
    sections: ['9846:2.2', '9846:4.3.11.1'],
    ids: [
      ...['9846:4.2.1:2', '9846:4.3.9:1', '9846:4.3.9:2', '9846:4.3.9:4', '9846:4.3.9:6'],
      ...['9846:4.3.9:7', '9846:4.3.9:8', '9846:4.3.11:1', '9846:4.3.11:2', '9846:4.3.11:3'],
      ...['9846:4.3.11:8', '9846:4.3.11:9', '9846:4.3.11:11', '9846:4.3.11:12'],
      ...['9846:4.3.11:13', '9846:4.3.11:14', '9846:4.4.2:7', '9846:4.4.2:8', '9846:4.7.1:2'],
      ...['9846:4.7.1:3', '9846:4.7.1:4', '9846:4.7.1:5', '9846:4.7.1:6', '9846:4.7.1:7'],
      ...['9846:9.2:7', '9846:9.2:8', '9846:F.1:1'],
    ],
  },
  {
    reason: 'no 0-RTT: none is sent or accepted, that of a client is skipped (4.3.10:5)',
    sections: ['9846:4.3.11.3', '9846:8.2'],
    ids: [
      ...['9846:4.3.10:1', '9846:4.3.10:2', '9846:4.3.10:3', '9846:4.3.10:7', '9846:4.3.10:8'],
      ...['9846:4.3.10:10', '9846:4.3.10:11', '9846:4.3.10:12', '9846:4.3.10:14'],
      ...['9846:4.6:1', '9846:5.5:2', '9846:8:2', '9846:8:3', '9846:E.3:1', '9846:F.5:1'],
      ...['9846:F.5:3'],
    ],
  },
  {
    reason: 'no renegotiation: a hello on an established connection is not answered with another',
    ids: ['9846:4.2.2:4', '9846:4.2.2:5', '9846:4.2.3:18'],
  },
  {
    reason: 'no TLS 1.1 or older: whoever chooses or offers only that is refused',
    ids: ['9846:4.2.3:14'],
  },
  {
    reason: 'no post-handshake authentication: clients do not offer it, servers do not ask',
    sections: ['9846:4.3.6'],
    ids: [
      ...['9846:4.4.2:2', '9846:4.7.2:1', '9846:4.7.2:2', '9846:4.7.2:3', '9846:4.7.2:4'],
      ...['9846:4.7.2:6'],
    ],
  },
  {
    reason: 'servers send no oid_filters',
    ids: ['9846:4.3.5:1'],
  },
  {
    reason: 'servers ask no client for OCSP responses, and clients send none',
    ids: ['9846:4.5.1.1:4'],
  },
  {
    reason: 'X.509 certificates only: no other type is negotiated',
    ids: ['9846:4.5.1:12', '9846:4.5.1:13'],
  },
  { reason: 'no groups over finite fields', sections: ['9846:4.3.8.1'] },
  { reason: 'no signature schemes with SHA-1 are offered', ids: ['9846:4.3.3:12'] },
  {
    reason: 'each engine remembers its connection: a server is stateless only in what it asks back',
    ids: ['9846:4.3.2:3'],
  },
  {
    reason: 'kept by absence: there is nothing that could break it',
    ids: [
      '9846:4.3.8:7', // nobody remembers the key shares of earlier connections
      '9846:4.7.3:10', // nobody counts how many KeyUpdates a peer has sent in all
      '9846:E.5:5', // no encoder for messages of SSL 2.0
      '9846:E.5:11', // no encoder for truncated_hmac, and no HMAC on records
    ],
  },
];

export const knownOpen: KnownOpen = {
  '9846:4.7.1:1':
    'in part: 32 tickets without data between them are ignored, one more ends the connection (a limit against floods)',
  '9846:4.7.3:9':
    'nobody counts our own KeyUpdates; a million of them each second would take nine years',
  '9846:4.7.3:11':
    'nobody counts our own KeyUpdates; a million of them each second would take nine years',
  '9846:5:1':
    'in part: 32 change_cipher_spec records are dropped, one more ends the connection (a limit against floods)',
  '9846:6.1:5':
    'in part: when the stream of the peer ends without its close_notify, or it floods us behind it, the transport is closed without ours',
};
