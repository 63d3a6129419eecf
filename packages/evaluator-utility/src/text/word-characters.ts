import { countColumns, hashedNgrams, normalForm, type SparseRows } from '@verisim/text-measures';

/**
 * Counts of hashed character n-grams that lie within a word, a space before and after it among its characters (scikit-learn `analyzer='char_wb'`); words are
 * what white space parts, so that signs belong to them. An n-gram across words says less than its words, and there are three times as many.
 */
export function wordCharacters(texts: readonly string[], orders: readonly number[], width: number): SparseRows {
  const numbers = new Map<string, number>();
  const rows = texts.map((text) => {
    const found = normalForm(text)
      .split(' ')
      .filter((word) => word !== '');
    for (const word of found) if (!numbers.has(word)) numbers.set(word, numbers.size);
    return Int32Array.from(found, (word) => numbers.get(word) as number);
  });
  const { starts, columns, values } = hashedNgrams([...numbers.keys()], { words: [], characters: orders }, width);
  const hits = rows.map((own) => {
    const all: number[] = [];
    for (const word of own)
      for (let i = starts[word]; i < starts[word + 1]; i++)
        for (let times = 0; times < values[i]; times++) all.push(columns[i]);
    return Int32Array.from(all);
  });
  return countColumns(hits, width);
}
