/** Versions with every foreign peer of the table: we ourselves cannot be told to speak TLS 1.1. */
import { peers } from './peers/all.ts';
import { ourselves } from './peers/ourselves.ts';
import { testVersions } from './versions.ts';

await testVersions(peers.filter((peer) => !ourselves.includes(peer)));
