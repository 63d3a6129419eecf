import type { CodedColumn } from '@verisim/core';
import type { EncoderPart } from './encoder.ts';

const MAX_LEVELS = 200;

/**
 * A coded column one-hot. Levels seen in fewer than 10 training rows (2 % of the rows where that is less, never under 2), and
 * those beyond the 200 most frequent, share one "rare" column; missing cells have a column of their own if they are as
 * frequent, else they count as rare. A level never seen counts as missing. `null` when only one of these occurs.
 */
export function codedPart(column: CodedColumn): EncoderPart | null {
  const { codes, levels } = column;
  const counts = new Int32Array(levels.length + 1);
  for (let i = 0; i < codes.length; i++) counts[codes[i] < 0 ? levels.length : codes[i]]++;
  const least = Math.max(2, Math.min(10, codes.length / 50));
  const missing = counts[levels.length];
  const frequent = [...levels.keys()]
    .filter((code) => counts[code] >= least)
    .sort((a, b) => counts[b] - counts[a] || a - b)
    .slice(0, MAX_LEVELS);
  const own = new Map(frequent.map((code, i) => [levels[code], i]));
  const pooled = codes.length - missing - frequent.reduce((sum, code) => sum + counts[code], 0);
  let width = frequent.length;
  const missingAlone = missing >= least;
  const rareAt = pooled > 0 || (missing > 0 && !missingAlone) ? width++ : -1;
  const missingAt = missingAlone ? width++ : rareAt;
  if (width < 2) return null;
  const seen = new Set(levels.filter((_, code) => counts[code] > 0));
  const place = (level: string) => own.get(level) ?? (seen.has(level) ? rareAt : missingAt);
  return {
    width,
    write(found, from, to, matrix, stride, at) {
      const { codes, levels } = found as CodedColumn;
      const places = Int32Array.from([...levels.map(place), missingAt]);
      for (let i = from, cell = at; i < to; i++, cell += stride) {
        const offset = places[codes[i] < 0 ? levels.length : codes[i]];
        if (offset >= 0) matrix[cell + offset] = 1;
      }
    },
  };
}
