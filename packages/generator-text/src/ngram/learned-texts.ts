import {
  buildOverlapIndex,
  corpusOf,
  createVocabulary,
  longestMatch,
  normalForm,
  type OverlapIndex,
  words,
} from '@verisim/text-measures';
import { FIRST_WORD, fitKneserNey, type KneserNey } from './kneser-ney.ts';
import { beginsSentence, piecesOf, uncapitalised } from './pieces.ts';

/** Texts of one label. */
export interface LabelTexts {
  readonly own: KneserNey;
  /** Share of the texts that begin with a capital. */
  readonly capitals: number;
  /** Pieces of the longest text. */
  readonly longest: number;
  /** Places of the texts among all that were learned. */
  readonly rows: Int32Array;
}

/** What is learned from texts. */
export interface LearnedTexts {
  readonly texts: readonly string[];
  /** Pieces by token. */
  readonly pieces: readonly string[];
  readonly labels: readonly LabelTexts[];
  readonly all: KneserNey;
  /** Numbers of the words that overlaps are counted in. */
  readonly words: ReadonlyMap<string, number>;
  /** Normal forms of the texts. */
  readonly known: ReadonlySet<string>;
  readonly overlaps: OverlapIndex;
}

/** Learns texts, by label and all together. `labels[i]` is 0 to `classes` - 1. */
export function learnTexts(
  texts: readonly string[],
  labels: Int32Array,
  classes: number,
  discount: number,
): LearnedTexts {
  const numbers = new Map<string, number>();
  const tokens = foldCase(texts.map(piecesOf)).map((text) => Int32Array.from(text, (piece) => tokenOf(piece, numbers)));
  const width = FIRST_WORD + numbers.size;
  const vocabulary = createVocabulary();
  const overlaps = buildOverlapIndex(corpusOf(texts, vocabulary));
  return {
    texts,
    pieces: ['', '', ...numbers.keys()],
    labels: Array.from({ length: classes }, (_, label) => {
      const rows = Int32Array.from(labels.keys()).filter((row) => labels[row] === label);
      return labelTexts(rows, texts, (own) => fitKneserNey(own, width, discount), tokens);
    }),
    all: fitKneserNey(tokens, width, discount),
    words: vocabulary.numbers,
    known: new Set(texts.map(normalForm)),
    overlaps,
  };
}

function tokenOf(piece: string, numbers: Map<string, number>): number {
  const token = numbers.get(piece) ?? FIRST_WORD + numbers.size;
  numbers.set(piece, token);
  return token;
}

function labelTexts(
  rows: Int32Array,
  texts: readonly string[],
  fit: (texts: readonly Int32Array[]) => KneserNey,
  tokens: readonly Int32Array[],
): LabelTexts {
  const upper = rows.filter((row) => /^\P{L}*\p{Lu}/u.test(texts[row])).length;
  const own = Array.from(rows, (row) => tokens[row]);
  return {
    own: fit(own),
    capitals: upper / Math.max(1, rows.length),
    longest: own.reduce((most, text) => Math.max(most, text.length), 1),
    rows,
  };
}

/** The longest run of words of a text that stands in one training text. */
export interface SharedRun {
  /** Its words as a share of the text's; 1 for a copy, also of a text without words. */
  readonly share: number;
  /** The training text, -1 without one. */
  readonly text: number;
}

/** Finds the longest run of words that a text shares with a training text, case and punctuation aside. */
export function sharedRun(text: string, { words: known, overlaps }: LearnedTexts): SharedRun {
  const tokens = Int32Array.from(words(text), (word) => known.get(word) ?? known.size);
  let best = { length: 0, text: -1 };
  for (let i = 0; i + best.length < tokens.length; i++) {
    const found = longestMatch(overlaps, tokens, i, tokens.length);
    if (found.length > best.length) best = found;
  }
  return { share: tokens.length === 0 ? 1 : best.length / tokens.length, text: best.text };
}

/** The first word of a sentence as it is written within one, where that is seen; else in lower case. */
function foldCase(texts: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const within = new Map<string, number>();
  for (const text of texts)
    text.forEach((piece, i) => {
      if (!beginsSentence(text, i)) within.set(piece, (within.get(piece) ?? 0) + 1);
    });
  return texts.map((text) =>
    text.map((piece, i) => {
      if (!beginsSentence(text, i)) return piece;
      const lower = uncapitalised(piece);
      return (within.get(piece) ?? 0) > (within.get(lower) ?? 0) ? piece : lower;
    }),
  );
}
