import type { Finding, Measurement } from '@verisim/core';
import { binomialTail, holm, normalTail } from '@verisim/statistics';
import { corpusOf, createVocabulary, normalForm } from '@verisim/text-measures';
import type { TextColumns } from './text-columns.ts';
import { NEAR, type TextCopies } from './text-copies.ts';
import type { TextSamples } from './text-samples.ts';
import { coveredWords } from './vocabulary-coverage.ts';

/** What findings on one text column are drawn from. */
export interface JudgedTexts {
  readonly column: TextColumns;
  readonly samples: TextSamples;
  readonly measurements: readonly Measurement[];
  readonly copies: TextCopies;
}

interface Suspicion extends Finding {
  /** The chance of it among fresh real texts. */
  readonly p: number;
}

const ALPHA = 0.05;

/** The findings of a column that hold when all its tests together are wrong with probability 0.05 at most (Holm 1979). */
export function textFindings(judged: JudgedTexts): Finding[] {
  const suspicions = [
    ...lowDiversity(judged),
    ...tooCrisp(judged),
    ...vocabularyLacking(judged),
    ...toldApart(judged),
    ...copied(judged),
  ];
  const adjusted = holm(suspicions.map(({ p }) => p));
  return suspicions.filter((_, i) => adjusted[i] < ALPHA).map(({ rule, level, message }) => ({ rule, level, message }));
}

const percent = (part: number) => `${(100 * part).toFixed(1)} %`;

/** Repeats among the synthetic texts against those among as many real ones: given both, a fair coin. */
function lowDiversity({ column: { name, real, synthetic } }: JudgedTexts): Suspicion[] {
  const size = Math.min(real.length, synthetic.length);
  const uniqueOf = (texts: readonly string[]) => new Set(texts.map(normalForm)).size;
  const unique = uniqueOf(synthetic);
  const repeats = Math.round((size * (synthetic.length - unique)) / synthetic.length);
  const realRepeats = Math.round((size * (real.length - uniqueOf(real))) / real.length);
  const p = binomialTail(repeats, repeats + realRepeats, 0.5);
  const message = `Low diversity in "${name}": ${synthetic.length} texts of which ${unique} are unique; of as many real texts about ${Math.round(synthetic.length * (1 - realRepeats / size))} are. A model trained on repeats learns them by heart: raise the temperature, vary the prompt, or drop repeats.`;
  return [{ rule: 'text-low-diversity', level: 'warning', message, p: repeats > 0 ? p : 1 }];
}

/** Lengths of less than four fifths of the real spread are too even. */
const CRISP = 0.8;

function tooCrisp({ column: { name }, measurements }: JudgedTexts): Suspicion[] {
  const spread = measurements.find(({ metric }) => metric === 'text-length-spread-characters');
  const { value = null, low = null, high = null } = spread ?? {};
  if (value === null || low === null || high === null) return [];
  const error = Math.log(high / low) / (2 * 1.96);
  const p = value === 0 ? 0 : normalTail(Math.log(CRISP / value) / error);
  const message = `Too crisp: the lengths of "${name}" vary ${value.toFixed(2)} times as much as real ones (interval ${low.toFixed(2)} to ${high.toFixed(2)}). Real texts are shorter and longer than these: ask for lengths like the real ones.`;
  return [{ rule: 'text-too-crisp', level: 'warning', message, p: Number.isNaN(p) ? 1 : p }];
}

/** Less than this part of real words missing more than in fresh real texts is not worth a word. */
const LACKING = 0.02;

/** Words of the base that the synthetic texts lack, beyond those that fresh real texts lack, text by text. */
function vocabularyLacking({ column: { name }, samples }: JudgedTexts): Suspicion[] {
  const { base, synthetic, references, freshName } = samples;
  if (freshName === null) return [];
  const vocabulary = createVocabulary();
  const read = (texts: readonly string[]) => corpusOf(texts, vocabulary);
  const [real, ours, fresh] = [read(base), read(synthetic), read(references[freshName])];
  const { known, words } = coveredWords(real, ours);
  const other = coveredWords(real, fresh).known;
  const total = words.reduce((sum, count) => sum + count, 0);
  const lost = other.reduce((sum, count, i) => sum + count - known[i], 0) / total;
  if (total === 0 || lost < LACKING) return [];
  const error = Math.sqrt(words.reduce((sum, count, i) => sum + (other[i] - known[i] - lost * count) ** 2, 0)) / total;
  const covered = known.reduce((sum, count) => sum + count, 0) / total;
  const message = `Vocabulary not covered: the synthetic "${name}" holds ${percent(covered)} of the words of real texts (by occurrence), as many fresh real texts ${percent(covered + lost)}${missingWords(base, synthetic)}.`;
  return [{ rule: 'text-vocabulary-lacking', level: 'warning', message, p: normalTail(lost / error) }];
}

/** A word is named only when so many real texts hold it. */
const NAMED = 20;

function missingWords(base: readonly string[], synthetic: readonly string[]): string {
  const vocabulary = createVocabulary();
  const held = new Set(corpusOf(synthetic, vocabulary).tokens);
  const counts = new Map<number, number>();
  for (const text of base)
    for (const word of new Set(corpusOf([text], vocabulary).tokens)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const lacking = [...counts].filter(([word, count]) => count >= NAMED && !held.has(word));
  const named = lacking.sort((a, b) => b[1] - a[1] || (vocabulary.words[a[0]] < vocabulary.words[b[0]] ? -1 : 1));
  if (named.length === 0) return '';
  return `; it lacks ${named
    .slice(0, 8)
    .map(([word]) => `"${vocabulary.words[word]}"`)
    .join(', ')}`;
}

function toldApart({ column: { name }, samples, measurements }: JudgedTexts): Suspicion[] {
  const found = measurements.find(({ metric }) => metric === 'text-detector-auc');
  const { value = null, low = null, reference = {} } = found ?? {};
  if (value === null || low === null) return [];
  const fresh = samples.freshName === null ? 0.5 : Math.max(0.5, reference[samples.freshName] ?? 0.5);
  const error = (value - low) / 1.96;
  const p = error > 0 ? normalTail((value - fresh) / error) : Number(value <= fresh);
  const message = `Told apart: a classifier on words and characters finds the synthetic "${name}" with AUC ${value.toFixed(3)}; fresh real texts ${fresh.toFixed(3)}.`;
  return [{ rule: 'text-told-apart', level: value > 0.8 ? 'warning' : 'info', message, p }];
}

/** Copies beyond those of fresh real texts by less than this part of the texts are not worth a word. */
const WORTH = 0.01;

function copied({ column: { name }, copies: { synthetic, fresh } }: JudgedTexts): Suspicion[] {
  return (['exact', 'near'] as const).map((kind) => {
    const [x, y] = [synthetic[kind], fresh[kind]];
    const few = x / synthetic.texts - y / fresh.texts < WORTH;
    const p = few ? 1 : binomialTail(x, x + y, synthetic.texts / (synthetic.texts + fresh.texts));
    const what =
      kind === 'exact'
        ? 'equal a real text but for case and spaces'
        : `share ${NEAR * 100} % of their character 5-grams with a real text`;
    const message = `${x} of ${synthetic.texts} synthetic "${name}" (${percent(x / synthetic.texts)}) ${what}; of fresh real texts ${percent(y / fresh.texts)} do.`;
    return { rule: `text-copies-${kind}`, level: 'warning', message, p };
  });
}
