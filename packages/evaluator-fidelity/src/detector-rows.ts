import { type Random, shuffle, type Table, takeRows } from '@verisim/core';
import { binValues, type Features, quantileBins } from '@verisim/decision-trees';
import { compareColumns } from './compare-columns.ts';
import type { CodedPair, ColumnPair, OrderedPair } from './prepare-column.ts';
import { sampleRows } from './row-order.ts';

/** Detectors see at most this many rows of a table. */
export const detectorLimit = 20_000;

/** Fewer rows of a table than this train no detector. */
export const detectorLeast = 40;

const FOLDS = 5;
const OWN_LEVELS = 254;

/** Real rows, then synthetic ones, as codes for trees. */
export interface DetectorRows {
  readonly pairs: readonly ColumnPair[];
  readonly features: Features;
  /** 0 = real, 1 = synthetic. */
  readonly labels: Uint8Array;
  /** Fold of each row, 0 to 4, each side spread evenly. */
  readonly folds: Uint8Array;
}

/**
 * A sample of both tables for detectors: at most {@link detectorLimit} rows of each. Numbers are cut into at most 255 quantile bins of both
 * tables together; levels keep a code of their own when at most 254 are as frequent. `null` with fewer than {@link detectorLeast} rows on a side.
 */
export function detectorRows(real: Table, synthetic: Table, random: Random): DetectorRows | null {
  if (Math.min(real.rows, synthetic.rows) < detectorLeast) return null;
  const draw = (table: Table, label: string) => takeRows(table, sampleRows(table, detectorLimit, random.fork(label)));
  const [a, b] = [draw(real, 'real'), draw(synthetic, 'synthetic')];
  const { pairs } = compareColumns(a, b, 2);
  const labels = new Uint8Array(a.rows + b.rows).fill(1, a.rows);
  const most = Math.max(8, Math.min(255, (a.rows + b.rows) >> 3));
  return { pairs, features: featuresOf(pairs, most), labels, folds: evenFolds(a.rows, b.rows, random.fork('folds')) };
}

/** The same rows with some features alone. */
export function takeFeatures({ columns, bins, ordered }: Features, places: readonly number[]): Features {
  return {
    columns: places.map((place) => columns[place]),
    bins: places.map((place) => bins[place]),
    ordered: places.map((place) => ordered[place]),
  };
}

function featuresOf(pairs: readonly ColumnPair[], most: number): Features {
  const coded = pairs.map((pair) => (pair.ordered ? orderedCodes(pair, most) : levelCodes(pair)));
  return {
    columns: coded.map(({ codes }) => codes),
    bins: coded.map(({ bins }) => bins),
    ordered: pairs.map((pair) => pair.ordered),
  };
}

function orderedCodes({ real, synthetic }: OrderedPair, most: number): { codes: Uint8Array; bins: number } {
  const values = new Float64Array(real.values.length + synthetic.values.length);
  values.set(real.values);
  values.set(synthetic.values, real.values.length);
  const binning = quantileBins(values, most);
  return { codes: binValues(binning, values), bins: binning.bins };
}

function levelCodes({ levels, real, synthetic, counts }: CodedPair): { codes: Uint8Array; bins: number } {
  const { real: inReal, synthetic: inSynthetic } = counts;
  const places = new Uint8Array(levels.length + 1);
  const rows = (code: number) => inReal[code] + inSynthetic[code];
  const byCount = Array.from(levels.keys()).sort((a, b) => rows(b) - rows(a) || (levels[a] < levels[b] ? -1 : 1));
  // Of levels as frequent as the first that has no place none has one: which table they are of must not decide.
  const most = byCount.length > OWN_LEVELS ? rows(byCount[OWN_LEVELS]) : -1;
  byCount.forEach((code, rank) => {
    places[code] = 1 + (rows(code) > most ? rank : OWN_LEVELS);
  });
  const codes = new Uint8Array(real.length + synthetic.length);
  for (let i = 0; i < real.length; i++) codes[i] = places[real[i]];
  for (let i = 0; i < synthetic.length; i++) codes[real.length + i] = places[synthetic[i]];
  return { codes, bins: 1 + Math.min(levels.length, OWN_LEVELS + 1) };
}

function evenFolds(real: number, synthetic: number, random: Random): Uint8Array {
  const deal = (rows: number) =>
    shuffle(
      Uint8Array.from({ length: rows }, (_, i) => i % FOLDS),
      random,
    );
  return Uint8Array.from([...deal(real), ...deal(synthetic)]);
}
