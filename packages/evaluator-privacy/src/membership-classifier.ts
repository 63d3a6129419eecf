import { type Context, checkpoint, type Random } from '@verisim/core';
import { binValues, boostedMargins, boostTrees, type Features, quantileBins } from '@verisim/decision-trees';
import type { Cells } from './cells.ts';

/** Bins of a feature; what is beyond shares the last one. */
const MOST_BINS = 254;

/** Real rows are scored by trees that saw the other folds. */
const FOLDS = 3;

/**
 * How much more each real row looks like a synthetic than like another real row: margins (log-odds) of gradient-boosted trees
 * that tell synthetic rows from real ones of the other two folds. In the manner of LOGAN's black-box attack (Hayes et al. 2019, PoPETs
 * 2019(1)), with trees and cross-fitting: training and holdout rows are mixed, so that they differ by what the synthetic rows hold
 * alone.
 */
export async function membershipMargins(
  real: Cells,
  synthetic: Cells,
  random: Random,
  ctx: Context,
): Promise<Float64Array> {
  const [of, made] = binned(real, synthetic);
  const fold = Uint8Array.from({ length: real.rows }, () => random.int(0, FOLDS));
  const margins = new Float64Array(real.rows);
  for (let held = 0; held < FOLDS; held++) {
    await checkpoint(ctx.signal);
    const others = rowsWhere(fold, (one) => one !== held);
    const asked = rowsWhere(fold, (one) => one === held);
    if (asked.length === 0 || others.length === 0) continue;
    const response = new Uint8Array(others.length + synthetic.rows).fill(1, others.length);
    const features = { ...of, columns: of.columns.map((codes, j) => joined(codes, others, made.columns[j])) };
    const trees = boostTrees(features, response, { loss: 'logistic', rounds: 60, leaves: 16, minRows: 5 });
    const found = boostedMargins(
      trees,
      of.columns.map((codes) => Uint8Array.from(asked, (row) => codes[row])),
      asked.length,
    );
    asked.forEach((row, i) => {
      margins[row] = found[i];
    });
  }
  return margins;
}

function rowsWhere(fold: Uint8Array, wanted: (fold: number) => boolean): Int32Array {
  return Int32Array.from(fold.keys()).filter((row) => wanted(fold[row]));
}

function joined(codes: Uint8Array, rows: Int32Array, more: Uint8Array): Uint8Array {
  const all = new Uint8Array(rows.length + more.length);
  for (let i = 0; i < rows.length; i++) all[i] = codes[rows[i]];
  all.set(more, rows.length);
  return all;
}

/** Both tables as codes of the same bins, which are drawn from both. */
function binned(real: Cells, synthetic: Cells): readonly [Features, Features] {
  const numeric = real.numeric.map((values, j) => {
    const both = new Float64Array(real.rows + synthetic.rows);
    both.set(values);
    both.set(synthetic.numeric[j], real.rows);
    const bins = quantileBins(both, MOST_BINS);
    return { bins: bins.bins, real: binValues(bins, values), made: binValues(bins, synthetic.numeric[j]) };
  });
  const coded = real.coded.map((codes, j) => {
    const code = (value: number) => Math.min(value + 1, MOST_BINS);
    const [first, second] = [Uint8Array.from(codes, code), Uint8Array.from(synthetic.coded[j], code)];
    const most = [first, second].reduce((found, all) => all.reduce((a, b) => Math.max(a, b), found), 0);
    return { bins: most + 1, real: first, made: second };
  });
  const all = [...numeric, ...coded];
  const shared = { bins: all.map(({ bins }) => bins), ordered: all.map((_, j) => j < numeric.length) };
  return [
    { ...shared, columns: all.map((column) => column.real) },
    { ...shared, columns: all.map((column) => column.made) },
  ];
}
