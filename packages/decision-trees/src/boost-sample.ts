import { rowNumbers } from './row-numbers.ts';

/** Fills `rows` with the rows that a tree sees, ascending: each with probability `share`; returns how many. */
export function drawRows(rows: Int32Array, share: number, random: (() => number) | undefined): number {
  if (share >= 1 || !random) {
    for (let row = 0; row < rows.length; row++) rows[row] = row;
    return rows.length;
  }
  let count = 0;
  for (let row = 0; row < rows.length; row++) if (random() < share) rows[count++] = row;
  return count;
}

/** The features that a tree sees, ascending: the share of all, at least one, drawn without replacement. */
export function drawFeatures(features: number, share: number, random: (() => number) | undefined): Int32Array {
  const all = rowNumbers(features);
  if (share >= 1 || !random) return all;
  const count = Math.min(features, Math.max(1, Math.round(share * features)));
  for (let i = 0; i < count; i++) {
    const other = i + Math.floor(random() * (features - i));
    const kept = all[i];
    all[i] = all[other];
    all[other] = kept;
  }
  return all.slice(0, count).sort();
}
