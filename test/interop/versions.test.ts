/** Versions with OpenSSL and node:tls; the other peers are in `versions.slow.ts`. */
import { nodeTls } from './peers/node-tls.ts';
import { openssl } from './peers/openssl.ts';
import { testVersions } from './versions.ts';

await testVersions([openssl, nodeTls]);
