import { type Column, columnOf, type Evaluation, type Measurement, type Table } from '@verisim/core';
import { textFeatures } from '@verisim/evaluator-utility';
import { kolmogorovSmirnovTail } from '@verisim/statistics';
import { giveawayWords } from './giveaway-words.ts';

/** What is held against each other. */
export interface TextsToCheck {
  readonly real: Table;
  readonly synthetic: Table;
  readonly target: string;
  /** Whether the lengths may vary less than those of real texts, as those of rules do. */
  readonly narrow?: boolean;
}

/** The least part of what as many fresh real texts reach: of unique texts, and of the effective number of different ones (Vendi score). */
const UNIQUE = 0.8;
const DIFFERENT = 0.6;
/** Texts of a side below which nothing is said. */
const LEAST_TEXTS = 20;
/** Half or twice the real lengths, or half their spread, is another kind of text. */
const LENGTH = 2;
const ALPHA = 0.01;
const NAMED = 3;

/**
 * Why synthetic texts are no base for a training set, a sentence each without its full stop; empty where nothing speaks against them. A generator that repeats itself (collapse), texts that vary little
 * (homogeneity), words that give the label away, and lengths unlike the real ones: each by the size of the effect, beside real texts that were set aside, and lengths
 * and words by a test as well (1 %). What is measured comes from the fidelity evaluator.
 */
export function textFailures(
  { measurements }: Pick<Evaluation, 'measurements'>,
  { real, synthetic, target, narrow = false }: TextsToCheck,
): readonly string[] {
  return textFeatures(real.spec, target).flatMap((name) => {
    const [own, other] = [synthetic, real].map((table) => presentTexts(table, name));
    if (Math.min(own.length, other.length) < LEAST_TEXTS) return [];
    const about = measurements.filter(({ where }) => where.column === name);
    const giveaways = giveawayWords(real, synthetic, { text: name, target });
    return [
      ...tooAlike(about, name),
      ...lengthFailures(about, name, own, other, narrow),
      ...leakFailures(giveaways, name),
    ];
  });
}

function tooAlike(about: readonly Measurement[], name: string): string[] {
  const checks = [
    ['text-unique', UNIQUE, (share: number) => `${(100 * share).toFixed(0)} % of the texts are unique`],
    ['text-vendi-score', DIFFERENT, (count: number) => `${count.toFixed(1)} texts in effect`],
  ] as const;
  return checks.flatMap(([metric, part, said]) => {
    const { value = null, reference = {} } = about.find((one) => one.metric === metric) ?? {};
    const fresh = freshReference(reference);
    if (value === null || fresh === null || value >= part * fresh) return [];
    return [`"${name}" is homogeneous: ${said(value)}, of as many fresh real ones ${said(fresh)}`];
  });
}

/** The value of real texts that were set aside, by either name that they go by. */
function freshReference(reference: Readonly<Record<string, number>>): number | null {
  return reference['the holdout'] ?? reference['two halves of the real data'] ?? null;
}

function lengthFailures(
  about: readonly Measurement[],
  name: string,
  own: readonly string[],
  other: readonly string[],
  narrow: boolean,
): string[] {
  const [made, met] = [own, other].map((texts) => Float64Array.from(texts, ({ length }) => length).sort());
  const ratio = median(made) / Math.max(1, median(met));
  const p = kolmogorovSmirnovTail(distance(made, met), made.length, met.length);
  const { value = null, high = null } = about.find(({ metric }) => metric === 'text-length-spread-characters') ?? {};
  const found: string[] = [];
  if ((ratio > LENGTH || ratio < 1 / LENGTH) && p < ALPHA)
    found.push(`the texts of "${name}" have ${median(made)} characters where real ones have ${median(met)} (medians)`);
  if (!narrow && value !== null && high !== null && high < 1 / LENGTH)
    found.push(`the lengths of "${name}" vary ${value.toFixed(2)} times as much as real ones`);
  return found;
}

function leakFailures(words: ReturnType<typeof giveawayWords>, name: string): string[] {
  if (words.length === 0) return [];
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  const said = words
    .slice(0, NAMED)
    .map(
      ({ word, level, synthetic, real }) =>
        `"${word}" stands in ${percent(synthetic)} of those of ${level}, in ${percent(real)} of the real ones`,
    );
  return [`the texts of "${name}" give their label away: ${said.join('; ')}`];
}

function presentTexts(table: Table, name: string): readonly string[] {
  const column: Column = columnOf(table, name);
  return column.storage === 'text' ? column.values.filter((text) => text !== null) : [];
}

const median = (sorted: Float64Array): number => (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;

/** The Kolmogorov-Smirnov statistic of two ascending lists. */
function distance(a: Float64Array, b: Float64Array): number {
  let [i, j, most] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const at = Math.min(a[i], b[j]);
    while (a[i] <= at) i++;
    while (b[j] <= at) j++;
    most = Math.max(most, Math.abs(i / a.length - j / b.length));
  }
  return most;
}
