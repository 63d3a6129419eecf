import type { Table } from '@verisim/core';
import { rangeSlicesOf, type Slice, slicesOf } from '@verisim/evaluator-utility';
import { fisherGreater, holm, shareDifference } from '@verisim/statistics';

/** A slice in which a source of labels errs more than elsewhere. */
export interface SourceBias {
  readonly slice: string;
  /** The real class that is mistaken, `null` for all together. */
  readonly of: string | null;
  /** What it is mistaken for most often. */
  readonly as: string;
  readonly rows: number;
  /** Share of wrong labels within the slice and outside of it. */
  readonly inside: number;
  readonly outside: number;
  /** 95 % interval of the difference. */
  readonly low: number;
  readonly high: number;
  /** Holm-adjusted over every slice and class that was looked at. */
  readonly pAdjusted: number;
}

/** What was looked at, and what was found. */
export interface SourceBiases {
  readonly tests: number;
  /** The clearest first; adjusted p below .05. */
  readonly biases: readonly SourceBias[];
}

/** Rows of a class that a slice must hold, inside and outside, for its errors to be compared. */
const LEAST = 10;

/**
 * Slices of real rows in which labels are wrong more often than in the rest, within each real class: Fisher's exact test, one-sided, Holm over all. Errors
 * that fall on one class everywhere are no bias of a slice; the confusion shows them.
 *
 * @param table the real rows that were labelled, `said` and `truth` as in `labelSourceNoise`
 */
export function sourceBiases(
  table: Table,
  target: string,
  { said, truth, classes }: { said: Int32Array; truth: Int32Array; classes: readonly string[] },
): SourceBiases {
  const judged = Int32Array.from([...truth.keys()].filter((row) => truth[row] >= 0 && said[row] >= 0));
  const slices = [...slicesOf(table, target), ...rangeSlicesOf(table, target)];
  const tests = slices.flatMap((slice) =>
    classes.flatMap((of, k) => {
      const found = compare(slice, judged, said, truth, k);
      return found === null ? [] : [{ slice: slice.name, of, as: classes[found.as], ...found.figures }];
    }),
  );
  const adjusted = holm(tests.map(({ p }) => p));
  const biases = tests
    .map(({ p: _, ...test }, i): SourceBias => ({ ...test, pAdjusted: adjusted[i] }))
    .filter(({ pAdjusted }) => pAdjusted < 0.05)
    .sort((a, b) => a.pAdjusted - b.pAdjusted || b.inside - b.outside - (a.inside - a.outside));
  return { tests: tests.length, biases };
}

function compare({ rows }: Slice, judged: Int32Array, said: Int32Array, truth: Int32Array, of: number) {
  const inside = new Set(rows);
  const tally = [
    { hits: 0, of: 0 },
    { hits: 0, of: 0 },
  ];
  const mistaken = new Map<number, number>();
  for (const row of judged) {
    if (truth[row] !== of) continue;
    const side = tally[inside.has(row) ? 0 : 1];
    side.of++;
    if (said[row] === of) continue;
    side.hits++;
    if (inside.has(row)) mistaken.set(said[row], (mistaken.get(said[row]) ?? 0) + 1);
  }
  const [own, other] = tally;
  if (own.of < LEAST || other.of < LEAST) return null;
  const { low, high } = shareDifference(own, other);
  const as = [...mistaken].sort((a, b) => b[1] - a[1])[0]?.[0] ?? of;
  const figures = { rows: own.of, inside: own.hits / own.of, outside: other.hits / other.of, low, high };
  return { as, figures: { ...figures, p: fisherGreater(own, other) } };
}

/** The biases in a sentence. */
export function biasSentence(name: string, { tests, biases }: SourceBiases): string {
  if (tests === 0)
    return `There are too few real rows with known labels to look for slices in which ${name} errs more.`;
  if (biases.length === 0)
    return `No slice was found in which ${name} errs more than elsewhere (${tests} tests, Holm), which is not the same as none.`;
  const [{ slice, of, as, inside, outside }] = biases;
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  const more = biases.length > 1 ? ` and ${biases.length - 1} more` : '';
  return `${name} is biased: in "${slice}" it takes ${of} for ${as} in ${share(inside)} of the rows, elsewhere in ${share(outside)}${more}.`;
}
