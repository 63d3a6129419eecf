import { createRandom, type Table } from '@verisim/core';

/** Texts shorter than this are compared as cells alone. */
const SHORTEST = 30;
const SHINGLE = 5;
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
  const minima = minHash();
  const buckets = Array.from({ length: BANDS }, () => new Map<number, number[]>());
  texts.forEach((text, row) => {
    if (text.length < SHORTEST) return;
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
    return parts.join(' ').toLowerCase().replace(/\s+/g, ' ').trim();
  });
}

/** The distinct shingles of a text as 32-bit hashes (FNV-1a), ascending. */
function shinglesOf(text: string): Uint32Array {
  const hashes = new Uint32Array(text.length - SHINGLE + 1);
  for (let i = 0; i < hashes.length; i++) {
    let hash = 0x811c9dc5;
    for (let k = i; k < i + SHINGLE; k++) hash = Math.imul(hash ^ text.charCodeAt(k), 0x01000193);
    hashes[i] = hash;
  }
  return hashes.sort().filter((hash, i) => i === 0 || hash !== hashes[i - 1]);
}

function minHash(): (shingles: Uint32Array) => Uint32Array {
  const random = createRandom('near-texts');
  const draw = () => Uint32Array.from({ length: BANDS * ROWS_PER_BAND }, () => random.int(0, 2 ** 32));
  const [factor, shift] = [draw().map((value) => value | 1), draw()];
  return (shingles) =>
    factor.map((a, i) => {
      let least = 0xffffffff;
      for (const shingle of shingles) {
        let x = Math.imul(shingle, a) + shift[i];
        x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d) >>> 0;
        if (x < least) least = x;
      }
      return least;
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
