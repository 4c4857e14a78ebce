/**
 * `npm start`: the whole loop. Regenerates from the spec, makes throw-away certificates, connects
 * the generated client and server over a loopback socket, sends data both ways, closes, and
 * prints the walk through both machines.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from '../generate/generate.ts';
import { writeOutput } from '../generate/output.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

const files = await generate(root);
const changed = writeOutput(root, files);
console.log(`spec -> generated: ${files.length} files, ${changed.length} changed`);

// Only now: what walks is what was generated just now.
const { walk } = await import('./walk.ts');
await walk();
