import { writeFileSync } from 'node:fs';
import { emitWire } from './emit-wire.ts';

for (const { path, text } of emitWire('.')) writeFileSync(path, text);
