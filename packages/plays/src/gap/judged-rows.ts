import { type CodedColumn, columnOf, type Table } from '@verisim/core';

/** Rows with what a model that did not see them says of each. */
export interface JudgedRows {
  readonly table: Table;
  readonly target: string;
  /** Classes that occur, the most frequent first; of two, the second is the positive one. */
  readonly classes: readonly string[];
  /** Class of each row, a position in `classes`. */
  readonly truth: Int32Array;
  /** The most likely class of each row. */
  readonly predicted: Int32Array;
  /** Log loss of each row, in nats. */
  readonly loss: Float64Array;
  /** The log loss that the model expects of each row: the entropy of its probabilities, in nats. */
  readonly expected: Float64Array;
  /** What a model of half as many rows loses more than this one, in nats: above 0 where more rows helped. */
  readonly gained: Float64Array;
  /** Probability of the last class; rows are ranked by it when there are two. */
  readonly score: Float64Array;
  /** All rows, the lowest score first. */
  readonly order: Int32Array;
}

/** Less than this is taken for this, as scikit-learn's log loss does. */
const LEAST = Number.EPSILON;

/**
 * @param probabilities `rows * levels`, in the order of the target's levels; every row has a class
 * @param halved those of a model of half as many rows
 */
export function judgeRows(table: Table, target: string, probabilities: Float64Array, halved: Float64Array): JudgedRows {
  const { codes, levels } = columnOf(table, target) as CodedColumn;
  const counts = new Int32Array(levels.length);
  for (const code of codes) counts[code]++;
  const present = [...counts.keys()].filter((code) => counts[code] > 0).sort((a, b) => counts[b] - counts[a] || a - b);
  const place = levels.map((_, code) => present.indexOf(code));
  const rows = table.rows;
  const [loss, expected, gained, score] = Array.from({ length: 4 }, () => new Float64Array(rows));
  const predicted = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const at = row * levels.length;
    loss[row] = -Math.log(Math.max(LEAST, probabilities[at + codes[row]]));
    gained[row] = -Math.log(Math.max(LEAST, halved[at + codes[row]])) - loss[row];
    let best = present[0];
    for (const code of present) {
      const p = probabilities[at + code];
      if (p > LEAST) expected[row] -= p * Math.log(p);
      if (p > probabilities[at + best]) best = code;
    }
    predicted[row] = place[best];
    score[row] = probabilities[at + present[present.length - 1]];
  }
  const order = Int32Array.from({ length: rows }, (_, row) => row).sort((a, b) => score[a] - score[b] || a - b);
  const truth = codes.map((code) => place[code]);
  return {
    table,
    target,
    classes: present.map((code) => levels[code]),
    truth,
    predicted,
    loss,
    expected,
    gained,
    score,
    order,
  };
}
