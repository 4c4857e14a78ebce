/** The whole measurement: the three tables, all clients at a time. */
import type { Measured, Measurement } from './measure.ts';
import {
  type ClientName,
  drainCells,
  overBudgetCells,
  tls12Cells,
  undrainedCells,
  undrainedTls12Cells,
} from './plan.ts';
import { lostIn, printTable, runsIn } from './table.ts';

export interface Everything {
  /** Our server: nothing may be lost. */
  readonly drained: readonly Measured[];
  /** Our server, but more is said than it drains. */
  readonly overBudget: readonly Measured[];
  /** Servers that do not drain. */
  readonly undrained: readonly Measured[];
}

/** How often each cell is run. */
export interface Amount {
  /** Where nothing may be lost. */
  readonly runs: number;
  /** Where something is, for comparison. */
  readonly comparedRuns: number;
}

/** @param onMeasured called after each cell */
export async function measureEverything(
  measurement: Measurement,
  clients: readonly ClientName[],
  { runs, comparedRuns }: Amount,
  onMeasured: (measured: Measured) => void = () => {},
): Promise<Everything> {
  const measured = await Promise.all(
    clients.map(async (client) => {
      const carryOut = (cells: Parameters<Measurement['carryOut']>[0]) =>
        measurement.carryOut(cells, onMeasured);
      return {
        drained: await carryOut([...drainCells(client, runs), ...tls12Cells(client, runs)]),
        overBudget: await carryOut(overBudgetCells(client, comparedRuns)),
        undrained: await carryOut([
          ...undrainedCells(client, comparedRuns),
          ...undrainedTls12Cells(client, comparedRuns),
        ]),
      };
    }),
  );
  return {
    drained: measured.flatMap(({ drained }) => drained),
    overBudget: measured.flatMap(({ overBudget }) => overBudget),
    undrained: measured.flatMap(({ undrained }) => undrained),
  };
}

/** All of it, for people. */
export function printEverything({ drained, overBudget, undrained }: Everything): string {
  const tables = [
    printTable('Our server drains: nothing may be lost', drained),
    printTable('The same, but more is said than it drains: for information', overBudget),
    printTable('Servers that do not drain, for comparison', undrained),
  ];
  const summary = [
    `our server: ${lostIn(drained)} alerts lost in ${runsIn(drained)} runs`,
    `over its budget: ${lostIn(overBudget)} in ${runsIn(overBudget)}`,
    `without a drain: ${lostIn(undrained)} in ${runsIn(undrained)}`,
  ];
  return `\n${tables.join('\n')}\n${summary.join('; ')}\n`;
}
