/** Clients of other libraries, and how each of them prints an alert. */
import type { AlertName } from '../../runtime/index.ts';
import { gnutls } from '../interop/peers/gnutls.ts';
import { go } from '../interop/peers/go.ts';
import { nodeTls } from '../interop/peers/node-tls.ts';
import { nss } from '../interop/peers/nss.ts';
import { openssl } from '../interop/peers/openssl.ts';
import type { Peer } from '../interop/peers/peer.ts';

export interface ForeignClient {
  readonly peer: Peer;
  /** What it prints for each alert that it is sent here. */
  readonly prints: { readonly [Name in AlertName]?: RegExp };
}

export const foreignClients: readonly ForeignClient[] = [
  {
    peer: openssl,
    prints: {
      bad_certificate: /alert bad certificate:.*:SSL alert number 42$/m,
      certificate_required: /alert certificate required:.*:SSL alert number 116$/m,
    },
  },
  {
    peer: gnutls,
    prints: {
      bad_certificate: /Received alert \[42\]: Certificate is bad$/m,
      certificate_required: /Received alert \[116\]: Certificate is required$/m,
    },
  },
  {
    peer: nss,
    prints: {
      bad_certificate: /SSL_ERROR_BAD_CERT_ALERT/,
      certificate_required: /SSL_ERROR_RX_CERTIFICATE_REQUIRED_ALERT/,
    },
  },
  {
    peer: go,
    prints: {
      bad_certificate: /remote error: tls: bad certificate$/m,
      certificate_required: /remote error: tls: certificate required$/m,
    },
  },
  {
    peer: nodeTls,
    prints: {
      bad_certificate: /ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE/,
      certificate_required: /ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED/,
    },
  },
];
