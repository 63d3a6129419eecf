import { type Measurement, measurement, type Random } from '@verisim/core';
import {
  type Corpus,
  charactersOf,
  corpusOf,
  createVocabulary,
  distinctNgrams,
  hashedNgrams,
  normalForm,
  tfIdf,
} from '@verisim/text-measures';
import { ksStatistic } from '../ks-statistic.ts';
import { compressionRatio } from './compression-ratio.ts';
import { lexicalDiversity } from './lexical-diversity.ts';
import { selfBleu } from './self-bleu.ts';
import { textDetector } from './text-detector.ts';
import { sortedLengths, spreadRatio } from './text-lengths.ts';
import { textLimits } from './text-limits.ts';
import { cosineKernel, vendiScore } from './vendi-score.ts';
import { vocabularyCoverage } from './vocabulary-coverage.ts';

/** What texts are measured against. */
export interface TextBase {
  readonly column: string;
  /** Real texts. */
  readonly base: readonly string[];
  /** Words that corpora are cut at where a measure depends on their size. */
  readonly words: number;
  readonly detector: boolean;
}

/** Everything measured of texts against real ones, without references. What is not defined is left out. */
export async function measureTexts(texts: readonly string[], about: TextBase, random: Random): Promise<Measurement[]> {
  const where = { column: about.column };
  const measured = [
    ...lengthMeasurements(texts, about.base),
    ...vocabularyMeasurements(texts, about.base),
    ...(await diversityMeasurements(texts, about)),
    ...(about.detector ? detectorMeasurement(about.base, texts, random) : []),
  ];
  return measured.filter(({ value }) => value !== null).map((one) => ({ ...one, where }));
}

function lengthMeasurements(texts: readonly string[], base: readonly string[]): Measurement[] {
  const vocabulary = createVocabulary();
  const units: readonly (readonly [string, (texts: readonly string[]) => Corpus])[] = [
    ['characters', charactersOf],
    ['words', (some) => corpusOf(some, vocabulary)],
  ];
  return units.flatMap(([unit, read]) => {
    const [lengths, real] = [sortedLengths(read(texts)), sortedLengths(read(base))];
    const [spread, ks] = [spreadRatio(lengths, real), ksStatistic(real, lengths)];
    return [
      measurement(`text-length-${unit}`, ks === null ? null : 1 - ks, { range: [0, 1] }),
      measurement(`text-length-spread-${unit}`, spread?.ratio ?? null, {
        better: 'neither',
        ...(spread && { low: spread.low, high: spread.high }),
      }),
    ];
  });
}

function vocabularyMeasurements(texts: readonly string[], base: readonly string[]): Measurement[] {
  const vocabulary = createVocabulary();
  const [ours, real] = [corpusOf(texts, vocabulary), corpusOf(base, vocabulary)];
  return [
    measurement('text-vocabulary-coverage', vocabularyCoverage(real, ours), { range: [0, 1] }),
    measurement('text-vocabulary-known', vocabularyCoverage(ours, real), { better: 'neither', range: [0, 1] }),
  ];
}

async function diversityMeasurements(texts: readonly string[], { base, words }: TextBase): Promise<Measurement[]> {
  const corpus = corpusOf(texts, createVocabulary());
  const cut = cutCorpus(corpus, words);
  const orders = [1, 2, 3, 4];
  const of = (metric: string, value: number | null, range?: readonly [number, number]) =>
    measurement(metric, value, { better: 'neither', ...(range && { range }) });
  const some = texts.slice(0, textLimits.vendi);
  const ngrams = (these: readonly string[]) => hashedNgrams(these, { words: [1, 2], characters: [] });
  const { kernel, n } = cosineKernel(tfIdf(ngrams(some), ngrams(base)));
  return [
    measurement('text-unique', new Set(texts.map(normalForm)).size / texts.length, { range: [0, 1] }),
    ...orders.map((order) => of(`text-distinct-${order}`, distinctNgrams(cut, order), [0, 1])),
    of('text-self-bleu', selfBleu(corpus), [0, 1]),
    of('text-compression-ratio', await compressionRatio(texts.slice(0, cut.starts.length - 1))),
    of('text-mtld', lexicalDiversity(cut.tokens)),
    of('text-vendi-score', vendiScore(kernel, n)),
  ];
}

function detectorMeasurement(base: readonly string[], texts: readonly string[], random: Random): Measurement[] {
  const area = textDetector(base, texts, random.fork('detector'));
  if (area === null) return [];
  const { auc, low, high } = area;
  const model = 'logistic regression on n-grams';
  return [measurement('text-detector-auc', auc, { model, low, high, better: 'lower', range: [0, 1] })];
}

/** The first words of a corpus, the last text cut. */
export function cutCorpus({ tokens, starts }: Corpus, words: number): Corpus {
  const texts = starts.findIndex((start) => start >= words);
  if (texts < 0) return { tokens, starts };
  return { tokens: tokens.subarray(0, words), starts: starts.slice(0, texts + 1).fill(words, texts) };
}
