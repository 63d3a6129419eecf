import { countedRows, type ScoredRows } from './scored-rows.ts';

/** Rows in descending order of one class's probability. */
export interface Ranking {
  readonly rows: Int32Array;
  /** 1 where the row in this place is of the class. */
  readonly positive: Uint8Array;
  /** 1 where the next place has a lower probability, or there is none. */
  readonly last: Uint8Array;
}

/** Ranks the counted rows by the probability of a class. */
export function rankRows(data: ScoredRows, positiveClass: number): Ranking {
  const { probabilities, classes, classCount } = data;
  const score = (row: number) => probabilities[row * classCount + positiveClass];
  const rows = countedRows(data)
    .slice()
    .sort((a, b) => score(b) - score(a) || a - b);
  const last = new Uint8Array(rows.length);
  const positive = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    positive[i] = classes[rows[i]] === positiveClass ? 1 : 0;
    last[i] = i + 1 === rows.length || score(rows[i]) !== score(rows[i + 1]) ? 1 : 0;
  }
  return { rows, positive, last };
}

/** The classes that are scored one against the rest: for two classes class 1 alone, else those that occur. */
export function rankedClasses(data: ScoredRows): readonly number[] {
  if (data.classCount === 2) return [1];
  return [...new Set(countedRows(data).map((row) => data.classes[row]))].sort((a, b) => a - b);
}

/** The mean of one-against-rest scores. */
export function macroAverage(
  scorers: readonly ((weights?: Float64Array) => number)[],
): (weights?: Float64Array) => number {
  return (weights) => {
    let sum = 0;
    for (const scorer of scorers) sum += scorer(weights);
    return sum / scorers.length;
  };
}
