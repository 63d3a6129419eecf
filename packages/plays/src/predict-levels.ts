import type { Context, Learner, Table } from '@verisim/core';

/** Trains on a table and predicts another: probabilities in the order of `classes`, `rows * classes.length`; a class that was not learned gets 0. */
export async function predictLevels(
  request: {
    readonly table: Table;
    readonly target: string;
    readonly learner: Learner;
    readonly on: Table;
    readonly classes: readonly string[];
    readonly weights?: Float64Array;
  },
  ctx: Context,
): Promise<Float64Array> {
  const { table, target, learner, on, classes, weights } = request;
  const training = { target, random: ctx.random.fork('learner'), signal: ctx.signal, ...(weights && { weights }) };
  const classifier = await learner.fit(table, training);
  try {
    const predicted = classifier.predict(on);
    const [from, to] = [classifier.classes.length, classes.length];
    const found = new Float64Array(on.rows * to);
    for (const [k, level] of classifier.classes.entries()) {
      const place = classes.indexOf(level);
      if (place >= 0) for (let row = 0; row < on.rows; row++) found[row * to + place] = predicted[row * from + k];
    }
    return found;
  } finally {
    classifier.dispose();
  }
}
