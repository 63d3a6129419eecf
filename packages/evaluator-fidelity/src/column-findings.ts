import type { Finding } from '@verisim/core';
import { normalQuantile } from '@verisim/statistics';
import { missingShares } from './missing-value-similarity.ts';
import type { CodedPair, ColumnPair } from './prepare-column.ts';
import { sharesNoise } from './shares-noise.ts';

/** A level that occurs this often in the real table, or more, can be named without pointing at someone. */
export const namableCount = 5;

/** What is to be said of single columns: the worst shapes, all-missing and constant ones, unseen and lost levels. */
export function columnFindings(pairs: readonly ColumnPair[], shapes: readonly (number | null)[]): Finding[] {
  return [
    ...weakShapes(pairs, shapes),
    ...pairs.flatMap((pair) => [
      ...missingFindings(pair),
      ...(pair.ordered
        ? constantFindings(pair.spec.name, pair.real.sorted, pair.synthetic.sorted)
        : levelFindings(pair)),
    ]),
  ];
}

function weakShapes(pairs: readonly ColumnPair[], shapes: readonly (number | null)[]): Finding[] {
  const weak = pairs
    .map((pair, i) => ({ name: pair.spec.name, shape: shapes[i] ?? 1, noise: shapeNoise(pair, pairs.length) }))
    .filter(({ shape, noise }) => shape < 0.9 && 1 - shape > noise)
    .sort((a, b) => a.shape - b.shape);
  if (weak.length === 0) return [];
  const named = weak.slice(0, 5).map(({ name, shape }) => `"${name}" ${shape.toFixed(3)}`);
  const more = weak.length > 5 ? ` and ${weak.length - 5} more` : '';
  return [
    {
      rule: 'weak-column-shape',
      level: 'warning',
      message: `These columns are distributed unlike the real ones (column-shape below 0.9): ${named.join(', ')}${more}.`,
    },
  ];
}

/**
 * What chance alone may take from a column shape: the 1 % critical value of the Kolmogorov-Smirnov test (the tail's first term, 1.63 for one column), or its like for
 * levels; corrected for the number of columns.
 */
function shapeNoise(pair: ColumnPair, columns: number): number {
  const n = pair.ordered ? pair.real.sorted.length : pair.real.length;
  const m = pair.ordered ? pair.synthetic.sorted.length : pair.synthetic.length;
  const perRow = Math.sqrt(1 / Math.max(1, n) + 1 / Math.max(1, m));
  return pair.ordered
    ? Math.sqrt(Math.log(200 * columns) / 2) * perRow
    : sharesNoise(perRow, pair.levels.length, normalQuantile(0.01 / columns));
}

function missingFindings(pair: ColumnPair): Finding[] {
  const { name } = pair.spec;
  const { real, synthetic } = missingShares(pair);
  if (synthetic === 1 && real < 1) {
    return [{ rule: 'all-missing', level: 'error', message: `The synthetic column "${name}" holds no value at all.` }];
  }
  if (real === 1) {
    const message = `The real column "${name}" holds no value at all, so its shape is not defined.`;
    return [{ rule: 'all-missing', level: 'info', message }];
  }
  const rows = (side: 'real' | 'synthetic') => (pair.ordered ? pair[side].values : pair[side]).length;
  const middle = (real + synthetic) / 2;
  const error = Math.sqrt(middle * (1 - middle) * (1 / rows('real') + 1 / rows('synthetic')));
  if (Math.abs(real - synthetic) <= Math.max(0.05, 3 * error)) return [];
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const message = `Column "${name}" is missing in ${percent(real)} of real and ${percent(synthetic)} of synthetic rows.`;
  return [{ rule: 'missing-values-differ', level: 'warning', message }];
}

function constantFindings(name: string, real: Float64Array, synthetic: Float64Array): Finding[] {
  const constant = (sorted: Float64Array) => sorted.length > 0 && sorted[0] === sorted[sorted.length - 1];
  if (!constant(real) && !constant(synthetic)) return [];
  const where = constant(real) ? (constant(synthetic) ? 'both tables' : 'the real table') : 'the synthetic table';
  return [
    {
      rule: 'constant-column',
      level: constant(real) ? 'info' : 'warning',
      message: `Column "${name}" is constant in ${where}, so its correlations are not defined and are left out of the means.`,
    },
  ];
}

function levelFindings(pair: CodedPair): Finding[] {
  const { real, synthetic } = pair.counts;
  const unseen = pair.levels.filter((_, level) => real[level] === 0 && synthetic[level] > 0);
  const due = Math.max(namableCount, (10 * pair.real.length) / pair.synthetic.length);
  const lost = pair.levels.filter((_, level) => real[level] >= due && synthetic[level] === 0);
  const { name } = pair.spec;
  const findings: Finding[] = [];
  if (unseen.length > 0) {
    const message = `Column "${name}" has ${levelsInWords(unseen, 'synthetic')} that no real row has${examples(unseen)}.`;
    findings.push({ rule: 'unseen-level', level: 'warning', message });
  }
  if (lost.length > 0) {
    const message = `Column "${name}" lacks ${levelsInWords(lost, 'real')} that should occur 10 times or more in as many synthetic rows${examples(lost)}.`;
    findings.push({ rule: 'lost-level', level: 'warning', message });
  }
  return findings;
}

function levelsInWords(levels: readonly string[], which: string): string {
  return levels.length === 1 ? `the ${which} level ${quoted(levels)}` : `${levels.length} ${which} levels`;
}

function examples(levels: readonly string[]): string {
  return levels.length === 1 ? '' : `, such as ${quoted(levels)}`;
}

function quoted(levels: readonly string[]): string {
  return levels
    .slice(0, 3)
    .map((level) => JSON.stringify(level.length > 40 ? `${level.slice(0, 40)}...` : level))
    .join(', ');
}
