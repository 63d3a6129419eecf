import {
  type CodedColumn,
  type Column,
  columnIndex,
  type NumericColumn,
  type Table,
  takeFromColumn,
} from '@verisim/core';
import { binValues, type Features, quantileBins } from '@verisim/decision-trees';
import { isFeature } from './encoder.ts';
import { noFeatures } from './errors.ts';

/** Turns tables of one schema into the codes that trees are grown on. */
export interface FeatureBins {
  /** Column names, in the order of the codes. */
  readonly names: readonly string[];
  readonly bins: readonly number[];
  /** Numbers and instants are in order, categories are not. */
  readonly ordered: readonly boolean[];
  /** One code per row and column: 0 = missing, or a level that no training row had. */
  encode(table: Table): readonly Uint8Array[];
}

interface BinnedColumn {
  readonly name: string;
  readonly bins: number;
  readonly ordered: boolean;
  encode(column: Column): Uint8Array;
}

/** Quantiles of more values than this are those of so many evenly spaced ones. */
const QUANTILE_ROWS = 65_536;
const OWN_LEVELS = 254;

/**
 * Learns codes from training rows, all missing values as code 0. Numbers and instants: at most `most` quantile bins. Categories and
 * booleans: one code per level, the levels after the 254 most frequent together. Left out: the target, other targets, ignored
 * columns, ids, free text and constants. Throws `evaluator-utility/no-features` when nothing is left.
 *
 * @param most 1 to 255
 */
export function fitFeatureBins(train: Table, target: string, most: number): FeatureBins {
  const parts: BinnedColumn[] = [];
  for (const [i, spec] of train.spec.columns.entries()) {
    if (!isFeature(spec, target)) continue;
    const column = train.columns[i];
    const part =
      column.storage === 'numeric'
        ? binnedNumbers(spec.name, column, most)
        : binnedLevels(spec.name, column as CodedColumn);
    if (part) parts.push(part);
  }
  if (parts.length === 0) throw noFeatures(target);
  return {
    names: parts.map(({ name }) => name),
    bins: parts.map(({ bins }) => bins),
    ordered: parts.map(({ ordered }) => ordered),
    encode: (table) => parts.map(({ name, encode }) => encode(table.columns[columnIndex(table.spec, name)])),
  };
}

/** The codes of a table as features to grow trees on. */
export function featuresOf({ bins, ordered, encode }: FeatureBins, table: Table): Features {
  return { columns: encode(table), bins, ordered };
}

function binnedNumbers(name: string, column: NumericColumn, most: number): BinnedColumn | null {
  const { values } = column;
  const binning = quantileBins(spreadSample(column), most);
  const missing = values.some((value) => Number.isNaN(value));
  if (binning.upper.length === 0 && !(missing && values.some((value) => !Number.isNaN(value)))) return null;
  return {
    name,
    bins: binning.bins,
    ordered: true,
    encode: (found) => binValues(binning, (found as NumericColumn).values),
  };
}

function spreadSample(column: NumericColumn): Float64Array {
  const { length } = column.values;
  if (length <= QUANTILE_ROWS) return column.values;
  const rows = Float64Array.from({ length: QUANTILE_ROWS }, (_, i) => Math.floor((i * length) / QUANTILE_ROWS));
  return (takeFromColumn(column, rows) as NumericColumn).values;
}

function binnedLevels(name: string, { codes, levels }: CodedColumn): BinnedColumn | null {
  const counts = new Int32Array(levels.length + 1);
  for (let i = 0; i < codes.length; i++) counts[codes[i] < 0 ? levels.length : codes[i]]++;
  const seen = [...levels.keys()].filter((code) => counts[code] > 0);
  if (seen.length + (counts[levels.length] > 0 ? 1 : 0) < 2) return null;
  const byCount = seen.toSorted((a, b) => counts[b] - counts[a] || a - b);
  const codeOf = new Map(byCount.map((code, rank) => [levels[code], 1 + Math.min(rank, OWN_LEVELS)]));
  return {
    name,
    bins: Math.min(seen.length, OWN_LEVELS + 1) + 1,
    ordered: false,
    encode(found) {
      const { codes, levels } = found as CodedColumn;
      const places = Uint8Array.from([...levels.map((level) => codeOf.get(level) ?? 0), 0]);
      const encoded = new Uint8Array(codes.length);
      for (let i = 0; i < codes.length; i++) encoded[i] = places[codes[i] < 0 ? levels.length : codes[i]];
      return encoded;
    },
  };
}
