import { words } from './words.ts';

/** Words by number; several corpora share one so that their words can be compared. Grows as texts are read. */
export interface Vocabulary {
  readonly numbers: Map<string, number>;
  /** Words in the order of their numbers. */
  readonly words: string[];
}

/** Texts as word numbers: text `i` is `tokens[starts[i]]` to `tokens[starts[i + 1] - 1]`. */
export interface Corpus {
  readonly tokens: Int32Array;
  /** One more than there are texts. */
  readonly starts: Int32Array;
}

/** An empty vocabulary. */
export function createVocabulary(): Vocabulary {
  return { numbers: new Map(), words: [] };
}

/** Reads texts into a vocabulary. */
export function corpusOf(
  texts: readonly string[],
  vocabulary: Vocabulary,
  split: (text: string) => readonly string[] = words,
): Corpus {
  const tokens: number[] = [];
  const starts = new Int32Array(texts.length + 1);
  texts.forEach((text, i) => {
    for (const word of split(text)) tokens.push(numberOf(word, vocabulary));
    starts[i + 1] = tokens.length;
  });
  return { tokens: Int32Array.from(tokens), starts };
}

function numberOf(word: string, { numbers, words: known }: Vocabulary): number {
  const number = numbers.get(word);
  if (number !== undefined) return number;
  numbers.set(word, known.length);
  return known.push(word) - 1;
}
