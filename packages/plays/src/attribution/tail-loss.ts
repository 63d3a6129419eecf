import { type Context, columnOf, type Table, takeRows } from '@verisim/core';
import { type ColumnPair, prepareColumn, tailCoverage } from '@verisim/evaluator-fidelity';
import { comparedColumns } from '../choose/compared-columns.ts';

/** How much of the real tails is left in synthetic rows. */
export interface TailLoss {
  readonly rows: number;
  /** Mean over ordered columns of the share of real tail regions that a row reaches, in [0, 1]; `null` without a region. */
  readonly tails: number | null;
  /** Share of rare real levels (3 rows or more, at most 1 % of all) that occur, in [0, 1]; `null` without one. */
  readonly rareLevels: number | null;
  /** The same of as many real rows drawn anew, mean and lowest of 95 % of draws. */
  readonly fresh: { readonly tails: number | null; readonly rareLevels: number | null };
  readonly freshLow: { readonly tails: number | null; readonly rareLevels: number | null };
}

const DRAWS = 40;
const LEAST_ROWS = 3;
const RARE_SHARE = 0.01;
const MOST_COLUMNS = 60;

/**
 * The share of real tail regions and of rare real levels that synthetic rows reach, beside as many rows drawn with replacement from
 * the real ones (which is what rows lose that are merely fewer).
 */
export function tailLoss(real: Table, synthetic: Table, ctx: Context): TailLoss {
  const names = comparedColumns(real, undefined, MOST_COLUMNS, ctx.random.fork('columns')).filter((name) => {
    const found = synthetic.spec.columns.findIndex((spec) => spec.name === name);
    return found >= 0 && synthetic.columns[found].storage === columnOf(real, name).storage;
  });
  const reach = (table: Table) => reached(real, table, names);
  const own = reach(synthetic);
  const random = ctx.random.fork('draws');
  const draws = Array.from({ length: DRAWS }, () => {
    const rows = Int32Array.from({ length: synthetic.rows }, () => random.int(0, real.rows));
    return reach(takeRows(real, rows));
  });
  const figures = (pick: (draw: Reached) => number | null) => {
    const values = draws.map(pick).filter((value) => value !== null);
    if (values.length === 0) return { mean: null, low: null };
    values.sort((a, b) => a - b);
    return {
      mean: values.reduce((sum, x) => sum + x, 0) / values.length,
      low: values[Math.floor(0.05 * values.length)],
    };
  };
  const tails = figures((draw) => draw.tails);
  const rareLevels = figures((draw) => draw.rareLevels);
  return {
    rows: synthetic.rows,
    ...own,
    fresh: { tails: tails.mean, rareLevels: rareLevels.mean },
    freshLow: { tails: tails.low, rareLevels: rareLevels.low },
  };
}

type Reached = Pick<TailLoss, 'tails' | 'rareLevels'>;

function reached(real: Table, table: Table, names: readonly string[]): Reached {
  const pairs = names.map((name) => {
    const spec = real.spec.columns.find((candidate) => candidate.name === name)!;
    return prepareColumn(spec, columnOf(real, name), columnOf(table, name));
  });
  const tails = pairs.flatMap((pair) => (pair.ordered ? (tailCoverage(pair) ?? []) : []));
  const levels = pairs.flatMap(rareIn);
  return {
    tails: tails.length === 0 ? null : tails.reduce((sum, share) => sum + share, 0) / tails.length,
    rareLevels: levels.length === 0 ? null : levels.filter((there) => there).length / levels.length,
  };
}

/** Per rare real level whether a row of the other table has it. */
function rareIn(pair: ColumnPair): readonly boolean[] {
  if (pair.ordered) return [];
  const counts = (codes: Int32Array) => {
    const found = new Int32Array(pair.cells);
    for (const code of codes) found[code]++;
    return found;
  };
  const [real, synthetic] = [counts(pair.real), counts(pair.synthetic)];
  const rare = (code: number) => real[code] >= LEAST_ROWS && real[code] <= RARE_SHARE * pair.real.length;
  return pair.levels.flatMap((_, code) => (rare(code) ? [synthetic[code] > 0] : []));
}
