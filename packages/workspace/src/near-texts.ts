import type { Table } from '@verisim/core';
import { foldedText, minHash, shinglesOf } from './text-shingles.ts';

/** Texts shorter than this are compared as cells alone. */
export const SHORTEST_TEXT = 30;
const SIMILAR = 0.8;
const BANDS = 16;
const ROWS_PER_BAND = 4;
/** Members of a bucket that a newcomer is compared with, buckets that a pair must share, and texts that are then compared whole. */
const MOST_MEMBERS = 16;
const LEAST_SHARED = 2;
const MOST_COMPARED = 4;

/**
 * By row: an earlier row whose text is nearly the same, -1 for none. All columns of kind `text` count as one text, without regard to case and
 * white space. Nearly the same: at least 0.8 of the runs of five characters that either has are in both (Jaccard similarity of shingles;
 * Broder 1997). Candidates agree in 2 of 16 bands of 4 MinHash values, which misses a pair at that limit once in 400 (Leskovec, Rajaraman
 * & Ullman, *Mining of Massive Datasets*, ch. 3); of many, those that agree in most bands are compared. Texts of fewer than 30 characters are left out.
 */
export function nearTexts(table: Table): Int32Array {
  const alike = new Int32Array(table.rows).fill(-1);
  const texts = textsOf(table);
  if (texts === null) return alike;
  const minima = minHash(BANDS * ROWS_PER_BAND, 'near-texts');
  const buckets = Array.from({ length: BANDS }, () => new Map<number, number[]>());
  texts.forEach((text, row) => {
    if (text.length < SHORTEST_TEXT) return;
    const own = shinglesOf(text);
    const signature = minima(own);
    const met = buckets.map((bucket, band) => membersOf(bucket, bandKey(signature, band * ROWS_PER_BAND)));
    const likely = candidates(met);
    alike[row] = likely.find((other) => jaccard(own, shinglesOf(texts[other])) >= SIMILAR) ?? -1;
    if (alike[row] < 0) for (const members of met) if (members.length < MOST_MEMBERS) members.push(row);
  });
  return alike;
}

function membersOf(bucket: Map<number, number[]>, key: number): number[] {
  const members = bucket.get(key) ?? [];
  if (members.length === 0) bucket.set(key, members);
  return members;
}

/** Rows met in at least two buckets, those met in most first. */
function candidates(met: readonly (readonly number[])[]): readonly number[] {
  const times = new Map<number, number>();
  for (const members of met) for (const other of members) times.set(other, (times.get(other) ?? 0) + 1);
  const often = [...times].filter(([, count]) => count >= LEAST_SHARED).sort((a, b) => b[1] - a[1]);
  return often.slice(0, MOST_COMPARED).map(([other]) => other);
}

function textsOf(table: Table): readonly string[] | null {
  const columns = table.columns.filter((_, i) => table.spec.columns[i].kind === 'text');
  if (columns.length === 0) return null;
  return Array.from({ length: table.rows }, (_, row) => {
    const parts = columns.map((column) => (column.storage === 'text' ? (column.values[row] ?? '') : ''));
    return foldedText(parts.join(' '));
  });
}

function bandKey(signature: Uint32Array, from: number): number {
  let [high, low] = [0x811c9dc5, 0x9e3779b9];
  for (let i = from; i < from + ROWS_PER_BAND; i++) {
    high = Math.imul(high ^ signature[i], 0x01000193);
    low = Math.imul(low ^ signature[i], 0x5bd1e995) + high;
  }
  return (high >>> 0) * 0x200000 + (low & 0x1fffff);
}

/** Shared over distinct of two ascending lists without repeats. */
function jaccard(a: Uint32Array, b: Uint32Array): number {
  let [i, j, shared] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      shared++;
      i++;
      j++;
    } else if (a[i] < b[j]) i++;
    else j++;
  }
  return shared / (a.length + b.length - shared);
}
