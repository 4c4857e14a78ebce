/** The data of a cell. */
import { noise } from '../support/tool-process.ts';
import type { Cell } from './cell.ts';

type Parts = [Buffer, ...Buffer[]];

/** All data in one part; in four if keys are to be updated between them. */
export function partsOf({ size, keyUpdate }: Pick<Cell, 'size' | 'keyUpdate'>): Parts {
  const data = noise(size);
  if (keyUpdate === 'none') return [data];
  const length = Math.ceil(size / 4);
  const cut = (index: number) => data.subarray(index * length, (index + 1) * length);
  return [cut(0), cut(1), cut(2), cut(3)];
}

/** The same for peers that take lines of text only: each part is made of whole lines. */
export function linesOf(cell: Pick<Cell, 'size' | 'keyUpdate'>): Parts {
  const parts = partsOf(cell);
  for (const part of parts) {
    for (let end = lineLength - 1; end < part.length; end += lineLength) part[end] = newline;
    if (part.length > 0) part[part.length - 1] = newline;
  }
  return parts;
}

const lineLength = 1000;
const newline = 0x0a;
