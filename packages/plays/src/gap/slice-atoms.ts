import {
  type CodedColumn,
  type ColumnSpec,
  type Condition,
  type ConditionValue,
  isMissing,
  type NumericColumn,
  type Table,
} from '@verisim/core';
import { isFeature } from '@verisim/evaluator-utility';

/** Rows that share a level, a range or a missing cell of one column: what slices are made of. */
export interface SliceAtom {
  readonly column: string;
  readonly conditions: readonly Condition[];
  /** 1 for the rows that meet the conditions. */
  readonly passes: Uint8Array;
  readonly rows: number;
}

const CUTS = [0.1, 0.25, 0.5, 0.75, 0.9] as const;

/** Levels, quantile ranges (cut at the 10th, 25th, 50th, 75th and 90th percentile) and missing cells of the features, each of at least `least` rows and no more than all but `least`. */
export function sliceAtoms(table: Table, target: string, least: number): readonly SliceAtom[] {
  return table.spec.columns.flatMap((spec, i) => {
    const column = table.columns[i];
    if (!isFeature(spec, target) || spec.role === 'group' || column.storage === 'text') return [];
    const tests = column.storage === 'coded' ? levelTests(spec, column, least) : rangeTests(spec, column);
    const missing = {
      conditions: [{ column: spec.name, missing: true }],
      passes: (row: number) => isMissing(column, row),
    };
    return [...tests, missing].flatMap(({ conditions, passes }): SliceAtom[] => {
      const flags = Uint8Array.from({ length: table.rows }, (_, row) => Number(passes(row)));
      const rows = flags.reduce((sum, flag) => sum + flag, 0);
      return rows >= least && table.rows - rows >= least
        ? [{ column: spec.name, conditions, passes: flags, rows }]
        : [];
    });
  });
}

interface RowTest {
  readonly conditions: readonly Condition[];
  readonly passes: (row: number) => boolean;
}

function levelTests({ name }: ColumnSpec, { codes, levels }: CodedColumn, least: number): readonly RowTest[] {
  const counts = new Int32Array(levels.length);
  for (const code of codes) if (code >= 0) counts[code]++;
  return levels.flatMap((level, code) =>
    counts[code] < least ? [] : [{ conditions: [{ column: name, in: [level] }], passes: (row) => codes[row] === code }],
  );
}

function rangeTests(spec: ColumnSpec, { values }: NumericColumn): readonly RowTest[] {
  const cuts = quantileCuts(values, CUTS);
  const all = [Number.NEGATIVE_INFINITY, ...cuts, Number.POSITIVE_INFINITY];
  const ranges = all.flatMap((low, i) =>
    all.slice(i + 1).flatMap((high, k): (readonly [number, number])[] => {
      const outer = i === 0 || i + k + 1 === all.length - 1;
      return (outer || k <= 1) && k < all.length - 2 ? [[low, high]] : [];
    }),
  );
  return ranges.map(([low, high]) => ({
    conditions: rangeConditions(spec, low, high),
    passes: (row) => values[row] > low && values[row] <= high,
  }));
}

/**
 * The distinct values at the given quantiles, ascending, those left out that nothing lies above. Numbers are rounded to a thousandth of the range between
 * the outermost, to be read.
 */
export function quantileCuts(values: Float64Array, quantiles: readonly number[]): readonly number[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return [];
  const cuts = quantiles.map((q) => sorted[Math.floor(q * (sorted.length - 1))]);
  const range = cuts[cuts.length - 1] - cuts[0];
  const decimals = range > 0 ? Math.min(20, Math.max(0, Math.ceil(3 - Math.log10(range)))) : 20;
  const rounded = cuts.map((cut) => Number(cut.toFixed(decimals)));
  return [...new Set(rounded)].filter((cut) => cut < sorted[sorted.length - 1] && cut >= sorted[0]);
}

/** `low < value <= high` as conditions; infinite ends are left out. */
export function rangeConditions(spec: ColumnSpec, low: number, high: number): readonly Condition[] {
  const column = spec.name;
  return [
    ...(Number.isFinite(low) ? [{ column, from: valueFor(spec, low), open: 'from' } as const] : []),
    ...(Number.isFinite(high) ? [{ column, to: valueFor(spec, high) }] : []),
  ];
}

/** A stored number as a condition names it: instants as ISO 8601. */
export function valueFor({ kind }: ColumnSpec, value: number): ConditionValue {
  if (kind !== 'datetime') return value;
  const text = new Date(value).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
}
