/** All peers of the interop table, in its order. */
import { chromium } from './chromium.ts';
import { curl } from './curl.ts';
import { gnutls } from './gnutls.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import { nodeTls, nodeTlsWithMlKem } from './node-tls.ts';
import { nss } from './nss.ts';
import { openssl } from './openssl.ts';
import { ourselves } from './ourselves.ts';
import type { Peer } from './peer.ts';

export const peers: readonly Peer[] = [
  openssl,
  gnutls,
  go,
  nodeTls,
  nodeTlsWithMlKem,
  nss,
  java,
  curl,
  chromium,
  ...ourselves,
];
