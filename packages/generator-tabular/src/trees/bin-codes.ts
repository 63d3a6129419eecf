import { quantileGroups } from '@verisim/decision-trees';
import type { ValueTable } from '../value-table.ts';

/** Which bin each value code falls into. */
export interface CodeBins {
  /** Bin of each code; code 0 (missing) has bin 0 to itself. */
  readonly binOf: Uint8Array;
  /** Bins that can occur, the missing bin among them. */
  readonly bins: number;
  /** Whether neighbouring bins hold neighbouring values. */
  readonly ordered: boolean;
}

/** A column of training rows in bins. */
export interface BinnedColumn {
  readonly bins: CodeBins;
  /** The bin of each row. */
  readonly codes: Uint8Array;
  /** Some of the codes in coarser bins, for screening. */
  readonly thinned: Uint8Array;
}

/**
 * Bins of a column: numbers in at most `most` quantile bins that keep atoms; levels one by one in order of frequency, those beyond the
 * first 254 pooled in the last bin (trees see the pool, leaves still hold the levels themselves).
 */
export function binCodes(table: ValueTable, most: number): CodeBins {
  const binOf = new Uint8Array(table.counts.length);
  if (table.values !== null) {
    const groups = quantileGroups(table.counts.subarray(1), most);
    groups.forEach((group, i) => {
      binOf[i + 1] = group + 1;
    });
    return { binOf, bins: (groups[groups.length - 1] ?? -1) + 2, ordered: true };
  }
  const { counts } = table;
  const used = Array.from({ length: counts.length - 1 }, (_, i) => i + 1).filter((code) => counts[code] > 0);
  if (used.length > MOST_LEVELS) used.sort((a, b) => counts[b] - counts[a] || a - b);
  used.forEach((code, i) => {
    binOf[code] = Math.min(i, MOST_LEVELS - 1) + 1;
  });
  return { binOf, bins: Math.min(used.length, MOST_LEVELS) + 1, ordered: false };
}

/** Levels that bins tell apart, the pool of the rarest counted as one. */
export const MOST_LEVELS = 255;

/** The bin of each row. */
export function binRows(bins: CodeBins, codes: Int32Array): Uint8Array {
  const rows = new Uint8Array(codes.length);
  for (let i = 0; i < codes.length; i++) rows[i] = bins.binOf[codes[i]];
  return rows;
}
