import type { ColumnPair } from './prepare-column.ts';

/** Columns that one pattern can tell apart. */
const MOST_COLUMNS = 52;

/**
 * How alike the joint patterns of missing cells are, in [0, 1]: 1 less the total variation distance between the shares of rows that lack just these
 * columns and no others (Rubin 1976 calls it the response pattern). Columns without a missing cell say nothing; of those that have some the first 52 count.
 * `null` when no cell is missing.
 */
export function missingPatternSimilarity(pairs: readonly ColumnPair[]): number | null {
  const some = pairs.filter((pair) => hasMissing(pair)).slice(0, MOST_COLUMNS);
  if (some.length === 0) return null;
  const [real, synthetic] = [patternShares(some, 'real'), patternShares(some, 'synthetic')];
  let distance = 0;
  for (const [pattern, share] of real) distance += Math.abs(share - (synthetic.get(pattern) ?? 0));
  for (const [pattern, share] of synthetic) if (!real.has(pattern)) distance += share;
  return 1 - distance / 2;
}

function hasMissing(pair: ColumnPair): boolean {
  if (pair.ordered) return [pair.real, pair.synthetic].some(({ values, sorted }) => sorted.length < values.length);
  return pair.counts.real[pair.levels.length] + pair.counts.synthetic[pair.levels.length] > 0;
}

function patternShares(pairs: readonly ColumnPair[], side: 'real' | 'synthetic'): Map<number, number> {
  const rows = pairs[0].ordered ? pairs[0][side].values.length : pairs[0][side].length;
  const patterns = new Float64Array(rows);
  pairs.forEach((pair, place) => {
    const bit = 2 ** place;
    if (pair.ordered) {
      const { values } = pair[side];
      for (let row = 0; row < rows; row++) if (Number.isNaN(values[row])) patterns[row] += bit;
    } else {
      const codes = pair[side];
      for (let row = 0; row < rows; row++) if (codes[row] === pair.levels.length) patterns[row] += bit;
    }
  });
  const counts = new Map<number, number>();
  for (const pattern of patterns) counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  return new Map(Array.from(counts, ([pattern, count]) => [pattern, count / rows]));
}
