import { type Context, checkpoint } from '@verisim/core';
import { type Coded, countCells } from './count-cells.ts';
import { gaussianSpend, type Spend, varianceFor } from './ledger.ts';
import type { Noise } from './noise.ts';

/** The modelled table: rows as cells. `strata` is the target where it is few-levelled, else a single stratum. */
export interface CodedTable {
  readonly rows: number;
  readonly strata: Coded;
  readonly columns: readonly Coded[];
  readonly names: readonly string[];
  /** The target's name when it makes the strata. */
  readonly target: string | null;
}

/** Noisy counts and what they cost. */
export interface Measured {
  /** For each query its noisy counts, strata first. */
  readonly counts: readonly Float64Array[];
  readonly variance: number;
  readonly spends: readonly Spend[];
}

/** Counts each column within the strata, all for `rho` together. */
export async function measureColumns(table: CodedTable, rho: number, noise: Noise, ctx: Context): Promise<Measured> {
  const variance = varianceFor(rho / table.columns.length);
  const counts: Float64Array[] = [];
  const spends: Spend[] = [];
  for (const [i, column] of table.columns.entries()) {
    await checkpoint(ctx.signal);
    const exact = countCells([table.strata, column], table.rows);
    counts.push(addNoise(exact, noise, variance));
    spends.push(gaussianSpend(queryOf(table, [i]), exact.length, variance));
  }
  return { counts, variance, spends };
}

/** Counts with noise on every cell, those that hold nothing too. */
export function addNoise(exact: Float64Array, noise: Noise, variance: number): Float64Array {
  const drawn = noise.gaussian(variance, exact.length);
  return exact.map((count, cell) => count + drawn[cell]);
}

/** The names of the columns that a query counts. */
export function queryOf({ names, target }: CodedTable, columns: readonly number[]): string {
  return `counts: ${[...columns.map((i) => names[i]), ...(target === null ? [] : [target])].join(', ')}`;
}
