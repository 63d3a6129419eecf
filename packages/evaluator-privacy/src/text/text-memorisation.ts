import {
  type Comparison,
  type Context,
  checkpoint,
  type Measurement,
  measurement,
  type Random,
  shuffle,
} from '@verisim/core';
import {
  buildOverlapIndex,
  type Corpus,
  charactersOf,
  corpusOf,
  createVocabulary,
  normalForm,
  type VerbatimOverlaps,
  verbatimOverlaps,
} from '@verisim/text-measures';
import type { Tried } from '../attack.ts';
import { ngramCopy } from './ngram-copy.ts';
import { onceOnlyTexts } from './once-only-texts.ts';
import { type TextSides, textSides } from './text-columns.ts';

/** What synthetic texts hold of training texts word for word. */
export interface TextMemorisation {
  /** Longest verbatim parts, per column. */
  readonly overlaps: readonly TextOverlap[];
  /** Attacks with the holdout as control; none without one. */
  readonly attacks: readonly Tried[];
}

/** The longest parts of texts that stand in one training text, in one unit. */
export interface TextOverlap {
  readonly column: string;
  readonly unit: 'words' | 'characters';
  readonly synthetic: OverlapFigures;
  /** `null` without a holdout. */
  readonly holdout: OverlapFigures | null;
}

/** Figures of some texts. */
export interface OverlapFigures {
  readonly texts: number;
  /** Tokens of the longest part of any text. */
  readonly longest: number;
  /** The mean over texts of the longest part / the text, in [0, 1]. */
  readonly share: number;
}

/** How n-grams are counted. */
const UNITS = [
  { unit: 'words', n: 8, attack: 'text-ngram-copy' },
  { unit: 'characters', n: 50, attack: 'text-character-copy' },
] as const;

/**
 * Text memorisation, for each text column: the longest part of each synthetic text that stands in one training text, the share of n-grams (8 words;
 * 50 characters of the normal form) that do, and texts that are one training row's alone; the same of holdout texts beside it. All training texts are
 * looked at, and every match is verified token by token.
 */
export async function textMemorisation(data: Comparison, ctx: Context): Promise<TextMemorisation> {
  const overlaps: TextOverlap[] = [];
  const attacks: (Tried | null)[] = [];
  for (const [i, sides] of textSides(data).entries()) {
    for (const { unit, n, attack } of UNITS) {
      await checkpoint(ctx.signal);
      const found = await compareSides(sides, unit, n, ctx, ctx.random.fork(`shuffle ${i} ${unit}`));
      const { synthetic, holdout, shuffled } = found.overlaps;
      overlaps.push({ column: sides.column, unit, ...found.figures });
      const subject = `of the ${n}-${unit === 'words' ? 'word' : 'character'} n-grams of synthetic texts stand in a training text`;
      if (holdout && shuffled) attacks.push(ngramCopy(attack, sides.column, subject, { synthetic, holdout, shuffled }));
    }
    attacks.push(onceOnlyTexts(sides));
  }
  return { overlaps, attacks: attacks.filter((one) => one !== null) };
}

async function compareSides(
  { real, synthetic, holdout }: TextSides,
  unit: TextOverlap['unit'],
  n: number,
  ctx: Context,
  random: Random,
) {
  const vocabulary = createVocabulary();
  const read = (texts: readonly string[]) =>
    unit === 'words' ? corpusOf(texts, vocabulary) : charactersOf(texts.map(normalForm));
  const index = buildOverlapIndex(read(real));
  const look = async (corpus: Corpus) => {
    await checkpoint(ctx.signal);
    return { found: verbatimOverlaps(index, corpus, n), corpus };
  };
  const ours = await look(read(synthetic));
  const held = holdout && (await look(read(holdout)));
  const guess = held && (await look(shuffledTokens(ours.corpus, synthetic, random)));
  return {
    overlaps: { synthetic: ours.found, holdout: held?.found, shuffled: guess?.found },
    figures: { synthetic: figuresOf(ours), holdout: held && figuresOf(held) },
  };
}

/** The tokens of each text in another order that depends on the text, not on its row. */
function shuffledTokens({ tokens, starts }: Corpus, texts: readonly string[], random: Random): Corpus {
  const dealt = tokens.slice();
  texts.forEach((text, i) => {
    shuffle(dealt.subarray(starts[i], starts[i + 1]), random.fork(text));
  });
  return { tokens: dealt, starts };
}

function figuresOf({ found, corpus }: { found: VerbatimOverlaps; corpus: Corpus }): OverlapFigures {
  const { longest } = found;
  let shares = 0;
  longest.forEach((length, i) => {
    shares += length / Math.max(1, corpus.starts[i + 1] - corpus.starts[i]);
  });
  return {
    texts: longest.length,
    longest: longest.reduce((most, length) => Math.max(most, length), 0),
    share: longest.length === 0 ? 0 : shares / longest.length,
  };
}

/** The overlaps as measurements. */
export function overlapMeasurements(overlaps: readonly TextOverlap[]): Measurement[] {
  return overlaps.flatMap(({ column, unit, synthetic, holdout }) => {
    const of = (metric: string, value: number, other: number | undefined, parts: Partial<Measurement> = {}) =>
      measurement(metric, value, {
        better: 'lower',
        where: { column },
        ...(other === undefined ? {} : { reference: { 'holdout texts': other } }),
        ...parts,
      });
    return [
      of(`text-longest-overlap-${unit}`, synthetic.longest, holdout?.longest),
      of(`text-overlap-share-${unit}`, synthetic.share, holdout?.share, { range: [0, 1] }),
    ];
  });
}
