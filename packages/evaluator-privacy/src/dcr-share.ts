import { normalTail, TWO_SIDED_95 } from '@verisim/statistics';

/** Of each synthetic row: how near the two real tables come. */
export interface TwoDistances {
  /** Distance to the nearest training row, and to the nearest holdout row. */
  readonly train: ArrayLike<number>;
  readonly holdout: ArrayLike<number>;
  /** Numbers of those rows. */
  readonly nearestTrain: ArrayLike<number>;
  readonly nearestHoldout: ArrayLike<number>;
  /** How many training and holdout rows are as near as they; read for rows as near to both tables alone. */
  readonly equalTrain: ArrayLike<number>;
  readonly equalHoldout: ArrayLike<number>;
  readonly trainRows: number;
  readonly holdoutRows: number;
}

/** Share of synthetic rows nearer to training rows than to as many holdout rows. */
export interface DcrShare {
  /** In [0, 1]; 0.5 when training rows are no nearer than fresh ones, 1 when each synthetic row is a copy. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** P of training rows being this much nearer by chance. */
  readonly p: number;
  /** The share against tables of the sizes that they have, ties to the holdout: what TabSyn and SDMetrics report. */
  readonly uncorrected: number;
}

/** Distances that differ by less are equal: rounding of sums. */
const ROUNDING = 1e-12;

/**
 * The share of synthetic rows that are nearer to the training table than to a holdout of equal size, ties counting half (DCR
 * share: TabSyn's `eval_dcr.py`, Zhang et al. 2024; `closer_to_training` of SDMetrics' DCROverfittingProtection).
 *
 * Where the sizes differ, n and m, the nearest of all real rows is a training row with probability e = n / (n + m) even without
 * a leak; with a part f of copies the share u is f + (1 - f) e. The share given is that of equal sizes, f + (1 - f) / 2; below
 * e, u / (2 e). Cutting the larger table to the size of the smaller would remove the rows that were copied: verbatim copies of
 * four times as many training rows would read 0.62. Of a training and b holdout rows equally near, a row counts a / (a + b).
 *
 * The interval (95 %) takes rows with the same nearest real row as one. `p` has the mean and variance that exchangeable
 * training and holdout rows give: labels drawn without replacement over the nearest rows.
 */
export function dcrShare(distances: TwoDistances): DcrShare {
  const { trainRows: n, holdoutRows: m } = distances;
  const rows = distances.train.length;
  const chance = n / (n + m);
  const parts = new Float64Array(rows);
  const nearestTo = new Float64Array(n + m);
  let uncorrected = 0;
  for (let i = 0; i < rows; i++) {
    const where = side(distances, i);
    const { equalTrain: a, equalHoldout: b } = distances;
    parts[i] = where === 0 ? a[i] / (a[i] + b[i]) : Number(where < 0);
    nearestTo[nearestReal(distances, i)]++;
    if (where < 0) uncorrected++;
  }
  const raw = parts.reduce((sum, part) => sum + part, 0) / rows;
  const half = TWO_SIDED_95 * clusteredError(distances, parts, raw);
  const atEqualSizes = (u: number) => (u < chance ? u / (2 * chance) : 0.5 + (u - chance) / (2 * (1 - chance)));
  return {
    share: atEqualSizes(raw),
    low: atEqualSizes(Math.max(0, raw - half)),
    high: atEqualSizes(Math.min(1, raw + half)),
    p: exchangeableTail(raw * rows, nearestTo, n, rows),
    uncorrected: uncorrected / rows,
  };
}

/** -1 = nearer to a training row, 1 = to a holdout row, 0 = as near. */
export function side({ train, holdout }: Pick<TwoDistances, 'train' | 'holdout'>, i: number): number {
  if (Math.abs(train[i] - holdout[i]) <= ROUNDING) return 0;
  return train[i] < holdout[i] ? -1 : 1;
}

/** The nearest real row of a synthetic one: training rows first, holdout rows after them. */
function nearestReal(distances: TwoDistances, i: number): number {
  return side(distances, i) <= 0 ? distances.nearestTrain[i] : distances.trainRows + distances.nearestHoldout[i];
}

function clusteredError(distances: TwoDistances, parts: Float64Array, mean: number): number {
  const sums = new Float64Array(distances.trainRows + distances.holdoutRows);
  parts.forEach((part, i) => {
    sums[nearestReal(distances, i)] += part - mean;
  });
  return Math.sqrt(sums.reduce((sum, cluster) => sum + cluster * cluster, 0)) / parts.length;
}

/** P(a sum over labels drawn without replacement, n of them 1, of at least this): `nearestTo` holds each label's weight. */
function exchangeableTail(sum: number, nearestTo: Float64Array, n: number, rows: number): number {
  const all = nearestTo.length;
  const squares = nearestTo.reduce((total, count) => total + count * count, 0);
  const variance = ((n * (all - n)) / (all * Math.max(1, all - 1))) * (squares - (rows * rows) / all);
  if (!(variance > 0)) return 1;
  return normalTail((sum - (rows * n) / all) / Math.sqrt(variance));
}
