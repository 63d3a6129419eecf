import { type Measurement, measurement } from '@verisim/core';
import {
  buildJaccardIndex,
  type HashSet,
  type JaccardIndex,
  mostSimilar,
  normalForm,
  shingles,
} from '@verisim/text-measures';
import type { TextColumns } from './text-columns.ts';

/** Two texts of this Jaccard similarity of character 5-grams, or more, are near copies. */
export const NEAR = 0.8;

/** Texts that are copies. */
export interface CopyCount {
  readonly texts: number;
  /** Equal in normal form. */
  readonly exact: number;
  /** Equal or near. */
  readonly near: number;
}

/** Copies of training texts among synthetic texts, and among fresh real ones: the holdout, else each real text against the others. */
export interface TextCopies {
  readonly synthetic: CopyCount;
  readonly fresh: CopyCount;
}

/** Looks for copies of any real text, exactly: no text is left out and nothing is hashed down to signatures. */
export function textCopies({ real, synthetic, holdout }: TextColumns): TextCopies {
  const forms = real.map(normalForm);
  const known = new Map<string, number>();
  for (const form of forms) known.set(form, (known.get(form) ?? 0) + 1);
  const sets = forms.map((form) => shingles(form));
  const index = buildJaccardIndex(sets, NEAR);
  const count = (texts: readonly string[]): CopyCount => {
    const others = texts.map(normalForm);
    return countCopies(
      others.map((form) => known.has(form)),
      (i) => isNear(index, shingles(others[i])),
    );
  };
  const among = () =>
    countCopies(
      forms.map((form) => (known.get(form) ?? 0) > 1),
      (i) => isNear(index, sets[i], i),
    );
  return { synthetic: count(synthetic), fresh: holdout === null || holdout.length === 0 ? among() : count(holdout) };
}

function isNear(index: JaccardIndex, set: HashSet, except?: number): boolean {
  return mostSimilar(index, set, except) !== null;
}

function countCopies(exact: readonly boolean[], near: (place: number) => boolean): CopyCount {
  const equal = exact.filter(Boolean).length;
  return {
    texts: exact.length,
    exact: equal,
    near: exact.filter((same, i) => same || near(i)).length,
  };
}

/** Copy rates with their reference. */
export function copyMeasurements({ synthetic, fresh }: TextCopies, column: string): Measurement[] {
  return (['exact', 'near'] as const).map((kind) =>
    measurement(`text-copies-${kind}`, synthetic[kind] / synthetic.texts, {
      better: 'lower',
      range: [0, 1],
      where: { column },
      reference: { 'a fresh real text': fresh[kind] / fresh.texts },
    }),
  );
}
