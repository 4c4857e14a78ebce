/**
 * The whole interop table: every peer in every role. Runs by `npm run test:slow`; with
 * `INTEROP_PEERS=OpenSSL,Go` only those.
 */
import process from 'node:process';
import { peers } from './peers/all.ts';
import { testPeers } from './table.ts';

const wanted = process.env.INTEROP_PEERS?.split(',');
const chosen = peers.filter(({ name }) => wanted?.includes(name) ?? true);
await testPeers(chosen, { print: (table) => console.log(table) });
