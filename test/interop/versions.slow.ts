/** Versions with every peer of the table. */
import { peers } from './peers/all.ts';
import { testVersions } from './versions.ts';

await testVersions(peers);
