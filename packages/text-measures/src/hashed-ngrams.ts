import { normalForm } from './normal-form.ts';
import { hashTokens } from './shingles.ts';
import { countColumns, type SparseRows } from './sparse-rows.ts';
import { words } from './words.ts';

/** Which n-grams are features. */
export interface NgramOrders {
  readonly words: readonly number[];
  /** Of the normal form with a space at either end. */
  readonly characters: readonly number[];
}

/** Columns that n-grams are hashed into: at some thousand texts a few percent share one. */
const WIDTH = 1 << 18;

/** Counts of hashed word and character n-grams per text (feature hashing: Weinberger et al. 2009). Columns depend on the texts alone, not on their order. */
export function hashedNgrams(texts: readonly string[], orders: NgramOrders, width: number = WIDTH): SparseRows {
  const known = new Map<string, number>();
  const wordHash = (word: string) => {
    const hash = known.get(word) ?? hashTokens(points(word), 0, word.length) | 0;
    known.set(word, hash);
    return hash;
  };
  const rows = texts.map((text) => {
    const found: number[] = [];
    addHashes(Int32Array.from(words(text), wordHash), orders.words, width, found);
    addHashes(points(` ${normalForm(text)} `), orders.characters, width, found);
    return Int32Array.from(found);
  });
  return countColumns(rows, width);
}

function addHashes(tokens: Int32Array, orders: readonly number[], width: number, found: number[]): void {
  for (const n of orders) for (let i = 0; i + n <= tokens.length; i++) found.push(hashTokens(tokens, i, i + n) % width);
}

/** UTF-16 units: enough for features. */
function points(text: string): Int32Array {
  const units = new Int32Array(text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return units;
}
